package io.distaff.encoder;

import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Makes objects of the rows of batches. They hold nothing of a batch, so that they outlive it; each
 * has lists and maps of its own. Confined to one thread.
 */
public final class ObjectReader {
  private final ValueReader[] columns;

  /** Null when a row is one value. */
  private final ObjectAccess access;

  private final ValueReader.RowNumber number = new ValueReader.RowNumber();
  private final SelectedRows selectedRows = new SelectedRows();
  private int count;

  private ObjectReader(List<ObjectShape.Component> parts, Schema schema, ObjectAccess access) {
    this.columns = new ValueReader[parts.size()];
    this.access = access;
    for (int c = 0; c < columns.length; c++) {
      ObjectShape part = parts.get(c).shape();
      columns[c] =
          ValueReaders.of(
              part,
              new ValueReader.Place(parts.get(c).name(), schema.type(c), part.object(), number));
    }
  }

  /**
   * Reads rows as objects.
   *
   * @param schema the columns for {@link ObjectShape#rowComponents}, in their order
   */
  public static ObjectReader ofRows(ObjectShape shape, Schema schema) {
    return shape instanceof ObjectShape.Composite composite
        ? new ObjectReader(composite.components(), schema, composite.access())
        : ofColumn(shape, schema.field(0));
  }

  /** Reads the values of one column as objects: those of a record are structs. */
  public static ObjectReader ofColumn(ObjectShape shape, Field column) {
    return new ObjectReader(
        List.of(new ObjectShape.Component(column.name(), shape)), Schema.of(column), null);
  }

  /** Takes the selected rows of a batch, valid until it isn't any more. */
  public void start(VectorBatch batch, List<Integer> positions) {
    int[] rows = selectedRows.of(batch);
    ColumnVector[] vectors = new ColumnVector[columns.length];
    for (int c = 0; c < columns.length; c++) {
      vectors[c] = batch.column(positions.get(c));
    }
    start(vectors, rows, batch.numSelected());
  }

  /**
   * Takes some rows of columns.
   *
   * @param rows positions in the columns, in the first {@code numRows} slots; kept
   */
  public void start(ColumnVector[] vectors, int[] rows, int numRows) {
    number.before += count;
    count = numRows;
    for (int c = 0; c < columns.length; c++) {
      columns[c].start(vectors[c], rows, numRows);
    }
  }

  /** Rows of the batch. */
  public int count() {
    return count;
  }

  /**
   * The object of a row. Throws SCHEMA_MISMATCH that names row and column where a value is null
   * that can't be, and USER_FUNCTION_FAILED where the class refuses its values.
   *
   * @param i index among the rows of the batch
   */
  public Object read(int i) {
    number.index = i;
    return access == null ? columns[0].objectAt(i) : access.make(columns, i);
  }

  /** The number of the row that was read last, from 1, over all batches. */
  public long rowNumber() {
    return number.number();
  }
}
