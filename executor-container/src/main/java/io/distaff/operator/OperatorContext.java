package io.distaff.operator;

import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.LocalDisks;

/**
 * What operators of one task share.
 *
 * @param disks for spill files
 */
public record OperatorContext(TaskMemory memory, LocalDisks disks, TaskMetrics metrics) {}
