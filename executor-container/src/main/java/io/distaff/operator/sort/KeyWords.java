package io.distaff.operator.sort;

import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
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

/**
 * One sort key as words: a value becomes a sequence of longs so that comparing two values is
 * comparing their sequences, long by long, as signed numbers. No word depends on more than the
 * value, and a value's sequence is never the beginning of another's.
 *
 * <pre>
 *   BOOLEAN, INT   one word, the value in the upper half
 *   LONG           one word, the value
 *   INT128         the upper half, the lower half with its top bit inverted
 *   FLOAT, DOUBLE  one word: -0 made 0, NaN made one; magnitude bits inverted if negative; FLOAT in the upper half
 *   BYTES          words of 7 bytes and a marker, top bit inverted:
 *                  7 bytes of the value, 0 where it has ended | bytes used: 0 to 7, 8 = goes on
 *   ARRAY, MAP, STRUCT  as BYTES, of what {@link NestedKey} makes of the value
 *   descending     all bits of all words inverted
 * </pre>
 *
 * Nulls have no words: callers deal with them first. Confined to a task's thread.
 */
final class KeyWords {
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  static final int BYTES_A_WORD = 7;
  private static final int GOES_ON = BYTES_A_WORD + 1;

  private final int column;
  private final ColumnVector.Form form;
  private final boolean nullsFirst;
  private final long inversion;
  private final NestedKey nested = new NestedKey();

  KeyWords(SortKey key, DataType type) {
    this.column = key.column();
    this.form = formOf(type);
    this.nullsFirst = key.nullsFirst();
    this.inversion = key.descending() ? -1L : 0L;
  }

