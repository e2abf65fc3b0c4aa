package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import java.util.Arrays;

/** MIN, MAX and ANY_VALUE of STRING and BINARY, by unsigned bytes. */
final class BytesChoice extends Accumulator {
  private static final int ARRAY_HEADER_BYTES = 24;

  private final boolean any;
  private final boolean smallest;
  private byte[][] chosen = new byte[0][];
  private int[] lengths = new int[0];
  private long chosenBytes;

  BytesChoice(String function, DataType type, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.any = function.equals(AggregateCall.Function.ANY_VALUE);
    this.smallest = function.equals(AggregateCall.Function.MIN);
  }

  @Override
  int stateBytes() {
    return Long.BYTES + Integer.BYTES;
  }

  @Override
  long extraBytes(AggregateInput in, int newCapacity) {
    int[] sizes = ((BytesVector) in.values()).lengths();
    int[] positions = in.positions();
    long bytes = 0;
    for (int k = 0, count = in.count(); k < count; k++) {
      bytes += sizes[positions[k]] + ARRAY_HEADER_BYTES;
    }
    return bytes;
  }

  @Override
  long extraHeldBytes() {
    return chosenBytes;
  }

  @Override
  void resize(int before, int wanted) {
    chosen = Arrays.copyOf(chosen, wanted);
    lengths = Arrays.copyOf(lengths, wanted);
    Arrays.fill(lengths, before, wanted, -1);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    BytesVector vector = (BytesVector) in.values();
    byte[] data = vector.data();
    int[] groups = in.groups();
    int[] positions = in.positions();
    for (int k = 0, count = in.count(); k < count; k++) {
      int g = groups[k];
      int start = vector.starts()[positions[k]];
      int length = vector.lengths()[positions[k]];
      if (lengths[g] < 0 || isBetter(data, start, length, g)) {
        set(g, data, start, length);
      }
    }
  }

  private boolean isBetter(byte[] data, int start, int length, int group) {
    if (any) {
      return false;
    }
    int order =
        Arrays.compareUnsigned(data, start, start + length, chosen[group], 0, lengths[group]);
    return smallest ? order < 0 : order > 0;
  }

  private void set(int group, byte[] data, int start, int length) {
    byte[] held = chosen[group];
    if (held == null || held.length < length) {
      chosenBytes += length + ARRAY_HEADER_BYTES;
      chosenBytes -= held == null ? 0 : held.length + ARRAY_HEADER_BYTES;
      held = new byte[length];
      chosen[group] = held;
    }
    System.arraycopy(data, start, held, 0, length);
    lengths[group] = length;
  }

  @Override
  ColumnVector results(int from, int count) {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += Math.max(0, lengths[from + i]);
    }
    byte[] outData = new byte[Math.toIntExact(total)];
    int[] outStarts = new int[count];
    int[] outLengths = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      int length = Math.max(0, lengths[from + i]);
      if (length > 0) {
        System.arraycopy(chosen[from + i], 0, outData, at, length);
      }
      outStarts[i] = at;
      outLengths[i] = length;
      at += length;
    }
    return new BytesVector(type, outData, outStarts, outLengths, validity(from, count), count);
  }

  @Override
  void drop() {
    chosen = new byte[0][];
    lengths = new int[0];
    chosenBytes = 0;
  }
}
