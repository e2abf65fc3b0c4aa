package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import java.util.Arrays;

/** MIN, MAX and ANY_VALUE of FLOAT and DOUBLE; NaN is above every number. */
final class DoubleChoice extends Accumulator {
  private final AggregateCall.Function function;
  private double[] chosen = new double[0];

  DoubleChoice(AggregateCall.Function function, DataType type, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.function = function;
  }

  @Override
  int stateBytes() {
    return Double.BYTES;
  }

  @Override
  void resize(int before, int wanted) {
    chosen = Arrays.copyOf(chosen, wanted);
    Arrays.fill(
        chosen,
        before,
        wanted,
        function == AggregateCall.Function.MIN ? Double.NaN : Double.NEGATIVE_INFINITY);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    double[] values = in.doubles();
    switch (function) {
      case MIN -> min(chosen, in.groups(), values, in.count());
      // The largest value is as good as any.
      case MAX, ANY_VALUE -> max(chosen, in.groups(), values, in.count());
      case COUNT, SUM -> throw new IllegalStateException(function.name());
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
