package io.distaff.operator.sort;

import io.distaff.memory.MemoryReservation;
import io.distaff.memory.Spillable;
import io.distaff.operator.BoundedBatches;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.RowRange;
import io.distaff.operator.spill.SpillFile;
import io.distaff.plan.PlanNode;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowBytes;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Orders rows. Takes all of its input first, into a {@link RowStore}; {@link RowSorter} sorts it.
 *
 * <p>When memory is refused, what is there is sorted and written to a file, a run, and the store
 * begins anew; in the end {@link RunMerger} merges the runs and what is in memory, in several
 * passes if there are too many. Memory is given back also later, while rows are given out of the
 * store: what is left of them becomes a run then.
 *
 * <p>With a small limit, the store is cut down to the best rows from time to time, and {@link
 * RowBound} keeps out rows that can't be among them: memory stays constant. With any limit, runs
 * are no longer than it.
 *
 * <p>Equal rows may come in any order. Confined to a task's thread.
 */
public final class SortOperator implements Operator {
  /** Up to this many rows, LIMIT and OFFSET added up, the store is cut down on the way. */
  static final long MAX_BOUNDED_ROWS = 10_000;

  /** How many runs are merged at a time. */
  private static final int MAX_FAN_IN = 64;

  private static final int MAX_STORE_ROWS = 1 << 28;
  private static final int MIN_ROWS_BETWEEN_CUTS = 128;
  private static final long MIN_BLOCK_BYTES = 1 << 15;
  private static final long MAX_BLOCK_BYTES = 1 << 20;
  private static final int BLOCKS_A_STORE = 16;

  /** Copies of a block that writing takes: last given out, gathered, serialised, compressed. */
  private static final int BLOCKS_TO_WRITE = 4;

  /** Copies of a batch that merging takes: gathered, serialised, compressed. */
  private static final int BATCHES_TO_MERGE = 3;

  private final Operator input;
  private final OperatorContext context;
  private final Schema schema;
  private final List<DataType> types;
  private final RowOrder order;
  private final RowSorter sorter;
  private final RowRange range;
  private final MemoryReservation memory;

  /** Rows beyond these aren't wanted; Long.MAX_VALUE without limit. */
  private final long rowsWanted;

  private final RowBound bound;
  private final SelectedRows selectedRows = new SelectedRows();
  private final FlatView[] views;
  private final List<SpillFile> runs = new ArrayList<>();
  private RowStore store;

  /** Of what is in the store: an upper bound. */
  private long largestRowBytes;

  /** Of what is in the runs, and of the store when there are runs: upper bounds. */
  private long largestRunRowBytes;

  private int largestBlockRows;
  private SortedRows output;
  private StoreOutput storeOutput;
  private boolean isClosed;

  public SortOperator(PlanNode.Sort node, Operator input, OperatorContext context) {
    this(node, input, null, context);
  }

  /**
   * @param shared told what rows aren't wanted, if the sort {@link #isBounded}; may be null
   */
  public SortOperator(
      PlanNode.Sort node, Operator input, SortBound shared, OperatorContext context) {
    this.input = new BoundedBatches(input);
    this.context = context;
    this.schema = node.schema();
    this.types = schema.fields().stream().map(Field::type).toList();
    this.order = new RowOrder(node.keys(), schema);
    this.sorter = new RowSorter(order);
    this.range = new RowRange(node.limit(), node.offset());
    this.rowsWanted = rowsWanted(node);
    this.bound = isBounded(node) ? new RowBound(order, types, shared) : null;
    this.store = newStore();
    this.views = new FlatView[types.size()];
    for (int c = 0; c < views.length; c++) {
      views[c] = new FlatView();
    }
    this.memory = context.memory().reservation(new Runs());
  }

  private static long rowsWanted(PlanNode.Sort node) {
    boolean overflows = node.limit() > Long.MAX_VALUE - node.offset();
    return node.limit() < 0 || overflows ? Long.MAX_VALUE : node.limit() + node.offset();
  }

