package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.FloatVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RowHash;
import io.distaff.vector.StructVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.Arrays;

/**
 * The rows of a batch that count for one aggregate: those in which no argument is null that mustn't
 * be, and whose filter is true, with their groups and values side by side, so that the
 * accumulators' loops need no branch. Reused from batch to batch; confined to a task's thread.
 */
final class AggregateInput {
  private final int[] columns;
  private final boolean[] countsNulls;
  private final int filter;
  private final RowHash.LargeTexts large;
  private final FlatView[] views;
  private final FlatView filterView = new FlatView();
  private FlatView memberView;
  private RowHash hash;
  private VectorBatch batch;
  private int[] rows;
  private int[] picks = new int[0];
  private final int[][] pickedPositions;
  private final boolean[] positionsPicked;
  private int[] pickedGroups = new int[0];
  private int[] pickedRows = new int[0];
  private long[] longs = new long[0];
  private long[] hashes = new long[0];
  private final double[][] doubles;
  private long[] theLongs;
  private boolean picked;
  private int count;
  private int[] groups;

  private AggregateInput(
      int[] columns, boolean[] countsNulls, int filter, RowHash.LargeTexts large) {
    this.columns = columns;
    this.countsNulls = countsNulls;
    this.filter = filter;
    this.large = large;
    this.views = new FlatView[columns.length];
    Arrays.setAll(views, a -> new FlatView());
    this.pickedPositions = new int[columns.length][0];
    this.positionsPicked = new boolean[columns.length];
    this.doubles = new double[Math.max(1, columns.length)][0];
  }

  /**
   * The arguments of a call.
   *
   * @param large for which something else stands in the arguments
   */
  static AggregateInput ofRows(
      AggregateCall call, Accumulator accumulator, RowHash.LargeTexts large) {
    int[] columns = call.columns().stream().mapToInt(Integer::intValue).toArray();
    boolean[] countsNulls = new boolean[columns.length];
    for (int a = 0; a < columns.length; a++) {
      countsNulls[a] = accumulator.countsNulls(a);
    }
    return new AggregateInput(columns, countsNulls, call.filter(), large);
  }

  /** A column of states. */
  static AggregateInput ofStates(int column) {
    return new AggregateInput(new int[] {column}, new boolean[1], -1, LargeValues.none());
  }

  /** Looks at a batch; {@link #setGroups} has to follow. */
  void set(VectorBatch newBatch, int[] selectedRows) {
    batch = newBatch;
    rows = selectedRows;
    int numSelected = batch.numSelected();
    theLongs = null;
    picked = false;
    count = numSelected;
    boolean nullable = false;
    for (int a = 0; a < columns.length; a++) {
      if (batch.selection() == null) {
        views[a].setAll(batch.column(columns[a]), rows, numSelected);
      } else {
        views[a].set(batch.column(columns[a]), rows, numSelected);
      }
      positionsPicked[a] = false;
      nullable |= !countsNulls[a] && views[a].validity() != null;
    }
    if (nullable || filter >= 0) {
      pick(numSelected);
    }
  }

  private void pick(int numSelected) {
    if (picks.length < numSelected) {
      int capacity = Math.max(numSelected, VectorBatch.TARGET_ROWS);
      picks = new int[capacity];
      pickedGroups = new int[capacity];
    }
    for (int i = 0; i < numSelected; i++) {
      picks[i] = i;
    }
    int left = numSelected;
    for (int a = 0; a < columns.length; a++) {
      if (!countsNulls[a] && views[a].validity() != null) {
        left = retainValid(views[a].validity(), left);
      }
    }
    if (filter >= 0) {
      filterView.set(batch.column(filter), rows, numSelected);
      if (filterView.validity() != null) {
        left = retainValid(filterView.validity(), left);
      }
      left = retainTrue(((BooleanVector) filterView.values()).values(), left);
    }
    count = left;
    picked = true;
  }

