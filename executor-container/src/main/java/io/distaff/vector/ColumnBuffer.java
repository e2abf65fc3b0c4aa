package io.distaff.vector;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays for one output column, reused from batch to batch: begin, copy rows in, take the vector.
 * Rows that nothing was copied to hold values that are safe to compute with. Confined to a task's
 * thread.
 */
public final class ColumnBuffer {
  private final DataType type;
  private final ColumnVector.Form form;
  private final ReservedArrays arrays;
  private int length;
  private int capacity;
  private boolean startsNull;
  private long[] validity;
  private long[] spareValidity = new long[0];
  private byte[] ownData = new byte[0];
  private int dataLength;
  byte[] bytes = new byte[0];
  int[] ints = new int[0];
  long[] longs = new long[0];
  long[] highs;
  private long[] spareHighs = new long[0];
  float[] floats = new float[0];
  double[] doubles = new double[0];
  byte[] data;
  int[] starts = new int[0];
  int[] lengths = new int[0];

  /**
   * @param arrays allocates what the rows are kept in
   */
  public ColumnBuffer(DataType type, ReservedArrays arrays) {
    this.type = type;
    this.arrays = arrays;
    this.form = formOf(type);
  }

  /** The buffers of several columns. */
  public static ColumnBuffer[] of(List<DataType> types, ReservedArrays arrays) {
    return types.stream().map(type -> new ColumnBuffer(type, arrays)).toArray(ColumnBuffer[]::new);
  }

