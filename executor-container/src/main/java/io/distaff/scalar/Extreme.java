package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.Forms;
import io.distaff.kernel.NestedCopy;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import io.distaff.vector.ValueOrder;
import java.util.Arrays;

/**
 * GREATEST and LEAST: one pass per argument over the rows where it has a value and is better than
 * what was found so far.
 */
final class Extreme implements VectorFunction {
  /** 1 for the greatest, -1 for the least. */
  private final int sign;

  private final DataType type;
  private final Buffers buffers;
  private final BytesBuilder builder;
  private final NestedCopy nested;

  Extreme(int sign, DataType type, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.builder = new BytesBuilder(arrays);
    this.nested = new NestedCopy(arrays);
    this.sign = sign;
    this.type = type;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    long[] found = new long[Validity.words(rows.length())];
    return switch (type.kind()) {
      case BOOLEAN, TINYINT, SMALLINT, INT, DATE, BIGINT, TIMESTAMP, TIMESTAMP_LOCAL ->
          ofLongs(arguments, rows, found);
      case DECIMAL ->
          ((DecimalType) type).isLong()
              ? ofLongs(arguments, rows, found)
              : ofWide(arguments, rows, found);
      case FLOAT, DOUBLE -> ofDoubles(arguments, rows, found);
      case STRING, BINARY -> ofBytes(arguments, rows, found);
      case NULL, ARRAY, MAP, STRUCT -> ofNested(arguments, rows, found);
    };
  }

  /** True for a row with a value, the first of its row or not. */
  private static boolean isValid(long[] validity, int row) {
    return validity == null || Validity.isValid(validity, row);
  }

  private ColumnVector ofLongs(Argument[] arguments, RowSet rows, long[] found) {
    int n = rows.length();
    long[] best = buffers.longs(n);
    for (Argument argument : arguments) {
      long[] validity = Forms.validity(argument.flat(rows));
      long[] values = argument.longs(rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        boolean better =
            !Validity.isValid(found, row) || sign * Long.compare(values[row], best[row]) > 0;
        if (better && isValid(validity, row)) {
          best[row] = values[row];
          Validity.setValid(found, row);
        }
      }
    }
    switch (type.kind()) {
      case BOOLEAN -> {
        byte[] out = buffers.bytes(n);
        for (int i = 0; i < rows.count(); i++) {
          out[rows.row(i)] = (byte) best[rows.row(i)];
        }
        return new BooleanVector(type, out, found, n);
      }
      case TINYINT, SMALLINT, INT, DATE -> {
        int[] out = buffers.ints(n);
        for (int i = 0; i < rows.count(); i++) {
          out[rows.row(i)] = (int) best[rows.row(i)];
        }
        return new IntVector(type, out, found, n);
      }
      default -> {
        return new LongVector(type, best, found, n);
      }
    }
  }

  private ColumnVector ofWide(Argument[] arguments, RowSet rows, long[] found) {
    int n = rows.length();
    long[] high = buffers.highs(n);
    long[] low = buffers.longs(n);
    for (Argument argument : arguments) {
      Int128Vector values = argument.wide(rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        boolean better =
            !Validity.isValid(found, row)
                || sign
                        * Int128Math.compare(
                            values.high()[row], values.low()[row], high[row], low[row])
                    > 0;
        if (better && isValid(values.validity(), row)) {
          high[row] = values.high()[row];
          low[row] = values.low()[row];
          Validity.setValid(found, row);
        }
      }
    }
    return new Int128Vector(type, high, low, found, n);
  }

  private ColumnVector ofDoubles(Argument[] arguments, RowSet rows, long[] found) {
    int n = rows.length();
    double[] best = buffers.doubles(n);
    for (Argument argument : arguments) {
      long[] validity = Forms.validity(argument.flat(rows));
      double[] values = argument.doubles(rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        boolean better =
            !Validity.isValid(found, row) || sign * Double.compare(values[row], best[row]) > 0;
        if (better && isValid(validity, row)) {
          best[row] = values[row];
          Validity.setValid(found, row);
        }
      }
    }
    if (type.kind() == DataType.Kind.DOUBLE) {
      return new DoubleVector(type, best, found, n);
    }
    float[] out = buffers.floats(n);
    for (int i = 0; i < rows.count(); i++) {
      out[rows.row(i)] = (float) best[rows.row(i)];
    }
    return new FloatVector(type, out, found, n);
  }

  private ColumnVector ofBytes(Argument[] arguments, RowSet rows, long[] found) {
    int n = rows.length();
    int[] best = buffers.ints(n);
    BytesVector[] vectors = new BytesVector[arguments.length];
    for (int a = 0; a < arguments.length; a++) {
      vectors[a] = arguments[a].bytes(rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (!isValid(vectors[a].validity(), row)) {
          continue;
        }
        if (!Validity.isValid(found, row)
            || sign * compare(vectors[a], vectors[best[row]], row) > 0) {
          best[row] = a;
          Validity.setValid(found, row);
        }
      }
    }
    builder.reset(n);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (Validity.isValid(found, row)) {
        BytesVector vector = vectors[best[row]];
        builder.append(vector.data(), vector.starts()[row], vector.lengths()[row]);
        builder.endRow(row);
      }
    }
    return builder.vector(type, found);
  }

  /** Which argument is the best is found first; then each copies the rows that it is best for. */
  private ColumnVector ofNested(Argument[] arguments, RowSet rows, long[] found) {
    int n = rows.length();
    int[] best = buffers.ints(n);
    ColumnVector[] vectors = new ColumnVector[arguments.length];
    for (int a = 0; a < arguments.length; a++) {
      vectors[a] = arguments[a].flat(rows);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        boolean better =
            !vectors[a].isNull(row)
                && (!Validity.isValid(found, row)
                    || sign * ValueOrder.compareValues(vectors[a], row, vectors[best[row]], row)
                        > 0);
        if (better) {
          best[row] = a;
          Validity.setValid(found, row);
        }
      }
    }
    nested.begin(type, n);
    int[] chosen = new int[rows.count()];
    for (int a = 0; a < arguments.length; a++) {
      int count = 0;
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (best[row] == a) {
          chosen[count++] = row;
        }
      }
      nested.put(vectors[a], chosen, chosen, count);
    }
    return nested.finish();
  }

  private static int compare(BytesVector a, BytesVector b, int row) {
    int startA = a.starts()[row];
    int startB = b.starts()[row];
    return Arrays.compareUnsigned(
        a.data(), startA, startA + a.lengths()[row], b.data(), startB, startB + b.lengths()[row]);
  }
}
