package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.IntegerRange;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.TextFormat;
import io.distaff.kernel.TextParser;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Casts from and to text. Row by row; what can be is computed once per dictionary entry. */
public final class TextConversions {
  private TextConversions() {}

  /** Reads values of a type. */
  public static final class FromText implements Cast.Conversion {
    private final DataType to;
    private final Buffers buffers;
    private final TextParser parser = new TextParser();

    FromText(DataType to, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.to = to;
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      BytesVector text = argument.bytes(rows);
      int n = rows.length();
      switch (to.kind()) {
        case BOOLEAN -> {
          byte[] booleans = buffers.bytes(n);
          for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            booleans[row] = 0;
            if (validity == null || Validity.isValid(validity, row)) {
              failures.markIf(!parser.parseBoolean(text, row), row, n);
              booleans[row] = (byte) parser.value();
            }
          }
          return new BooleanVector(to, booleans, null, n);
        }
        case TINYINT, SMALLINT, INT, DATE -> {
          int[] ints = buffers.ints(n);
          for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            failures.markIf(!parseInteger(text, row), row, n);
            ints[row] = (int) parser.value();
          }
          return new IntVector(to, ints, null, n);
        }
        case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> {
          long[] longs = buffers.longs(n);
          for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            failures.markIf(!parseInteger(text, row), row, n);
            longs[row] = parser.value();
          }
          return new LongVector(to, longs, null, n);
        }
        case FLOAT, DOUBLE -> {
          return floating(text, rows, validity, failures);
        }
        case DECIMAL -> {
          return decimals(text, rows, validity, failures);
        }
        case NULL, STRING, BINARY, ARRAY, MAP, STRUCT -> {}
      }
      throw new IllegalStateException(to.sqlName());
    }

    private boolean parseInteger(BytesVector text, int row) {
      return switch (to.kind()) {
        case DATE -> parser.parseDate(text, row);
        case TIMESTAMP, TIMESTAMP_LOCAL ->
            parser.parseTimestamp(text, row, to.kind() == DataType.Kind.TIMESTAMP);
        default -> parser.parseInteger(text, row, IntegerRange.bits(to));
      };
    }

    private ColumnVector floating(
        BytesVector text, RowSet rows, long[] validity, Cast.Failures failures) {
      boolean single = to.kind() == DataType.Kind.FLOAT;
      float[] floats = single ? buffers.floats(rows.length()) : null;
      double[] doubles = single ? null : buffers.doubles(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (validity == null || Validity.isValid(validity, row)) {
          String number = TextParser.floatingNumber(text, row);
          failures.markIf(number == null, row, rows.length());
          String parsed = number == null ? "0" : number;
          if (single) {
            floats[row] = Float.parseFloat(parsed);
          } else {
            doubles[row] = Double.parseDouble(parsed);
          }
        }
      }
      return single
          ? new FloatVector(to, floats, null, rows.length())
          : new DoubleVector(to, doubles, null, rows.length());
    }

    private ColumnVector decimals(
        BytesVector text, RowSet rows, long[] validity, Cast.Failures failures) {
      DecimalType type = (DecimalType) to;
      long[] high = buffers.highs(rows.length());
      long[] low = buffers.longs(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        high[row] = 0;
        low[row] = 0;
        if (validity == null || Validity.isValid(validity, row)) {
          BigDecimal exact = TextParser.decimal(text, row);
          BigDecimal value = exact == null ? null : NumericConversions.round(exact, type);
          if (value == null) {
            failures.mark(row, rows.length());
          } else {
            high[row] = Int128Math.high(value.unscaledValue());
            low[row] = Int128Math.low(value.unscaledValue());
          }
        }
      }
      return type.isLong()
          ? new LongVector(to, low, null, rows.length())
          : new Int128Vector(to, high, low, null, rows.length());
    }
  }

  /** Writes values. */
  public static final class ToText implements Cast.Conversion {
    private final DataType from;
    private final BytesBuilder builder;

    ToText(DataType from, ReservedArrays arrays) {
      this.builder = new BytesBuilder(arrays);
      this.from = from;
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      builder.reset(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (validity == null || Validity.isValid(validity, row)) {
          String text = text(argument.value(row), from);
          builder.append(text.getBytes(StandardCharsets.UTF_8));
          builder.endRow(row);
        }
      }
      return builder.vector(DataType.STRING, null);
    }

    private static String text(Object value, DataType type) {
      if (value == null) {
        return "null"; // within an array, a map or a struct
      }
      return switch (type.kind()) {
        case DATE -> TextFormat.date((Long) value);
        case TIMESTAMP, TIMESTAMP_LOCAL -> TextFormat.timestamp((Long) value);
        case DECIMAL -> ((BigDecimal) value).toPlainString();
        case FLOAT -> Float.toString(((Double) value).floatValue());
        case BINARY -> new String((byte[]) value, StandardCharsets.UTF_8);
        case ARRAY -> {
          DataType element = ((ArrayType) type).element();
          yield ((List<?>) value)
              .stream().map(e -> text(e, element)).collect(Collectors.joining(", ", "[", "]"));
        }
        case MAP -> {
          MapType map = (MapType) type;
          yield ((Map<?, ?>) value)
              .entrySet().stream()
                  .map(e -> text(e.getKey(), map.key()) + " -> " + text(e.getValue(), map.value()))
                  .collect(Collectors.joining(", ", "{", "}"));
        }
        case STRUCT -> {
          List<?> members = (List<?>) value;
          StringJoiner joined = new StringJoiner(", ", "{", "}");
          for (int i = 0; i < members.size(); i++) {
            joined.add(text(members.get(i), ((StructType) type).member(i).type()));
          }
          yield joined.toString();
        }
        default -> value.toString();
      };
    }
  }
}
