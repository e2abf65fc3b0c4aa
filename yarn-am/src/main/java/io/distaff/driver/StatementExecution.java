package io.distaff.driver;

import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * A statement that runs: its rows, as they come. Confined to one thread. Closing one that isn't
 * finished cancels it.
 */
public interface StatementExecution extends AutoCloseable {
  /** The columns of the result; empty for a statement that gives no rows. */
  Schema schema();

  /** What of it is surely not meant, for the user; a sentence each. */
  default List<String> warnings() {
    return List.of();
  }

  /**
   * The next rows, valid until the next call; null at the end. Throws what the statement failed of.
   */
  VectorBatch next();

  /** Complete after the end. */
  StatementStatistics statistics();

  /** What the tasks of the last stage have made, in order, after the end; else nothing. */
  default List<PartitionSummary> partitions() {
    return List.of();
  }

  @Override
  void close();
}
