package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import java.util.Arrays;

/** MIN, MAX and ANY_VALUE of FLOAT and DOUBLE; NaN is above every number. */
final class DoubleChoice extends Accumulator {
  private final boolean smallest;
  private double[] chosen = new double[0];

  DoubleChoice(String function, DataType type, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    // The largest value is as good as any.
    this.smallest = function.equals(AggregateCall.Function.MIN);
  }

  @Override
  int stateBytes() {
    return Double.BYTES;
  }

  @Override
  void resize(int before, int wanted) {
    chosen = Arrays.copyOf(chosen, wanted);
    Arrays.fill(chosen, before, wanted, smallest ? Double.NaN : Double.NEGATIVE_INFINITY);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    double[] values = in.doubles();
    if (smallest) {
      min(chosen, in.groups(), values, in.count());
    } else {
      max(chosen, in.groups(), values, in.count());
    }
  }

  private static void min(double[] chosen, int[] groups, double[] values, int count) {
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      double before = chosen[g];
      chosen[g] = values[k] < before || Double.isNaN(before) ? values[k] : before;
    }
  }

  private static void max(double[] chosen, int[] groups, double[] values, int count) {
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      double before = chosen[g];
      chosen[g] = values[k] > before || Double.isNaN(values[k]) ? values[k] : before;
    }
  }

  @Override
  ColumnVector results(int from, int count) {
    long[] validity = validity(from, count);
    if (type.kind() == DataType.Kind.DOUBLE) {
      double[] out = Arrays.copyOfRange(chosen, from, from + count);
      return new DoubleVector(type, out, validity, count);
    }
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      out[i] = (float) chosen[from + i];
    }
    return new FloatVector(type, out, validity, count);
  }

  @Override
  void drop() {
    chosen = new double[0];
  }
}
