package io.distaff.driver;

import io.distaff.memory.ReservedArrays;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.scheduler.ResultSizeGuard;
import io.distaff.serde.BlockReader;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * A statement's rows for whoever is in the driver's process. Throws RESULT_TOO_LARGE where a row or
 * a block of them doesn't go into the driver's heap beside what is gathered.
 */
public final class DecodedStatement implements StatementExecution {
  private final StatementRun run;
  private final ResultSizeGuard guard;
  private final ReservedArrays arrays;
  private final BlockReader blocks;

  /** Of the encoded blocks at hand. */
  private long encodedBytes;

  DecodedStatement(StatementRun run, ResultSizeGuard guard) {
    this.run = run;
    this.guard = guard;
    this.arrays = ReservedArrays.limited(bytes -> guard.ensureRoom(encodedBytes + bytes));
    this.blocks = new BlockReader(run.schema(), arrays);
  }

  /** Of what is kept of the rows: who keeps them adds what they take. */
  public ResultSizeGuard guard() {
    return guard;
  }

  /** What the rows of the last batch take, and the blocks that they are read from. */
  public long underWayBytes() {
    return encodedBytes + arrays.heldBytes();
  }

  @Override
  public Schema schema() {
    return run.schema();
  }

  @Override
  public List<String> warnings() {
    return run.warnings();
  }

  @Override
  public VectorBatch next() {
    while (true) {
      VectorBatch batch = blocks.next();
      if (batch != null) {
        return batch;
      }
      byte[] more = run.nextBlocks();
      if (more == null) {
        return null;
      }
      encodedBytes = more.length;
      guard.ensureRoom(underWayBytes());
      blocks.reset(more, 0, more.length);
    }
  }

  @Override
  public StatementStatistics statistics() {
    return run.statistics();
  }

  @Override
  public List<PartitionSummary> partitions() {
    return run.partitions();
  }

  @Override
  public void close() {
    run.close();
  }
}