  /** Whether so few rows are wanted that those which can't be among them are kept out. */
  public static boolean isBounded(PlanNode.Sort node) {
    return rowsWanted(node) <= MAX_BOUNDED_ROWS;
  }

  /** Keys are flat in it. */
  private RowStore newStore() {
    RowStore empty = RowStore.withDictionaries(types);
    for (int k = 0; k < order.numKeys(); k++) {
      empty.flatten(order.key(k).column());
    }
    return empty;
  }

  @Override
  public VectorBatch next() {
    if (output == null && !isClosed && !range.isDone()) {
      for (VectorBatch batch = input.next(); batch != null; batch = input.next()) {
        add(batch);
      }
      input.close();
      output = openOutput();
    }
    while (!isClosed && !range.isDone()) {
      VectorBatch batch = output.next();
      if (batch == null) {
        break;
      }
      VectorBatch passed = range.apply(batch);
      if (passed != null) {
        return passed;
      }
    }
    close();
    return null;
  }

  // Taking rows in

  private void add(VectorBatch batch) {
    int[] rows = selectedRows.of(batch);
    int count = batch.numSelected();
    if (bound != null) {
      count = bound.pick(batch, rows, count);
      rows = bound.picked();
    }
    if (count == 0) {
      return;
    }
    for (int c = 0; c < views.length; c++) {
      views[c].set(batch.column(c), rows, count);
    }
    if (store.numRows() > MAX_STORE_ROWS - count) {
      spillStore();
    }
    long largestNewBytes = RowBytes.largest(batch, rows, count);
    reserveFor(count, largestNewBytes);
    store.append(views, null, count);
    largestRowBytes = Math.max(largestRowBytes, largestNewBytes);
    memory.resize(storeBytes());
    if (bound != null
        && store.numRows() >= rowsWanted + Math.max(rowsWanted, MIN_ROWS_BETWEEN_CUTS)) {
      cutStore();
    }
  }

  private void reserveFor(int count, long largestNewBytes) {
    while (true) {
      // Growing may spill the store, and an empty one grows by more: look again.
      long wanted =
          bytesFor(
              store.heldBytes() + store.appendBytes(views, count),
              store.numRows() + count,
              Math.max(largestRowBytes, largestNewBytes));
      if (wanted <= memory.bytes()) {
        return;
      }
      memory.add(wanted - memory.bytes());
    }
  }

  /** What a store of this size needs to be held, sorted, cut down, and given or written out. */
  private long bytesFor(long storeBytes, int rows, long largestRow) {
    // The best rows and the bound are copies.
    long held = bound == null ? storeBytes : 2 * storeBytes + largestRow;
    return held
        + RowSorter.bytes(rows)
        + BLOCKS_TO_WRITE * blockLimit(storeBytes, rows, largestRow).batchBytes();
  }

  private long storeBytes() {
    return bytesFor(store.heldBytes(), store.numRows(), largestRowBytes);
  }

  /** Of a run's blocks; they are small beside the store, so that merging takes less. */
  private static BatchLimit blockLimit(long storeBytes, int rows, long largestRow) {
    long target = Math.max(MIN_BLOCK_BYTES, storeBytes / BLOCKS_A_STORE);
    return limit(Math.min(target, MAX_BLOCK_BYTES), storeBytes, rows, largestRow);
  }

  private BatchLimit blockLimit() {
    return blockLimit(store.heldBytes(), store.numRows(), largestRowBytes);
  }

  /** The usual number of rows, or fewer where rows are wide. */
  private static BatchLimit limit(long targetBytes, long storeBytes, int rows, long largestRow) {
    long average = rows == 0 ? 1 : storeBytes / rows + 1;
    long fitting = Math.max(1, targetBytes / average);
    int batchRows = (int) Math.min(Math.min(fitting, rows), VectorBatch.TARGET_ROWS);
    return BatchLimit.around(batchRows * average, batchRows, largestRow);
  }

