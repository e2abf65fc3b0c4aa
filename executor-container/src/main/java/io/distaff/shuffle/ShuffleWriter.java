package io.distaff.shuffle;

import io.distaff.memory.MemoryReservation;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.Spillable;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.ByteChunks;
import io.distaff.serde.Compression;
import io.distaff.serde.GrowableBytes;
import io.distaff.storage.LocalDisks;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowBytes;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Divides a task's rows into partitions and appends them to a file.
 *
 * <pre>
 *   batch -> rows of each partition -> rows kept until they make a block -> compressed blocks in memory -> one file
 * </pre>
 *
 * A row with large values makes blocks of its own, of values in pieces; if they are large beside
 * the memory of the task, these go to a spill file at once, behind all that came before. A
 * partition that gets many rows of a batch writes them as a block at once, dictionaries and all;
 * few rows are gathered first. When memory is refused, the compressed blocks of all partitions go
 * to a spill file, and are copied from there at the end. Confined to the task's thread.
 */
public final class ShuffleWriter implements Spillable, AutoCloseable {
  /** Rows of one partition in one batch that make a block of their own. */
  private static final int DIRECT_ROWS = 1024;

  /** Of rows of one partition that aren't a block yet, unless it is a single row. */
  private static final long MOST_KEPT_BYTES = 4 << 20;

  private static final int LEAST_SPILLED_BYTES = 2 << 20;
  private static final int PARTS_OF_MEMORY = 32;

  private final RowPartitioner partitioner;
  private final TaskMetrics metrics;
  private final OperatorMemory memory;
  private final MemoryReservation reservation;
  private final BlockWriter blocks = new BlockWriter(Compression.SPEED);
  private final GrowableBytes block = new GrowableBytes(0);
  private final FlatView[] views;
  private final SelectedRows selectedRows = new SelectedRows();
  private final Partition[] partitions;
  private final LargeRows largeRows;

  /** Rows with fewer bytes of large values are kept in memory as others are. */
  private final long heldLargeBytes;

  private final SpilledPartitions spills;

  /** Of the batch in progress. */
  private boolean hasLarge;

  private long largestRowBytes;

  /** While what is in memory goes to a file, beside a row for which memory may be asked. */
  private boolean isSpilling;

  private int[] assigned = new int[0];
  private int[] picks = new int[0];
  private int[] ownPicks = new int[0];

  /** What has been counted of all partitions. */
  private long countedBytes;

  /** What is kept of one partition: rows that don't make a block yet, and finished blocks. */
  private static final class Partition {
    final RowStore rows;
    final ByteChunks blocks = new ByteChunks();
    long numRows;
    int count;

    /** An upper bound of what the values of the kept rows take: blocks aren't large. */
    long keptBytes;

    /** What the writer has counted of {@link #heldBytes}. */
    long countedBytes;

    Partition(List<DataType> types) {
      this.rows = RowStore.withDictionaries(types);
    }

    long heldBytes() {
      return rows.heldBytes() + blocks.capacity();
    }
  }

