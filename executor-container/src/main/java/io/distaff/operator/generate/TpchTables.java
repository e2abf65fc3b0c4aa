package io.distaff.operator.generate;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.Split;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The eight tables of the TPC-H benchmark. Names are those of the specification ({@code
 * l_orderkey}); keys are BIGINT, amounts DECIMAL(15,2), dates DATE, other numbers INT, text STRING;
 * no column takes nulls.
 */
public final class TpchTables {
  /** A part of fewer rows isn't worth a task. */
  private static final long SMALLEST_PART_ROWS = 35_000;

  private TpchTables() {}

  /** In the order of the specification's schema: small tables among large ones. */
  public static List<String> names() {
    return TpchTable.getTables().stream().map(TpchTable::getTableName).toList();
  }

  /** All columns of a table, in the specification's order. Throws TABLE_NOT_FOUND. */
  public static Schema schema(String table) {
    return schemaOf(table(table));
  }

  private static <E extends TpchEntity> Schema schemaOf(TpchTable<E> table) {
    List<Field> fields = new ArrayList<>();
    for (TpchColumn<E> column : table.getColumns()) {
      fields.add(new Field(column.getColumnName(), type(column), false));
    }
    return new Schema(fields);
  }

  /** Rows at a scale factor; about right for lineitem, exact for the others. */
  public static long rows(String table, double scaleFactor) {
    requireScale(scaleFactor);
    return switch (table(table).getTableName()) {
      case "region" -> 5;
      case "nation" -> 25;
      case "supplier" -> scaled(10_000, scaleFactor);
      case "customer" -> scaled(150_000, scaleFactor);
      case "part" -> scaled(200_000, scaleFactor);
      case "partsupp" -> scaled(200_000, scaleFactor) * 4;
      case "orders" -> scaled(1_500_000, scaleFactor);
      case "lineitem" -> scaled(6_001_215, scaleFactor);
      default -> throw unknown(table);
    };
  }

  /**
   * Divides a table into at most {@code parts} parts of about equal size; fewer where they would be
   * small, and one for nation and region.
   */
  public static List<Split.TpchSplit> splits(String table, double scaleFactor, int parts) {
    long rows = rows(table, scaleFactor);
    long worthwhile = Math.max(1, rows / SMALLEST_PART_ROWS);
    int count = (int) Math.max(1, Math.min(parts, worthwhile));
    long weightBytes = Math.max(1, rows * rowBytes(table) / count);
    List<Split.TpchSplit> splits = new ArrayList<>(count);
    for (int part = 0; part < count; part++) {
      splits.add(new Split.TpchSplit(part, count, weightBytes));
    }
    return splits;
  }

  /** What a row takes in vectors: text at half its longest. */
  private static long rowBytes(String table) {
    long bytes = 0;
    for (TpchColumn<?> column : table(table).getColumns()) {
      bytes +=
          switch (column.getType().getBase()) {
            case IDENTIFIER, DOUBLE -> Long.BYTES;
            case INTEGER, DATE -> Integer.BYTES;
            case VARCHAR -> column.getType().getPrecision().orElse(0L) / 2 + Integer.BYTES;
          };
    }
    return bytes;
  }

  static TpchTable<?> table(String name) {
    for (TpchTable<?> table : TpchTable.getTables()) {
      if (table.getTableName().equals(name)) {
        return table;
      }
    }
    throw unknown(name);
  }

  static DataType type(TpchColumn<?> column) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> DataType.BIGINT;
      case INTEGER -> DataType.INT;
      case DATE -> DataType.DATE;
      case DOUBLE -> DataType.decimal(15, 2);
      case VARCHAR -> DataType.STRING;
    };
  }

  private static long scaled(long base, double scaleFactor) {
    return (long) (base * scaleFactor);
  }

  private static void requireScale(double scaleFactor) {
    if (!(scaleFactor > 0 && scaleFactor <= 100_000)) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "the TPC-H scale factor " + scaleFactor + " isn't above 0 and at most 100000");
    }
  }

  private static DistaffException unknown(String table) {
    return new DistaffException(
        ErrorCode.TABLE_NOT_FOUND,
        "TPC-H has no table '"
            + table
            + "'."
            + NearestName.of(table, names())
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElse(" It has: " + String.join(", ", names()) + "."));
  }
}
