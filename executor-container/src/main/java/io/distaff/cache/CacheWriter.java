package io.distaff.cache;

import io.distaff.ids.AttemptId;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.Spillable;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Sink.CacheSink;
import io.distaff.rpc.TaskProduct;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.Compression;
import io.distaff.serde.GrowableBytes;
import io.distaff.shuffle.LargeRows;
import io.distaff.shuffle.ShuffleFile;
import io.distaff.shuffle.SpilledPartitions;
import io.distaff.storage.LocalDisks;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one cached partition of a task's rows: each column by itself becomes compressed blocks,
 * which begin and end at the same rows in all columns.
 *
 * <p>Blocks are built in the task's own memory, and change to the storage side of the pool when the
 * partition is complete. So a partition that is being built gives way as everything in a task does,
 * by spilling; it takes no memory from partitions of its own data set, which would have to be read
 * from disk, or made again, instead. What has spilled once ends on disk as a whole. Confined to the
 * task's thread.
 */
public final class CacheWriter implements Spillable, AutoCloseable {
  /** Built of a partition that goes to disk, before it goes there. */
  private static final long DISK_BUFFER_BYTES = 16 << 20;

  /** Rows of one batch that make a block of their own. */
  private static final int DIRECT_ROWS = 1024;

  private final CacheStore.Tag tag;
  private final boolean inMemory;
  private final CacheStore store;
  private final OperatorMemory memory;
  private final TaskMetrics metrics;

  /** What is in use while blocks are made. */
  private final MemoryReservation working;

  private final MemoryReservation built;
  private final SpilledPartitions spills;
  private final BlockWriter blocks = new BlockWriter(Compression.SPACE);
  private final GrowableBytes scratch = new GrowableBytes(1 << 16);
  private final RowStore rows;
  private final LargeRows allColumns;

  /** By column, of batches of that column alone. */
  private final LargeRows[] largeRows;

  private final FlatView[] views;
  private final SelectedRows selectedRows = new SelectedRows();
  private final List<List<byte[]>> columns = new ArrayList<>();
  private long numRows;

  /**
   * @param large for which tokens stand in batches
   */
  public CacheWriter(
      CacheSink sink,
      AttemptId attempt,
      Schema schema,
      CacheStore store,
      LocalDisks disks,
      OperatorMemory memory,
      TaskMetrics metrics,
      LargeValues large) {
    // A second attempt of a query may be there because execution has evicted what the first one
    // made: with a file for the rest of the query it is the last.
    boolean mayBeEvicted = !sink.level().usesDisk();
    this.inMemory = sink.level().usesMemory() && !(mayBeEvicted && attempt.attempt() > 0);
    this.tag = new CacheStore.Tag(attempt, sink.cache(), sink.level(), true);
    this.store = store;
    this.memory = memory;
    this.metrics = metrics;
    this.working = memory.reservation(null);
    this.built = memory.reservation(this);
    this.spills = new SpilledPartitions(disks, "cache-" + sink.cache().number(), schema.size());
    this.rows = RowStore.withDictionaries(schema.fields().stream().map(Field::type).toList());
    this.allColumns = new LargeRows(large, memory);
    this.largeRows = new LargeRows[schema.size()];
    this.views = new FlatView[schema.size()];
    for (int i = 0; i < views.length; i++) {
      views[i] = new FlatView();
      largeRows[i] = new LargeRows(large, memory);
      columns.add(new ArrayList<>());
    }
  }

  /** Takes the selected rows of a batch. */
  public void write(VectorBatch batch) {
    int count = batch.numSelected();
    numRows += count;
    if (!allColumns.hasLarge(batch)) {
      writeSmall(batch);
      return;
    }
    int[] selected = selectedRows.of(batch);
    int from = 0;
    for (int i = 0; i <= count; i++) {
      if (i < count && allColumns.largeBytes(batch, selected[i]) == 0) {
        continue;
      }
      if (i > from) {
        int[] before = Arrays.copyOfRange(selected, from, i);
        writeSmall(batch.withSelection(new SelectionVector(before, before.length)));
      }
      if (i < count) {
        flush();
        appendLarge(batch, selected[i]);
      }
      from = i + 1;
    }
  }