  private static ColumnVector.Form formOf(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> ColumnVector.Form.BOOLEAN;
      case NULL, TINYINT, SMALLINT, INT, DATE -> ColumnVector.Form.INT;
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> ColumnVector.Form.LONG;
      case FLOAT -> ColumnVector.Form.FLOAT;
      case DOUBLE -> ColumnVector.Form.DOUBLE;
      case DECIMAL ->
          ((DecimalType) type).isLong() ? ColumnVector.Form.LONG : ColumnVector.Form.INT128;
      case STRING, BINARY -> ColumnVector.Form.BYTES;
      case ARRAY -> ColumnVector.Form.ARRAY;
      case MAP -> ColumnVector.Form.MAP;
      case STRUCT -> ColumnVector.Form.STRUCT;
    };
  }

  int column() {
    return column;
  }

  boolean nullsFirst() {
    return nullsFirst;
  }

  /** Whether every value ends with the word at this depth. */
  boolean alwaysEndsAt(int depth) {
    return switch (form) {
      case BYTES, ARRAY, MAP, STRUCT -> false;
      case INT128 -> depth == 1;
      default -> true;
    };
  }

  /** Whether values that have this word at this depth end with it. */
  boolean endsAt(int depth, long word) {
    return isBytes() ? ((word ^ inversion) & 0xFF) != GOES_ON : alwaysEndsAt(depth);
  }

  /** Whether values have words of 7 bytes. */
  private boolean isBytes() {
    return switch (form) {
      case BYTES, ARRAY, MAP, STRUCT -> true;
      default -> false;
    };
  }

  /** Whether values are whole numbers, which their words tell. */
  boolean isIntegral() {
    return isInt() || form == ColumnVector.Form.LONG;
  }

  /** Whether vectors have the values as ints. */
  boolean isInt() {
    return form == ColumnVector.Form.INT;
  }

  /** The int of a word. */
  int intOf(long word) {
    return (int) ((word ^ inversion) >> 32);
  }

  /** The long of a word. */
  long longOf(long word) {
    return word ^ inversion;
  }

  /** Whether {@link #prefixes} tells any two values apart. */
  boolean prefixIsExact() {
    return switch (form) {
      case BOOLEAN, INT, FLOAT -> true;
      default -> false;
    };
  }

  /**
   * The word of a value that is not null.
   *
   * @param values flat
   * @param depth 0 or, if the value goes on, more
   */
  long word(ColumnVector values, int position, int depth) {
    long word =
        switch (form) {
          case BOOLEAN -> (long) ((BooleanVector) values).values()[position] << 32;
          case INT -> (long) ((IntVector) values).values()[position] << 32;
          case LONG -> ((LongVector) values).values()[position];
          case INT128 -> wideWord(values, position, depth);
          case FLOAT -> floatWord(((FloatVector) values).values()[position]);
          case DOUBLE -> doubleWord(((DoubleVector) values).values()[position]);
          case BYTES -> bytesWord((BytesVector) values, position, depth);
          case ARRAY, MAP, STRUCT -> nestedWord(values, position, depth);
          case DICTIONARY, CONSTANT -> throw new IllegalArgumentException("not flat");
        };
    return word ^ inversion;
  }

  private static long wideWord(ColumnVector values, int position, int depth) {
    if (values instanceof LongVector narrow) {
      long value = narrow.values()[position];
      return depth == 0 ? value >> 63 : value ^ Long.MIN_VALUE;
    }
    Int128Vector wide = (Int128Vector) values;
    return depth == 0 ? wide.high()[position] : wide.low()[position] ^ Long.MIN_VALUE;
  }

  static long floatWord(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    return (long) (bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << 32;
  }

  static long doubleWord(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static long bytesWord(BytesVector values, int position, int depth) {
    return bytesWord(values.data(), values.starts()[position], values.lengths()[position], depth);
  }

  private long nestedWord(ColumnVector values, int position, int depth) {
    nested.encode(values, position, (depth + 1) * BYTES_A_WORD);
    return bytesWord(nested.bytes(), 0, nested.size(), depth);
  }

  private static long bytesWord(byte[] data, int start, int length, int depth) {
    int from = start + depth * BYTES_A_WORD;
    int left = length - depth * BYTES_A_WORD;
    int used = Math.min(left, BYTES_A_WORD);
    long word;
    if (from + Long.BYTES <= data.length) {
      word = used == 0 ? 0 : (long) BIG_ENDIAN_LONG.get(data, from) & (-1L << (64 - 8 * used));
    } else {
      word = 0;
      for (int i = 0; i < used; i++) {
        word |= (data[from + i] & 0xFFL) << (56 - 8 * i);
      }
    }
    return (word | Math.min(left, GOES_ON)) ^ Long.MIN_VALUE;
  }

  /**
   * The first words of the rows of a view; of a null, anything.
   *
   * @param count rows
   * @param at where the first goes in {@code words}
   */
  void firstWords(FlatView view, int count, long[] words, int at) {
    int[] positions = view.positions();
    switch (form) {
      case INT -> {
        int[] source = ((IntVector) view.values()).values();
        for (int i = 0; i < count; i++) {
          words[at + i] = ((long) source[positions[i]] << 32) ^ inversion;
        }
      }
      case LONG -> {
        long[] source = ((LongVector) view.values()).values();
        for (int i = 0; i < count; i++) {
          words[at + i] = source[positions[i]] ^ inversion;
        }
      }
      case DOUBLE -> {
        double[] source = ((DoubleVector) view.values()).values();
        for (int i = 0; i < count; i++) {
          words[at + i] = doubleWord(source[positions[i]]) ^ inversion;
        }
      }
      case BYTES -> {
        BytesVector source = (BytesVector) view.values();
        for (int i = 0; i < count; i++) {
          words[at + i] = bytesWord(source, positions[i], 0) ^ inversion;
        }
      }
      case BOOLEAN, INT128, FLOAT, ARRAY, MAP, STRUCT -> {
        ColumnVector source = view.values();
        for (int i = 0; i < count; i++) {
          words[at + i] = word(source, positions[i], 0);
        }
      }
      case DICTIONARY, CONSTANT -> throw new IllegalStateException(form.name());
    }
  }

  /**
   * For the rows of a view, nulls included, numbers that are in order if they differ: first words
   * without their last bit, nulls below or above all of them.
   */
  void prefixes(FlatView view, int count, long[] prefixes) {
    firstWords(view, count, prefixes, 0);
    for (int i = 0; i < count; i++) {
      prefixes[i] >>= 1;
    }
    long[] validity = view.validity();
    if (validity != null) {
      long ofNull = nullsFirst ? Long.MIN_VALUE : Long.MAX_VALUE;
      int[] rows = view.rows();
      for (int i = 0; i < count; i++) {
        if (!Validity.isValid(validity, rows[i])) {
          prefixes[i] = ofNull;
        }
      }
    }
  }

  /** Compares row i of a view with row j of another, nulls included. */
  int compare(FlatView a, int i, FlatView b, int j) {
    boolean aNull = a.validity() != null && !Validity.isValid(a.validity(), a.rows()[i]);
    boolean bNull = b.validity() != null && !Validity.isValid(b.validity(), b.rows()[j]);
    if (aNull || bNull) {
      return aNull == bNull ? 0 : aNull == nullsFirst ? -1 : 1;
    }
    for (int depth = 0; ; depth++) {
      long wordA = word(a.values(), a.positions()[i], depth);
      long wordB = word(b.values(), b.positions()[j], depth);
      if (wordA != wordB) {
        return wordA < wordB ? -1 : 1;
      }
      if (endsAt(depth, wordA)) {
        return 0;
      }
    }
  }
}
