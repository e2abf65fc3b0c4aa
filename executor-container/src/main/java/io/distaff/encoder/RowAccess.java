package io.distaff.encoder;

import io.distaff.row.Row;
import io.distaff.types.Schema;

/** Rows, which are taken by position, whatever their columns are called. Immutable. */
record RowAccess(Schema schema) implements ObjectAccess {
  @Override
  public Object make(ValueReader[] readers, int i) {
    Object[] values = new Object[readers.length];
    for (int c = 0; c < values.length; c++) {
      values[c] = readers[c].objectAt(i);
    }
    return Row.of(schema, values);
  }

  @Override
  public void take(Object object, ValueWriter[] writers) {
    Row row = (Row) object;
    if (row.size() != writers.length) {
      throw new IllegalArgumentException(
          "%d values for %d columns: %s".formatted(row.size(), writers.length, schema));
    }
    for (int c = 0; c < writers.length; c++) {
      try {
        writers[c].add(row.get(c));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "column %s: %s".formatted(schema.field(c).name(), e.getMessage()), e);
      }
    }
  }
}
