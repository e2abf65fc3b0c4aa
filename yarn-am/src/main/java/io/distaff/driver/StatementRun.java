package io.distaff.driver;

import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.types.Schema;
import java.util.List;

/**
 * A statement that runs: its rows as blocks (see io.distaff.serde), to be decoded here or passed
 * on. Confined to one thread. Closing one that isn't finished cancels it.
 */
interface StatementRun extends AutoCloseable {
  /** The columns of the result; empty for a statement that gives no rows. */
  Schema schema();

  /** What of it is surely not meant, for the user; a sentence each. */
  default List<String> warnings() {
    return List.of();
  }

  /** Some blocks; null at the end. Throws what the statement failed of. */
  byte[] nextBlocks();

  /** Complete after the end. */
  StatementStatistics statistics();

  /** What the tasks of the last stage have made, in order, after the end; else nothing. */
  default List<PartitionSummary> partitions() {
    return List.of();
  }

  /** Makes it fail soon, from any thread. */
  void cancel(String reason);

  @Override
  void close();
}
