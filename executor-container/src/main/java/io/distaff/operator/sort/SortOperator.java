package io.distaff.operator.sort;

import io.distaff.memory.MemoryReservation;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.spill.SpillFile;
import io.distaff.operator.spill.SpilledInput;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Orders rows; with a limit, keeps only as many as may be needed.
 *
 * <p>Rows are collected in memory, together with what sorting them will take. With a limit, the
 * collection is cut down to the first rows whenever it has grown to about twice as many, and from
 * then on rows whose first key is beyond the last one kept don't even get in. When memory is
 * refused, what is there is sorted and becomes a run on disk; in the end the runs are merged,
 * several times if there are more of them than the memory can read at once. When others need the
 * memory while the sorted rows are being given, the rest becomes a run, too. Confined to a task's
 * thread.
 */
public final class SortOperator implements Operator {
  private static final String NAME = "sort";

  /** Rows beyond twice the limit that are collected before they are cut down. */
  private static final int SLACK_ROWS = 2 * VectorBatch.TARGET_ROWS;

  private static final int MOST_ROWS = 1 << 28;
  private static final int MOST_RUNS_AT_ONCE = 64;

  /** Blocks of runs hold about this much, so that many runs can be read at once. */
  private static final long RUN_BLOCK_BYTES = 1 << 17;

  private enum Phase {
    COLLECT,
    MEMORY,
    MERGE,
    DONE
  }

  private final Operator input;
  private final OperatorContext context;
  private final MemoryReservation reservation;
  private final Schema schema;
  private final List<DataType> types;
  private final List<SortKey> keys;

  /** Rows from the first on, skipped ones included, that matter; Long.MAX_VALUE = all. */
  private final long numWanted;

  private final FlatView[] views;
  private final FlatView firstKey = new FlatView();
  private final SelectedRows selectedRows = new SelectedRows();
  private final ColumnBuffer[] buffers;
  private final Deque<SpillFile> runs = new ArrayDeque<>();

  private Phase phase = Phase.COLLECT;
  private RowStore store;
  private int[] order;
  private int nextRow;
  private RunMerger merger;
  private long numGiven;
  private long numToSkip;
  private long largestRowBytes = 1;

  // Rows whose first key has a larger code aren't among the first numWanted.
  private boolean hasBound;
  private long bound;
  private long[] codes = new long[0];
  private int[] withinBound = new int[0];

  /**
   * @param node its input stands for {@code input}
   * @param input owned by this operator
   */
  public SortOperator(PlanNode.Sort node, Operator input, OperatorContext context) {
    this.input = input;
    this.context = context;
    this.schema = node.schema();
    this.types = schema.fields().stream().map(Field::type).toList();
    this.keys = node.keys();
    this.numToSkip = Math.max(0, node.offset());
    long wanted = node.limit() + numToSkip;
    this.numWanted = node.limit() < 0 || wanted < 0 ? Long.MAX_VALUE : wanted;
    this.store = new RowStore(types);
    this.views = new FlatView[types.size()];
    Arrays.setAll(views, c -> new FlatView());
    this.buffers = ColumnBuffer.of(types);
    this.reservation = context.memory().reservation(NAME, wantedBytes -> spill());
  }

  @Override
  public VectorBatch next() {
    if (phase == Phase.COLLECT) {
      collect();
    }
    while (phase != Phase.DONE) {
      VectorBatch batch = numGiven < numWanted ? nextSorted() : null;
      if (batch == null) {
        close();
        return null;
      }
      VectorBatch wanted = withinLimits(batch);
      if (wanted != null) {
        return wanted;
      }
    }
    return null;
  }

  private VectorBatch nextSorted() {
    return phase == Phase.MEMORY ? nextFromMemory() : merger.next();
  }

  /** Leaves out the rows before the offset and behind the limit. */
  private VectorBatch withinLimits(VectorBatch batch) {
    int count = batch.numRows();
    int to = (int) Math.min(count, numWanted - numGiven);
    int from = (int) Math.min(to, Math.max(0, numToSkip - numGiven));
    numGiven += to;
    if (from == 0 && to == count) {
      return batch;
    }
    if (from == to) {
      return null;
    }
    int[] rows = Arrays.copyOfRange(selectedRows.first(to), from, to);
    return batch.withSelection(new SelectionVector(rows, to - from));
  }

  // Collecting.

