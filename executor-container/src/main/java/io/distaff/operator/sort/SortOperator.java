package io.distaff.operator.sort;

import io.distaff.memory.MemoryReservation;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.RowRange;
import io.distaff.operator.spill.SpillFile;
import io.distaff.plan.PlanNode;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.FlatView;
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
  private static final int MIN_ROWS_BETWEEN_CUTS = 1024;
  private static final long MIN_BLOCK_BYTES = 1 << 15;
  private static final long MAX_BLOCK_BYTES = 1 << 20;
  private static final int BLOCKS_A_STORE = 16;
  private static final long FILE_BUFFER_BYTES = 1 << 15;

  /** Copies of a block that writing takes: last given out, gathered, serialised, compressed. */
  private static final int BLOCKS_TO_WRITE = 4;

  /** Copies of a block that reading takes: compressed, serialised, as vectors. */
  private static final int BLOCKS_TO_READ = 3;

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
  private long largestBlockBytes;
  private int largestBlockRows;
  private SortedRows output;
  private StoreOutput storeOutput;
  private boolean isClosed;

  public SortOperator(PlanNode.Sort node, Operator input, OperatorContext context) {
    this.input = input;
    this.context = context;
    this.schema = node.schema();
    this.types = schema.fields().stream().map(Field::type).toList();
    this.order = new RowOrder(node.keys(), schema);
    this.sorter = new RowSorter(order);
    this.range = new RowRange(node.limit(), node.offset());
    boolean overflows = node.limit() > Long.MAX_VALUE - node.offset();
    this.rowsWanted = node.limit() < 0 || overflows ? Long.MAX_VALUE : node.limit() + node.offset();
    this.bound = rowsWanted <= MAX_BOUNDED_ROWS ? new RowBound(order, types) : null;
    this.store = new RowStore(types);
    this.views = new FlatView[types.size()];
    for (int c = 0; c < views.length; c++) {
      views[c] = new FlatView();
    }
    this.memory = context.memory().reservation(this::spill);
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
    reserveFor(count);
    store.append(views, null, count);
    memory.resize(bytesFor(store.heldBytes(), store.numRows()));
    if (bound != null
        && store.numRows() >= rowsWanted + Math.max(rowsWanted, MIN_ROWS_BETWEEN_CUTS)) {
      cutStore();
    }
  }

  private void reserveFor(int count) {
    while (true) {
      // Growing may spill the store, and an empty one grows by more: look again.
      long wanted =
          bytesFor(store.heldBytes() + store.appendBytes(views, count), store.numRows() + count);
      if (wanted <= memory.bytes()) {
        return;
      }
      memory.add(wanted - memory.bytes());
    }
  }

  /** What a store of this size needs to be held, sorted, cut down, and given or written out. */
  private long bytesFor(long storeBytes, int rows) {
    long held = bound == null ? storeBytes : 2 * storeBytes;
    return held
        + (long) rows * RowSorter.BYTES_A_ROW
        + BLOCKS_TO_WRITE * blockBytes(storeBytes, rows);
  }

  private static long blockBytes(long storeBytes, int rows) {
    return blockRows(storeBytes, rows) * averageRowBytes(storeBytes, rows);
  }

  /** Rows of a run's block; blocks are small beside the store, so that merging takes less. */
  private static int blockRows(long storeBytes, int rows) {
    long target = Math.max(MIN_BLOCK_BYTES, storeBytes / BLOCKS_A_STORE);
    return rowsFitting(Math.min(target, MAX_BLOCK_BYTES), storeBytes, rows);
  }

  /** The usual number, or fewer where rows are wide. */
  private static int rowsFitting(long targetBytes, long storeBytes, int rows) {
    long fitting = Math.max(1, targetBytes / averageRowBytes(storeBytes, rows));
    return (int) Math.min(Math.min(fitting, rows), VectorBatch.TARGET_ROWS);
  }

  private static long averageRowBytes(long storeBytes, int rows) {
    return rows == 0 ? 1 : storeBytes / rows + 1;
  }

  /** Keeps the best rows only. */
  private void cutStore() {
    RowStore kept = new RowStore(types);
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
    memory.resize(bytesFor(store.heldBytes(), store.numRows()));
  }

  private SortedStore sortedStore() {
    return sortedStore(blockRows(store.heldBytes(), store.numRows()));
  }

  private SortedStore sortedStore(int batchRows) {
    int[] rows = sorter.sort(store);
    int wanted = (int) Math.min(store.numRows(), rowsWanted);
    return new SortedStore(store, types, rows, wanted, batchRows);
  }

  // Spilling

  private long spill(long wantedBytes) {
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
    store.clear();
    memory.resize(0);
  }

  private void noteBlocks() {
    int numRows = store.numRows();
    largestBlockBytes = Math.max(largestBlockBytes, blockBytes(store.heldBytes(), numRows));
    largestBlockRows = Math.max(largestBlockRows, blockRows(store.heldBytes(), numRows));
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
    return run;
  }

  // Giving rows out

  private SortedRows openOutput() {
    if (runs.isEmpty()) {
      storeOutput = new StoreOutput(sortedStore(reserveOutputRows()));
      return storeOutput;
    }
    if (store.numRows() > 0) {
      noteBlocks();
      if (runs.size() < MAX_FAN_IN && memory.tryAdd(mergeBytes(runs.size() + 1))) {
        storeOutput = new StoreOutput(sortedStore());
        List<SortedRows> inputs = openRuns(runs);
        inputs.add(storeOutput);
        return merger(inputs, numRows(runs) + storeOutput.numRows());
      }
      spillStore();
    }
    int fanIn = reserveFanIn();
    while (runs.size() > fanIn) {
      // The shortest first, and no more than it takes for the last merge to hold the rest.
      runs.sort(Comparator.comparingLong(SpillFile::numRows));
      int number = Math.min(fanIn, runs.size() - fanIn + 1);
      List<SpillFile> merged = List.copyOf(runs.subList(0, number));
      try (SortedRows rows = merger(openRuns(merged), numRows(merged))) {
        writeRun(rows);
      }
      runs.removeAll(merged);
      merged.forEach(SpillFile::close);
    }
    return merger(openRuns(runs), numRows(runs));
  }

  /** How many rows of the store to give at a time: a full batch if there is memory for it. */
  private int reserveOutputRows() {
    long storeBytes = store.heldBytes();
    int blockRows = blockRows(storeBytes, store.numRows());
    int batchRows = rowsFitting(MAX_BLOCK_BYTES, storeBytes, store.numRows());
    long moreBytes = (batchRows - blockRows) * averageRowBytes(storeBytes, store.numRows());
    return memory.tryAdd(moreBytes) ? batchRows : blockRows;
  }

  /** Reserves what merging takes, and says of how many runs at a time: two at least. */
  private int reserveFanIn() {
    memory.add(mergeBytes(2));
    int fanIn = 2;
    while (fanIn < Math.min(runs.size(), MAX_FAN_IN) && memory.tryAdd(runBytes())) {
      fanIn++;
    }
    return fanIn;
  }

  private long mergeBytes(int numRuns) {
    return numRuns * runBytes() + BLOCKS_TO_WRITE * largestBlockBytes;
  }

  private long runBytes() {
    return BLOCKS_TO_READ * largestBlockBytes
        + FILE_BUFFER_BYTES
        + (long) largestBlockRows * RunMerger.BYTES_A_ROW;
  }

  private SortedRows merger(List<SortedRows> inputs, long numRows) {
    return inputs.size() == 1
        ? inputs.get(0)
        : new RunMerger(order, types, inputs, numRows, largestBlockRows);
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
        store.clear();
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
      long storeBytes = bytesFor(store.heldBytes(), store.numRows());
      noteBlocks();
      // The last batch is still in use.
      SpillFile run = writeRun(stored.rest(types, blockRows(store.heldBytes(), store.numRows())));
      rows = new RunReader(run.read());
      stored = null;
      store.clear();
      long left = memory.bytes() - storeBytes + runBytes();
      memory.resize(Math.min(memory.bytes(), left));
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
