package io.distaff.operator;

import io.distaff.memory.OperatorMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.LocalDisks;

/**
 * What an operator is given.
 *
 * @param memory its own part of the task's memory
 * @param disks for spill files; shared
 * @param metrics of the task; shared
 */
public record OperatorContext(OperatorMemory memory, LocalDisks disks, TaskMetrics metrics) {}
