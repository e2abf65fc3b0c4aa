package io.distaff.operator.aggregation;

import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.FloatVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;

/**
 * The rows of a batch that count for one aggregate: those whose argument isn't null and whose
 * filter is true, with their groups and values side by side, so that the accumulators' loops need
 * no branch. Reused from batch to batch; confined to a task's thread.
 */
final class AggregateInput {
  private final int column;
  private final int filter;
  private final FlatView view = new FlatView();
  private final FlatView filterView = new FlatView();
  private int[] picks = new int[0];
  private int[] pickedPositions = new int[0];
  private int[] pickedGroups = new int[0];
  private long[] longs = new long[0];
  private double[] doubles = new double[0];
  private long[] theLongs;
  private boolean picked;
  private int count;
  private int[] positions;
  private int[] groups;

  /**
   * @param column of the argument; -1 = none: every row counts
   * @param filter column that must be true; -1 = none
   */
  AggregateInput(int column, int filter) {
    this.column = column;
    this.filter = filter;
  }

  /** Looks at a batch; {@link #setGroups} has to follow. */
  void set(VectorBatch batch, int[] rows) {
    int numSelected = batch.numSelected();
    theLongs = null;
    picked = false;
    count = numSelected;
    if (column >= 0) {
      view.set(batch.column(column), rows, numSelected);
      positions = view.positions();
    }
    boolean nullable = column >= 0 && view.validity() != null;
    if (nullable || filter >= 0) {
      pick(batch, rows, numSelected, nullable);
    }
  }

  private void pick(VectorBatch batch, int[] rows, int numSelected, boolean nullable) {
    if (picks.length < numSelected) {
      int capacity = Math.max(numSelected, VectorBatch.TARGET_ROWS);
      picks = new int[capacity];
      pickedPositions = new int[capacity];
      pickedGroups = new int[capacity];
    }
    for (int i = 0; i < numSelected; i++) {
      picks[i] = i;
    }
    int left = numSelected;
    if (nullable) {
      left = retainValid(view.validity(), rows, left);
    }
    if (filter >= 0) {
      filterView.set(batch.column(filter), rows, numSelected);
      if (filterView.validity() != null) {
        left = retainValid(filterView.validity(), rows, left);
      }
      left = retainTrue(((BooleanVector) filterView.values()).values(), left);
    }
    count = left;
    picked = true;
    if (column >= 0) {
      int[] all = positions;
      for (int k = 0; k < count; k++) {
        pickedPositions[k] = all[picks[k]];
      }
      positions = pickedPositions;
    }
  }

  private int retainValid(long[] validity, int[] rows, int numPicks) {
    int kept = 0;
    for (int k = 0; k < numPicks; k++) {
      int row = rows[picks[k]];
      picks[kept] = picks[k];
      kept += (int) (validity[row >>> 6] >>> row & 1);
    }
    return kept;
  }

  private int retainTrue(byte[] values, int numPicks) {
    int[] at = filterView.positions();
    int kept = 0;
    for (int k = 0; k < numPicks; k++) {
      int i = picks[k];
      picks[kept] = i;
      kept += values[at[i]];
    }
    return kept;
  }

  /** The groups of all selected rows. */
  void setGroups(int[] groupsOfRows) {
    if (!picked) {
      groups = groupsOfRows;
      return;
    }
    for (int k = 0; k < count; k++) {
      pickedGroups[k] = groupsOfRows[picks[k]];
    }
    groups = pickedGroups;
  }

  /** Whether some rows may have been left out. */
  boolean picked() {
    return picked;
  }

  /** Rows that count. */
  int count() {
    return count;
  }

  /** Of the k-th row that counts, its group. */
  int[] groups() {
    return groups;
  }

  /** A flat vector that holds the arguments. */
  ColumnVector values() {
    return view.values();
  }

  /** Of the k-th row that counts, the position of its argument. */
  int[] positions() {
    return positions;
  }

  /** The arguments of the rows that count, of form BOOLEAN, INT or LONG; not to be written to. */
  long[] longs() {
    if (theLongs != null) {
      return theLongs;
    }
    if (longs.length < count) {
      longs = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    theLongs = longs;
    switch (view.values().form()) {
      case BOOLEAN -> {
        byte[] source = ((BooleanVector) view.values()).values();
        for (int k = 0; k < count; k++) {
          longs[k] = source[positions[k]];
        }
      }
      case INT -> {
        int[] source = ((IntVector) view.values()).values();
        for (int k = 0; k < count; k++) {
          longs[k] = source[positions[k]];
        }
      }
      case LONG -> {
        long[] source = ((LongVector) view.values()).values();
        for (int k = 0; k < count; k++) {
          longs[k] = source[positions[k]];
        }
      }
      case INT128, FLOAT, DOUBLE, BYTES, DICTIONARY, CONSTANT, ARRAY, MAP, STRUCT ->
          throw new IllegalStateException("no longs in " + view.values().form());
    }
    return theLongs;
  }

  /** The arguments of the rows that count, of form FLOAT or DOUBLE. */
  double[] doubles() {
    if (doubles.length < count) {
      doubles = new double[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    if (view.values() instanceof FloatVector vector) {
      float[] source = vector.values();
      for (int k = 0; k < count; k++) {
        doubles[k] = source[positions[k]];
      }
    } else {
      double[] source = ((DoubleVector) view.values()).values();
      for (int k = 0; k < count; k++) {
        doubles[k] = source[positions[k]];
      }
    }
    return doubles;
  }

  /** Of the k-th row that counts, its number among the selected rows; only if {@link #picked}. */
  int pick(int k) {
    return picks[k];
  }

  /** Whether there is a filter. */
  boolean filtered() {
    return filter >= 0;
  }
}
