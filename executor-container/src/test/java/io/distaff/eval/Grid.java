package io.distaff.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * All combinations of some columns' values, each of which also takes null; the last column changes
 * fastest. A row is known by its index. Immutable.
 */
final class Grid {
  private final List<Domain> columns;
  private final int[] strides;
  private final int size;

  Grid(List<Domain> columns) {
    this.columns = columns;
    this.strides = new int[columns.size()];
    int stride = 1;
    for (int c = columns.size() - 1; c >= 0; c--) {
      strides[c] = stride;
      stride *= numValues(c) + (columns.get(c).isLiteral() ? 0 : 1);
    }
    this.size = stride;
  }

  int size() {
    return size;
  }

  /** How many values a column has beside null, whose position comes behind theirs. */
  int numValues(int column) {
    return columns.get(column).values().size();
  }

  /** The row with these positions of values. */
  int index(int[] positions) {
    int index = 0;
    for (int c = 0; c < positions.length; c++) {
      index += positions[c] * strides[c];
    }
    return index;
  }

  private int position(int index, int column) {
    int above = column == 0 ? size : strides[column - 1];
    return index % above / strides[column];
  }

  /** The value at a position of a column. */
  Object value(int column, int position) {
    return position == numValues(column) ? null : columns.get(column).values().get(position);
  }

  /** A row's values. */
  Object[] row(int index) {
    Object[] row = new Object[columns.size()];
    for (int c = 0; c < row.length; c++) {
      row[c] = value(c, position(index, c));
    }
    return row;
  }

  /** Whether a column that isn't a literal is null. */
  boolean hasNull(int index) {
    for (int c = 0; c < columns.size(); c++) {
      if (!columns.get(c).isLiteral() && position(index, c) == numValues(c)) {
        return true;
      }
    }
    return false;
  }

  /** The columns as DuckDB is asked for them. */
  List<DuckDb.Values> askedValues() {
    List<DuckDb.Values> asked = new ArrayList<>();
    for (Domain column : columns) {
      List<Object> values = new ArrayList<>(column.values());
      if (!column.isLiteral()) {
        values.add(null);
      }
      asked.add(new DuckDb.Values(column.type(), values));
    }
    return asked;
  }
}
