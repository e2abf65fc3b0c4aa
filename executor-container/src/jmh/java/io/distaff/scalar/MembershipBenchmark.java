package io.distaff.scalar;

import io.distaff.KernelBenchmark;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.BlockBloom;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RowHash;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Whether keys are among those that a join's other side has; one in eight is. */
public class MembershipBenchmark extends KernelBenchmark {
  /** What is known of the other side. */
  public enum Known {
    /** 256 of 2048 keys. */
    NARROW_LIST(256, 1),
    /** As many, far apart. */
    WIDE_LIST(256, 1 << 20),
    BLOOM_OF_10_000(10_000, 0),
    BLOOM_OF_300_000(300_000, 0);

    private final int keys;
    private final long stride;

    Known(int keys, long stride) {
      this.keys = keys;
      this.stride = stride;
    }
  }

  @Param public Known known;

  /** Batches, so that the processor doesn't learn which row is one. */
  private final Argument[][] batches = new Argument[16][];

  private VectorFunction function;
  private int next;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    long scale = Math.max(1, known.stride);
    for (int b = 0; b < batches.length; b++) {
      LongVector drawn = columns.longs(DataType.BIGINT, 8L * known.keys, 0);
      for (int i = 0; i < ROWS; i++) {
        drawn.values()[i] *= scale;
      }
      Argument argument = new Argument(DataType.BIGINT, ReservedArrays.uncounted());
      argument.load(drawn, Bounds.UNKNOWN, RowSet.all(ROWS));
      batches[b] = new Argument[] {argument};
    }
    function = known.stride > 0 ? list(scale) : bloom();
  }

  private VectorFunction list(long scale) {
    List<Object> values = new ArrayList<>();
    for (int key = 0; key < known.keys; key++) {
      values.add(8L * key * scale);
    }
    return new In(DataType.BIGINT, values, ReservedArrays.uncounted());
  }

  private VectorFunction bloom() {
    byte[] blocks = new byte[BlockBloom.sizeBytes(known.keys, Integer.MAX_VALUE)];
    long[] keys = new long[known.keys];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = 8L * i;
    }
    ColumnVector column = new LongVector(DataType.BIGINT, keys, null, keys.length);
    long[] hashes = new long[keys.length];
    new RowHash(0).hash(new VectorBatch(keys.length, column), hashes);
    for (long hash : hashes) {
      BlockBloom.add(blocks, blocks.length / BlockBloom.BLOCK_BYTES, hash);
    }
    return new MayContain(blocks, ReservedArrays.uncounted());
  }

  @Benchmark
  public ColumnVector test() {
    next = (next + 1) % batches.length;
    return function.apply(batches[next], RowSet.all(ROWS), null);
  }
}
