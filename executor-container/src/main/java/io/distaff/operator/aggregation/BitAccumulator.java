package io.distaff.operator.aggregation;

import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import java.util.Arrays;

/** BIT_AND, BIT_OR and BIT_XOR of integers. */
final class BitAccumulator extends Accumulator {
  /** How bits are put together. */
  enum Operation {
    AND,
    OR,
    XOR
  }

  private final Operation operation;
  private long[] bits = new long[0];

  BitAccumulator(Operation operation, DataType type, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.operation = operation;
  }

  @Override
  int stateBytes() {
    return Long.BYTES;
  }

  @Override
  void resize(int before, int wanted) {
    bits = Arrays.copyOf(bits, wanted);
    Arrays.fill(bits, before, wanted, operation == Operation.AND ? -1L : 0L);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    long[] values = in.longs();
    switch (operation) {
      case AND -> and(bits, in.groups(), values, in.count());
      case OR -> or(bits, in.groups(), values, in.count());
      case XOR -> xor(bits, in.groups(), values, in.count());
    }
  }

  private static void and(long[] bits, int[] groups, long[] values, int count) {
    for (int k = 0; k < count; k++) {
      bits[groups[k]] &= values[k];
    }
  }

  private static void or(long[] bits, int[] groups, long[] values, int count) {
    for (int k = 0; k < count; k++) {
      bits[groups[k]] |= values[k];
    }
  }

  private static void xor(long[] bits, int[] groups, long[] values, int count) {
    for (int k = 0; k < count; k++) {
      bits[groups[k]] ^= values[k];
    }
  }

  @Override
  ColumnVector results(int from, int count) {
    long[] validity = validity(from, count);
    if (type.kind() == DataType.Kind.BIGINT) {
      return new LongVector(type, Arrays.copyOfRange(bits, from, from + count), validity, count);
    }
    int[] out = new int[count];
    for (int i = 0; i < count; i++) {
      out[i] = (int) bits[from + i];
    }
    return new IntVector(type, out, validity, count);
  }

  @Override
  void drop() {
    bits = new long[0];
  }
}
