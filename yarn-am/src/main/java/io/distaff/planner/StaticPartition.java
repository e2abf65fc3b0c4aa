package io.distaff.planner;

import io.distaff.catalog.PartitionValues;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.Statement.InsertTable.PartitionColumn;
import io.distaff.storage.PartitionPath;
import io.distaff.types.DataType;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.RelationName;
import java.util.List;

/**
 * The outermost partition columns, to which a PARTITION clause gives one value each: all rows go
 * below one directory.
 *
 * @param size how many columns
 * @param path of the directory below the table's, with a slash before each name; empty for none
 */
record StaticPartition(int size, String path) {
  /** Throws SEMANTIC_ERROR for a clause that doesn't go with the table. */
  static StaticPartition of(RelationName name, TableEntry entry, List<PartitionColumn> clause) {
    List<String> columns = entry.partitionColumns();
    int first = entry.columns().size() - columns.size();
    for (PartitionColumn named : clause) {
      int position = TableWrites.position(name, entry, named.column());
      if (position < first) {
        throw semantic(
            "%s isn't a partition column of %s%s"
                .formatted(
                    named.column(),
                    name,
                    columns.isEmpty() ? ", which has none" : ": those are " + columns));
      }
    }
    StringBuilder path = new StringBuilder();
    int size = 0;
    for (String column : columns) {
      List<PartitionColumn> named =
          clause.stream().filter(c -> c.column().equalsIgnoreCase(column)).toList();
      if (named.size() > 1) {
        throw semantic("the PARTITION clause names the column " + column + " twice");
      }
      if (named.isEmpty() && !clause.isEmpty()) {
        throw semantic(
            "the PARTITION clause must name all partition columns of %s: %s is missing"
                .formatted(name, column));
      }
      if (!named.isEmpty() && named.get(0).isStatic()) {
        if (size != columns.indexOf(column)) {
          throw staticAfterDynamic(column);
        }
        DataType type = entry.schema().type(first + size);
        String value = PartitionValues.directoryText(column, named.get(0).value(), type);
        path.append('/').append(PartitionPath.name(column, value));
        size++;
      }
    }
    return new StaticPartition(size, path.toString());
  }

  private static DistaffException staticAfterDynamic(String column) {
    return semantic(
        "the PARTITION clause gives %s a value, but not the partition columns before it"
            .formatted(column));
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
