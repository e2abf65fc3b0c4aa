package io.distaff.catalog;

import io.distaff.catalog.TableMetadata.ColumnStatistics;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How many different values a column's dictionaries hold, by what footers say. They give the bytes
 * that a dictionary takes, not its number of values, and no page is read to find that: it would be
 * one more access to the file for each column and row group, before any query.
 *
 * <p>A dictionary has each of a row group's values once. Its bytes, over those that a value takes
 * uncompressed, are at most as many as there are values, and fewer by as much as the codec makes of
 * them: not much for numbers, but text may have a long common prefix. Row groups whose ranges lie
 * apart have different values, those of others are taken to be the same. So
 *
 * <pre>
 *   least = most, over sets of row groups with ranges apart, of sum(dictionary bytes / value bytes)
 *   most  = least * what the codec may have saved
 * </pre>
 *
 * <p>Between the two, the bits that an id takes on average tell; they are few where equal values
 * follow one another, whatever their number.
 *
 * @param least estimate from below
 * @param most estimate from above
 */
record DictionaryEntries(double least, double most) {
  /** How many times smaller a codec makes a dictionary of numbers, at most, as a rule. */
  private static final int NUMBERS_COMPRESSION = 4;

  private static final int TEXT_COMPRESSION = 20;

  /** Of a dictionary page, about. */
  private static final int HEADER_BYTES = 20;

  private static final int LENGTH_BYTES = 4;

  /** Of text whose bounds aren't known. */
  private static final int TEXT_BYTES = 16;

  /**
   * Of a column.
   *
   * @param rowGroups what each says of it, all with a dictionary
   */
  static DictionaryEntries of(DataType type, List<ColumnStatistics> rowGroups) {
    List<ColumnStatistics> ordered = new ArrayList<>();
    double least = 1;
    for (ColumnStatistics rowGroup : rowGroups) {
      least = Math.max(least, entries(type, rowGroup));
      if (isBounded(rowGroup)) {
        ordered.add(rowGroup);
      }
    }
    ordered.sort(Comparator.comparing(ColumnStatistics::largest, DictionaryEntries::compare));
    double apart = 0;
    Literal end = null;
    for (ColumnStatistics rowGroup : ordered) {
      if (end == null || compare(rowGroup.smallest(), end) > 0) {
        apart += entries(type, rowGroup);
        end = rowGroup.largest();
      }
    }
    least = Math.max(least, apart);
    boolean isText = type.kind() == DataType.Kind.STRING || type.kind() == DataType.Kind.BINARY;
    return new DictionaryEntries(least, least * (isText ? TEXT_COMPRESSION : NUMBERS_COMPRESSION));
  }

  /** A number of values, if there may be so many; else the nearest that there may be. */
  double nearest(double values) {
    return Math.max(least, Math.min(most(), values));
  }

  private static double entries(DataType type, ColumnStatistics rowGroup) {
    double bytes = Math.max(0, rowGroup.dictionaryBytes() - HEADER_BYTES);
    return Math.max(1, bytes / valueBytes(type, rowGroup));
  }

  private static double valueBytes(DataType type, ColumnStatistics rowGroup) {
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INT, DATE, FLOAT -> 4;
      case DECIMAL -> decimalBytes((DecimalType) type);
      case STRING, BINARY ->
          LENGTH_BYTES
              + (isBounded(rowGroup)
                  ? (textBytes(rowGroup.smallest()) + textBytes(rowGroup.largest())) / 2.0
                  : TEXT_BYTES);
      default -> 8;
    };
  }

  private static int decimalBytes(DecimalType type) {
    if (type.precision() > 18) {
      return 16;
    }
    return type.precision() > 9 ? 8 : 4;
  }

  private static int textBytes(Literal value) {
    return value.type().kind() == DataType.Kind.BINARY
        ? value.text().length() / 2
        : value.text().length();
  }

  private static boolean isBounded(ColumnStatistics rowGroup) {
    return rowGroup.smallest() != null
        && rowGroup.largest() != null
        && !rowGroup.smallest().isNull()
        && !rowGroup.largest().isNull();
  }

  private static int compare(Literal a, Literal b) {
    OptionalDouble x = TableStatistics.number(a);
    OptionalDouble y = TableStatistics.number(b);
    return x.isPresent() && y.isPresent()
        ? Double.compare(x.getAsDouble(), y.getAsDouble())
        : a.text().compareTo(b.text());
  }
}
