package io.distaff.encoder;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;

/**
 * A column in the making, of values as a program has them. Its arrays are reused from batch to
 * batch. Confined to one thread.
 */
abstract class ValueWriter {
  /** Rows that there is room for at first. */
  static final int FIRST_ROWS = 256;

  final DataType type;
  final ReservedArrays arrays;
  int rows;
  private long[] validity = {};
  private boolean hasNulls;

  ValueWriter(DataType type, ReservedArrays arrays) {
    this.type = type;
    this.arrays = arrays;
  }

  void add(boolean value) {
    throw notPrimitive();
  }

  void add(int value) {
    throw notPrimitive();
  }

  void add(long value) {
    throw notPrimitive();
  }

  void add(float value) {
    throw notPrimitive();
  }

  void add(double value) {
    throw notPrimitive();
  }

  private IllegalStateException notPrimitive() {
    return new IllegalStateException(type.sqlName() + " is not written as such");
  }

  /** Adds a value, or null. */
  final void add(Object value) {
    if (value == null) {
      addNull();
    } else {
      addValue(value);
    }
  }

  /** Adds a value that isn't null. */
  abstract void addValue(Object value);

  /** Adds a row that is null. */
  abstract void addNull();

  /** Rows so far. */
  int rows() {
    return rows;
  }

  /** Forgets all rows. */
  void clear() {
    rows = 0;
    hasNulls = false;
  }

  /** The rows, valid until {@link #clear}. */
  abstract ColumnVector vector();

  /** About the bytes of the values so far. */
  abstract long sizeBytes();

  final void endRow(boolean valid) {
    if (Validity.words(rows + 1) > validity.length) {
      validity = arrays.grownLongs(validity, Validity.words(Math.max(FIRST_ROWS, rows + 1)));
    }
    if (valid) {
      Validity.setValid(validity, rows);
    } else {
      Validity.setNull(validity, rows);
      hasNulls = true;
    }
    rows++;
  }

  final long[] validity() {
    return hasNulls ? validity : null;
  }
}
