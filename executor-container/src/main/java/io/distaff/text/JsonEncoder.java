package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes rows as JSON objects. Numbers and truth values are bare, except for NaN and the
 * infinities, which are text as all else.
 */
final class JsonEncoder implements RowEncoder {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final Members members;
  private final byte[] lineEnd;

  JsonEncoder(Schema schema, TextWriteOptions options, ReservedArrays arrays, LargeValues large) {
    Value[] values =
        schema.fields().stream()
            .map(f -> value(f.type(), options, arrays, large))
            .toArray(Value[]::new);
    byte[][] names = schema.fields().stream().map(f -> quoted(f.name())).toArray(byte[][]::new);
    this.members = new Members(names, values, options.ignoreNullFields());
    this.lineEnd = options.lineEnd().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether JSON has a place for values of this type. */
  static boolean takes(DataType type) {
    if (type instanceof ArrayType array) {
      return takes(array.element());
    } else if (type instanceof MapType map) {
      return CsvEncoder.takes(map.key()) && takes(map.value());
    } else if (type instanceof StructType struct) {
      return struct.types().stream().allMatch(JsonEncoder::takes);
    }
    return type.kind() != DataType.Kind.BINARY;
  }

  @Override
  public void begin(OutputBuffer out) {}

  @Override
  public void write(VectorBatch batch, OutputBuffer out) throws IOException {
    members.set(batch.columns());
    int[] selected = batch.selection() == null ? null : batch.selection().rows();
    int count = batch.numSelected();
    for (int n = 0; n < count; n++) {
      members.put(selected == null ? n : selected[n], out);
      out.put(lineEnd);
    }
  }

  private static Value value(
      DataType type, TextWriteOptions options, ReservedArrays arrays, LargeValues large) {
    if (type instanceof ArrayType array) {
      return new Elements(value(array.element(), options, arrays, large));
    } else if (type instanceof MapType map) {
      return new Entries(
          new Scalar(map.key(), true, options.formats(), arrays, large),
          value(map.value(), options, arrays, large));
    } else if (type instanceof StructType struct) {
      Value[] values =
          struct.types().stream().map(t -> value(t, options, arrays, large)).toArray(Value[]::new);
      byte[][] names = struct.members().stream().map(m -> quoted(m.name())).toArray(byte[][]::new);
      return new Nested(new Members(names, values, options.ignoreNullFields()));
    }
    boolean bare = type.isNumeric() || type.kind() == DataType.Kind.BOOLEAN;
    return new Scalar(type, !bare, options.formats(), arrays, large);
  }

  private static byte[] quoted(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream quoted = new ByteArrayOutputStream();
    OutputBuffer out = new OutputBuffer(quoted);
    try {
      putQuoted(bytes, 0, bytes.length, out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return quoted.toByteArray();
  }

  private static void putQuoted(byte[] data, int start, int length, OutputBuffer out)
      throws IOException {
    out.put('"');
    escape(data, start, length, out);
    out.put('"');
  }

  private static void escape(byte[] data, int start, int length, OutputBuffer out)
      throws IOException {
    int from = start;
    int end = start + length;
    for (int i = start; i < end; i++) {
      byte b = data[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        out.put(data, from, i - from);
        putEscaped(b, out);
        from = i + 1;
      }
    }
    out.put(data, from, end - from);
  }

  private static void putEscaped(byte b, OutputBuffer out) throws IOException {
    out.put('\\');
    switch (b) {
      case '\n' -> out.put('n');
      case '\r' -> out.put('r');
      case '\t' -> out.put('t');
      case '"', '\\' -> out.put(b);
      default -> {
        out.put('u');
        out.put('0');
        out.put('0');
        out.put(HEX[b >> 4]);
        out.put(HEX[b & 15]);
      }
    }
  }

  /** The values of a column, or within one. */
  private abstract static class Value {
    private ColumnVector column;
    private int[] ids;
    private boolean constant;

    /** Looks at a vector. */
    void set(ColumnVector vector) {
      column = vector;
      ids = vector instanceof DictionaryVector dictionary ? dictionary.ids() : null;
      constant = vector instanceof ConstantVector;
      setFlat(
          vector instanceof DictionaryVector dictionary
              ? dictionary.dictionary()
              : vector instanceof ConstantVector single ? single.single() : vector);
    }

    boolean isNull(int row) {
      return column.isNull(row);
    }

    void put(int row, OutputBuffer out) throws IOException {
      if (isNull(row)) {
        out.put(NULL);
      } else {
        putFlat(constant ? 0 : ids == null ? row : ids[row], out);
      }
    }

    abstract void setFlat(ColumnVector vector);

    abstract void putFlat(int position, OutputBuffer out) throws IOException;
  }

  private static final class Scalar extends Value {
    private final ScalarText text;
    private final boolean quoted;

    Scalar(
        DataType type,
        boolean quoted,
        ValueFormats formats,
        ReservedArrays arrays,
        LargeValues large) {
      this.text = new ScalarText(type, formats, arrays, large);
      this.quoted = quoted;
    }

    @Override
    void setFlat(ColumnVector vector) {
      text.set(vector, null);
    }

    @Override
    void putFlat(int position, OutputBuffer out) throws IOException {
      if (text.isLarge(position)) {
        out.put('"');
        text.readLarge(position, (data, start, length) -> escape(data, start, length, out));
        out.put('"');
        return;
      }
      byte[] data = text.data();
      int start = text.start(position);
      int length = text.length(position);
      if (quoted || !isFinite(data, start, length)) {
        putQuoted(data, start, length, out);
      } else {
        out.put(data, start, length);
      }
    }

    /** Not NaN, Infinity or -Infinity. */
    private static boolean isFinite(byte[] data, int start, int length) {
      byte last = data[start + length - 1];
      return last != 'N' && last != 'y';
    }
  }

  private static final class Elements extends Value {
    private final Value element;
    private ArrayVector array;

    Elements(Value element) {
      this.element = element;
    }

    @Override
    void setFlat(ColumnVector vector) {
      array = (ArrayVector) vector;
      element.set(array.elements());
    }

    @Override
    void putFlat(int position, OutputBuffer out) throws IOException {
      out.put('[');
      int start = array.starts()[position];
      for (int i = start; i < start + array.lengths()[position]; i++) {
        if (i > start) {
          out.put(',');
        }
        element.put(i, out);
      }
      out.put(']');
    }
  }

  private static final class Entries extends Value {
    private final Value key;
    private final Value value;
    private MapVector map;

    Entries(Value key, Value value) {
      this.key = key;
      this.value = value;
    }

    @Override
    void setFlat(ColumnVector vector) {
      map = (MapVector) vector;
      key.set(map.keys());
      value.set(map.values());
    }

    @Override
    void putFlat(int position, OutputBuffer out) throws IOException {
      out.put('{');
      int start = map.starts()[position];
      for (int i = start; i < start + map.lengths()[position]; i++) {
        if (i > start) {
          out.put(',');
        }
        key.put(i, out);
        out.put(':');
        value.put(i, out);
      }
      out.put('}');
    }
  }

  private static final class Nested extends Value {
    private final Members members;

    Nested(Members members) {
      this.members = members;
    }

    @Override
    void setFlat(ColumnVector vector) {
      members.set(((StructVector) vector).members());
    }

    @Override
    void putFlat(int position, OutputBuffer out) throws IOException {
      members.put(position, out);
    }
  }

  /** An object of known names. */
  private record Members(byte[][] names, Value[] values, boolean ignoreNull) {
    void set(ColumnVector[] vectors) {
      for (int i = 0; i < values.length; i++) {
        values[i].set(vectors[i]);
      }
    }

    void put(int row, OutputBuffer out) throws IOException {
      int separator = '{';
      for (int i = 0; i < values.length; i++) {
        if (!ignoreNull || !values[i].isNull(row)) {
          out.put(separator);
          out.put(names[i]);
          out.put(':');
          values[i].put(row, out);
          separator = ',';
        }
      }
      if (separator == '{') {
        out.put('{');
      }
      out.put('}');
    }
  }
}
