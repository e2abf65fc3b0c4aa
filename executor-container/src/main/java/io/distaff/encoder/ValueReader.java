package io.distaff.encoder;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.ObjectType;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.Validity;

/**
 * Gives the values of one column, or of one part of it, as a program has them. {@link #start} takes
 * a batch; then values are asked for by their index among its rows. Confined to one thread.
 */
abstract class ValueReader {
  final FlatView view = new FlatView();
  private final Place place;
  private int[] rows;
  private long[] validity;
  int[] positions;

  /**
   * What is read, and as what.
   *
   * @param column its name, with those of the columns that it lies within
   * @param wanted the type of the program
   * @param rows counts the rows that are read
   */
  record Place(String column, DataType type, ObjectType wanted, RowNumber rows) {
    Place part(String name, DataType partType, ObjectType partWanted) {
      return new Place(column + name, partType, partWanted, rows);
    }
  }

  /** The number of the row that is read, from 1, for messages. Mutable. */
  static final class RowNumber {
    long before;
    int index;

    long number() {
      return before + index + 1;
    }
  }

  ValueReader(Place place) {
    this.place = place;
  }

  final Place place() {
    return place;
  }

  final long rowNumber() {
    return place.rows().number();
  }

  /**
   * Takes a batch.
   *
   * @param wanted positions in the column, in the first {@code count} slots; kept
   */
  void start(ColumnVector column, int[] wanted, int count) {
    view.set(column, wanted, count);
    rows = view.rows();
    positions = view.positions();
    validity = view.validity();
  }

  final boolean isNull(int i) {
    return validity != null && !Validity.isValid(validity, rows[i]);
  }

  /** The value, null for null. */
  Object objectAt(int i) {
    return isNull(i) ? null : value(i);
  }

  /** A value that isn't null. */
  abstract Object value(int i);

  boolean booleanAt(int i) {
    throw notPrimitive();
  }

  byte byteAt(int i) {
    throw notPrimitive();
  }

  short shortAt(int i) {
    throw notPrimitive();
  }

  int intAt(int i) {
    throw notPrimitive();
  }

  long longAt(int i) {
    throw notPrimitive();
  }

  float floatAt(int i) {
    throw notPrimitive();
  }

  double doubleAt(int i) {
    throw notPrimitive();
  }

  private IllegalStateException notPrimitive() {
    return new IllegalStateException(place + " is not read as such");
  }

  /** Throws SCHEMA_MISMATCH where a value is null, which a primitive type can't be. */
  final void requireValue(int i) {
    if (isNull(i)) {
      throw new DistaffException(
          ErrorCode.SCHEMA_MISMATCH,
          "column %s is null in row %d, and is read as %s, which can't be: use its class or Optional, or leave such rows out with na().drop()"
              .formatted(place.column(), rowNumber(), place.wanted()));
    }
  }
}