  /**
   * @param numPartitions of the file
   * @param partitioner says of each row where it goes; not asked where there is one partition;
   *     owned by the writer
   * @param name of the file, unique in the application
   * @param large for which tokens stand in batches
   */
  public ShuffleWriter(
      int numPartitions,
      RowPartitioner partitioner,
      Schema schema,
      String name,
      OperatorMemory memory,
      LocalDisks disks,
      TaskMetrics metrics,
      LargeValues large) {
    this.partitioner = partitioner;
    this.metrics = metrics;
    this.spills = new SpilledPartitions(disks, name, numPartitions);
    this.memory = memory;
    this.reservation = memory.reservation(this);
    List<DataType> types = schema.fields().stream().map(Field::type).toList();
    this.largeRows = new LargeRows(large, memory);
    this.heldLargeBytes =
        Math.max(LEAST_SPILLED_BYTES, memory.largestShareBytes() / PARTS_OF_MEMORY);
    this.views = new FlatView[types.size()];
    for (int i = 0; i < views.length; i++) {
      views[i] = new FlatView();
    }
    this.partitions = new Partition[numPartitions];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Partition(types);
    }
  }

  /** Takes the selected rows of a batch. */
  public void write(VectorBatch batch) {
    int count = batch.numSelected();
    metrics.add(Counter.SHUFFLE_ROWS_WRITTEN, count);
    int[] rows = selectedRows.of(batch);
    hasLarge = largeRows.hasLarge(batch);
    largestRowBytes = RowBytes.largest(batch, rows, count);
    if (partitions.length == 1) {
      take(0, batch, rows, count);
      return;
    }
    assign(batch, rows, count);
    int[] starts = divide(rows, count);
    for (int p = 0; p < partitions.length; p++) {
      if (partitions[p].count > 0) {
        System.arraycopy(picks, starts[p], ownPicks, 0, partitions[p].count);
        take(p, batch, ownPicks, partitions[p].count);
      }
    }
  }

  /** Fills {@code assigned} with the partition of each selected row. */
  private void assign(VectorBatch batch, int[] rows, int count) {
    if (assigned.length < count) {
      assigned = new int[count];
      picks = new int[count];
      ownPicks = new int[count];
    }
    partitioner.assign(batch, rows, count, assigned);
  }

  /**
   * Orders the rows by partition in {@code picks} (a counting sort); gives where each partition
   * begins.
   */
  private int[] divide(int[] rows, int count) {
    for (Partition partition : partitions) {
      partition.count = 0;
    }
    for (int i = 0; i < count; i++) {
      partitions[assigned[i]].count++;
    }
    int[] starts = new int[partitions.length];
    int[] next = new int[partitions.length];
    int start = 0;
    for (int p = 0; p < partitions.length; p++) {
      starts[p] = start;
      next[p] = start;
      start += partitions[p].count;
    }
    for (int i = 0; i < count; i++) {
      picks[next[assigned[i]]++] = rows[i];
    }
    return starts;
  }

  /** Takes rows, those with large values one by one. */
  private void take(int partition, VectorBatch batch, int[] rows, int count) {
    partitions[partition].numRows += count;
    if (!hasLarge) {
      takeSmall(partitions[partition], batch, rows, count);
      return;
    }
    int from = 0;
    for (int i = 0; i < count; i++) {
      long bytes = largeRows.largeBytes(batch, rows[i]);
      if (bytes > 0) {
        takeSmall(partitions[partition], batch, Arrays.copyOfRange(rows, from, i), i - from);
        if (bytes < heldLargeBytes) {
          takeLarge(partitions[partition], batch, rows[i]);
        } else {
          spillLarge(partition, batch, rows[i]);
        }
        from = i + 1;
      }
    }
    takeSmall(partitions[partition], batch, Arrays.copyOfRange(rows, from, count), count - from);
  }

  /** Keeps the blocks of a row with large values, behind the rows that came before it. */
  private void takeLarge(Partition partition, VectorBatch batch, int row) {
    if (partition.rows.numRows() > 0) {
      flush(partition);
    }
    largeRows.write(
        batch,
        row,
        blocks,
        written -> {
          metrics.add(Counter.SHUFFLE_BYTES_WRITTEN, written.size());
          partition.blocks.append(written.array(), 0, written.size());
        });
    settle(partition);
  }

  /** Writes what is in memory to a file, and behind it a row with large values. */
  private void spillLarge(int partition, VectorBatch batch, int row) {
    long startNanos = System.nanoTime();
    for (Partition each : partitions) {
      compress(each);
    }
    isSpilling = true;
    long written =
        spills.spill(
            (out, p) -> {
              writeHeld(out, p);
              if (p == partition) {
                largeRows.write(batch, row, blocks, block -> writeBlock(block, out));
              }
            });
    isSpilling = false;
    for (Partition each : partitions) {
      each.blocks.clear();
    }
    reservation.resize(Math.min(heldBytes(), reservation.bytes()));
    memory.noteSpill(written, System.nanoTime() - startNanos);
  }

  private void writeBlock(GrowableBytes written, FileChannel out) throws IOException {
    metrics.add(Counter.SHUFFLE_BYTES_WRITTEN, written.size());
    SpilledPartitions.writeFully(out, written.array(), written.size());
  }

  private void takeSmall(Partition partition, VectorBatch batch, int[] rows, int count) {
    if (count == 0) {
      return;
    }
    if (count >= DIRECT_ROWS && partition.rows.numRows() == 0) {
      writeBlock(partition, batch.withSelection(new SelectionVector(rows, count)));
      return;
    }
    for (int i = 0; i < views.length; i++) {
      views[i].set(batch.column(i), rows, count);
    }
    long bytes = largestRowBytes * count;
    if (partition.rows.numRows() + count > VectorBatch.TARGET_ROWS
        || partition.keptBytes + bytes > MOST_KEPT_BYTES) {
      writeKept(partition);
    }
    ensure(partition.rows.appendBytes(views, count));
    partition.rows.append(views, null, count);
    partition.keptBytes += bytes;
    settle(partition);
  }

  /** Turns the kept rows into blocks, and keeps their arrays for those that follow. */
  private void writeKept(Partition partition) {
    appendKept(partition);
    partition.rows.reset();
    settle(partition);
  }

  /** Turns the kept rows into blocks, and lets go of their arrays. */
  private void flush(Partition partition) {
    compress(partition);
    settle(partition);
  }

  /** As {@link #flush}, but leaves the reservation, so that no spill comes in between. */
  private void compress(Partition partition) {
    appendKept(partition);
    partition.rows.clear();
  }

  private void appendKept(Partition partition) {
    for (int page = 0; page < partition.rows.numPages(); page++) {
      appendBlock(partition, partition.rows.page(page));
    }
    partition.keptBytes = 0;
  }

  private void writeBlock(Partition partition, VectorBatch batch) {
    appendBlock(partition, batch);
    settle(partition);
  }

  private void appendBlock(Partition partition, VectorBatch batch) {
    block.clear();
    metrics.add(Counter.SHUFFLE_BYTES_WRITTEN, blocks.write(batch, block));
    partition.blocks.append(block.array(), 0, block.size());
  }

  /** Reserves for what is about to be allocated. */
  private void ensure(long moreBytes) {
    if (moreBytes > 0) {
      reservation.add(moreBytes);
    }
  }

  /** Makes the reservation what is held, after one of the partitions has changed. */
  private void settle(Partition changed) {
    count(changed);
    long held = bufferBytes() + countedBytes;
    if (held > reservation.bytes()) {
      reservation.add(held - reservation.bytes());
    } else {
      reservation.resize(held);
    }
  }

  private long heldBytes() {
    for (Partition partition : partitions) {
      count(partition);
    }
    return bufferBytes() + countedBytes;
  }

  private long bufferBytes() {
    return blocks.bufferBytes() + block.capacity();
  }

  private void count(Partition partition) {
    long held = partition.heldBytes();
    countedBytes += held - partition.countedBytes;
    partition.countedBytes = held;
  }

  @Override
  public long spill(long wantedBytes) {
    if (isSpilling) {
      return 0;
    }
    long startNanos = System.nanoTime();
    long before = heldBytes();
    for (Partition partition : partitions) {
      compress(partition);
    }
    if (Arrays.stream(partitions).allMatch(partition -> partition.blocks.size() == 0)) {
      return 0;
    }
    long written = spills.spill(this::writeHeld);
    for (Partition partition : partitions) {
      partition.blocks.clear();
    }
    metrics.add(Counter.BYTES_SPILLED, written);
    memory.noteSpill(written, System.nanoTime() - startNanos);
    long freed = Math.min(before - heldBytes(), reservation.bytes());
    reservation.resize(reservation.bytes() - freed);
    return freed;
  }

  private void writeHeld(FileChannel out, int partition) throws IOException {
    partitions[partition].blocks.writeTo(out);
  }

  /**
   * The blocks of the only partition, if they are few and all in memory; nothing is written then.
   *
   * @return empty when {@link #finish} has to write them
   */
  public Optional<byte[]> finishInline(int limitBytes) {
    Partition only = partitions[0];
    if (only.rows.numRows() > 0) {
      flush(only);
    }
    if (partitions.length > 1 || !spills.isEmpty() || only.blocks.size() > limitBytes) {
      return Optional.empty();
    }
    byte[] inline = only.blocks.toByteArray();
    close();
    return Optional.of(inline);
  }

  /** Appends the output to a file. */
  public ShuffleFile finish(AppendedFile file) {
    for (Partition partition : partitions) {
      if (partition.rows.numRows() > 0) {
        flush(partition);
      }
    }
    try {
      return spills.finish(this::writeHeld, file);
    } finally {
      close();
    }
  }

  /** Rows by partition. */
  public long[] partitionRows() {
    long[] rows = new long[partitions.length];
    for (int p = 0; p < partitions.length; p++) {
      rows[p] = partitions[p].numRows;
    }
    return rows;
  }

  /** Gives back memory and deletes spill files; the finished file stays. */
  @Override
  public void close() {
    try {
      spills.close();
    } finally {
      for (Partition partition : partitions) {
        partition.rows.clear();
        partition.blocks.clear();
      }
      largeRows.close();
      reservation.close();
      partitioner.close();
    }
  }
}