  private void writeSmall(VectorBatch batch) {
    int count = batch.numSelected();
    if (count >= DIRECT_ROWS && rows.numRows() == 0) {
      append(batch);
      return;
    }
    int[] picks = selectedRows.of(batch);
    for (int i = 0; i < views.length; i++) {
      views[i].set(batch.column(i), picks, count);
    }
    grow(rows.appendBytes(views, count));
    rows.append(views, null, count);
    if (rows.numRows() >= VectorBatch.TARGET_ROWS) {
      flush();
    }
  }

  /** Makes blocks of the rows kept. */
  private void flush() {
    for (int page = 0; page < rows.numPages(); page++) {
      append(rows.page(page));
    }
    rows.clear();
  }

  private void append(VectorBatch batch) {
    for (int c = 0; c < columns.size(); c++) {
      scratch.clear();
      blocks.write(batch.withColumns(batch.column(c)), scratch);
      add(c, scratch);
    }
  }

  /** Adds a block to a column. */
  private void add(int column, GrowableBytes block) {
    metrics.add(Counter.CACHE_BYTES_WRITTEN, block.size());
    reserve(CachedColumns.heldBytes(block.size()));
    columns.get(column).add(block.toByteArray());
    grow(0);
  }

  /** Makes blocks of one row, of large values in pieces. */
  private void appendLarge(VectorBatch batch, int row) {
    for (int c = 0; c < largeRows.length; c++) {
      int column = c;
      largeRows[c].write(
          batch.withColumns(batch.column(c)), row, blocks, block -> add(column, block));
    }
  }

  private void reserve(long bytes) {
    boolean mayGrow = staysInMemory() || built.bytes() < DISK_BUFFER_BYTES;
    if (mayGrow && built.tryAddFree(bytes)) {
      return;
    }
    if (staysInMemory()) {
      if (store.makeRoom(bytes, tag.cache()) && built.tryAddFree(bytes)) {
        return;
      }
      spill(bytes);
    } else if (built.bytes() > 0) {
      writeOut();
    }
    built.add(bytes);
  }

  private boolean staysInMemory() {
    return inMemory && spills.isEmpty();
  }

  /**
   * Reserves what is in use and what is about to be. It isn't given back between batches: blocks
   * that are built would take the place, and to get it anew would cost others theirs.
   */
  private void grow(long moreBytes) {
    long wanted = rows.heldBytes() + blocks.bufferBytes() + scratch.capacity() + moreBytes;
    if (wanted > working.bytes()) {
      working.add(wanted - working.bytes());
    }
  }

  @Override
  public long spill(long wantedBytes) {
    if (built.bytes() == 0) {
      return 0;
    }
    long startNanos = System.nanoTime();
    long freed = built.bytes();
    long written = writeOut();
    metrics.add(Counter.BYTES_SPILLED, written);
    memory.noteSpill(written, System.nanoTime() - startNanos);
    return freed;
  }

  /** Writes what is built to a file; from now on the partition is one for the disk. */
  private long writeOut() {
    long written = spills.spill(CachedColumns.of(columns));
    columns.forEach(List::clear);
    built.resize(0);
    return written;
  }

  /** Blocks that are built aren't touched while others are made. */
  @Override
  public boolean givesWayToOwnOperator() {
    return true;
  }

  /** Gives the partition to the store. */
  public TaskProduct finish() {
    flush();
    metrics.add(Counter.CACHE_MISSES, 1);
    CachedColumns held = CachedColumns.of(columns);
    boolean kept = true;
    long[] offsets;
    if (staysInMemory()) {
      offsets = held.offsets();
      built.moveToStorage(held.heldBytes());
      store.put(tag, held);
    } else {
      ShuffleFile file = spills.finish(held);
      offsets = file.offsets();
      kept = tag.level().usesDisk();
      store.put(new CacheStore.Tag(tag.attempt(), tag.cache(), tag.level(), kept), file);
    }
    long[] columnBytes = new long[columns.size()];
    for (int c = 0; c < columnBytes.length; c++) {
      columnBytes[c] = offsets[c + 1] - offsets[c];
    }
    close();
    return new TaskProduct.CachedPartition(numRows, columnBytes, kept);
  }

  /** Gives back the task's memory and the spill files; a partition that was finished stays. */
  @Override
  public void close() {
    spills.close();
    rows.clear();
    columns.clear();
    allColumns.close();
    for (LargeRows ofColumn : largeRows) {
      ofColumn.close();
    }
    built.close();
    working.close();
  }
}
