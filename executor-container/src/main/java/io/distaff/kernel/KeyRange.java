package io.distaff.kernel;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * A comparison of a column with a constant, as a range: every type but text has keys, integers in
 * the order of its values (the integer itself, the unscaled decimal, the bits of a double put in
 * order), and the keys for which a comparison holds are those from {@code low} to {@code high}, or
 * all others. One kernel per form then does for every operator, and a pair such as {@code x >= a
 * and x < b} is one range.
 *
 * @param low the least key inside; above {@code high} when the range is empty
 * @param outside true when the keys outside of the range are meant
 */
public record KeyRange(BigInteger low, BigInteger high, boolean outside) {
  /** Beyond every key. */
  private static final BigInteger INFINITY = BigInteger.ONE.shiftLeft(200);

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  public static boolean hasKeys(DataType type) {
    return switch (type.kind()) {
      case STRING, BINARY, ARRAY, MAP, STRUCT, NULL -> false;
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INT,
          BIGINT,
          FLOAT,
          DOUBLE,
          DECIMAL,
          DATE,
          TIMESTAMP,
          TIMESTAMP_LOCAL ->
          true;
    };
  }

  /**
   * The keys of a column for which {@code column operator constant} is true.
   *
   * @param constant not null; in the classes of {@link io.distaff.vector.Vectors#value}, of the
   *     column's type (a decimal of any scale)
   */
  public static KeyRange of(ComparisonOperator operator, Object constant, DataType columnType) {
    BigInteger floor;
    BigInteger ceiling;
    if (columnType instanceof DecimalType decimal) {
      BigDecimal unscaled = ((BigDecimal) constant).movePointRight(decimal.scale());
      floor = unscaled.setScale(0, RoundingMode.FLOOR).unscaledValue();
      ceiling = unscaled.setScale(0, RoundingMode.CEILING).unscaledValue();
    } else {
      floor = BigInteger.valueOf(key(constant));
      ceiling = floor;
    }
    return switch (operator) {
      case EQUAL -> new KeyRange(ceiling, floor, false);
      case NOT_EQUAL -> new KeyRange(ceiling, floor, true);
      case LESS -> new KeyRange(INFINITY.negate(), ceiling.subtract(BigInteger.ONE), false);
      case LESS_OR_EQUAL -> new KeyRange(INFINITY.negate(), floor, false);
      case GREATER -> new KeyRange(floor.add(BigInteger.ONE), INFINITY, false);
      case GREATER_OR_EQUAL -> new KeyRange(ceiling, INFINITY, false);
    };
  }

  private static long key(Object constant) {
    if (constant instanceof Boolean b) {
      return b ? 1 : 0;
    }
    return constant instanceof Double d ? CompareKernels.key(d) : (Long) constant;
  }

  /** The keys in both ranges; neither may be {@code outside}. */
  public KeyRange intersect(KeyRange other) {
    return new KeyRange(low.max(other.low), high.min(other.high), false);
  }

  private int flip() {
    return outside ? 1 : 0;
  }

  /** The kernels of this range; immutable. */
  public Kernels kernels() {
    BigInteger longLow = low.max(MIN_LONG);
    BigInteger longHigh = high.min(MAX_LONG);
    boolean emptyOfLongs = longLow.compareTo(longHigh) > 0;
    return new Kernels(
        emptyOfLongs,
        low.compareTo(high) > 0,
        emptyOfLongs ? 0 : longLow.longValue(),
        emptyOfLongs ? 0 : longHigh.longValue(),
        Int128Range.of(low, high),
        flip());
  }

  /** Ready for the loops: clamped to what each form can hold. */
  public record Kernels(
      boolean emptyOfLongs, boolean empty, long low, long high, Int128Range wide, int flip) {

    /** 1 where a flat vector's value passes, 0 elsewhere; nulls as their slots have it. */
    public void test(ColumnVector vector, RowSet rows, byte[] out) {
      RowSet dense = rows.dense();
      if (vector instanceof Int128Vector v && !empty) {
        CompareKernels.testRange(v.high(), v.low(), wide, flip, out, rows);
      } else if (vector instanceof Int128Vector || isEmpty(vector)) {
        Arrays.fill(out, 0, rows.length(), (byte) flip);
      } else if (vector instanceof IntVector v) {
        CompareKernels.testRange(v.values(), intLow(), intHigh(), flip, out, dense);
      } else if (vector instanceof LongVector v) {
        CompareKernels.testRange(v.values(), low, high - low, flip, out, dense);
      } else if (vector instanceof DoubleVector v) {
        CompareKernels.testRange(v.values(), low, high - low, flip, out, dense);
      } else if (vector instanceof FloatVector v) {
        CompareKernels.testRange(v.values(), low, high - low, flip, out, dense);
      } else {
        CompareKernels.testRange(
            ((BooleanVector) vector).values(), intLow(), intHigh(), flip, out, dense);
      }
    }

    /** Narrows rows without nulls to those whose value in a flat vector passes. */
    public int select(ColumnVector vector, int[] rows, int count, int[] out) {
      if (vector instanceof Int128Vector v && !empty) {
        return SelectKernels.inRange(v.high(), v.low(), wide, flip, rows, count, out);
      }
      if (vector instanceof Int128Vector || isEmpty(vector)) {
        return flip == 0 ? 0 : SelectKernels.all(rows, count, out);
      }
      if (vector instanceof IntVector v) {
        return SelectKernels.inRange(v.values(), intLow(), intHigh(), flip, rows, count, out);
      }
      if (vector instanceof LongVector v) {
        return SelectKernels.inRange(v.values(), low, high - low, flip, rows, count, out);
      }
      if (vector instanceof DoubleVector v) {
        return SelectKernels.inRange(v.values(), low, high - low, flip, rows, count, out);
      }
      if (vector instanceof FloatVector v) {
        return SelectKernels.inRange(v.values(), low, high - low, flip, rows, count, out);
      }
      return SelectKernels.inRange(
          ((BooleanVector) vector).values(), intLow(), intHigh(), flip, rows, count, out);
    }

    private boolean isEmpty(ColumnVector vector) {
      boolean ofInts = vector instanceof IntVector || vector instanceof BooleanVector;
      return emptyOfLongs || (ofInts && intLow() > intHigh());
    }

    private long intLow() {
      return Math.max(low, Integer.MIN_VALUE);
    }

    private long intHigh() {
      return Math.min(high, Integer.MAX_VALUE);
    }
  }
}
