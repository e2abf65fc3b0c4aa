package io.distaff.operator.aggregation;

import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import java.util.Arrays;

/** PRODUCT, in floating point. */
final class ProductAccumulator extends Accumulator {
  private double[] products = new double[0];

  ProductAccumulator(boolean groupsBeginEmpty) {
    super(DataType.DOUBLE, groupsBeginEmpty);
  }

  @Override
  int stateBytes() {
    return Double.BYTES;
  }

  @Override
  void resize(int before, int wanted) {
    products = Arrays.copyOf(products, wanted);
    Arrays.fill(products, before, wanted, 1);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    double[] values = in.doubles();
    int[] groups = in.groups();
    for (int k = 0, count = in.count(); k < count; k++) {
      products[groups[k]] *= values[k];
    }
  }

  @Override
  ColumnVector results(int from, int count) {
    double[] out = Arrays.copyOfRange(products, from, from + count);
    return new DoubleVector(type, out, validity(from, count), count);
  }

  @Override
  void drop() {
    products = new double[0];
  }
}
