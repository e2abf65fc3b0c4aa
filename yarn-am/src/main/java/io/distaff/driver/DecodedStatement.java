package io.distaff.driver;

import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.serde.BlockReader;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.util.List;

/** A statement's rows for whoever is in the driver's process. */
final class DecodedStatement implements StatementExecution {
  private final StatementRun run;
  private final BlockReader blocks;

  DecodedStatement(StatementRun run) {
    this.run = run;
    this.blocks = new BlockReader(run.schema());
  }

  @Override
  public Schema schema() {
    return run.schema();
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