  /** Keeps the best rows only. */
  private void cutStore() {
    RowStore kept = newStore();
    try (SortedStore best = sortedStore()) {
      VectorBatch batch;
      while ((batch = best.next()) != null) {
        int count = batch.numRows();
        for (int c = 0; c < views.length; c++) {
          views[c].set(batch.column(c), selectedRows.first(count), count);
        }
        kept.append(views, null, count);
        if (kept.numRows() == rowsWanted) {
          bound.set(batch, count - 1);
        }
      }
    }
    store = kept;
    memory.resize(storeBytes());
  }

  private SortedStore sortedStore() {
    return sortedStore(blockLimit());
  }

  private SortedStore sortedStore(BatchLimit limit) {
    int[] rows = sorter.sort(store);
    int wanted = (int) Math.min(store.numRows(), rowsWanted);
    return new SortedStore(store, types, rows, sorter.takeSortedKeys(), wanted, limit);
  }

  // Spilling

  /** Whatever else the operator does, nothing is under way here between two batches. */
  private final class Runs implements Spillable {
    @Override
    public long spill(long wantedBytes) {
      return SortOperator.this.spill();
    }

    @Override
    public boolean givesWayToOwnOperator() {
      return true;
    }
  }

  private long spill() {
    long before = memory.bytes();
    if (storeOutput != null) {
      storeOutput.spill();
    } else if (store.numRows() > 0) {
      spillStore();
    }
    return before - memory.bytes();
  }

  private void spillStore() {
    try (SortedStore sorted = sortedStore()) {
      noteBlocks();
      writeRun(sorted);
    }
    clearStore();
    memory.resize(0);
  }

  private void clearStore() {
    store.clear();
    largestRowBytes = 0;
  }

  private void noteBlocks() {
    largestBlockRows = Math.max(largestBlockRows, blockLimit().rows());
    largestRunRowBytes = Math.max(largestRunRowBytes, largestRowBytes);
  }

  private SpillFile writeRun(SortedRows rows) {
    SpillFile run = new SpillFile(context, "sort", schema);
    runs.add(run);
    long left = rowsWanted;
    VectorBatch batch;
    while (left > 0 && (batch = rows.next()) != null) {
      run.write(batch);
      left -= batch.numRows();
    }
    run.endWriting();
    return run;
  }

  // Giving rows out

  private SortedRows openOutput() {
    if (runs.isEmpty()) {
      storeOutput = new StoreOutput(sortedStore(reserveOutputLimit()));
      return storeOutput;
    }
    if (store.numRows() > 0) {
      noteBlocks();
      long storeBlockBytes = blockLimit().batchBytes();
      BatchLimit limit = mergeLimit(storeBlockBytes);
      long mergeBytes = mergeBytes(runs.size(), limit) + readBytes(storeBlockBytes);
      if (runs.size() < MAX_FAN_IN && memory.tryAdd(mergeBytes)) {
        storeOutput = new StoreOutput(sortedStore());
        List<SortedRows> inputs = openRuns(runs);
        inputs.add(storeOutput);
        return merger(inputs, numRows(runs) + storeOutput.numRows(), limit);
      }
      spillStore();
    }
    int fanIn = reserveFanIn();
    while (runs.size() > fanIn) {
      // The shortest first, and no more than it takes for the last merge to hold the rest.
      runs.sort(Comparator.comparingLong(SpillFile::numRows));
      int number = Math.min(fanIn, runs.size() - fanIn + 1);
      List<SpillFile> merged = List.copyOf(runs.subList(0, number));
      try (SortedRows rows = merger(openRuns(merged), numRows(merged), mergeLimit(0))) {
        writeRun(rows);
      }
      runs.removeAll(merged);
      merged.forEach(SpillFile::close);
    }
    return merger(openRuns(runs), numRows(runs), mergeLimit(0));
  }

  /** How much of the store to give at a time: a full batch if there is memory for it. */
  private BatchLimit reserveOutputLimit() {
    BatchLimit block = blockLimit();
    BatchLimit batch = limit(MAX_BLOCK_BYTES, store.heldBytes(), store.numRows(), largestRowBytes);
    return memory.tryAdd(batch.batchBytes() - block.batchBytes()) ? batch : block;
  }

