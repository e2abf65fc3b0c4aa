package io.distaff.shuffle;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.serde.BlockReader;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;

/** Gives the rows of fetched blocks, each verified before use. Confined to the task's thread. */
public final class ShuffleReader implements AutoCloseable {
  private final BlockFetcher fetcher;
  private final ReservedArrays arrays;
  private final BlockReader blocks;

  /**
   * @param schema that the blocks were written with
   * @param fetcher owned by the reader
   * @param large takes large values, for which tokens are given
   */
  public ShuffleReader(
      Schema schema, BlockFetcher fetcher, OperatorMemory memory, LargeValues large) {
    this.fetcher = fetcher;
    this.arrays = memory.arrays();
    this.blocks = new BlockReader(schema, arrays, large);
  }

  /** The next rows, valid until the next call; null at the end. */
  public VectorBatch next() {
    while (true) {
      try {
        VectorBatch batch = blocks.next();
        if (batch != null) {
          return batch;
        }
      } catch (DistaffException e) {
        throw e.code() == ErrorCode.CORRUPT_BLOCK ? fetcher.damaged(e) : e;
      }
      if (!fetcher.next()) {
        if (blocks.isWithinRow()) {
          throw fetcher.damaged(
              new DistaffException(ErrorCode.CORRUPT_BLOCK, "the last row lacks pieces"));
        }
        return null;
      }
      blocks.reset(fetcher.blocks(), 0, fetcher.length());
    }
  }

  /** The last batch isn't used any more: lets go of large values in it. */
  public void release() {
    blocks.release();
  }

  @Override
  public void close() {
    arrays.close();
    fetcher.close();
  }
}
