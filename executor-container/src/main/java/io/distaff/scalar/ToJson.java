package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.ByteValue;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * TO_JSON: casts what is innermost to text, a batch at a time, then puts the texts of each row
 * together. Takes tokens: large texts are quoted piece by piece.
 */
final class ToJson extends BytesResult {
  private final Column column;

  ToJson(CallSite site) {
    super(site.type(), site.arrays(), site.values());
    DataType type = site.argumentTypes().get(0);
    if (!type.isNested()) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "to_json takes a struct, an array or a map, not " + type.sqlName());
    }
    column = Column.of(type, site.arrays(), new ByteValue(site.arrays(), site.values()));
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

    /**
     * A column of a type.
     *
     * @param text the window over the text or binary that is written
     */
    static Column of(DataType type, ReservedArrays arrays, ByteValue text) {
      return switch (type.kind()) {
        case ARRAY -> new Arrays(((ArrayType) type).element(), arrays, text);
        case MAP -> new Maps((MapType) type, arrays, text);
        case STRUCT -> new Structs((StructType) type, arrays, text);
        case BINARY -> new Binaries(arrays, text);
        default -> new Plain(type, arrays, text);
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

    Structs(StructType type, ReservedArrays arrays, ByteValue text) {
      super(arrays);
      members = type.types().stream().map(t -> of(t, arrays, text)).toArray(Column[]::new);
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
          quote(names[i], out);
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

    Arrays(DataType element, ReservedArrays memory, ByteValue text) {
      super(memory);
      elements = of(element, memory, text);
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
    private final ValueTexts keys;
    private final Column values;
    private MapVector maps;

    Maps(MapType type, ReservedArrays arrays, ByteValue text) {
      super(arrays);
      keys = new ValueTexts(type.key(), arrays, text);
      values = of(type.value(), arrays, text);
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
        quote(keys.value(i), out);
        out.append((byte) ':');
        values.write(i, out);
      }
      out.append((byte) '}');
    }
  }

  private static final class Plain extends Column {
    private final DataType type;
    private final ValueTexts texts;

    Plain(DataType type, ReservedArrays arrays, ByteValue text) {
      super(arrays);
      this.type = type;
      this.texts = new ValueTexts(type, arrays, text);
    }

    @Override
    void loadFlat(ColumnVector flat, RowSet rows) {
      texts.load(flat, rows);
    }

    @Override
    void writeValue(int row, BytesBuilder out) {
      ByteValue text = texts.value(row);
      if (isBare(row)) {
        text.copy(0, text.length(), out);
      } else {
        quote(text, out);
      }
    }

    /** Booleans and numbers stand without quotes, but not NaN and Infinity. */
    private boolean isBare(int row) {
      if (!type.isNumeric()) {
        return type.kind() == DataType.Kind.BOOLEAN;
      }
      byte last = texts.lastByte(row);
      return last >= '0' && last <= '9';
    }
  }

  /** In base 64. */
  private static final class Binaries extends Column {
    /** So many bytes are a whole number of characters: windows are encoded one by one. */
    private static final int UNIT_BYTES = 3;

    private final ByteValue bytes;
    private BytesVector vector;

    Binaries(ReservedArrays arrays, ByteValue bytes) {
      super(arrays);
      this.bytes = bytes;
    }

    @Override
    void loadFlat(ColumnVector flat, RowSet rows) {
      vector = (BytesVector) flat;
    }

    @Override
    void writeValue(int row, BytesBuilder out) {
      bytes.set(vector, row);
      bytes.begin(0, UNIT_BYTES);
      out.append((byte) '"');
      while (bytes.next()) {
        int length = bytes.to() - bytes.from();
        ByteBuffer window = ByteBuffer.wrap(bytes.data(), bytes.from(), length);
        out.append(Base64.getEncoder().encode(window).array());
      }
      out.append((byte) '"');
    }
  }

  private static void quote(ByteValue text, BytesBuilder out) {
    out.append((byte) '"');
    text.begin(0, ByteValue.BYTES);
    while (text.next()) {
      quoteInside(text.data(), text.from(), text.to(), out);
    }
    out.append((byte) '"');
  }

  private static void quote(byte[] text, BytesBuilder out) {
    out.append((byte) '"');
    quoteInside(text, 0, text.length, out);
    out.append((byte) '"');
  }

  /** Runs of bytes that stand for themselves are copied together. */
  private static void quoteInside(byte[] data, int from, int to, BytesBuilder out) {
    int copied = from;
    for (int i = from; i < to; i++) {
      byte b = data[i];
      boolean isControl = b >= 0 && b < ' ';
      if (isControl || b == '"' || b == '\\') {
        out.append(data, copied, i - copied);
        copied = i + 1;
        if (isControl) {
          escape(b, out);
        } else {
          out.append((byte) '\\');
          out.append(b);
        }
      }
    }
    out.append(data, copied, to - copied);
  }

  private static void escape(byte control, BytesBuilder out) {
    int named = "\b\t\n\f\r".indexOf(control);
    append(
        out,
        named >= 0 ? "\\" + "btnfr".charAt(named) : "\\u00" + HexFormat.of().toHexDigits(control));
  }
}
