package io.distaff.planner;

import io.distaff.catalog.SplitEnumerator;
import io.distaff.config.DistaffConfig;

/**
 * What planning depends on beside the query. Part of a query's identity: a plan for other slots has
 * other partitions, and so other fingerprints.
 *
 * @param parallelism when all executors are there
 */
public record PlannerContext(
    Parallelism parallelism, DistaffConfig config, SplitEnumerator splitEnumerator) {
  /** Dividing rows by ranges, for which they are looked at twice, pays for as many a task. */
  private static final long LEAST_SORTED_BYTES = 32L << 20;

  int slots() {
    return parallelism.slots();
  }

  int executors() {
    return parallelism.executors();
  }

  long broadcastBytes() {
    return config.value(PlannerOptions.BROADCAST_THRESHOLD).bytes();
  }

  boolean runtimeFilters() {
    return config.value(PlannerOptions.RUNTIME_FILTERS);
  }

  /** True when so much input is best read by one task. */
  boolean isLittle(double bytes, double rows) {
    return bytes <= config.value(PlannerOptions.SINGLE_TASK_THRESHOLD).bytes()
        && rows <= config.value(PlannerOptions.SINGLE_TASK_ROWS);
  }

  /** The partitions of an exchange by key over an estimated number of bytes. */
  int partitions(double bytes) {
    return partitions(bytes, config.value(PlannerOptions.EXCHANGE_PARTITION_SIZE).bytes());
  }

  /** The tasks that share the sorting of an estimated number of bytes. */
  int sortPartitions(double bytes) {
    return partitions(bytes, LEAST_SORTED_BYTES);
  }

  private int partitions(double bytes, long partitionBytes) {
    int fixed = config.value(PlannerOptions.EXCHANGE_PARTITIONS);
    return fixed > 0
        ? fixed
        : (int) Math.max(1, Math.min(Math.ceil(bytes / partitionBytes), 2.0 * slots()));
  }
}
