package io.distaff.function;

import io.distaff.types.DataType;

/**
 * An argument of a {@link BatchUDF} in some rows. A method for values of another type than the
 * column's throws IllegalArgumentException that names both. Of a row that is null, primitive values
 * are any, and others null.
 */
public interface BatchColumn {
  DataType type();

  /** False when no row is null. */
  boolean mayHaveNulls();

  boolean isNull(int row);

  boolean getBoolean(int row);

  /** Of integers up to INT; of DATE the days since 1970-01-01. */
  int getInt(int row);

  /** Of integers; of timestamps the microseconds since 1970-01-01T00:00Z. */
  long getLong(int row);

  /** Of FLOAT and DOUBLE. */
  double getDouble(int row);

  /** Of STRING; made at each call. */
  String getString(int row);

  /** The value in the class that {@link io.distaff.row.Row} has for the type; made at each call. */
  Object get(int row);

  /** What {@link #getLong} gives, of all rows. */
  long[] longs();

  /** What {@link #getDouble} gives, of all rows. */
  double[] doubles();
}