  private void collect() {
    if (numWanted > 0) {
      for (VectorBatch batch = input.next(); batch != null; batch = input.next()) {
        add(batch);
      }
    }
    input.close();
    if (runs.isEmpty()) {
      order = RowSorter.sort(store, keys);
      nextRow = 0;
      reservation.resize(store.heldBytes() + (long) Integer.BYTES * order.length);
      phase = Phase.MEMORY;
    } else {
      writeRun(0);
      mergeRuns();
      phase = Phase.MERGE;
    }
  }

  private void add(VectorBatch batch) {
    int count = batch.numSelected();
    int[] rows = selectedRows.of(batch);
    if (hasBound) {
      count = withinBound(batch, rows, count);
      rows = withinBound;
      if (count == 0) {
        return;
      }
    }
    for (int c = 0; c < views.length; c++) {
      views[c].set(batch.column(c), rows, count);
    }
    reserve(count);
    store.append(views, null, count);
    if (numWanted < MOST_ROWS && store.numRows() >= 2 * numWanted + SLACK_ROWS) {
      cutDown();
    }
  }

  private int withinBound(VectorBatch batch, int[] rows, int count) {
    if (codes.length < count) {
      codes = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
      withinBound = new int[codes.length];
    }
    firstKey.set(batch.column(keys.get(0).column()), rows, count);
    KeyCode.ordered(firstKey, count, keys.get(0), codes);
    long limit = bound ^ Long.MIN_VALUE;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      withinBound[kept] = rows[i];
      kept += (codes[i] ^ Long.MIN_VALUE) <= limit ? 1 : 0;
    }
    return kept;
  }

  /** Reserves what the views' rows need, and sorting them later on. */
  private void reserve(int count) {
    if (store.numRows() > MOST_ROWS) {
      spill();
    }
    while (true) {
      long wanted =
          store.heldBytes()
              + store.appendBytes(views, count)
              + (store.numRows() + (long) count) * RowSorter.BYTES_PER_ROW;
      long missing = wanted - reservation.bytes();
      if (missing <= 0) {
        return;
      }
      // May spill what is there: then less is needed, and it is worth another look.
      reservation.add(missing);
    }
  }

  /** Drops what isn't among the first rows; if there is no memory for that, it becomes a run. */
  private void cutDown() {
    int[] sorted = RowSorter.sort(store, keys);
    int count = (int) Math.min(numWanted, sorted.length);
    setBound(sorted[count - 1]);
    RowStore kept = new RowStore(types);
    long reservedBefore = reservation.bytes();
    boolean refused = false;
    for (int from = 0; from < count && !refused; from += RowStore.PAGE_ROWS) {
      int n = Math.min(RowStore.PAGE_ROWS, count - from);
      VectorBatch page = gather(sorted, from, n, buffers);
      for (int c = 0; c < views.length; c++) {
        views[c].set(page.column(c), selectedRows.first(n), n);
      }
      refused = !reservation.tryAdd(kept.appendBytes(views, n));
      if (!refused) {
        kept.append(views, null, n);
      }
    }
    if (refused) {
      reservation.resize(reservedBefore);
      writeRun(sorted, 0);
    } else {
      store = kept;
      reservation.resize(store.heldBytes() + (long) store.numRows() * RowSorter.BYTES_PER_ROW);
    }
  }

  /** Notes that at least the wanted number of rows come no later than this one. */
  private void setBound(int row) {
    if (keys.isEmpty()) {
      return;
    }
    int page = row / RowStore.PAGE_ROWS;
    int[] at = {row % RowStore.PAGE_ROWS};
    long[] code = new long[1];
    firstKey.set(store.column(keys.get(0).column(), page), at, 1);
    KeyCode.ordered(firstKey, 1, keys.get(0), code);
    if (!hasBound || Long.compareUnsigned(code[0], bound) < 0) {
      bound = code[0];
      hasBound = true;
    }
  }

  private VectorBatch gather(int[] rows, int from, int count, ColumnBuffer[] into) {
    int[] ofBatch = Arrays.copyOfRange(rows, from, from + count);
    ColumnVector[] columns = new ColumnVector[into.length];
    for (int c = 0; c < columns.length; c++) {
      into[c].begin(count);
      store.copyOut(c, ofBatch, null, count, into[c]);
      columns[c] = into[c].vector();
    }
    return new VectorBatch(count, columns);
  }

  // Giving.

  private VectorBatch nextFromMemory() {
    int count = Math.min(VectorBatch.TARGET_ROWS, order.length - nextRow);
    if (count == 0) {
      return null;
    }
    VectorBatch batch = gather(order, nextRow, count, buffers);
    nextRow += count;
    return batch;
  }

  // Spilling.

  /** Called when memory is short, possibly while {@link #reserve} asks for more. */
  private long spill() {
    if (store.numRows() == 0) {
      return 0;
    }
    long before = reservation.bytes();
    switch (phase) {
      case COLLECT -> writeRun(0);
      case MEMORY -> {
        writeRun(order, nextRow);
        merger = new RunMerger(takeRuns(runs.size()), keys, types);
        phase = Phase.MERGE;
      }
      case MERGE, DONE -> {
        return 0;
      }
    }
    return before - reservation.bytes();
  }

  /** Sorts what is there and writes it out. */
  private void writeRun(int from) {
    if (store.numRows() > 0) {
      writeRun(RowSorter.sort(store, keys), from);
    }
  }

  /** Writes the rows from a position in the order on, as far as they are wanted; drops all. */
  private void writeRun(int[] sorted, int from) {
    int to = (int) Math.min(sorted.length, numWanted);
    if (to == numWanted && phase == Phase.COLLECT) {
      setBound(sorted[to - 1]);
    }
    largestRowBytes =
        Math.max(largestRowBytes, store.heldBytes() / Math.max(1, store.numRows()) + 1);
    SpillFile run = new SpillFile(context, NAME, schema);
    runs.add(run);
    // The consumer may still hold a batch that lies in the other buffers.
    ColumnBuffer[] ownBuffers = ColumnBuffer.of(types);
    int rowsPerBlock =
        (int) Math.max(16, Math.min(VectorBatch.TARGET_ROWS, RUN_BLOCK_BYTES / largestRowBytes));
    for (int row = from; row < to; row += rowsPerBlock) {
      run.write(gather(sorted, row, Math.min(rowsPerBlock, to - row), ownBuffers));
    }
    store.clear();
    order = null;
    reservation.resize(0);
  }

  /** Merges runs until few enough are left to be merged while their rows are given. */
  private void mergeRuns() {
    // Compressed and decompressed bytes of a block, and the codes and numbers of its rows.
    long bytesPerRun = 2 * RUN_BLOCK_BYTES + 32L * largestRowBytes + (1 << 16);
    reservation.add(Math.min(2, runs.size()) * bytesPerRun);
    int atOnce = 2;
    while (atOnce < runs.size() && atOnce < MOST_RUNS_AT_ONCE && reservation.tryAdd(bytesPerRun)) {
      atOnce++;
    }
    while (runs.size() > atOnce) {
      SpillFile merged = new SpillFile(context, NAME, schema);
      int rowsPerBlock =
          (int) Math.max(16, Math.min(VectorBatch.TARGET_ROWS, RUN_BLOCK_BYTES / largestRowBytes));
      try (RunMerger several = new RunMerger(takeRuns(atOnce), keys, types)) {
        runs.add(merged);
        writeMerged(several, merged, rowsPerBlock);
      }
    }
    merger = new RunMerger(takeRuns(runs.size()), keys, types);
  }

  private void writeMerged(RunMerger several, SpillFile merged, int rowsPerBlock) {
    for (VectorBatch batch = several.next();
        batch != null && merged.numRows() < numWanted;
        batch = several.next()) {
      int[] all = selectedRows.first(batch.numRows());
      for (int row = 0; row < batch.numRows(); row += rowsPerBlock) {
        int n = Math.min(rowsPerBlock, batch.numRows() - row);
        merged.write(
            batch.withSelection(new SelectionVector(Arrays.copyOfRange(all, row, row + n), n)));
      }
    }
  }

  /** The first runs in line, from now on owned by the caller. */
  private List<SpilledInput> takeRuns(int count) {
    List<SpilledInput> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(new SpilledInput(runs.remove()));
    }
    return taken;
  }

  @Override
  public void close() {
    phase = Phase.DONE;
    store.clear();
    order = null;
    reservation.close();
    if (merger != null) {
      merger.close();
      merger = null;
    }
    while (!runs.isEmpty()) {
      runs.remove().close();
    }
    input.close();
  }
}
