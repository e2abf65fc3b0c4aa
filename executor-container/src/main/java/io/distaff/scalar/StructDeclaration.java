package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the declaration of a struct of plain members: {@code a INT, `b c` DECIMAL(9,2)}. Stateless.
 */
final class StructDeclaration {
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\s*(?:`((?:[^`]|``)+)`|(\\w+))\\s*:?\\s*(\\w+)"
              + "(?:\\s*\\(\\s*(\\d{1,4})\\s*(?:,\\s*(\\d{1,4})\\s*)?\\))?\\s*(,|$)");
  private static final int DEFAULT_PRECISION = 10;

  private StructDeclaration() {}

  /** Throws INVALID_ARGUMENT saying what can't be read. */
  static StructType read(String text) {
    List<StructType.Member> members = new ArrayList<>();
    Matcher matcher = MEMBER.matcher(text);
    int position = 0;
    boolean more = true;
    while (more) {
      if (!matcher.find(position) || matcher.start() != position) {
        throw invalid(
            text, "name and type of a member expected at '" + text.substring(position) + "'");
      }
      String name =
          matcher.group(1) == null ? matcher.group(2) : matcher.group(1).replace("``", "`");
      members.add(new StructType.Member(name, type(text, matcher)));
      position = matcher.end();
      more = matcher.group(6).equals(",");
    }
    return new StructType(members);
  }

  private static DataType type(String text, Matcher matcher) {
    String name = matcher.group(3).toUpperCase(Locale.ROOT);
    boolean decimal = name.equals("DECIMAL") || name.equals("DEC") || name.equals("NUMERIC");
    if (decimal) {
      int precision = number(matcher.group(4), DEFAULT_PRECISION);
      int scale = number(matcher.group(5), 0);
      if (precision < 1 || precision > DecimalType.MAX_PRECISION || scale > precision) {
        throw invalid(text, "there is no " + name + "(" + precision + "," + scale + ")");
      }
      return DataType.decimal(precision, scale);
    }
    if (matcher.group(4) != null) {
      throw invalid(text, name + " has no length");
    }
    return switch (name) {
      case "BOOLEAN" -> DataType.BOOLEAN;
      case "TINYINT", "BYTE" -> DataType.TINYINT;
      case "SMALLINT", "SHORT" -> DataType.SMALLINT;
      case "INT", "INTEGER" -> DataType.INT;
      case "BIGINT", "LONG" -> DataType.BIGINT;
      case "FLOAT", "REAL" -> DataType.FLOAT;
      case "DOUBLE" -> DataType.DOUBLE;
      case "DATE" -> DataType.DATE;
      case "TIMESTAMP", "TIMESTAMP_LTZ" -> DataType.TIMESTAMP;
      case "TIMESTAMP_NTZ" -> DataType.TIMESTAMP_LOCAL;
      case "STRING" -> DataType.STRING;
      case "BINARY" -> DataType.BINARY;
      default -> throw invalid(text, "there is no plain type " + name);
    };
  }

  private static int number(String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  private static DistaffException invalid(String text, String what) {
    return new DistaffException(
        ErrorCode.INVALID_ARGUMENT, "The declaration '" + text + "' can't be read: " + what);
  }
}
