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
    private static final long MOST_OF_FLOAT = 1L << 24;
    private static final int MAX_FLOAT_POWER = 10;
    private static final long MOST_OF_DOUBLE = 1L << 53;

    /** As far as a long goes; doubles would go to 22. */
    private static final int MAX_DOUBLE_POWER = 18;

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
          boolean isShort = parser.parseShortDecimal(text, row) && parser.value() != 0;
          if (isShort && single && isExact(MOST_OF_FLOAT, MAX_FLOAT_POWER)) {
            floats[row] = (float) parser.value() / Int128Math.longPowerOfTen(parser.scale());
          } else if (isShort && !single && isExact(MOST_OF_DOUBLE, MAX_DOUBLE_POWER)) {
            doubles[row] = (double) parser.value() / Int128Math.longPowerOfTen(parser.scale());
          } else {
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
      }
      return single
          ? new FloatVector(to, floats, null, rows.length())
          : new DoubleVector(to, doubles, null, rows.length());
    }

    /**
     * Whether the digits and the power of ten that divides them have no error as floating point:
     * then the quotient is the number that is nearest (Clinger, "How to Read Floating Point Numbers
     * Accurately", 1990).
     */
    private boolean isExact(long most, int maxPower) {
      return Math.abs(parser.value()) <= most && parser.scale() <= maxPower;
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
          if (parser.parseShortDecimal(text, row) && fits(type)) {
            low[row] = scaled(type);
            high[row] = low[row] >> 63;
            continue;
          }
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

    /**
     * Whether the digits that were read, up to the type's scale, are of the type and fit a long.
     */
    private boolean fits(DecimalType type) {
      int zeros = type.scale() - parser.scale();
      if (zeros < 0 || zeros > DecimalType.MAX_LONG_PRECISION) {
        return false;
      }
      long scaled = scaled(type);
      boolean overflows =
          Math.multiplyHigh(parser.value(), Int128Math.longPowerOfTen(zeros)) != scaled >> 63;
      return !overflows
          && (!type.isLong() || Math.abs(scaled) < Int128Math.longPowerOfTen(type.precision()));
    }

    private long scaled(DecimalType type) {
      return parser.value() * Int128Math.longPowerOfTen(type.scale() - parser.scale());
    }
  }

  /** Writes values. */
  public static final class ToText implements Cast.Conversion {
    private final DataType from;
    private final BytesBuilder builder;
    private final StringBuilder line = new StringBuilder();

    ToText(DataType from, ReservedArrays arrays) {
      this.builder = new BytesBuilder(arrays);
      this.from = from;
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      builder.reset(rows.length());
      long[] longs = isWrittenAsLongs(argument) ? argument.longs(rows) : null;
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (validity == null || Validity.isValid(validity, row)) {
          if (longs != null) {
            line.setLength(0);
            append(longs[row]);
            builder.appendAscii(line);
          } else {
            String text = text(argument.value(row), from);
            builder.append(text.getBytes(StandardCharsets.UTF_8));
          }
          builder.endRow(row);
        }
      }
      return builder.vector(DataType.STRING, null);
    }

    private boolean isWrittenAsLongs(Argument argument) {
      return switch (from.kind()) {
        case TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP, TIMESTAMP_LOCAL -> true;
        case DECIMAL ->
            argument.form() == ColumnVector.Form.LONG
                && ((DecimalType) from).scale() <= TextFormat.MAX_SCALE;
        case NULL, BOOLEAN, FLOAT, DOUBLE, STRING, BINARY, ARRAY, MAP, STRUCT -> false;
      };
    }

    private void append(long value) {
      switch (from.kind()) {
        case DATE -> TextFormat.appendDate(line, value);
        case TIMESTAMP, TIMESTAMP_LOCAL -> TextFormat.appendTimestamp(line, value);
        case DECIMAL -> TextFormat.appendDecimal(line, value, ((DecimalType) from).scale());
        default -> line.append(value);
      }
    }

    private static String text(Object value, DataType type) {
      if (value == null) {
        return "null"; // within an array, a map or a struct
      }
      return switch (type.kind()) {
        case DATE -> {
          StringBuilder date = new StringBuilder();
          TextFormat.appendDate(date, (Long) value);
          yield date.toString();
        }
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
