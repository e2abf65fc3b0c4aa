package io.distaff.encoder;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.util.List;

/** Makes batches of objects, in arrays that are reused. Confined to one thread. */
public final class ObjectWriter {
  private final ObjectShape shape;
  private final ValueWriter[] columns;

  /** Null when a row is one value. */
  private final ObjectAccess access;

  private int rows;

  private ObjectWriter(
      ObjectShape shape,
      List<ObjectShape.Component> parts,
      ObjectAccess access,
      ReservedArrays arrays) {
    this.shape = shape;
    this.access = access;
    this.columns =
        parts.stream()
            .map(part -> ValueWriters.of(part.shape(), arrays))
            .toArray(ValueWriter[]::new);
  }

  /**
   * Writes objects as rows.
   *
   * @param arrays count what rows are kept in
   */
  public static ObjectWriter ofRows(ObjectShape shape, ReservedArrays arrays) {
    return shape instanceof ObjectShape.Composite composite
        ? new ObjectWriter(shape, composite.components(), composite.access(), arrays)
        : ofColumn(shape, arrays);
  }

  /** Writes objects as the values of one column: those of a record are structs. */
  public static ObjectWriter ofColumn(ObjectShape shape, ReservedArrays arrays) {
    return new ObjectWriter(
        shape, List.of(new ObjectShape.Component(ObjectShape.VALUE, shape)), null, arrays);
  }

  /**
   * Adds a row. Throws SCHEMA_MISMATCH for what isn't an object of the type, or holds a value that
   * its column can't, and for a null that is to be several columns.
   */
  public void add(Object object) {
    if (object == null && access != null) {
      throw mismatch("is null, and a row is made of an object", null);
    }
    try {
      if (access == null) {
        columns[0].add(object);
      } else {
        access.take(object, columns);
      }
    } catch (ClassCastException e) {
      throw mismatch("is of " + object.getClass().getName(), e);
    } catch (IllegalArgumentException e) {
      throw mismatch("holds a value that its column can't: " + e.getMessage(), e);
    }
    rows++;
  }

  /** Adds a row that is null; of a writer of one column. */
  public void addNull() {
    columns[0].addNull();
    rows++;
  }

  private DistaffException mismatch(String what, Throwable cause) {
    return new DistaffException(
        ErrorCode.SCHEMA_MISMATCH,
        "row %d, which is to be %s, %s".formatted(rows + 1, shape.object(), what),
        cause);
  }

  /** Rows since the last {@link #clear}. */
  public int rows() {
    return rows;
  }

  /** About the bytes of these rows. */
  public long sizeBytes() {
    long total = 0;
    for (ValueWriter column : columns) {
      total += column.sizeBytes();
    }
    return total;
  }

  /** The rows, valid until the next {@link #clear}. */
  public VectorBatch batch() {
    ColumnVector[] vectors = new ColumnVector[columns.length];
    for (int c = 0; c < vectors.length; c++) {
      vectors[c] = columns[c].vector();
    }
    return new VectorBatch(rows, vectors);
  }

  /** Forgets the rows. */
  public void clear() {
    rows = 0;
    for (ValueWriter column : columns) {
      column.clear();
    }
  }
}
