package io.distaff.function;

import io.distaff.types.DataType;

/**
 * What a {@link BatchUDF} gives in each row: null, until it is set. A method for values of another
 * type than the result's throws IllegalArgumentException that names both.
 */
public interface BatchResult {
  DataType type();

  void setNull(int row);

  void setBoolean(int row, boolean value);

  /** Of integers up to INT; of DATE days since 1970-01-01. */
  void setInt(int row, int value);

  /** Of BIGINT; of timestamps microseconds since 1970-01-01T00:00Z. */
  void setLong(int row, long value);

  /** Of FLOAT and DOUBLE. */
  void setDouble(int row, double value);

  /** Of STRING. */
  void setString(int row, String value);

  /** Of any type, in the class that {@link io.distaff.row.Row} has for it; may be null. */
  void set(int row, Object value);

  /**
   * The values that {@link #setLong} sets, to be filled. No row is null from now on, but for those
   * that {@link #setNull} makes so.
   */
  long[] longs();

  /** As {@link #longs}, of DOUBLE. */
  double[] doubles();
}
