package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;

/**
 * Finds the columns of a table in a file. Files of one table may differ in the order of columns,
 * lack some (which are null then), and have narrower types.
 */
final class ColumnMapping {
  private ColumnMapping() {}

  /**
   * The file's column for each column wanted, with its type and conversion made those that are
   * wanted; null where the file has none.
   */
  static FileColumn[] map(ParquetFooter footer, Schema wanted) {
    FileColumn[] columns = new FileColumn[wanted.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = find(footer, wanted.field(i));
    }
    return columns;
  }

  private static FileColumn find(ParquetFooter footer, Field wanted) {
    List<FileColumn> found =
        footer.columns().stream().filter(c -> c.name().equals(wanted.name())).toList();
    if (found.isEmpty()) {
      String unreadable = footer.unreadableColumns().get(wanted.name());
      if (unreadable != null) {
        throw unreadable(footer, wanted.name(), unreadable);
      }
      found =
          footer.columns().stream().filter(c -> c.name().equalsIgnoreCase(wanted.name())).toList();
    }
    if (found.size() > 1) {
      throw new DistaffException(
          ErrorCode.SCHEMA_MISMATCH,
          "can't read " + footer.path() + ": it has several columns named " + wanted.name());
    }
    if (found.isEmpty()) {
      for (Map.Entry<String, String> other : footer.unreadableColumns().entrySet()) {
        if (other.getKey().equalsIgnoreCase(wanted.name())) {
          throw unreadable(footer, other.getKey(), other.getValue());
        }
      }
      return null;
    }
    return widen(footer, found.get(0), wanted.type());
  }

  private static DistaffException unreadable(ParquetFooter footer, String name, String what) {
    return new DistaffException(
        ErrorCode.NOT_SUPPORTED,
        "can't read the column "
            + name
            + " of "
            + footer.path()
            + ": it is "
            + what
            + ", which is not supported; leave it out of the query");
  }

  private static FileColumn widen(ParquetFooter footer, FileColumn column, DataType wanted) {
    if (column.type().kind() == DataType.Kind.NULL) {
      return null;
    }
    Conversion conversion = conversion(column, wanted);
    if (conversion == null) {
      throw new DistaffException(
          ErrorCode.SCHEMA_MISMATCH,
          "can't read the column "
              + column.name()
              + " of "
              + footer.path()
              + ": the file has "
              + column.type().sqlName()
              + ", the table "
              + wanted.sqlName());
    }
    return column.as(wanted, conversion);
  }

  /** Null when the file's values can't be had as this type. */
  private static Conversion conversion(FileColumn column, DataType wanted) {
    DataType type = column.type();
    Conversion conversion = column.conversion();
    if (type.equals(wanted)) {
      return conversion;
    }
    if (type.isIntegral() && wanted.isIntegral() && wanted.kind().compareTo(type.kind()) > 0) {
      return wanted.kind() == DataType.Kind.BIGINT && conversion == Conversion.INT32
          ? Conversion.INT32_TO_LONG
          : conversion;
    }
    if (type.kind() == DataType.Kind.FLOAT && wanted.kind() == DataType.Kind.DOUBLE) {
      return Conversion.FLOAT_TO_DOUBLE;
    }
    if (type instanceof DecimalType narrow
        && wanted instanceof DecimalType wide
        && narrow.scale() == wide.scale()
        && narrow.precision() <= wide.precision()) {
      // What fits in longs stays there: a wide decimal may come as a vector of longs.
      return conversion;
    }
    return null;
  }
}