  private int retainValid(long[] validity, int numPicks) {
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

  /** Makes every row of the batch a group, numbered by its position. */
  void groupByRow() {
    setGroups(rows);
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

  /** Of the k-th row that counts, its position in the batch. */
  int[] countingRows() {
    if (!picked) {
      return rows;
    }
    if (pickedRows.length < count) {
      pickedRows = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    for (int k = 0; k < count; k++) {
      pickedRows[k] = rows[picks[k]];
    }
    return pickedRows;
  }

  /** An argument's column as it came. */
  ColumnVector column(int argument) {
    return batch.column(columns[argument]);
  }

  /** A flat vector that holds the first argument. */
  ColumnVector values() {
    return views[0].values();
  }

  /** Of the k-th row that counts, the position of its first argument. */
  int[] positions() {
    return positions(0);
  }

  /** True when {@link #positions()} are 0, 1, 2...: the k-th row that counts is the k-th value. */
  boolean liesAsCounted() {
    return !picked && views[0].isWhole();
  }

  private int[] positions(int argument) {
    int[] all = views[argument].positions();
    if (!picked) {
      return all;
    }
    if (!positionsPicked[argument]) {
      if (pickedPositions[argument].length < count) {
        pickedPositions[argument] = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
      }
      int[] target = pickedPositions[argument];
      for (int k = 0; k < count; k++) {
        target[k] = all[picks[k]];
      }
      positionsPicked[argument] = true;
    }
    return pickedPositions[argument];
  }

  /** The arguments of the rows that count, of form BOOLEAN, INT or LONG; not to be written to. */
  long[] longs() {
    if (theLongs != null) {
      return theLongs;
    }
    if (liesAsCounted() && values() instanceof LongVector vector) {
      theLongs = vector.values();
      return theLongs;
    }
    if (longs.length < count) {
      longs = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    theLongs = longs;
    int[] positions = positions();
    switch (values().form()) {
      case BOOLEAN -> {
        byte[] source = ((BooleanVector) values()).values();
        for (int k = 0; k < count; k++) {
          longs[k] = source[positions[k]];
        }
      }
      case INT -> {
        int[] source = ((IntVector) values()).values();
        for (int k = 0; k < count; k++) {
          longs[k] = source[positions[k]];
        }
      }
      case LONG -> {
        long[] source = ((LongVector) values()).values();
        for (int k = 0; k < count; k++) {
          longs[k] = source[positions[k]];
        }
      }
      case INT128, FLOAT, DOUBLE, BYTES, DICTIONARY, CONSTANT, ARRAY, MAP, STRUCT ->
          throw new IllegalStateException("no longs in " + values().form());
    }
    return theLongs;
  }

  /** The first arguments of the rows that count, of form FLOAT or DOUBLE. */
  double[] doubles() {
    return doubles(0);
  }

  /** An argument of the rows that count, of form FLOAT or DOUBLE; not to be written to. */
  double[] doubles(int argument) {
    doubles[argument] =
        read(views[argument].values(), positions(argument), count, doubles[argument]);
    return doubles[argument];
  }

  /**
   * A DOUBLE member of the states that count, which are structs.
   *
   * @param target where to put them, if it is large enough
   * @return where they are
   */
  double[] memberDoubles(int member, double[] target) {
    if (memberView == null) {
      memberView = new FlatView();
    }
    memberView.set(((StructVector) values()).member(member), positions(), count);
    return read(memberView.values(), memberView.positions(), count, target);
  }

  private static double[] read(ColumnVector values, int[] positions, int count, double[] target) {
    double[] out =
        target.length < count ? new double[Math.max(count, VectorBatch.TARGET_ROWS)] : target;
    if (values instanceof FloatVector vector) {
      float[] source = vector.values();
      for (int k = 0; k < count; k++) {
        out[k] = source[positions[k]];
      }
    } else {
      double[] source = ((DoubleVector) values).values();
      for (int k = 0; k < count; k++) {
        out[k] = source[positions[k]];
      }
    }
    return out;
  }

  /** Hashes of the first arguments of the rows that count, as {@link RowHash} specifies them. */
  long[] hashes() {
    int numSelected = batch.numSelected();
    if (hash == null) {
      hash = new RowHash(large, columns[0]);
    }
    if (hashes.length < numSelected) {
      hashes = new long[Math.max(numSelected, VectorBatch.TARGET_ROWS)];
    }
    hash.hash(batch, hashes);
    for (int k = 0; picked && k < count; k++) {
      hashes[k] = hashes[picks[k]];
    }
    return hashes;
  }

  /** Whether there is a filter. */
  boolean filtered() {
    return filter >= 0;
  }
}
