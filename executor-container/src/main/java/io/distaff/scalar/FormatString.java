package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Formatter;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FORMAT_STRING: texts in the format of Java's {@link Formatter}. */
final class FormatString {
  /** A width or a number of digits that a conversion is filled up to, where it is large. */
  private static final Pattern WIDTH = Pattern.compile("%[^%a-zA-Z]*?(\\d{6,10})");

  /** Of a text that is made of characters of two bytes at the worst, and then copied as UTF-8. */
  private static final long BYTES_PER_PADDED = 6;

  private final CallSite site;
  private final Object[] values;

  FormatString(CallSite site) {
    this.site = site;
    this.values = new Object[site.numArguments() - 1];
  }

  /** STRING; throws SEMANTIC_ERROR for arguments that have no format. */
  static DataType resultType(List<FunctionArgument> given, List<DataType> bound) {
    for (DataType type : bound) {
      switch (type.kind()) {
        case NULL, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, STRING -> {}
        case BINARY, DATE, TIMESTAMP, TIMESTAMP_LOCAL, ARRAY, MAP, STRUCT ->
            throw new DistaffException(
                ErrorCode.SEMANTIC_ERROR,
                "format_string takes numbers, texts and BOOLEAN, not %s: cast it to string"
                    .formatted(type.sqlName()));
      }
    }
    return DataType.STRING;
  }

  void write(Row row, BytesBuilder out) {
    if (row.isNull(0)) {
      row.setNull();
      return;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = row.isNull(i + 1) ? null : value(row, i + 1);
    }
    String format = row.text(0);
    long padded = paddedLength(format);
    row.countMade(padded, BYTES_PER_PADDED * padded);
    try {
      out.append(String.format(Locale.ROOT, format, values).getBytes(StandardCharsets.UTF_8));
    } catch (IllegalFormatException e) {
      throw RowFunctions.invalid(
          site, "%s doesn't fit its arguments: %s".formatted(row.shown(0), e.getMessage()), e);
    }
  }

  /** Characters that the conversions of a format fill up with, where they are many. */
  private static long paddedLength(String format) {
    long length = 0;
    for (Matcher width = WIDTH.matcher(format); width.find(); ) {
      length += Long.parseLong(width.group(1));
    }
    return length;
  }

  /** In the class that Java's conversions take: %c takes an Integer and not a Long. */
  private Object value(Row row, int argument) {
    return switch (site.argumentTypes().get(argument).kind()) {
      case BOOLEAN -> row.number(argument) != 0;
      case TINYINT, SMALLINT, INT -> (int) row.number(argument);
      case BIGINT -> row.number(argument);
      case FLOAT -> (float) row.floating(argument);
      case DOUBLE -> row.floating(argument);
      case DECIMAL -> row.decimal(argument);
      default -> row.text(argument);
    };
  }
}
