package io.distaff.operator.aggregation;

import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;

/**
 * Loops over all rows that count when they are one group. They read values of form BOOLEAN, INT or
 * LONG where they lie: of a dictionary its entries, through the ids.
 */
final class OneGroupKernels {
  private OneGroupKernels() {}

  /** The sum, modulo 2^64. */
  static long sum(AggregateInput in) {
    ColumnVector values = in.values();
    int count = in.count();
    if (in.liesAsCounted() && values instanceof LongVector vector) {
      return sum(vector.values(), count);
    }
    return switch (values.form()) {
      case BOOLEAN -> sum(((BooleanVector) values).values(), in.positions(), count);
      case INT -> sum(((IntVector) values).values(), in.positions(), count);
      case LONG -> sum(((LongVector) values).values(), in.positions(), count);
      case INT128, FLOAT, DOUBLE, BYTES, DICTIONARY, CONSTANT, ARRAY, MAP, STRUCT ->
          throw new IllegalStateException("no longs in " + values.form());
    };
  }

  private static long sum(long[] values, int count) {
    long sum = 0;
    for (int k = 0; k < count; k++) {
      sum += values[k];
    }
    return sum;
  }

  private static long sum(byte[] values, int[] positions, int count) {
    long sum = 0;
    for (int k = 0; k < count; k++) {
      sum += values[positions[k]];
    }
    return sum;
  }

  private static long sum(int[] values, int[] positions, int count) {
    long sum = 0;
    for (int k = 0; k < count; k++) {
      sum += values[positions[k]];
    }
    return sum;
  }

  private static long sum(long[] values, int[] positions, int count) {
    long sum = 0;
    for (int k = 0; k < count; k++) {
      sum += values[positions[k]];
    }
    return sum;
  }

  /** The smallest value; {@code Long.MAX_VALUE} when no row counts. */
  static long min(AggregateInput in) {
    ColumnVector values = in.values();
    int count = in.count();
    long least = Long.MAX_VALUE;
    if (values instanceof IntVector vector) {
      int[] source = vector.values();
      int[] positions = in.positions();
      for (int k = 0; k < count; k++) {
        least = Math.min(least, source[positions[k]]);
      }
    } else if (values instanceof LongVector vector && !in.liesAsCounted()) {
      long[] source = vector.values();
      int[] positions = in.positions();
      for (int k = 0; k < count; k++) {
        least = Math.min(least, source[positions[k]]);
      }
    } else {
      long[] source = in.longs();
      for (int k = 0; k < count; k++) {
        least = Math.min(least, source[k]);
      }
    }
    return least;
  }

  /** The largest value; {@code Long.MIN_VALUE} when no row counts. */
  static long max(AggregateInput in) {
    ColumnVector values = in.values();
    int count = in.count();
    long most = Long.MIN_VALUE;
    if (values instanceof IntVector vector) {
      int[] source = vector.values();
      int[] positions = in.positions();
      for (int k = 0; k < count; k++) {
        most = Math.max(most, source[positions[k]]);
      }
    } else if (values instanceof LongVector vector && !in.liesAsCounted()) {
      long[] source = vector.values();
      int[] positions = in.positions();
      for (int k = 0; k < count; k++) {
        most = Math.max(most, source[positions[k]]);
      }
    } else {
      long[] source = in.longs();
      for (int k = 0; k < count; k++) {
        most = Math.max(most, source[k]);
      }
    }
    return most;
  }
}
