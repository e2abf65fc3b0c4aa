package io.distaff.operator.aggregation;

import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/** SUM of FLOAT and DOUBLE. */
final class DoubleSumAccumulator extends Accumulator {
  private double[] sums = new double[0];
  private double[] stateOut = new double[0];

  DoubleSumAccumulator(boolean groupsBeginEmpty) {
    super(DataType.DOUBLE, groupsBeginEmpty);
  }

  @Override
  int stateBytes() {
    return Double.BYTES;
  }

  @Override
  void resize(int before, int wanted) {
    sums = Arrays.copyOf(sums, wanted);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    double[] values = in.doubles();
    if (numGroups == 1) {
      sums[0] = total(sums[0], values, in.count());
    } else {
      add(sums, in.groups(), values, in.count());
    }
  }

  private static double total(double start, double[] values, int count) {
    double total = start;
    for (int k = 0; k < count; k++) {
      total += values[k];
    }
    return total;
  }

  private static void add(double[] sums, int[] groups, double[] values, int count) {
    for (int k = 0; k < count; k++) {
      sums[groups[k]] += values[k];
    }
  }

  @Override
  ColumnVector results(int from, int count) {
    double[] out = Arrays.copyOfRange(sums, from, from + count);
    return new DoubleVector(type, out, validity(from, count), count);
  }

  @Override
  ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    int numRows = batch.numRows();
    if (stateOut.length < numRows) {
      stateOut = new double[Math.max(numRows, VectorBatch.TARGET_ROWS)];
    }
    int[] counting = in.countingRows();
    double[] values = in.doubles();
    long[] validity = in.picked() ? new long[Validity.words(numRows)] : null;
    for (int k = 0; k < in.count(); k++) {
      stateOut[counting[k]] = values[k];
    }
    for (int k = 0; validity != null && k < in.count(); k++) {
      Validity.setValid(validity, counting[k]);
    }
    return new DoubleVector(type, stateOut, validity, numRows);
  }

  @Override
  void drop() {
    sums = new double[0];
  }
}
