package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.MapVector;

/**
 * The arrays or maps of an argument, row by row a range of its elements or entries. A constant is
 * not repeated: every row has its range. Reused; confined to a task's thread.
 */
public final class Ranges {
  private ColumnVector column;
  private int[] starts;
  private int[] lengths;
  private ColumnVector elements;
  private ColumnVector values;

  /** 0 for a constant, whose only range is the first. */
  private int step;

  /** Takes the arrays or maps of a batch. */
  public void load(Argument argument) {
    step = argument.isConstant() ? 0 : 1;
    ColumnVector vector = argument.vector();
    set(vector instanceof ConstantVector constant ? constant.single() : vector);
  }

  /** Takes a flat vector of arrays or maps. */
  void loadFlat(ColumnVector vector) {
    step = 1;
    set(vector);
  }

  private void set(ColumnVector vector) {
    column = vector;
    if (vector instanceof ArrayVector array) {
      starts = array.starts();
      lengths = array.lengths();
      elements = array.elements();
      values = null;
    } else {
      MapVector map = (MapVector) vector;
      starts = map.starts();
      lengths = map.lengths();
      elements = map.keys();
      values = map.values();
    }
  }

  /** Where a row's elements begin. */
  public int start(int row) {
    return starts[row * step];
  }

  /** How many elements a row has; 0 if it is null. */
  public int length(int row) {
    return isNull(row) ? 0 : lengths[row * step];
  }

  public boolean isNull(int row) {
    return column.isNull(row * step);
  }

  /** The elements of arrays, or the keys of maps. */
  public ColumnVector elements() {
    return elements;
  }

  /** The values of maps. */
  public ColumnVector values() {
    return values;
  }
}
