package io.distaff.scheduler;

import io.distaff.cluster.ClusterOptions;
import io.distaff.config.DistaffConfig;

/**
 * What rules the scheduler's decisions; see {@link SchedulerOptions}.
 *
 * @param executorInstances wanted alive at any time
 * @param maxFetchFailures rounds of lost inputs that a stage survives
 * @param localityWaitMillis for the host, and as long again for the rack
 * @param driverSlotBytes of input, at most, of a query that the driver's own slot may run; 0 = it
 *     runs none
 */
public record SchedulerPolicy(
    int executorInstances,
    int maxTaskFailures,
    int maxFetchFailures,
    long localityWaitMillis,
    long heartbeatTimeoutMillis,
    long driverSlotBytes,
    ResultLimit resultLimit) {
  public static SchedulerPolicy of(DistaffConfig config, ResultLimit resultLimit) {
    return new SchedulerPolicy(
        config.value(ClusterOptions.EXECUTOR_INSTANCES),
        config.value(SchedulerOptions.TASK_MAX_FAILURES),
        config.value(SchedulerOptions.STAGE_MAX_FETCH_FAILURES),
        config.value(SchedulerOptions.LOCALITY_WAIT_MILLIS),
        config.value(SchedulerOptions.HEARTBEAT_TIMEOUT_MILLIS),
        config.value(SchedulerOptions.DRIVER_SLOT_MAX_INPUT_SIZE).bytes(),
        resultLimit);
  }
}
