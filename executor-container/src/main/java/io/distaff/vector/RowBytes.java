package io.distaff.vector;

/**
 * How much memory the values of a row take, without bitmaps: a few bytes, or, where there is text,
 * whatever somebody has put into it. Batches are bounded by it as well as by their rows.
 */
public final class RowBytes {
  /** Start and length of text, an array or a map. */
  private static final int RANGE_BYTES = 2 * Integer.BYTES;

  private RowBytes() {}

  /** Of all columns. */
  public static long of(VectorBatch batch, int row) {
    long bytes = 0;
    for (int c = 0; c < batch.numColumns(); c++) {
      bytes += of(batch.column(c), row);
    }
    return bytes;
  }

  /** Of one column. */
  public static long of(ColumnVector column, int row) {
    if (column.isNull(row)) {
      return fixedBytes(column.form());
    }
    return switch (column.form()) {
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> fixedBytes(column.form());
      case BYTES -> RANGE_BYTES + (long) ((BytesVector) column).lengths()[row];
      case ARRAY -> {
        ArrayVector arrays = (ArrayVector) column;
        yield RANGE_BYTES + entries(arrays.elements(), arrays.starts()[row], arrays.lengths()[row]);
      }
      case MAP -> {
        MapVector maps = (MapVector) column;
        int start = maps.starts()[row];
        int length = maps.lengths()[row];
        yield RANGE_BYTES
            + entries(maps.keys(), start, length)
            + entries(maps.values(), start, length);
      }
      case STRUCT -> {
        long bytes = 0;
        for (ColumnVector member : ((StructVector) column).members()) {
          bytes += of(member, row);
        }
        yield bytes;
      }
      case DICTIONARY -> {
        DictionaryVector vector = (DictionaryVector) column;
        yield of(vector.dictionary(), vector.ids()[row]);
      }
      case CONSTANT -> of(((ConstantVector) column).single(), 0);
    };
  }

  private static long entries(ColumnVector values, int start, int length) {
    int fixed = fixedBytes(values.form());
    if (fixed > 0) {
      return (long) fixed * length;
    }
    long bytes = 0;
    for (int i = start; i < start + length; i++) {
      bytes += of(values, i);
    }
    return bytes;
  }

  /** Bytes of any value of a form; 0 where values differ. */
  private static int fixedBytes(ColumnVector.Form form) {
    return switch (form) {
      case BOOLEAN -> 1;
      case INT, FLOAT -> Integer.BYTES;
      case LONG, DOUBLE -> Long.BYTES;
      case INT128 -> 2 * Long.BYTES;
      case BYTES, ARRAY, MAP, STRUCT, DICTIONARY, CONSTANT -> 0;
    };
  }

  /**
   * An upper bound of what any of some rows takes: the largest values of the columns together.
   *
   * @param rows in the first {@code count} slots
   */
  public static long largest(VectorBatch batch, int[] rows, int count) {
    long bytes = 0;
    for (int c = 0; c < batch.numColumns(); c++) {
      bytes += largest(batch.column(c), rows, count);
    }
    return bytes;
  }

  private static long largestEntry(ColumnVector dictionary, int[] ids, int[] rows, int count) {
    if (!(dictionary instanceof BytesVector text)) {
      long most = 0;
      for (int id = 0; id < dictionary.length(); id++) {
        most = Math.max(most, of(dictionary, id));
      }
      return most;
    }
    int[] lengths = text.lengths();
    int longest = 0;
    for (int i = 0; i < count; i++) {
      longest = Math.max(longest, lengths[ids[rows[i]]]);
    }
    return RANGE_BYTES + (long) longest;
  }

  private static long largest(ColumnVector column, int[] rows, int count) {
    int fixed = fixedBytes(column.form());
    if (fixed > 0 || count == 0) {
      return fixed;
    }
    switch (column.form()) {
      case CONSTANT -> {
        return of(column, rows[0]);
      }
      case BYTES -> {
        int[] lengths = ((BytesVector) column).lengths();
        int longest = 0;
        for (int i = 0; i < count; i++) {
          longest = Math.max(longest, lengths[rows[i]]);
        }
        return RANGE_BYTES + (long) longest;
      }
      case DICTIONARY -> {
        DictionaryVector vector = (DictionaryVector) column;
        ColumnVector dictionary = vector.dictionary();
        int width = fixedBytes(dictionary.form());
        return width > 0 || dictionary.length() == 0
            ? width
            : largestEntry(dictionary, vector.ids(), rows, count);
      }
      default -> {
        long most = 0;
        for (int i = 0; i < count; i++) {
          most = Math.max(most, of(column, rows[i]));
        }
        return most;
      }
    }
  }
}
