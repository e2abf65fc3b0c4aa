package io.distaff.operator;

import io.distaff.memory.OperatorMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.LocalDisks;
import io.distaff.vector.large.LargeValues;

/**
 * What an operator is given.
 *
 * @param memory its own part of the task's memory
 * @param disks for spill files; shared
 * @param metrics of the task; shared
 * @param values of the task, for which tokens stand in batches; shared
 */
public record OperatorContext(
    OperatorMemory memory, LocalDisks disks, TaskMetrics metrics, LargeValues values) {
  /** For an operator in whose batches every value is itself. */
  public OperatorContext(OperatorMemory memory, LocalDisks disks, TaskMetrics metrics) {
    this(memory, disks, metrics, LargeValues.none());
  }
}
