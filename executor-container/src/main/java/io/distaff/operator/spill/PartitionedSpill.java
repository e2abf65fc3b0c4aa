package io.distaff.operator.spill;

import io.distaff.operator.OperatorContext;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.Compression;
import io.distaff.types.Schema;
import io.distaff.vector.RowHash;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/**
 * Rows divided into {@link RowHash#SPILL_PARTITIONS} files by the hash of their keys, so that rows
 * of equal keys share a file. Confined to a task's thread.
 */
public final class PartitionedSpill implements AutoCloseable {
  /** Written at once to one of the files; less than where there is but one file. */
  private static final int BUFFER_BYTES = 1 << 13;

  /** How often a batch is in memory on its way to files: gathered, and in the files' buffers. */
  private static final int COPIES_OF_BATCH = 2;

  private final SpillFile[] files = new SpillFile[RowHash.SPILL_PARTITIONS];
  private final RowHash hash;
  private final int level;
  private final SelectedRows selectedRows = new SelectedRows();
  private long[] hashes = new long[0];
  private int[] partitions = new int[0];
  private int[] rows = new int[0];

  /**
   * @param keys positions of the keys in the batches
   * @param level how often these rows were divided before
   */
  public PartitionedSpill(
      OperatorContext context, String owner, Schema schema, int[] keys, int level) {
    this.hash = new RowHash(keys);
    this.level = level;
    BlockWriter writer = new BlockWriter(Compression.SPACE);
    for (int p = 0; p < files.length; p++) {
      files[p] = new SpillFile(context, owner, schema, writer, BUFFER_BYTES);
    }
  }

  /** Appends the selected rows, each to its file. */
  public void write(VectorBatch batch) {
    int count = batch.numSelected();
    if (hashes.length < count) {
      int capacity = Math.max(count, VectorBatch.TARGET_ROWS);
      hashes = new long[capacity];
      partitions = new int[capacity];
      rows = new int[capacity];
    }
    hash.hash(batch, hashes);
    int[] ends = new int[files.length];
    for (int i = 0; i < count; i++) {
      partitions[i] = RowHash.spillPartition(hashes[i], level);
      ends[partitions[i]]++;
    }
    for (int p = 1; p < ends.length; p++) {
      ends[p] += ends[p - 1];
    }
    int[] selected = selectedRows.of(batch);
    for (int i = count - 1; i >= 0; i--) {
      rows[--ends[partitions[i]]] = selected[i];
    }
    // Now ends[p] is where partition p begins.
    int[] ofPartition = new int[count];
    for (int p = 0; p < files.length; p++) {
      int size = (p + 1 < files.length ? ends[p + 1] : count) - ends[p];
      System.arraycopy(rows, ends[p], ofPartition, 0, size);
      files[p].write(batch.withSelection(new SelectionVector(ofPartition, size)));
    }
  }

  /**
   * What writing such rows, and reading them back, holds in memory: to be reserved as long as rows
   * may have to be spilled.
   *
   * @param batchBytes of the largest batch
   */
  public static long bufferBytes(long batchBytes) {
    return RowHash.SPILL_PARTITIONS * (BUFFER_BYTES + BUFFER_BYTES / 2L)
        + SpillFile.BUFFER_BYTES
        + COPIES_OF_BATCH * batchBytes;
  }

  /** Writes out what is buffered; no rows may follow. */
  public void endWriting() {
    for (SpillFile file : files) {
      file.endWriting();
    }
  }

  /** A partition's rows; owned by the caller from now on. */
  public SpillFile take(int partition) {
    SpillFile file = files[partition];
    files[partition] = null;
    return file;
  }

  @Override
  public void close() {
    for (SpillFile file : files) {
      if (file != null) {
        file.close();
      }
    }
  }
}
