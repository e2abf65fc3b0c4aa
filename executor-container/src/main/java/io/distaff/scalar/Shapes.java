package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.vector.BytesVector;
import io.distaff.vector.DoubleVector;

/**
 * Functions of a common shape, made from what is special about them. What works on doubles is given
 * as a loop over a batch; what works on text, as a method per row.
 */
final class Shapes {
  /** From the text in data[from, to). */
  @FunctionalInterface
  interface TextToText {
    void write(byte[] data, int from, int to, BytesBuilder out);
  }

  /** From the text in data[from, to); of a BOOLEAN function, 0 or 1. */
  @FunctionalInterface
  interface TextToInteger {
    long value(byte[] data, int from, int to);
  }

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

  /** (string) -> string, or binary in the place of either. */
  static ScalarFunction.Factory textToText(TextToText function) {
    return site ->
        new BytesResult(site.type(), site.arrays()) {
          private BytesVector text;

          @Override
          void load(Argument[] arguments, RowSet rows) {
            text = arguments[0].bytes(rows);
          }

          @Override
          void write(int row, BytesBuilder to) {
            int from = text.starts()[row];
            function.write(text.data(), from, from + text.lengths()[row], to);
          }
        };
  }

  /** (string) -> boolean, int, bigint, date or timestamp. */
  static ScalarFunction.Factory textToInteger(TextToInteger function) {
    return site ->
        new IntegerResult(site.type(), site.arrays()) {
          private BytesVector text;

          @Override
          void load(Argument[] arguments, RowSet rows) {
            text = arguments[0].bytes(rows);
          }

          @Override
          long value(int row) {
            int from = text.starts()[row];
            return function.value(text.data(), from, from + text.lengths()[row]);
          }
        };
  }

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
}
