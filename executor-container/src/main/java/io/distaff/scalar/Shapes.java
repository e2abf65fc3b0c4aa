package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RowSet;
import io.distaff.vector.DoubleVector;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Functions of numbers of a common shape, made from what is special about them. What works on
 * doubles is given as a loop over a batch.
 */
final class Shapes {
  /** A loop over the rows of a set, which may be more than those that count. */
  @FunctionalInterface
  interface DoubleLoop {
    void run(double[] in, double[] out, RowSet rows);
  }

  /** A loop over the rows of a set, which may be more than those that count. */
  @FunctionalInterface
  interface TwoDoublesLoop {
    void run(double[] a, double[] b, double[] out, RowSet rows);
  }

  private Shapes() {}

  /** (double) -> double that never fails. */
  static ScalarFunction.Factory doubleToDouble(DoubleLoop loop) {
    return site -> {
      Buffers buffers = new Buffers(site.arrays());
      return (arguments, rows, validity) -> {
        double[] out = buffers.doubles(rows.length());
        loop.run(arguments[0].doubles(rows), out, rows.dense());
        return new DoubleVector(site.type(), out, validity, rows.length());
      };
    };
  }

  /** (double, double) -> double that never fails. */
  static ScalarFunction.Factory twoDoublesToDouble(TwoDoublesLoop loop) {
    return site -> {
      Buffers buffers = new Buffers(site.arrays());
      return (arguments, rows, validity) -> {
        double[] out = buffers.doubles(rows.length());
        loop.run(arguments[0].doubles(rows), arguments[1].doubles(rows), out, rows.dense());
        return new DoubleVector(site.type(), out, validity, rows.length());
      };
    };
  }

  /** (double) -> double that never fails, of so much work that a call per row doesn't count. */
  static ScalarFunction.Factory ofDouble(DoubleUnaryOperator function) {
    return site ->
        new DoubleResult(site.arrays()) {
          private double[] values;

          @Override
          void load(Argument[] arguments, RowSet rows) {
            values = arguments[0].doubles(rows);
          }

          @Override
          double value(int row) {
            return function.applyAsDouble(values[row]);
          }
        };
  }

  /** As {@link #ofDouble}, null where the number isn't above a bound. */
  static ScalarFunction.Factory ofDoubleAbove(double bound, DoubleUnaryOperator function) {
    return site ->
        new DoubleResult(site.arrays()) {
          private double[] values;

          @Override
          void load(Argument[] arguments, RowSet rows) {
            values = arguments[0].doubles(rows);
          }

          @Override
          double value(int row) {
            if (values[row] <= bound) {
              setNull(row);
              return 0;
            }
            return function.applyAsDouble(values[row]);
          }
        };
  }

  /** As {@link #ofDouble}, of two numbers. */
  static ScalarFunction.Factory ofTwoDoubles(DoubleBinaryOperator function) {
    return site ->
        new DoubleResult(site.arrays()) {
          private double[] left;
          private double[] right;

          @Override
          void load(Argument[] arguments, RowSet rows) {
            left = arguments[0].doubles(rows);
            right = arguments[1].doubles(rows);
          }

          @Override
          double value(int row) {
            return function.applyAsDouble(left[row], right[row]);
          }
        };
  }

  /** Of one integer, DATE or timestamp: what {@link IntegerResult} may be, or fails. */
  static ScalarFunction.Factory ofInteger(LongUnaryOperator function) {
    return site -> new OfIntegers(site, (a, b) -> function.applyAsLong(a));
  }

  /** As {@link #ofInteger}, of two. */
  static ScalarFunction.Factory ofTwoIntegers(LongBinaryOperator function) {
    return site -> new OfIntegers(site, function);
  }

  private static final class OfIntegers extends IntegerResult {
    private final LongBinaryOperator function;
    private long[] left;
    private long[] right;

    OfIntegers(CallSite site, LongBinaryOperator function) {
      super(site.type(), site.arrays());
      this.function = function;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      left = arguments[0].longs(rows);
      right = arguments.length > 1 ? arguments[1].longs(rows) : left;
    }

    @Override
    long value(int row) {
      return function.applyAsLong(left[row], right[row]);
    }
  }
}
