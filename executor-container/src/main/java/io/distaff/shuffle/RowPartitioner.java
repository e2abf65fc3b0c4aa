package io.distaff.shuffle;

import io.distaff.vector.RowHash;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.List;

/** Says to which partition of an exchange rows go. Confined to a task's thread. */
public interface RowPartitioner extends AutoCloseable {
  /**
   * Says where the selected rows of a batch go.
   *
   * @param rows their positions in the batch, in the first {@code count} slots
   * @param partitions filled with the partition of each of them, from 0
   */
  void assign(VectorBatch batch, int[] rows, int count, int[] partitions);

  /** Gives back what it holds. */
  @Override
  default void close() {}

  /**
   * Rows with equal keys go to the same partition, whatever the task.
   *
   * @param keys positions of columns; none = rows are dealt out in turn
   * @param large for which tokens stand in batches
   */
  static RowPartitioner of(List<Integer> keys, int numPartitions, LargeValues large) {
    return keys.isEmpty() ? new Turns(numPartitions) : new Hashes(keys, numPartitions, large);
  }

  /** Deals rows out, one after the other. */
  final class Turns implements RowPartitioner {
    private final int numPartitions;
    private int next;

    private Turns(int numPartitions) {
      this.numPartitions = numPartitions;
    }

    @Override
    public void assign(VectorBatch batch, int[] rows, int count, int[] partitions) {
      for (int i = 0; i < count; i++) {
        partitions[i] = next;
        next = next + 1 == numPartitions ? 0 : next + 1;
      }
    }
  }

  /** Goes by the hash of the keys. */
  final class Hashes implements RowPartitioner {
    private final RowHash hash;
    private final int numPartitions;
    private long[] hashes = new long[0];

    private Hashes(List<Integer> keys, int numPartitions, LargeValues large) {
      this.hash = new RowHash(large, keys.stream().mapToInt(Integer::intValue).toArray());
      this.numPartitions = numPartitions;
    }

    @Override
    public void assign(VectorBatch batch, int[] rows, int count, int[] partitions) {
      if (hashes.length < count) {
        hashes = new long[count];
      }
      hash.hash(batch, hashes);
      for (int i = 0; i < count; i++) {
        partitions[i] = RowHash.partition(hashes[i], numPartitions);
      }
    }
  }
}
