package io.distaff.operator.join;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.EnforceSingleRowOperator;
import io.distaff.operator.RowGather;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Joins one probe batch at a time with the build side: {@link #start}, then {@link #next} until it
 * gives null.
 *
 * <p>Where build keys are unique, the output is the probe batch itself with a selection, and the
 * build columns are filled in beside the rows that found a match. Otherwise pairs are gathered in
 * batches of at most {@link VectorBatch#TARGET_ROWS}. Rows of which only the fact that they match
 * counts (SEMI, ANTI, MARK, the unmatched of LEFT, FULL and SINGLE) follow when all pairs are
 * known. RIGHT_SEMI and RIGHT_ANTI give nothing here: their matches are noted on the build side.
 * Confined to a task's thread.
 */
final class JoinProbe {
  private enum Step {
    PAIRS,
    REST,
    DONE
  }

  /** Of each row: its head, its match or that this is unknown, and its places in three lists. */
  private static final int ROW_WORK_BYTES = 5 * Integer.BYTES + 3;

  private final JoinType type;
  private final JoinCondition condition;
  private final ReservedArrays arrays;
  private final BuildSide build;
  private final int numProbeColumns;
  private final int numBuildColumns;
  private final RowGather[] gathers;

  /** Null when there are keys, or no condition. */
  private final NestedLoop nestedLoop;

  private final SelectedRows selectedRows = new SelectedRows();
  private final int[] pairRows = new int[VectorBatch.TARGET_ROWS + 1];
  private final int[] pairBuildRows = new int[VectorBatch.TARGET_ROWS + 1];
  private int[] heads = new int[0];
  private int[] foundRows = new int[0];
  private int[] foundBuildRows = new int[0];
  private int[] buildRowAt = new int[0];
  private int[] restRows = new int[0];
  private byte[] matchedAt = new byte[0];
  private byte[] unknownAt = new byte[0];
  private long[] markValidity = new long[0];

  private Step step = Step.DONE;
  private VectorBatch batch;
  private int[] rows;
  private int nextIndex;
  private int nextBuildRow;
  private ProbeMatches deferred;
  private long firstOrdinal;

  /**
   * @param arrays allocates what probing works with and what output is kept in
   */
  JoinProbe(
      JoinType type,
      List<DataType> probeTypes,
      int numBuildColumns,
      BuildSide build,
      JoinCondition condition,
      ReservedArrays arrays) {
    this.type = type;
    this.condition = condition;
    this.arrays = arrays;
    this.build = build;
    this.numProbeColumns = probeTypes.size();
    this.numBuildColumns = numBuildColumns;
    this.gathers = probeTypes.stream().map(t -> new RowGather(t, arrays)).toArray(RowGather[]::new);
    this.nestedLoop =
        build.hasKeys() || condition.residual() == null
            ? null
            : new NestedLoop(probeTypes, build, condition, isExistence(), arrays);
  }

  /** What probing allocates for a batch of the usual size, beside the build side's columns. */
  static long workBytes(int numProbeColumns) {
    return VectorBatch.TARGET_ROWS * (ROW_WORK_BYTES + (long) numProbeColumns * Long.BYTES);
  }

  /** Begins with a probe batch. */
  void start(VectorBatch probeBatch) {
    start(probeBatch, null, 0);
  }

  /**
   * Begins with a probe batch of which other build rows will be tried later: only pairs are given,
   * and matches are noted.
   *
   * @param matches null to give everything at once
   * @param ordinal the number of the batch's first selected row among all probe rows
   */
  void start(VectorBatch probeBatch, ProbeMatches matches, long ordinal) {
    begin(probeBatch);
    deferred = matches;
    firstOrdinal = ordinal;
    Arrays.fill(matchedAt, 0, batch.numRows(), (byte) 0);
    if (condition.mayBeUnknown()) {
      Arrays.fill(unknownAt, 0, batch.numRows(), (byte) 0);
    }
    if (nestedLoop == null) {
      build.index().find(batch, heads);
    } else {
      nestedLoop.start(batch, rows, matchedAt, unknownAt);
    }
    step = Step.PAIRS;
  }

  /**
   * Begins with a probe batch of which all build rows were tried: only what isn't a pair is given.
   *
   * @param matches what was noted
   * @param ordinal the number of the batch's first selected row among all probe rows
   */
  void startRest(VectorBatch probeBatch, ProbeMatches matches, long ordinal) {
    begin(probeBatch);
    deferred = null;
    matches.read(matchedAt, unknownAt, rows, batch.numSelected(), ordinal);
    step = Step.REST;
  }

  private void begin(VectorBatch probeBatch) {
    batch = probeBatch;
    rows = selectedRows.of(batch);
    nextIndex = 0;
    nextBuildRow = JoinIndex.NONE;
    int count = batch.numSelected();
    int capacity = Math.max(count, VectorBatch.TARGET_ROWS);
    heads = arrays.ints(heads, capacity);
    foundRows = arrays.ints(foundRows, capacity + 1);
    foundBuildRows = arrays.ints(foundBuildRows, capacity + 1);
    restRows = arrays.ints(restRows, capacity + 1);
    int positions = Math.max(batch.numRows(), VectorBatch.TARGET_ROWS);
    matchedAt = arrays.bytes(matchedAt, positions);
    if (condition.mayBeUnknown()) {
      unknownAt = arrays.bytes(unknownAt, positions);
    }
    buildRowAt = arrays.ints(buildRowAt, positions);
  }

  /** Whether the batch begun last isn't finished. */
  boolean isBusy() {
    return step != Step.DONE;
  }

  /** Gives up the batch begun last. */
  void stop() {
    step = Step.DONE;
    batch = null;
  }

  /** The next output, null when the batch is finished. */
  VectorBatch next() {
    while (step != Step.DONE) {
      VectorBatch out =
          switch (step) {
            case PAIRS -> nextPairs();
            case REST -> rest();
            case DONE -> null;
          };
      if (out != null) {
        return out;
      }
    }
    batch = null;
    return null;
  }

  private boolean isExistence() {
    return type == JoinType.SEMI || type == JoinType.ANTI || type == JoinType.MARK;
  }

  /** A batch should be done with as early as possible: until then the build side can't spill. */
  private Step afterPairs() {
    boolean pairsOnly =
        type == JoinType.INNER || type == JoinType.RIGHT || type.givesRightRowsOnly();
    return pairsOnly && deferred == null ? Step.DONE : Step.REST;
  }

  private boolean keepsUnmatched() {
    return type == JoinType.LEFT || type == JoinType.FULL || type == JoinType.SINGLE;
  }

  private VectorBatch nextPairs() {
    if (type.givesRightRowsOnly() && condition.residual() == null) {
      build.matchKeys(heads, batch.numSelected());
      step = Step.DONE;
      return null;
    }
    if (isExistence() && condition.residual() == null) {
      for (int i = 0, count = batch.numSelected(); i < count; i++) {
        matchedAt[rows[i]] = (byte) (1 + (heads[i] >> 31));
      }
      step = Step.REST;
      return null;
    }
    if (nestedLoop != null) {
      return nestedPairs();
    }
    return build.index().isUnique() ? uniquePairs() : gatheredPairs();
  }

  /** All pairs at once, in place: at most one for each probe row. */
  private VectorBatch uniquePairs() {
    int found = 0;
    for (int i = 0, count = batch.numSelected(); i < count; i++) {
      foundRows[found] = rows[i];
      foundBuildRows[found] = heads[i];
      found += 1 + (heads[i] >> 31);
    }
    int left = found;
    ColumnVector[] columns = null;
    if (condition.residual() != null && found > 0) {
      columns = inPlace(found, false);
      left = retainByResidual(columns, found);
    }
    step = afterPairs();
    for (int k = 0; k < left; k++) {
      matchedAt[foundRows[k]] = 1;
    }
    build.match(foundBuildRows, left);
    if (isExistence() || type.givesRightRowsOnly()) {
      return null;
    }
    if (keepsUnmatched() && deferred == null) {
      step = Step.DONE;
      boolean all = left == batch.numSelected();
      if (columns == null || !all) {
        columns = inPlace(left, !all);
      }
      return batch.withColumns(columns);
    }
    if (left == 0) {
      return null;
    }
    if (columns == null) {
      columns = inPlace(left, false);
    }
    return new VectorBatch(batch.numRows(), new SelectionVector(foundRows, left), columns);
  }

  private ColumnVector[] inPlace(int count, boolean othersNull) {
    ColumnVector[] columns = Arrays.copyOf(batch.columns(), numProbeColumns + numBuildColumns);
    build.columns(
        foundBuildRows, foundRows, count, batch.numRows(), othersNull, columns, numProbeColumns);
    return columns;
  }

  private int retainByResidual(ColumnVector[] columns, int found) {
    for (int k = 0; k < found; k++) {
      buildRowAt[foundRows[k]] = foundBuildRows[k];
    }
    VectorBatch pairs = new VectorBatch(batch.numRows(), columns);
    SelectionVector kept = new SelectionVector(foundRows, found);
    if (condition.possible() != null) {
      kept = condition.possible().select(pairs, kept);
      for (int k = 0; k < kept.count(); k++) {
        unknownAt[kept.rows()[k]] = 1;
      }
    }
    kept = condition.residual().select(pairs, kept);
    int left = kept.count();
    System.arraycopy(kept.rows(), 0, foundRows, 0, left);
    for (int k = 0; k < left; k++) {
      foundBuildRows[k] = buildRowAt[foundRows[k]];
    }
    return left;
  }

  /** Pairs without keys: of those that are found the condition is true already. */
  private VectorBatch nestedPairs() {
    int numPairs = nestedLoop.next(pairRows, pairBuildRows, VectorBatch.TARGET_ROWS);
    if (numPairs < VectorBatch.TARGET_ROWS) {
      step = afterPairs();
    }
    if (numPairs == 0) {
      return null;
    }
    VectorBatch pairs = type.givesRightRowsOnly() ? null : gathered(numPairs);
    noteMatches(numPairs);
    return pairs;
  }

  private VectorBatch gatheredPairs() {
    int numPairs = fillPairs();
    if (nextIndex == batch.numSelected()) {
      step = afterPairs();
    }
    if (numPairs == 0) {
      return null;
    }
    VectorBatch pairs = gathered(numPairs);
    if (condition.residual() != null) {
      SelectionVector kept = new SelectionVector(selectedRows.first(numPairs), numPairs);
      if (condition.possible() != null) {
        kept = condition.possible().select(pairs, kept);
        for (int k = 0; k < kept.count(); k++) {
          unknownAt[pairRows[kept.rows()[k]]] = 1;
        }
      }
      kept = condition.residual().select(pairs, kept);
      int left = kept.count();
      int[] keptPairs = Arrays.copyOf(kept.rows(), left);
      for (int k = 0; k < left; k++) {
        pairRows[k] = pairRows[keptPairs[k]];
        pairBuildRows[k] = pairBuildRows[keptPairs[k]];
      }
      numPairs = left;
      pairs = pairs.withSelection(new SelectionVector(keptPairs, left));
    }
    noteMatches(numPairs);
    return isExistence() || type.givesRightRowsOnly() || numPairs == 0 ? null : pairs;
  }

  private VectorBatch gathered(int numPairs) {
    ColumnVector[] columns = new ColumnVector[numProbeColumns + numBuildColumns];
    for (int c = 0; c < numProbeColumns; c++) {
      columns[c] = gathers[c].gather(batch.column(c), pairRows, numPairs);
    }
    build.columns(pairBuildRows, null, numPairs, numPairs, false, columns, numProbeColumns);
    return new VectorBatch(numPairs, columns);
  }

  private void noteMatches(int numPairs) {
    int again = 0;
    for (int k = 0; k < numPairs; k++) {
      again |= matchedAt[pairRows[k]];
      matchedAt[pairRows[k]] = 1;
    }
    if (again != 0) {
      checkRepeats();
    }
    build.match(pairBuildRows, numPairs);
  }

  private void checkRepeats() {
    if (type == JoinType.SINGLE) {
      throw EnforceSingleRowOperator.multipleRows();
    }
  }

  private int fillPairs() {
    boolean oneIsEnough = isExistence();
    boolean isEnoughOnce = type.givesRightRowsOnly();
    int[] next = build.index().next();
    int count = batch.numSelected();
    int i = nextIndex;
    int buildRow = nextBuildRow;
    int n = 0;
    while (n < VectorBatch.TARGET_ROWS && i < count) {
      if (oneIsEnough && matchedAt[rows[i]] != 0) {
        buildRow = JoinIndex.NONE;
        i++;
        continue;
      }
      if (buildRow == JoinIndex.NONE) {
        buildRow = heads[i];
        if (buildRow == JoinIndex.NONE) {
          i++;
          continue;
        }
      }
      pairRows[n] = rows[i];
      pairBuildRows[n] = buildRow;
      n += isEnoughOnce && build.isMatched(buildRow) ? 0 : 1;
      buildRow = next[buildRow];
      i += buildRow == JoinIndex.NONE ? 1 : 0;
    }
    nextIndex = i;
    nextBuildRow = buildRow;
    return n;
  }

  /** What depends on whether a probe row has a match at all. */
  private VectorBatch rest() {
    step = Step.DONE;
    if (condition.nullAware()) {
      build.noteUnknown(batch, rows, unknownAt);
    }
    if (deferred != null) {
      if (deferred.note(matchedAt, unknownAt, rows, batch.numSelected(), firstOrdinal)) {
        checkRepeats();
      }
      return null;
    }
    return switch (type) {
      case SEMI -> rowsWhere((byte) 1);
      case ANTI -> {
        if (condition.nullAware()) {
          for (int i = 0, count = batch.numSelected(); i < count; i++) {
            matchedAt[rows[i]] |= unknownAt[rows[i]];
          }
        }
        yield rowsWhere((byte) 0);
      }
      case LEFT, FULL, SINGLE -> rowsWhere((byte) 0);
      case MARK -> marked();
      case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> null;
    };
  }

  /** The batch with whether its rows have a match behind its columns. */
  private VectorBatch marked() {
    long[] validity = null;
    if (condition.mayBeUnknown()) {
      int words = Validity.words(batch.numRows());
      markValidity =
          arrays.longs(markValidity, Math.max(words, Validity.words(VectorBatch.TARGET_ROWS)));
      Arrays.fill(markValidity, 0, words, -1L);
      for (int i = 0, count = batch.numSelected(); i < count; i++) {
        int row = rows[i];
        markValidity[row >>> 6] &= ~((long) (unknownAt[row] & ~matchedAt[row]) << row);
      }
      validity = markValidity;
    }
    ColumnVector[] columns = Arrays.copyOf(batch.columns(), numProbeColumns + 1);
    columns[numProbeColumns] =
        new BooleanVector(DataType.BOOLEAN, matchedAt, validity, batch.numRows());
    return batch.withColumns(columns);
  }

  private VectorBatch rowsWhere(byte matched) {
    int n = 0;
    for (int i = 0, count = batch.numSelected(); i < count; i++) {
      restRows[n] = rows[i];
      n += matchedAt[rows[i]] == matched ? 1 : 0;
    }
    return n == 0 ? null : unpaired(batch, new SelectionVector(restRows, n));
  }

  /** Probe rows without build rows beside them: nulls, or nothing for SEMI and ANTI. */
  private VectorBatch unpaired(VectorBatch probeBatch, SelectionVector selection) {
    VectorBatch selected = probeBatch.withSelection(selection);
    if (isExistence()) {
      return selected;
    }
    ColumnVector[] columns = Arrays.copyOf(probeBatch.columns(), numProbeColumns + numBuildColumns);
    build.columns(foundBuildRows, null, 0, probeBatch.numRows(), true, columns, numProbeColumns);
    return selected.withColumns(columns);
  }

  /** Build rows without probe rows beside them. */
  static VectorBatch withNullProbe(VectorBatch buildRows, List<DataType> probeTypes) {
    ColumnVector[] columns = new ColumnVector[probeTypes.size() + buildRows.numColumns()];
    for (int c = 0; c < probeTypes.size(); c++) {
      columns[c] = ConstantVector.ofNull(probeTypes.get(c), buildRows.numRows());
    }
    System.arraycopy(buildRows.columns(), 0, columns, probeTypes.size(), buildRows.numColumns());
    return buildRows.withColumns(columns);
  }
}
