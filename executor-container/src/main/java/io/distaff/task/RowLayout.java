package io.distaff.task;

import io.distaff.plan.SortKey;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that are written to files, and how they are divided. Immutable.
 *
 * @param schema of the rows
 * @param partitionColumns positions of those that aren't in the files; none = files side by side
 * @param order in which the rows come; none = any
 */
record RowLayout(Schema schema, List<Integer> partitionColumns, List<SortKey> order) {
  RowLayout {
    partitionColumns = List.copyOf(partitionColumns);
    order = List.copyOf(order);
  }

  /** Positions of the columns that the files have. */
  List<Integer> fileColumns() {
    List<Integer> columns = new ArrayList<>();
    for (int column = 0; column < schema.size(); column++) {
      if (!partitionColumns.contains(column)) {
        columns.add(column);
      }
    }
    return columns;
  }

  /** The order of the rows in each file, where partition columns have one value. */
  List<SortKey> fileOrder() {
    List<Integer> columns = fileColumns();
    return order.stream()
        .filter(key -> !partitionColumns.contains(key.column()))
        .map(key -> new SortKey(columns.indexOf(key.column()), key.descending(), key.nullsFirst()))
        .toList();
  }

  /** The order that brings rows of a partition together and keeps theirs. */
  List<SortKey> partitionOrder() {
    List<SortKey> keys = new ArrayList<>();
    partitionColumns.forEach(column -> keys.add(new SortKey(column, false, true)));
    order.stream().filter(key -> !partitionColumns.contains(key.column())).forEach(keys::add);
    return keys;
  }
}
