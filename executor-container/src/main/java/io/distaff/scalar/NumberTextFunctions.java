package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.LongVector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Numbers as text of a format, and what else TO_CHAR writes. */
final class NumberTextFunctions {
  private static final String FORMATS =
      " A format is made of 9 or 0 for a digit, , or G between groups of them, . or D for the"
          + " point, $ in front of the digits, and a sign in front or behind: S is + or -, MI a"
          + " space or -, and PR, only behind, angle brackets around what is negative. A group in"
          + " front of the point that begins with 0 has all of its digits.";

  /** The types in which Spark writes floating point numbers. */
  private static final DecimalType OF_FLOAT = DataType.decimal(14, 7);

  private static final DecimalType OF_DOUBLE = DataType.decimal(30, 15);

  /** Of a format that is null, as Spark has it. */
  private static final DecimalType OF_NULL = DataType.decimal(10, 0);

  private NumberTextFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.TEXT);
    table
        .add("to_number")
        .takes("(string, string) -> decimal(10,0)", NumberTextFunctions::resultType)
        .says("The number that a text is in a format, with as many digits as the format." + FORMATS)
        .fails("if the text isn't in the format, which is a literal; try_to_number is null then")
        .example("to_number('$1,234.5', '$9,999.99')", "1234.50")
        .example("to_number('<12>', '999PR')", "-12")
        .is(site -> new Read(site, OnFailure.ERROR));
    table
        .add("try_to_number")
        .takes("(string, string) -> decimal(10,0)", NumberTextFunctions::resultType)
        .alsoNull("if the text isn't in the format")
        .says("As to_number.")
        .fails("if the format, which is a literal, is none")
        .example("try_to_number('12a', '999')", "NULL")
        .is(site -> new Read(site, OnFailure.NULL));
    table
        .add("to_char", "to_varchar")
        .takes("(decimal(p,s), string) -> string")
        .takes("(float, string) -> string")
        .takes("(double, string) -> string")
        .takes("(timestamp_ntz, string) -> string")
        .takes("(timestamp, string, [string]) -> string")
        .takes("(binary, string) -> string")
        .says(
            "A number in a format of to_number, with spaces or zeros for digits that it doesn't"
                + " have, and # for each digit if it has more; a date or a timestamp as date_format"
                + " gives it; bytes in base64, hex or utf-8.")
        .fails("if there is no such format, or the value can't be written in it")
        .example("to_char(1234.5, '$9,999.99')", "$1,234.50")
        .example("to_char(-7, '009MI')", "007-")
        .example("to_char(DATE '2024-02-29', 'dd.MM.yyyy')", "29.02.2024")
        .example("to_char(X'616263', 'base64')", "YWJj")
        .is(NumberTextFunctions::write);
    return table.functions();
  }

  /** The type of the format that the second argument is. */
  private static DataType resultType(List<FunctionArgument> given, List<DataType> bound) {
    FunctionArgument format = given.get(1);
    if (format.type().kind() == DataType.Kind.NULL) {
      return OF_NULL;
    } else if (format.literal() == null) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "the format of to_number must be a literal: it says the result's type");
    }
    return format.literal().isNull() ? OF_NULL : NumberPattern.of(format.literal().text()).type();
  }

  /** Texts as numbers. */
  private static final class Read implements VectorFunction {
    private final CallSite site;
    private final DecimalType type;
    private final OnFailure onFailure;
    private final Row arguments;
    private final Buffers buffers;
    private final ResultNulls nulls = new ResultNulls();
    private final Remembered<NumberPattern> patterns = new Remembered<>(NumberPattern::of);

    Read(CallSite site, OnFailure onFailure) {
      this.site = site;
      this.type = (DecimalType) site.type();
      this.onFailure = onFailure;
      this.arguments = new Row(site);
      this.buffers = new Buffers(site.arrays());
    }

    @Override
    public boolean takesTokens() {
      return true;
    }

    @Override
    public ColumnVector apply(Argument[] loaded, RowSet rows, long[] validity) {
      int n = rows.length();
      arguments.load(loaded, rows);
      nulls.begin(validity, n);
      long[] high = buffers.highs(n);
      long[] low = buffers.longs(n);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        high[row] = 0;
        low[row] = 0;
        if (!nulls.isNull(row)) {
          arguments.moveTo(row);
          NumberPattern pattern = patterns.of(arguments, 1);
          if (pattern.read(arguments.data(0), arguments.from(0), arguments.to(0))) {
            high[row] = pattern.high();
            low[row] = pattern.low();
          } else {
            fail(row, pattern);
          }
        }
      }
      arguments.release();
      return type.isLong()
          ? new LongVector(type, low, nulls.validity(), n)
          : new Int128Vector(type, high, low, nulls.validity(), n);
    }

    private void fail(int row, NumberPattern pattern) {
      if (onFailure == OnFailure.ERROR) {
        throw new DistaffException(
            ErrorCode.INVALID_CAST,
            "%s: %s isn't a number in the format '%s'. Use try_to_number for NULL in its place."
                .formatted(site.name(), arguments.shown(0), pattern));
      }
      nulls.setNull(row);
    }
  }

  private static VectorFunction write(CallSite site) {
    return switch (site.argumentTypes().get(0).kind()) {
      case TIMESTAMP, TIMESTAMP_LOCAL -> TimeTextFunctions.format(site);
      case BINARY -> RowFunctions.bytes(site, BinaryFunctions.write(site));
      default -> RowFunctions.bytes(site, writeNumber(site));
    };
  }

  private static RowFunctions.ToBytes writeNumber(CallSite site) {
    Remembered<NumberPattern> patterns = new Remembered<>(NumberPattern::of);
    return (row, out) -> {
      String text = patterns.of(row, 1).write(number(site, row));
      out.append(text.getBytes(StandardCharsets.UTF_8));
    };
  }

  private static BigDecimal number(CallSite site, Row row) {
    return switch (site.argumentTypes().get(0).kind()) {
      case FLOAT -> rounded(site, Float.toString((float) row.floating(0)), OF_FLOAT);
      case DOUBLE -> rounded(site, Double.toString(row.floating(0)), OF_DOUBLE);
      default -> row.decimal(0);
    };
  }

  /**
   * @param shortest of a floating point number
   */
  private static BigDecimal rounded(CallSite site, String shortest, DecimalType type) {
    boolean isFinite = Double.isFinite(Double.parseDouble(shortest));
    BigDecimal number = isFinite ? NumericConversions.round(new BigDecimal(shortest), type) : null;
    if (number == null) {
      throw new DistaffException(
          ErrorCode.NUMERIC_OVERFLOW,
          "%s: %s is out of the range of %s, as which it is written. Cast it to another DECIMAL."
              .formatted(site.name(), shortest, type.sqlName()));
    }
    return number;
  }
}
