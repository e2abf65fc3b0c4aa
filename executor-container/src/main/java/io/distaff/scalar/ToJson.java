package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.Forms;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * TO_JSON: casts what is innermost to text, a batch at a time, then puts the texts of each row
 * together.
 */
final class ToJson extends BytesResult {
  private final Column column;

  ToJson(CallSite site) {
    super(site.type(), site.arrays());
    DataType type = site.argumentTypes().get(0);
    if (!type.isNested()) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "to_json takes a struct, an array or a map, not " + type.sqlName());
    }
    column = Column.of(type, site.arrays());
  }

  @Override
  void load(Argument[] arguments, RowSet rows) {
    column.load(arguments[0].vector(), rows);
  }

  @Override
  void write(int row, BytesBuilder to) {
    column.write(row, to);
  }

  /** The values of a column, or of what lies within one. */
  private abstract static class Column {
    private final Flattener flattener;
    private long[] validity;

    Column(ReservedArrays arrays) {
      flattener = new Flattener(arrays);
    }

    static Column of(DataType type, ReservedArrays arrays) {
      return switch (type.kind()) {
        case ARRAY -> new Arrays(((ArrayType) type).element(), arrays);
        case MAP -> new Maps((MapType) type, arrays);
        case STRUCT -> new Structs((StructType) type, arrays);
        default -> new Plain(type, arrays);
      };
    }

    final void load(ColumnVector vector, RowSet rows) {
      ColumnVector flat = flattener.flatten(vector, rows);
      validity = Forms.validity(flat);
      loadFlat(flat, rows);
    }

    final boolean isNull(int row) {
      return validity != null && !Validity.isValid(validity, row);
    }

    final void write(int row, BytesBuilder out) {
      if (isNull(row)) {
        append(out, "null");
      } else {
        writeValue(row, out);
      }
    }

    abstract void loadFlat(ColumnVector flat, RowSet rows);

    abstract void writeValue(int row, BytesBuilder out);

    /** The rows of a vector within, which ranges of it are the values of rows outside. */
    final RowSet within(int[] starts, int[] lengths, RowSet rows, int length) {
      BitSet used = new BitSet(length);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (!isNull(row)) {
          used.set(starts[row], starts[row] + lengths[row]);
        }
      }
      return new RowSet(used.stream().toArray(), used.cardinality(), length);
    }
  }

  private static void append(BytesBuilder out, String ascii) {
    out.append(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private static final class Structs extends Column {
    private final byte[][] names;
    private final Column[] members;

    Structs(StructType type, ReservedArrays arrays) {
      super(arrays);
      members = type.types().stream().map(t -> of(t, arrays)).toArray(Column[]::new);
      names = new byte[members.length][];
      for (int i = 0; i < names.length; i++) {
        names[i] = type.member(i).name().getBytes(StandardCharsets.UTF_8);
      }
    }

    @Override
    void loadFlat(ColumnVector flat, RowSet rows) {
      for (int i = 0; i < members.length; i++) {
        members[i].load(((StructVector) flat).member(i), rows);
      }
    }

    @Override
    void writeValue(int row, BytesBuilder out) {
      boolean first = true;
      out.append((byte) '{');
      for (int i = 0; i < members.length; i++) {
        if (!members[i].isNull(row)) {
          if (!first) {
            out.append((byte) ',');
          }
          quote(names[i], 0, names[i].length, out);
          out.append((byte) ':');
          members[i].write(row, out);
          first = false;
        }
      }
      out.append((byte) '}');
    }
  }

  private static final class Arrays extends Column {
    private final Column elements;
    private ArrayVector arrays;

    Arrays(DataType element, ReservedArrays memory) {
      super(memory);
      elements = of(element, memory);
    }

    @Override
    void loadFlat(ColumnVector flat, RowSet rows) {
      arrays = (ArrayVector) flat;
      ColumnVector vector = arrays.elements();
      RowSet used = within(arrays.starts(), arrays.lengths(), rows, vector.length());
      if (used.count() > 0) {
        elements.load(vector, used);
      }
    }

    @Override
    void writeValue(int row, BytesBuilder out) {
      int start = arrays.starts()[row];
      out.append((byte) '[');
      for (int i = start; i < start + arrays.lengths()[row]; i++) {
        if (i > start) {
          out.append((byte) ',');
        }
        elements.write(i, out);
      }
      out.append((byte) ']');
    }
  }

  private static final class Maps extends Column {
    private final Text keys;
    private final Column values;
    private MapVector maps;

    Maps(MapType type, ReservedArrays arrays) {
      super(arrays);
      keys = new Text(type.key(), arrays);
      values = of(type.value(), arrays);
    }

    @Override
    void loadFlat(ColumnVector flat, RowSet rows) {
      maps = (MapVector) flat;
      RowSet used = within(maps.starts(), maps.lengths(), rows, maps.keys().length());
      if (used.count() > 0) {
        keys.load(maps.keys(), used);
        values.load(maps.values(), used);
      }
    }

    @Override
    void writeValue(int row, BytesBuilder out) {
      int start = maps.starts()[row];
      out.append((byte) '{');
      for (int i = start; i < start + maps.lengths()[row]; i++) {
        if (i > start) {
          out.append((byte) ',');
        }
        BytesVector texts = keys.texts;
        quote(texts.data(), texts.starts()[i], texts.starts()[i] + texts.lengths()[i], out);
        out.append((byte) ':');
        values.write(i, out);
      }
      out.append((byte) '}');
    }
  }

  /** A column of a plain type as text. */
  private static final class Text {
    private final Flattener flattener;
    private final Argument[] argument;
    private final Cast cast;
    private BytesVector texts;

    Text(DataType type, ReservedArrays arrays) {
      flattener = new Flattener(arrays);
      argument = new Argument[] {new Argument(type, arrays)};
      cast = Cast.of(type, DataType.STRING, false, arrays);
    }

    void load(ColumnVector vector, RowSet rows) {
      ColumnVector flat = flattener.flatten(vector, rows);
      argument[0].load(flat, Bounds.UNKNOWN, rows);
      texts = (BytesVector) cast.apply(argument, rows, Forms.validity(flat));
    }
  }

  private static final class Plain extends Column {
    private final DataType type;
    private final Text text;

    Plain(DataType type, ReservedArrays arrays) {
      super(arrays);
      this.type = type;
      text = new Text(type, arrays);
    }

    @Override
    void loadFlat(ColumnVector flat, RowSet rows) {
      text.load(flat, rows);
    }

    @Override
    void writeValue(int row, BytesBuilder out) {
      byte[] data = text.texts.data();
      int from = text.texts.starts()[row];
      int to = from + text.texts.lengths()[row];
      if (type.kind() == DataType.Kind.BINARY) {
        byte[] value = java.util.Arrays.copyOfRange(data, from, to);
        byte[] encoded = Base64.getEncoder().encode(value);
        quote(encoded, 0, encoded.length, out);
      } else if (isBare(data, from, to)) {
        out.append(data, from, to - from);
      } else {
        quote(data, from, to, out);
      }
    }

    /** Booleans and numbers stand without quotes, but not NaN and Infinity. */
    private boolean isBare(byte[] data, int from, int to) {
      return type.kind() == DataType.Kind.BOOLEAN
          || (type.isNumeric() && from < to && data[to - 1] >= '0' && data[to - 1] <= '9');
    }
  }

  private static void quote(byte[] data, int from, int to, BytesBuilder out) {
    out.append((byte) '"');
    for (int i = from; i < to; i++) {
      byte b = data[i];
      if (b == '"' || b == '\\') {
        out.append((byte) '\\');
        out.append(b);
      } else if (b >= 0 && b < ' ') {
        escape(b, out);
      } else {
        out.append(b);
      }
    }
    out.append((byte) '"');
  }

  private static void escape(byte control, BytesBuilder out) {
    int named = "\b\t\n\f\r".indexOf(control);
    append(
        out,
        named >= 0 ? "\\" + "btnfr".charAt(named) : "\\u00" + HexFormat.of().toHexDigits(control));
  }
}
