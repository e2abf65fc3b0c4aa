package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BlockBloom;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RowHash;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * Whether values may be among those of a Bloom filter. True of every value when there is no memory
 * for the filter, and when it has turned out to leave too few values out to be worth its time.
 */
public final class MayContain implements VectorFunction {
  private static final long TRIAL_VALUES = 1 << 15;

  /** More than this part of the values must be left out, in eighths. */
  private static final int WORTH_EIGHTHS = 1;

  /** Null when every value passes. */
  private byte[] blocks;

  private final int numBlocks;
  private final Buffers buffers;
  private final RowHash hash = new RowHash(0);
  private long tested;
  private long passed;

  /**
   * @param blocks of a {@link BlockBloom}
   */
  public MayContain(byte[] blocks, ReservedArrays arrays) {
    this.numBlocks = blocks.length / BlockBloom.BLOCK_BYTES;
    this.buffers = new Buffers(arrays);
    boolean fits = numBlocks > 0 && arrays.tryReserveOptional(blocks.length, this::drop);
    this.blocks = fits ? blocks : null;
  }

  private void drop() {
    blocks = null;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    byte[] out = buffers.bytes(rows.length());
    long[] hashes = blocks == null ? null : buffers.longs(rows.length());
    // Taking memory may have dropped the filter.
    byte[] filter = blocks;
    if (filter == null) {
      Arrays.fill(out, 0, rows.length(), (byte) 1);
    } else {
      test(filter, arguments[0].vector(), rows, hashes, out);
    }
    return new BooleanVector(DataType.BOOLEAN, out, validity, rows.length());
  }

  private void test(byte[] filter, ColumnVector values, RowSet rows, long[] hashes, byte[] out) {
    int count = rows.count();
    SelectionVector selection =
        rows.rows() == null ? null : new SelectionVector(rows.rows(), count);
    hash.hash(new VectorBatch(rows.length(), selection, values), hashes);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      byte contained = (byte) (BlockBloom.mayContain(filter, numBlocks, hashes[i]) ? 1 : 0);
      out[rows.row(i)] = contained;
      kept += contained;
    }
    tested += count;
    passed += kept;
    if (tested >= TRIAL_VALUES) {
      if (passed * 8 > tested * (8 - WORTH_EIGHTHS)) {
        drop();
      }
      tested = 0;
      passed = 0;
    }
  }
}
