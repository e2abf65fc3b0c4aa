package io.distaff.operator.join;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Finds the pairs of a probe batch and the build side for which a condition is true, where there
 * are no keys. The condition is evaluated for one row of the side with fewer rows, as constants,
 * and a batch of the other where it lies: nothing is copied but what is found. Confined to a task's
 * thread.
 *
 * <pre>
 *   fewer build rows:   probe batch       x each build row
 *   fewer probe rows:   each build page   x each probe row
 * </pre>
 */
final class NestedLoop {
  /** A part of the rows that is worth looking at the others again: one in so many. */
  private static final int FEWEST_TO_LEAVE_OUT = 8;

  private static final SelectionVector NOTHING = new SelectionVector(new int[0], 0);

  private final BuildSide build;
  private final JoinCondition condition;
  private final boolean oneIsEnough;
  private final int numProbeColumns;
  private final int numBuildColumns;
  private final ColumnBuffer[] constants;
  private final FlatView view = new FlatView();
  private final int[] oneRow = new int[1];
  private final SelectedRows allRows = new SelectedRows();
  private int[] unmatched = new int[0];

  private VectorBatch batch;

  /** Of the batch; where one match is enough, those without, of which there may be more. */
  private SelectionVector batchRows;

  private int[] rows;
  private byte[] matchedAt;
  private byte[] unknownAt;
  private boolean overBuildRows;
  private int page;
  private int row;

  /** Pairs that were found last: these rows of one side, with one row of the other. */
  private SelectionVector found = NOTHING;

  private int numTaken;
  private int foundWith;
  private int foundFirst;

  /**
   * @param oneIsEnough whether only the first match of a probe row counts: then matches are noted,
   *     and no pairs given
   */
  NestedLoop(
      List<DataType> probeTypes,
      BuildSide build,
      JoinCondition condition,
      boolean oneIsEnough,
      ReservedArrays arrays) {
    List<DataType> buildTypes = build.types();
    this.build = build;
    this.condition = condition;
    this.oneIsEnough = oneIsEnough;
    this.numProbeColumns = probeTypes.size();
    this.numBuildColumns = buildTypes.size();
    this.constants = new ColumnBuffer[numProbeColumns + numBuildColumns];
    for (int c = 0; c < constants.length; c++) {
      constants[c] =
          new ColumnBuffer(
              c < numProbeColumns ? probeTypes.get(c) : buildTypes.get(c - numProbeColumns),
              arrays);
    }
  }

  /**
   * Begins with a probe batch.
   *
   * @param rows selected rows
   * @param matchedAt receives 1 at rows with a match, if one is enough
   * @param unknownAt receives 1 at rows for which the condition isn't false
   */
  void start(VectorBatch probeBatch, int[] rows, byte[] matchedAt, byte[] unknownAt) {
    this.batch = probeBatch;
    this.rows = rows;
    this.matchedAt = matchedAt;
    this.unknownAt = unknownAt;
    batchRows = new SelectionVector(rows, probeBatch.numSelected());
    if (oneIsEnough && unmatched.length < batchRows.count()) {
      unmatched = new int[Math.max(batchRows.count(), VectorBatch.TARGET_ROWS)];
    }
    overBuildRows = build.numRows() < probeBatch.numSelected();
    page = 0;
    row = 0;
    found = NOTHING;
    numTaken = 0;
  }

  /** Lists the next pairs, as many as fit; none when all are found. */
  int next(int[] probeRows, int[] buildRows, int capacity) {
    int n = 0;
    while (n < capacity) {
      if (numTaken == found.count() && !advance()) {
        return n;
      }
      int taken = Math.min(capacity - n, found.count() - numTaken);
      int[] many = overBuildRows ? probeRows : buildRows;
      int[] one = overBuildRows ? buildRows : probeRows;
      for (int k = 0; k < taken; k++) {
        many[n + k] = foundFirst + found.rows()[numTaken + k];
        one[n + k] = foundWith;
      }
      numTaken += taken;
      n += taken;
    }
    return n;
  }

  /** Evaluates the condition for one more row; false when there is none. */
  private boolean advance() {
    found = NOTHING;
    numTaken = 0;
    return overBuildRows ? advanceBuildRow() : advanceProbeRow();
  }

  private boolean advanceBuildRow() {
    if (page < build.numPages() && row == build.pageRows(page)) {
      page++;
      row = 0;
    }
    if (page == build.numPages()) {
      return false;
    }
    if (oneIsEnough && batchRows.count() == 0) {
      return false;
    }
    VectorBatch buildPage = build.page(page);
    ColumnVector[] columns = new ColumnVector[numProbeColumns + numBuildColumns];
    System.arraycopy(batch.columns(), 0, columns, 0, numProbeColumns);
    for (int c = 0; c < numBuildColumns; c++) {
      columns[numProbeColumns + c] =
          constant(numProbeColumns + c, buildPage.column(c), row, batch.numRows());
    }
    VectorBatch pairs = new VectorBatch(batch.numRows(), columns);
    SelectionVector in = batchRows;
    if (condition.possible() != null) {
      in = condition.possible().select(pairs, in);
      for (int k = 0; k < in.count(); k++) {
        unknownAt[in.rows()[k]] = 1;
      }
    }
    SelectionVector kept = condition.residual().select(pairs, in);
    if (oneIsEnough) {
      for (int k = 0; k < kept.count(); k++) {
        matchedAt[kept.rows()[k]] = 1;
      }
      if (kept.count() > batchRows.count() / FEWEST_TO_LEAVE_OUT) {
        batchRows = withoutMatch();
      }
    } else {
      found = kept;
    }
    foundFirst = 0;
    foundWith = build.firstRow(page) + row++;
    return true;
  }

  private SelectionVector withoutMatch() {
    int count = 0;
    for (int k = 0; k < batchRows.count(); k++) {
      int at = batchRows.rows()[k];
      unmatched[count] = at;
      count += 1 - matchedAt[at];
    }
    return new SelectionVector(unmatched, count);
  }

  private boolean advanceProbeRow() {
    if (page == build.numPages()) {
      page = 0;
      row++;
    }
    while (oneIsEnough && row < batchRows.count() && matchedAt[rows[row]] != 0) {
      page = 0;
      row++;
    }
    if (row == batchRows.count()) {
      return false;
    }
    VectorBatch buildPage = build.page(page);
    int count = buildPage.numRows();
    ColumnVector[] columns = new ColumnVector[numProbeColumns + numBuildColumns];
    for (int c = 0; c < numProbeColumns; c++) {
      columns[c] = constant(c, batch.column(c), rows[row], count);
    }
    System.arraycopy(buildPage.columns(), 0, columns, numProbeColumns, numBuildColumns);
    VectorBatch pairs = new VectorBatch(count, columns);
    SelectionVector in = new SelectionVector(allRows.first(count), count);
    if (condition.possible() != null) {
      in = condition.possible().select(pairs, in);
      unknownAt[rows[row]] |= (byte) (in.count() > 0 ? 1 : 0);
    }
    SelectionVector kept = condition.residual().select(pairs, in);
    if (oneIsEnough) {
      matchedAt[rows[row]] |= (byte) (kept.count() > 0 ? 1 : 0);
    } else {
      found = kept;
    }
    foundFirst = build.firstRow(page++);
    foundWith = rows[row];
    return true;
  }

  private ColumnVector constant(int column, ColumnVector from, int at, int length) {
    oneRow[0] = at;
    view.set(from, oneRow, 1);
    constants[column].begin(1);
    constants[column].copy(view, null, 1);
    return new ConstantVector(constants[column].vector(), length);
  }
}
