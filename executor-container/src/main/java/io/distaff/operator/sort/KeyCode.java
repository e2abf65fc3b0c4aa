package io.distaff.operator.sort;

import io.distaff.plan.SortKey;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Values as 64-bit numbers whose unsigned order is that of the values. Codes of equal values are
 * equal; codes of different values may be, where a value has more than 64 bits.
 *
 * <pre>
 *   integers, DATE, ...   value with the sign bit inverted
 *   wide decimals         the same, values beyond 64 bits as the nearest that fits
 *   FLOAT, DOUBLE         IEEE 754 bits, all inverted if negative, else the sign bit; NaN on top
 *   text                  8 bytes from some offset on, big endian, padded with 0
 * </pre>
 */
final class KeyCode {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private KeyCode() {}

  /** Codes of a view's rows in the order that a sort key asks for, nulls included. */
  static void ordered(FlatView view, int count, SortKey key, long[] out) {
    encode(view.values(), view.positions(), count, 0, out, 0);
    if (key.descending()) {
      for (int i = 0; i < count; i++) {
        out[i] = ~out[i];
      }
    }
    long[] validity = view.validity();
    if (validity != null) {
      long nullCode = key.nullsFirst() ? 0 : -1;
      int[] rows = view.rows();
      for (int i = 0; i < count; i++) {
        out[i] = Validity.isValid(validity, rows[i]) ? out[i] : nullCode;
      }
    }
  }

  /**
   * Codes of values, ascending; those of nulls are arbitrary.
   *
   * @param skip bytes of text to leave out at the beginning
   * @param offset where the codes go in {@code out}
   */
  static void encode(
      ColumnVector flat, int[] positions, int count, int skip, long[] out, int offset) {
    switch (flat.form()) {
      case BOOLEAN -> {
        byte[] values = ((BooleanVector) flat).values();
        for (int i = 0; i < count; i++) {
          out[offset + i] = values[positions[i]];
        }
      }
      case INT -> {
        int[] values = ((IntVector) flat).values();
        for (int i = 0; i < count; i++) {
          out[offset + i] = values[positions[i]] ^ Long.MIN_VALUE;
        }
      }
      case LONG -> {
        long[] values = ((LongVector) flat).values();
        for (int i = 0; i < count; i++) {
          out[offset + i] = values[positions[i]] ^ Long.MIN_VALUE;
        }
      }
      case INT128 -> {
        long[] high = ((Int128Vector) flat).high();
        long[] low = ((Int128Vector) flat).low();
        for (int i = 0; i < count; i++) {
          out[offset + i] = nearestLong(high[positions[i]], low[positions[i]]) ^ Long.MIN_VALUE;
        }
      }
      case FLOAT -> {
        float[] values = ((FloatVector) flat).values();
        for (int i = 0; i < count; i++) {
          out[offset + i] = ofDouble(values[positions[i]]);
        }
      }
      case DOUBLE -> {
        double[] values = ((DoubleVector) flat).values();
        for (int i = 0; i < count; i++) {
          out[offset + i] = ofDouble(values[positions[i]]);
        }
      }
      case BYTES -> {
        BytesVector bytes = (BytesVector) flat;
        for (int i = 0; i < count; i++) {
          int start = bytes.starts()[positions[i]];
          int end = start + bytes.lengths()[positions[i]];
          out[offset + i] = ofBytes(bytes.data(), start + skip, end);
        }
      }
      case DICTIONARY, CONSTANT -> throw new IllegalArgumentException("not flat: " + flat.form());
    }
  }

  private static long nearestLong(long high, long low) {
    if (high == low >> 63) {
      return low;
    }
    return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static long ofDouble(double value) {
    // -0 becomes 0; doubleToLongBits knows one NaN, which is above infinity.
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ (bits >> 63 | Long.MIN_VALUE);
  }

  private static long ofBytes(byte[] data, int start, int end) {
    int length = end - start;
    if (length >= 8) {
      return (long) BIG_ENDIAN.get(data, start);
    }
    long code = 0;
    for (int i = start; i < end; i++) {
      code = code << 8 | data[i] & 0xFF;
    }
    // A shift by 64 would be one by 0; a null may be shorter than what is skipped.
    return length <= 0 ? 0 : code << 8 * (8 - length);
  }

  /** Compares two rows that have values, of vectors of the same type. */
  static int compare(ColumnVector a, int rowA, ColumnVector b, int rowB) {
    return switch (a.form()) {
      case BOOLEAN ->
          Byte.compare(((BooleanVector) a).values()[rowA], ((BooleanVector) b).values()[rowB]);
      case INT -> Integer.compare(((IntVector) a).values()[rowA], ((IntVector) b).values()[rowB]);
      case LONG, INT128 -> compareDecimals(a, rowA, b, rowB);
      case FLOAT ->
          Float.compare(
              ((FloatVector) a).values()[rowA] + 0.0f, ((FloatVector) b).values()[rowB] + 0.0f);
      case DOUBLE ->
          Double.compare(
              ((DoubleVector) a).values()[rowA] + 0.0, ((DoubleVector) b).values()[rowB] + 0.0);
      case BYTES -> {
        BytesVector x = (BytesVector) a;
        BytesVector y = (BytesVector) b;
        int startX = x.starts()[rowA];
        int startY = y.starts()[rowB];
        yield Arrays.compareUnsigned(
            x.data(),
            startX,
            startX + x.lengths()[rowA],
            y.data(),
            startY,
            startY + y.lengths()[rowB]);
      }
      case DICTIONARY, CONSTANT -> throw new IllegalArgumentException("not flat: " + a.form());
    };
  }

  /** Of one column, a batch may hold longs and another 128 bits. */
  private static int compareDecimals(ColumnVector a, int rowA, ColumnVector b, int rowB) {
    long lowA = a instanceof LongVector x ? x.values()[rowA] : ((Int128Vector) a).low()[rowA];
    long lowB = b instanceof LongVector y ? y.values()[rowB] : ((Int128Vector) b).low()[rowB];
    long highA = a instanceof Int128Vector x ? x.high()[rowA] : lowA >> 63;
    long highB = b instanceof Int128Vector y ? y.high()[rowB] : lowB >> 63;
    return highA != highB ? Long.compare(highA, highB) : Long.compareUnsigned(lowA, lowB);
  }
}
