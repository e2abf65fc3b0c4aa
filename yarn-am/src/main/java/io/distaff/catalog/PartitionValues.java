package io.distaff.catalog;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The values that directories give to partition columns. A column's type is the first of INT,
 * BIGINT, DOUBLE, DATE and STRING that all of its values can be read as, nulls apart.
 */
public final class PartitionValues {
  private static final List<DataType> TYPES =
      List.of(DataType.INT, DataType.BIGINT, DataType.DOUBLE, DataType.DATE, DataType.STRING);

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  private PartitionValues() {}

  /**
   * @param values empty for null
   */
  static DataType type(List<Optional<String>> values) {
    if (values.stream().allMatch(Optional::isEmpty)) {
      return DataType.STRING;
    }
    return TYPES.stream()
        .filter(
            type ->
                values.stream().flatMap(Optional::stream).allMatch(v -> parse(v, type).isPresent()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The value of a directory as the column's type. Throws SCHEMA_MISMATCH when it is none.
   *
   * @param directory for the message
   */
  static Literal literal(Optional<String> value, DataType type, String directory) {
    if (value.isEmpty()) {
      return new Literal(type, null);
    }
    return parse(value.get(), type)
        .map(text -> new Literal(type, text))
        .orElseThrow(
            () ->
                new DistaffException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the partition directory "
                        + directory
                        + " has the value '"
                        + value.get()
                        + "', which is no "
                        + type.sqlName()
                        + ", the column's type as it was declared or as the directories looked at"
                        + " first have it: without a declaration, the option"
                        + " partitionColumnTypeInference=false makes such columns text, and"
                        + " mergeSchema=true of Parquet looks at all of them"));
  }

  /** Throws SEMANTIC_ERROR when a directory's name can't be a value of the type. */
  public static void checkType(String column, DataType type) {
    boolean isTime =
        type.kind() == DataType.Kind.TIMESTAMP || type.kind() == DataType.Kind.TIMESTAMP_LOCAL;
    if (type.isNested() || isTime || type.kind() == DataType.Kind.BINARY) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "can't partition by %s: a %s can't be the name of a directory"
              .formatted(column, type.sqlName()));
    }
  }

  /**
   * How a value is called in a directory's name. Throws INVALID_CAST when it is none of the type.
   *
   * @param value null for null
   */
  public static String directoryText(String column, String value, DataType type) {
    if (value == null) {
      return null;
    }
    String text =
        parse(value.trim(), type)
            .orElseThrow(
                () ->
                    new DistaffException(
                        ErrorCode.INVALID_CAST,
                        "'%s' is no value of the partition column %s, which is %s"
                            .formatted(value, column, type.sqlName())));
    return switch (type.kind()) {
      case DATE -> value.trim();
      case STRING -> value;
      default -> text;
    };
  }

  /** The text of a literal of the type; empty when the value is none. */
  private static Optional<String> parse(String value, DataType type) {
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INT, BIGINT -> integer(value, type);
      case BOOLEAN ->
          value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
              ? Optional.of(value.toLowerCase(Locale.ROOT))
              : Optional.empty();
      case DECIMAL -> decimal(value, (DecimalType) type);
      case FLOAT, DOUBLE ->
          NUMBER.matcher(value).matches()
              ? Optional.of(Double.toString(Double.parseDouble(value)))
              : Optional.empty();
      case DATE -> date(value);
      default -> Optional.of(value);
    };
  }

  private static Optional<String> integer(String value, DataType type) {
    if (!INTEGER.matcher(value).matches()) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(value);
      boolean fits =
          switch (type.kind()) {
            case TINYINT -> number == (byte) number;
            case SMALLINT -> number == (short) number;
            case INT -> number == (int) number;
            default -> true;
          };
      return fits ? Optional.of(Long.toString(number)) : Optional.empty();
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  private static Optional<String> decimal(String value, DecimalType type) {
    if (!NUMBER.matcher(value).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(value).stripTrailingZeros();
    boolean fits =
        number.scale() <= type.scale()
            && number.precision() - number.scale() <= type.precision() - type.scale();
    return fits ? Optional.of(number.setScale(type.scale()).toPlainString()) : Optional.empty();
  }

  private static Optional<String> date(String value) {
    if (!DATE.matcher(value).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.toString(LocalDate.parse(value).toEpochDay()));
    } catch (DateTimeParseException noDate) {
      return Optional.empty();
    }
  }
}
