package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/** MIN, MAX and ANY_VALUE of wide decimals. */
final class Int128Choice extends Accumulator {
  private final boolean smallest;
  private long[] high = new long[0];
  private long[] low = new long[0];
  private long[] signs = new long[0];
  private int[] identity = new int[0];

  Int128Choice(String function, DataType type, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    // The largest value is as good as any.
    this.smallest = function.equals(AggregateCall.Function.MIN);
  }

  @Override
  int stateBytes() {
    return 2 * Long.BYTES;
  }

  @Override
  void resize(int before, int wanted) {
    high = Arrays.copyOf(high, wanted);
    low = Arrays.copyOf(low, wanted);
    Arrays.fill(high, before, wanted, smallest ? Long.MAX_VALUE : Long.MIN_VALUE);
    Arrays.fill(low, before, wanted, smallest ? -1L : 0L);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    int count = in.count();
    if (in.values() instanceof Int128Vector vector) {
      choose(in.groups(), vector.high(), vector.low(), in.positions(), count);
      return;
    }
    long[] values = in.longs();
    if (signs.length < count) {
      signs = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
      identity = new int[signs.length];
      Arrays.setAll(identity, i -> i);
    }
    for (int k = 0; k < count; k++) {
      signs[k] = values[k] >> 63;
    }
    choose(in.groups(), signs, values, identity, count);
  }

  private void choose(int[] groups, long[] valueHigh, long[] valueLow, int[] positions, int count) {
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      long h = valueHigh[positions[k]];
      long l = valueLow[positions[k]];
      boolean less = h < high[g] || (h == high[g] && Long.compareUnsigned(l, low[g]) < 0);
      if (less == smallest) {
        high[g] = h;
        low[g] = l;
      }
    }
  }

  @Override
  ColumnVector results(int from, int count) {
    return new Int128Vector(
        type,
        Arrays.copyOfRange(high, from, from + count),
        Arrays.copyOfRange(low, from, from + count),
        validity(from, count),
        count);
  }

  @Override
  void drop() {
    high = new long[0];
    low = new long[0];
  }
}