  /** Reserves what merging takes, and says of how many runs at a time: two at least. */
  private int reserveFanIn() {
    memory.add(mergeBytes(2, mergeLimit(0)));
    long[] bytes = runBytes();
    int fanIn = 2;
    while (fanIn < Math.min(runs.size(), MAX_FAN_IN) && memory.tryAdd(bytes[fanIn])) {
      fanIn++;
    }
    return fanIn;
  }

  /**
   * Of what merging gives: no more than the blocks of the runs have.
   *
   * @param leastBytes of blocks that aren't in a run
   */
  private BatchLimit mergeLimit(long leastBytes) {
    long bytes = leastBytes;
    for (SpillFile run : runs) {
      bytes = Math.max(bytes, run.largestBatchBytes());
    }
    return BatchLimit.around(bytes, largestBlockRows, largestRunRowBytes);
  }

  /** What merging any {@code numRuns} of the runs takes. */
  private long mergeBytes(int numRuns, BatchLimit limit) {
    long[] bytes = runBytes();
    long total = BATCHES_TO_MERGE * limit.batchBytes();
    for (int i = 0; i < numRuns && i < bytes.length; i++) {
      total += bytes[i];
    }
    return total;
  }

  /** What reading each of the runs takes, the largest first. */
  private long[] runBytes() {
    return runs.stream()
        .sorted(Comparator.comparingLong(SpillFile::readBytes).reversed())
        .mapToLong(run -> readBytes(run.readBytes()))
        .toArray();
  }

  private long readBytes(long blockBytes) {
    return blockBytes + (long) largestBlockRows * RunMerger.BYTES_A_ROW;
  }

  private SortedRows merger(List<SortedRows> inputs, long numRows, BatchLimit limit) {
    return inputs.size() == 1 ? inputs.get(0) : new RunMerger(order, types, inputs, numRows, limit);
  }

  private static long numRows(List<SpillFile> files) {
    return files.stream().mapToLong(SpillFile::numRows).sum();
  }

  private static List<SortedRows> openRuns(List<SpillFile> files) {
    List<SortedRows> readers = new ArrayList<>();
    try {
      for (SpillFile file : files) {
        readers.add(new RunReader(file.read()));
      }
    } catch (RuntimeException e) {
      readers.forEach(SortedRows::close);
      throw e;
    }
    return readers;
  }

  @Override
  public void close() {
    isClosed = true;
    try {
      input.close();
    } finally {
      try {
        if (output != null) {
          output.close();
        }
      } finally {
        output = null;
        storeOutput = null;
        clearStore();
        memory.close();
        List<SpillFile> files = List.copyOf(runs);
        runs.clear();
        files.forEach(SpillFile::close);
      }
    }
  }

  /** A run on disk. */
  private record RunReader(SpillFile.Reader reader) implements SortedRows {
    @Override
    public VectorBatch next() {
      return reader.next();
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  /** The rows of the store, which may have to go to disk at any time between two batches. */
  private final class StoreOutput implements SortedRows {
    private final int numRows;
    private SortedStore stored;
    private SortedRows rows;

    StoreOutput(SortedStore stored) {
      this.stored = stored;
      this.rows = stored;
      this.numRows = stored.numRows();
    }

    int numRows() {
      return numRows;
    }

    @Override
    public VectorBatch next() {
      return rows.next();
    }

    void spill() {
      if (stored == null) {
        return;
      }
      BatchLimit limit = blockLimit();
      long storeBytes = storeBytes();
      noteBlocks();
      // The last batch is still in use.
      SpillFile run = writeRun(stored.rest(types, limit));
      rows = new RunReader(run.read());
      stored = null;
      clearStore();
      long left = memory.bytes() - storeBytes + limit.batchBytes() + readBytes(run.readBytes());
      memory.resize(Math.min(memory.bytes(), left));
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
