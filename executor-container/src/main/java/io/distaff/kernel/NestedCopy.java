package io.distaff.kernel;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.SelectedRows;

/** Copies of vectors of any type, arrays, maps and structs too, into arrays that it owns. */
public final class NestedCopy {
  private final ReservedArrays arrays;
  private final FlatView view = new FlatView();
  private final SelectedRows all = new SelectedRows();
  private DataType type;
  private ColumnBuffer buffer;

  public NestedCopy(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  /** The rows of a vector where they were, in flat form; valid until the next call. */
  public ColumnVector copy(ColumnVector vector, RowSet rows) {
    begin(vector.type(), rows.length());
    put(vector, rows);
    return finish();
  }

  /** Begins with rows of a type, to be put in. */
  public void begin(DataType newType, int length) {
    if (!newType.equals(type)) {
      type = newType;
      buffer = new ColumnBuffer(newType, arrays);
    }
    buffer.begin(length);
  }

  /** Takes these rows of a vector of any form. */
  public void put(ColumnVector vector, RowSet rows) {
    int[] positions = rows.rows() == null ? all.first(rows.count()) : rows.rows();
    view.set(vector, positions, rows.count());
    buffer.copy(view, positions, rows.count());
  }

  /**
   * Takes rows of a vector of any form to other places.
   *
   * @param from rows of the vector
   * @param at where each of them goes
   */
  public void put(ColumnVector vector, int[] from, int[] at, int count) {
    view.set(vector, from, count);
    buffer.copy(view, at, count);
  }

  /** What was put in, valid until the next beginning. */
  public ColumnVector finish() {
    return buffer.vector();
  }
}
