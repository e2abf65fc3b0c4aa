package io.distaff.operator.aggregation;

import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/** COUNT: rows that count; or of those with a true argument, COUNT_IF. */
final class CountAccumulator extends Accumulator {
  private long[] counts = new long[0];
  private long[] stateOut = new long[0];
  private final long[] lanes = new long[4 * ExactSumAccumulator.MOST_LANED_GROUPS];

  private final boolean onlyTrue;

  private CountAccumulator(boolean groupsBeginEmpty, boolean onlyTrue) {
    super(DataType.BIGINT, groupsBeginEmpty);
    this.onlyTrue = onlyTrue;
  }

  static CountAccumulator ofRows(boolean groupsBeginEmpty) {
    return new CountAccumulator(groupsBeginEmpty, false);
  }

  static CountAccumulator ofTrue(boolean groupsBeginEmpty) {
    return new CountAccumulator(groupsBeginEmpty, true);
  }

  @Override
  int stateBytes() {
    return Long.BYTES;
  }

  @Override
  void resize(int before, int wanted) {
    counts = Arrays.copyOf(counts, wanted);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    if (onlyTrue) {
      addStateRows(in, numGroups);
    } else if (numGroups == 1) {
      counts[0] += in.count();
    } else if (numGroups <= ExactSumAccumulator.MOST_LANED_GROUPS) {
      countInLanes(in.groups(), in.count(), numGroups);
    } else {
      count(counts, in.groups(), in.count());
    }
  }

  private static void count(long[] counts, int[] groups, int count) {
    for (int k = 0; k < count; k++) {
      counts[groups[k]]++;
    }
  }

  private void countInLanes(int[] groups, int count, int numGroups) {
    Arrays.fill(lanes, 0, 4 * numGroups, 0);
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      lanes[4 * groups[k]]++;
      lanes[4 * groups[k + 1] + 1]++;
      lanes[4 * groups[k + 2] + 2]++;
      lanes[4 * groups[k + 3] + 3]++;
    }
    for (; k < count; k++) {
      lanes[4 * groups[k]]++;
    }
    for (int g = 0; g < numGroups; g++) {
      counts[g] += lanes[4 * g] + lanes[4 * g + 1] + lanes[4 * g + 2] + lanes[4 * g + 3];
    }
  }

  @Override
  void addStateRows(AggregateInput in, int numGroups) {
    ExactSumAccumulator.add(counts, in.groups(), in.longs(), in.count());
  }

  @Override
  ColumnVector results(int from, int count) {
    return new LongVector(type, Arrays.copyOfRange(counts, from, from + count), null, count);
  }

  @Override
  ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    int numRows = batch.numRows();
    if (stateOut.length < numRows) {
      stateOut = new long[Math.max(numRows, VectorBatch.TARGET_ROWS)];
    }
    Arrays.fill(stateOut, 0, numRows, 0);
    int[] counting = in.countingRows();
    for (int k = 0; k < in.count(); k++) {
      stateOut[counting[k]] = onlyTrue ? in.longs()[k] : 1;
    }
    return new LongVector(type, stateOut, null, numRows);
  }

  @Override
  void drop() {
    counts = new long[0];
  }
}