  /** The flat form in which values of a type are kept; INT128 for wide decimals. */
  static ColumnVector.Form formOf(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> ColumnVector.Form.BOOLEAN;
      case NULL, TINYINT, SMALLINT, INT, DATE -> ColumnVector.Form.INT;
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> ColumnVector.Form.LONG;
      case FLOAT -> ColumnVector.Form.FLOAT;
      case DOUBLE -> ColumnVector.Form.DOUBLE;
      case DECIMAL ->
          ((DecimalType) type).isLong() ? ColumnVector.Form.LONG : ColumnVector.Form.INT128;
      case STRING, BINARY -> ColumnVector.Form.BYTES;
    };
  }

  /** Makes room for {@code numRows} rows that all have a value, to be copied in. */
  public void begin(int numRows) {
    begin(numRows, false);
  }

  /** Makes room for {@code numRows} rows that are null as long as nothing is copied to them. */
  public void beginNull(int numRows) {
    begin(numRows, true);
  }

  private void begin(int numRows, boolean allNull) {
    length = numRows;
    startsNull = allNull;
    validity = null;
    highs = null;
    data = ownData;
    dataLength = 0;
    if (numRows > capacity) {
      capacity = Math.max(numRows, Math.min(2 * capacity, VectorBatch.TARGET_ROWS));
    }
    switch (form) {
      case BOOLEAN -> bytes = arrays.bytes(bytes, capacity);
      case INT -> ints = arrays.ints(ints, capacity);
      case LONG, INT128 -> longs = arrays.longs(longs, capacity);
      case FLOAT -> floats = arrays.floats(floats, capacity);
      case DOUBLE -> doubles = arrays.doubles(doubles, capacity);
      case BYTES -> {
        starts = arrays.ints(starts, capacity);
        lengths = arrays.ints(lengths, capacity);
        Arrays.fill(starts, 0, numRows, 0);
        Arrays.fill(lengths, 0, numRows, 0);
      }
      case DICTIONARY, CONSTANT -> throw new IllegalStateException(form.name());
    }
    if (allNull) {
      validity = freshValidity(0L);
    }
  }

  private long[] freshValidity(long word) {
    int words = Validity.words(length);
    spareValidity = arrays.longs(spareValidity, Validity.words(capacity));
    Arrays.fill(spareValidity, 0, words, word);
    return spareValidity;
  }

  boolean startsNull() {
    return startsNull;
  }

  void setNull(int row) {
    if (validity == null) {
      validity = freshValidity(-1L);
    }
    Validity.setNull(validity, row);
  }

  void setValid(int row) {
    Validity.setValid(validity, row);
  }

  /** Upper halves from here on: those of the rows before are the signs of their lower halves. */
  long[] ensureHighs() {
    if (highs == null) {
      spareHighs = arrays.longs(spareHighs, capacity);
      highs = spareHighs;
      for (int i = 0; i < length; i++) {
        highs[i] = longs[i] >> 63;
      }
    }
    return highs;
  }

  /** Lets the rows lie in somebody else's bytes; nothing may have been copied in before. */
  void shareData(byte[] others) {
    data = others;
  }

  /** Room for more bytes in {@link #data}; gives where they begin. */
  int extendData(int moreBytes) {
    int start = dataLength;
    ownData = arrays.grownBytes(ownData, (long) start + moreBytes, start);
    data = ownData;
    dataLength = start + moreBytes;
    return start;
  }

  /**
   * Copies values.
   *
   * @param from row i of the view goes to row {@code at[i]}
   * @param at null when it goes to row i
   */
  public void copy(FlatView from, int[] at, int count) {
    copyValues(from.values(), from.positions(), from.validity(), from.rows(), at, count);
    long[] fromValidity = from.validity();
    if (startsNull) {
      for (int i = 0; i < count; i++) {
        if (fromValidity == null || Validity.isValid(fromValidity, from.rows()[i])) {
          setValid(at == null ? i : at[i]);
        }
      }
    } else if (fromValidity != null) {
      for (int i = 0; i < count; i++) {
        if (!Validity.isValid(fromValidity, from.rows()[i])) {
          setNull(at == null ? i : at[i]);
        }
      }
    }
  }

  private void copyValues(
      ColumnVector values, int[] positions, long[] fromValidity, int[] rows, int[] at, int count) {
    switch (values.form()) {
      case BOOLEAN -> {
        byte[] source = ((BooleanVector) values).values();
        for (int i = 0; i < count; i++) {
          bytes[at == null ? i : at[i]] = source[positions[i]];
        }
      }
      case INT -> {
        int[] source = ((IntVector) values).values();
        for (int i = 0; i < count; i++) {
          ints[at == null ? i : at[i]] = source[positions[i]];
        }
      }
      case LONG -> copyLongs(((LongVector) values).values(), positions, at, count);
      case INT128 -> {
        Int128Vector source = (Int128Vector) values;
        long[] target = ensureHighs();
        for (int i = 0; i < count; i++) {
          int to = at == null ? i : at[i];
          longs[to] = source.low()[positions[i]];
          target[to] = source.high()[positions[i]];
        }
      }
      case FLOAT -> {
        float[] source = ((FloatVector) values).values();
        for (int i = 0; i < count; i++) {
          floats[at == null ? i : at[i]] = source[positions[i]];
        }
      }
      case DOUBLE -> {
        double[] source = ((DoubleVector) values).values();
        for (int i = 0; i < count; i++) {
          doubles[at == null ? i : at[i]] = source[positions[i]];
        }
      }
      case BYTES -> copyBytes((BytesVector) values, positions, fromValidity, rows, at, count);
      case DICTIONARY, CONSTANT -> throw new IllegalArgumentException("not flat");
    }
  }

  private void copyLongs(long[] source, int[] positions, int[] at, int count) {
    for (int i = 0; i < count; i++) {
      longs[at == null ? i : at[i]] = source[positions[i]];
    }
    if (highs != null) {
      for (int i = 0; i < count; i++) {
        highs[at == null ? i : at[i]] = source[positions[i]] >> 63;
      }
    }
  }

  private void copyBytes(
      BytesVector source, int[] positions, long[] fromValidity, int[] rows, int[] at, int count) {
    for (int i = 0; i < count; i++) {
      boolean isNull = fromValidity != null && !Validity.isValid(fromValidity, rows[i]);
      int size = isNull ? 0 : source.lengths()[positions[i]];
      int start = extendData(size);
      System.arraycopy(source.data(), source.starts()[positions[i]], data, start, size);
      int to = at == null ? i : at[i];
      starts[to] = start;
      lengths[to] = size;
    }
  }

  /** What was copied in, valid until the next begin. */
  public ColumnVector vector() {
    return switch (form) {
      case BOOLEAN -> new BooleanVector(type, bytes, validity, length);
      case INT -> new IntVector(type, ints, validity, length);
      case LONG -> new LongVector(type, longs, validity, length);
      case INT128 ->
          highs == null
              ? new LongVector(type, longs, validity, length)
              : new Int128Vector(type, highs, longs, validity, length);
      case FLOAT -> new FloatVector(type, floats, validity, length);
      case DOUBLE -> new DoubleVector(type, doubles, validity, length);
      case BYTES -> new BytesVector(type, data, starts, lengths, validity, length);
      case DICTIONARY, CONSTANT -> throw new IllegalStateException(form.name());
    };
  }
}
