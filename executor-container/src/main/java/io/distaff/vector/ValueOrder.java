package io.distaff.vector;

import java.util.Arrays;

/**
 * Equality and order of single values wherever they lie: what group keys, joins, sorts and
 * comparisons of arrays, structs and maps mean.
 *
 * <pre>
 *   null            equals null, is below every value
 *   FLOAT, DOUBLE   NaN equals NaN and is above all; -0 equals 0
 *   STRING, BINARY  unsigned bytes
 *   ARRAY           element by element; the shorter first if it is the beginning of the other
 *   STRUCT          member by member
 *   MAP             entry by entry in the order in which they are kept, key before value
 * </pre>
 *
 * Nulls inside are ordinary values here: two arrays with a null at the same place can be equal. For
 * flat columns, loops over arrays do better.
 */
public final class ValueOrder {
  private ValueOrder() {}

  /** Whether two values of one type, null or not, are equal. */
  public static boolean equal(ColumnVector a, int rowA, ColumnVector b, int rowB) {
    boolean aNull = a.isNull(rowA);
    boolean bNull = b.isNull(rowB);
    if (aNull || bNull) {
      return aNull == bNull;
    }
    return equalValues(a, rowA, b, rowB);
  }

  /** Compares two values of one type, null or not. */
  public static int compare(ColumnVector a, int rowA, ColumnVector b, int rowB) {
    boolean aNull = a.isNull(rowA);
    boolean bNull = b.isNull(rowB);
    if (aNull || bNull) {
      return Boolean.compare(bNull, aNull);
    }
    return compareValues(a, rowA, b, rowB);
  }

  /** Whether two values are equal, neither of which is null. */
  public static boolean equalValues(ColumnVector a, int rowA, ColumnVector b, int rowB) {
    if (a instanceof ArrayVector x && b instanceof ArrayVector y) {
      int length = x.lengths()[rowA];
      return length == y.lengths()[rowB]
          && equalRanges(x.elements(), x.starts()[rowA], y.elements(), y.starts()[rowB], length);
    }
    if (a instanceof MapVector x && b instanceof MapVector y) {
      int length = x.lengths()[rowA];
      int startA = x.starts()[rowA];
      int startB = y.starts()[rowB];
      return length == y.lengths()[rowB]
          && equalRanges(x.keys(), startA, y.keys(), startB, length)
          && equalRanges(x.values(), startA, y.values(), startB, length);
    }
    if (a instanceof StructVector x && b instanceof StructVector y) {
      for (int m = 0; m < x.numMembers(); m++) {
        if (!equal(x.member(m), rowA, y.member(m), rowB)) {
          return false;
        }
      }
      return true;
    }
    return compareValues(a, rowA, b, rowB) == 0;
  }

  private static boolean equalRanges(
      ColumnVector a, int startA, ColumnVector b, int startB, int length) {
    if (a instanceof LongVector x && b instanceof LongVector y && !anyNulls(a, b)) {
      return Arrays.equals(
          x.values(), startA, startA + length, y.values(), startB, startB + length);
    }
    if (a instanceof IntVector x && b instanceof IntVector y && !anyNulls(a, b)) {
      return Arrays.equals(
          x.values(), startA, startA + length, y.values(), startB, startB + length);
    }
    for (int k = 0; k < length; k++) {
      if (!equal(a, startA + k, b, startB + k)) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyNulls(ColumnVector a, ColumnVector b) {
    return a.mayHaveNulls() || b.mayHaveNulls();
  }

  /** Compares two values, neither of which is null. */
  public static int compareValues(ColumnVector a, int rowA, ColumnVector b, int rowB) {
    if (a instanceof DictionaryVector x) {
      return compareValues(x.dictionary(), x.ids()[rowA], b, rowB);
    }
    if (a instanceof ConstantVector x) {
      return compareValues(x.single(), 0, b, rowB);
    }
    if (b instanceof DictionaryVector y) {
      return compareValues(a, rowA, y.dictionary(), y.ids()[rowB]);
    }
    if (b instanceof ConstantVector y) {
      return compareValues(a, rowA, y.single(), 0);
    }
    return switch (a.form()) {
      case BOOLEAN ->
          Byte.compare(((BooleanVector) a).values()[rowA], ((BooleanVector) b).values()[rowB]);
      case INT -> Integer.compare(((IntVector) a).values()[rowA], ((IntVector) b).values()[rowB]);
      case LONG, INT128 -> compareWide(a, rowA, b, rowB);
      case FLOAT ->
          Float.compare(
              ((FloatVector) a).values()[rowA] + 0.0f, ((FloatVector) b).values()[rowB] + 0.0f);
      case DOUBLE ->
          Double.compare(
              ((DoubleVector) a).values()[rowA] + 0.0, ((DoubleVector) b).values()[rowB] + 0.0);
      case BYTES -> compareBytes((BytesVector) a, rowA, (BytesVector) b, rowB);
      case ARRAY -> compareArrays((ArrayVector) a, rowA, (ArrayVector) b, rowB);
      case MAP -> compareMaps((MapVector) a, rowA, (MapVector) b, rowB);
      case STRUCT -> compareStructs((StructVector) a, rowA, (StructVector) b, rowB);
      case DICTIONARY, CONSTANT -> throw new IllegalStateException("not flat");
    };
  }

  /** Integers, and decimals that may be wide in one vector and narrow in the other. */
  private static int compareWide(ColumnVector a, int rowA, ColumnVector b, int rowB) {
    long lowA = low(a, rowA);
    long lowB = low(b, rowB);
    int byHigh = Long.compare(high(a, rowA, lowA), high(b, rowB, lowB));
    return byHigh != 0 ? byHigh : Long.compareUnsigned(lowA, lowB);
  }

  private static long low(ColumnVector vector, int row) {
    return vector instanceof LongVector narrow
        ? narrow.values()[row]
        : ((Int128Vector) vector).low()[row];
  }

  private static long high(ColumnVector vector, int row, long low) {
    return vector instanceof Int128Vector wide ? wide.high()[row] : low >> 63;
  }

  private static int compareBytes(BytesVector a, int rowA, BytesVector b, int rowB) {
    int startA = a.starts()[rowA];
    int startB = b.starts()[rowB];
    return Arrays.compareUnsigned(
        a.data(), startA, startA + a.lengths()[rowA], b.data(), startB, startB + b.lengths()[rowB]);
  }

  private static int compareArrays(ArrayVector a, int rowA, ArrayVector b, int rowB) {
    int lengthA = a.lengths()[rowA];
    int lengthB = b.lengths()[rowB];
    int startA = a.starts()[rowA];
    int startB = b.starts()[rowB];
    for (int k = 0; k < lengthA && k < lengthB; k++) {
      int order = compare(a.elements(), startA + k, b.elements(), startB + k);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(lengthA, lengthB);
  }

  private static int compareMaps(MapVector a, int rowA, MapVector b, int rowB) {
    int lengthA = a.lengths()[rowA];
    int lengthB = b.lengths()[rowB];
    int startA = a.starts()[rowA];
    int startB = b.starts()[rowB];
    for (int k = 0; k < lengthA && k < lengthB; k++) {
      int order = compare(a.keys(), startA + k, b.keys(), startB + k);
      if (order == 0) {
        order = compare(a.values(), startA + k, b.values(), startB + k);
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(lengthA, lengthB);
  }

  private static int compareStructs(StructVector a, int rowA, StructVector b, int rowB) {
    for (int m = 0; m < a.numMembers(); m++) {
      int order = compare(a.member(m), rowA, b.member(m), rowB);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
