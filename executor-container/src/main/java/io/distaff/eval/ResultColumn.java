package io.distaff.eval;

import io.distaff.function.BatchResult;
import io.distaff.memory.ReservedArrays;
import io.distaff.row.RowValues;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.FloatVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import io.distaff.vector.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a function of the user's gives for some rows, in arrays that are reused: one of the values
 * for types that have it, text one behind the other, and objects for all else. Confined to a
 * thread.
 */
final class ResultColumn implements BatchResult {
  private static final int[] FIRST = {0};

  private final DataType type;
  private final ReservedArrays arrays;
  private final ColumnBuffer buffer;
  private final FlatView view = new FlatView();
  private final int[] at = new int[1];
  private int count;
  private long[] validity = {};
  private byte[] booleans = {};
  private int[] ints = {};
  private long[] longs = {};
  private float[] floats = {};
  private double[] doubles = {};
  private byte[] text = {};
  private int textBytes;
  private int[] starts = {};
  private int[] lengths = {};
  private Object[] values = {};

  ResultColumn(DataType type, ReservedArrays arrays) {
    this.type = type;
    this.arrays = arrays;
    this.buffer = new ColumnBuffer(type, arrays);
  }

  /** Begins a batch, with nulls in all rows. */
  void start(int numRows) {
    count = numRows;
    validity = arrays.longs(validity, Validity.words(count));
    Arrays.fill(validity, 0, Validity.words(count), 0);
    switch (type.kind()) {
      case BOOLEAN -> booleans = arrays.bytes(booleans, count);
      case TINYINT, SMALLINT, INT, DATE -> ints = arrays.ints(ints, count);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> longs = arrays.longs(longs, count);
      case FLOAT -> floats = arrays.floats(floats, count);
      case DOUBLE -> doubles = arrays.doubles(doubles, count);
      case STRING -> {
        starts = arrays.ints(starts, count);
        lengths = arrays.ints(lengths, count);
        Arrays.fill(starts, 0, count, 0);
        Arrays.fill(lengths, 0, count, 0);
        textBytes = 0;
      }
      case NULL, DECIMAL, BINARY, ARRAY, MAP, STRUCT -> values = new Object[count];
    }
  }

  private IllegalArgumentException mismatch(String method) {
    return new IllegalArgumentException(
        "a result of type %s has no %s()".formatted(type.sqlName(), method));
  }

  private void setValid(int row) {
    if (row >= count) {
      throw new IndexOutOfBoundsException("row " + row + " of " + count);
    }
    Validity.setValid(validity, row);
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public void setNull(int row) {
    setValid(row);
    Validity.setNull(validity, row);
  }

  @Override
  public void setBoolean(int row, boolean value) {
    if (type.kind() != DataType.Kind.BOOLEAN) {
      throw mismatch("setBoolean");
    }
    setValid(row);
    booleans[row] = (byte) (value ? 1 : 0);
  }

  @Override
  public void setInt(int row, int value) {
    boolean fits =
        switch (type.kind()) {
          case TINYINT -> value == (byte) value;
          case SMALLINT -> value == (short) value;
          case INT, DATE -> true;
          default -> throw mismatch("setInt");
        };
    if (!fits) {
      throw new IllegalArgumentException(value + " is out of the range of " + type.sqlName());
    }
    setValid(row);
    ints[row] = value;
  }

  @Override
  public void setLong(int row, long value) {
    requireLongs("setLong");
    setValid(row);
    longs[row] = value;
  }

  private void requireLongs(String method) {
    switch (type.kind()) {
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> {}
      default -> throw mismatch(method);
    }
  }

  @Override
  public void setDouble(int row, double value) {
    switch (type.kind()) {
      case DOUBLE -> doubles[row] = value;
      case FLOAT -> floats[row] = (float) value;
      default -> throw mismatch("setDouble");
    }
    setValid(row);
  }

  @Override
  public void setString(int row, String value) {
    if (type.kind() != DataType.Kind.STRING) {
      throw mismatch("setString");
    }
    if (value == null) {
      setNull(row);
      return;
    }
    setValid(row);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    text = arrays.grownBytes(text, Math.addExact(textBytes, bytes.length), textBytes);
    System.arraycopy(bytes, 0, text, textBytes, bytes.length);
    starts[row] = textBytes;
    lengths[row] = bytes.length;
    textBytes += bytes.length;
  }

  @Override
  public void set(int row, Object value) {
    if (value == null) {
      setNull(row);
      return;
    }
    Object converted = RowValues.fromProgram(type, value);
    switch (type.kind()) {
      case BOOLEAN -> setBoolean(row, (Boolean) converted);
      case TINYINT, SMALLINT, INT, DATE -> setInt(row, Math.toIntExact((Long) converted));
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> setLong(row, (Long) converted);
      case FLOAT, DOUBLE -> setDouble(row, (Double) converted);
      case STRING -> setString(row, (String) converted);
      case NULL, DECIMAL, BINARY, ARRAY, MAP, STRUCT -> {
        setValid(row);
        values[row] = converted;
      }
    }
  }

  private void setAllValid() {
    for (int row = 0; row < count; row++) {
      Validity.setValid(validity, row);
    }
  }

  @Override
  public long[] longs() {
    requireLongs("longs");
    setAllValid();
    return longs;
  }

  @Override
  public double[] doubles() {
    if (type.kind() != DataType.Kind.DOUBLE) {
      throw mismatch("doubles");
    }
    setAllValid();
    return doubles;
  }

  /** The rows, valid until the next batch. */
  ColumnVector vector() {
    long[] bits = Validity.countNulls(validity, count) == 0 ? null : validity;
    return switch (type.kind()) {
      case BOOLEAN -> new BooleanVector(type, booleans, bits, count);
      case TINYINT, SMALLINT, INT, DATE -> new IntVector(type, ints, bits, count);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> new LongVector(type, longs, bits, count);
      case FLOAT -> new FloatVector(type, floats, bits, count);
      case DOUBLE -> new DoubleVector(type, doubles, bits, count);
      case STRING -> new BytesVector(type, text, starts, lengths, bits, count);
      case NULL, DECIMAL, BINARY, ARRAY, MAP, STRUCT -> written();
    };
  }

  private ColumnVector written() {
    buffer.beginNull(count);
    for (int row = 0; row < count; row++) {
      if (Validity.isValid(validity, row)) {
        view.set(Vectors.single(type, values[row]), FIRST, 1);
        at[0] = row;
        buffer.copy(view, at, 1);
      }
    }
    Arrays.fill(values, null);
    return buffer.vector();
  }
}
