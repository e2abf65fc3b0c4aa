package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import java.util.Arrays;

/** MIN, MAX and ANY_VALUE of all types whose values are at most 64-bit integers. */
final class LongChoice extends Accumulator {
  private final boolean smallest;
  private long[] chosen = new long[0];

  LongChoice(String function, DataType type, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    // The largest value is as good as any.
    this.smallest = function.equals(AggregateCall.Function.MIN);
  }

  @Override
  int stateBytes() {
    return Long.BYTES;
  }

  @Override
  void resize(int before, int wanted) {
    chosen = Arrays.copyOf(chosen, wanted);
    Arrays.fill(chosen, before, wanted, smallest ? Long.MAX_VALUE : Long.MIN_VALUE);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    if (numGroups == 1) {
      chosen[0] =
          smallest
              ? Math.min(chosen[0], OneGroupKernels.min(in))
              : Math.max(chosen[0], OneGroupKernels.max(in));
      return;
    }
    long[] values = in.longs();
    if (smallest) {
      min(chosen, in.groups(), values, in.count());
    } else {
      max(chosen, in.groups(), values, in.count());
    }
  }

  private static void min(long[] chosen, int[] groups, long[] values, int count) {
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      chosen[g] = Math.min(chosen[g], values[k]);
    }
  }

  private static void max(long[] chosen, int[] groups, long[] values, int count) {
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      chosen[g] = Math.max(chosen[g], values[k]);
    }
  }

  @Override
  ColumnVector results(int from, int count) {
    long[] validity = validity(from, count);
    return switch (type.kind()) {
      case BOOLEAN -> {
        byte[] out = new byte[count];
        for (int i = 0; i < count; i++) {
          // A group without a value holds neither 0 nor 1.
          out[i] = (byte) (chosen[from + i] & 1);
        }
        yield new BooleanVector(type, out, validity, count);
      }
      case NULL, TINYINT, SMALLINT, INT, DATE -> {
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
          out[i] = (int) chosen[from + i];
        }
        yield new IntVector(type, out, validity, count);
      }
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL, DECIMAL ->
          new LongVector(type, Arrays.copyOfRange(chosen, from, from + count), validity, count);
      case FLOAT, DOUBLE, STRING, BINARY, ARRAY, MAP, STRUCT ->
          throw new IllegalStateException(type.sqlName());
    };
  }

  @Override
  void drop() {
    chosen = new long[0];
  }
}
