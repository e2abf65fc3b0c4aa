package io.distaff.scheduler;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import io.distaff.config.DataSize;
import java.util.List;

/** Settings of the scheduler. */
public final class SchedulerOptions {
  public static final ConfigOption<Integer> TASK_MAX_FAILURES =
      ConfigOption.count(
          "distaff.task.maxFailures",
          4,
          1,
          "A task that fails this often fails its query.",
          Scope.LAUNCH);

  public static final ConfigOption<Integer> STAGE_MAX_FETCH_FAILURES =
      ConfigOption.count(
          "distaff.stage.maxFetchFailures",
          8,
          1,
          "How many times a stage may find outputs that it reads lost before its query fails.",
          Scope.LAUNCH);

  public static final ConfigOption<Integer> LOCALITY_WAIT_MILLIS =
      ConfigOption.millis(
          "distaff.locality.waitMillis",
          300,
          "How long a task waits for a slot on a host that holds its input, and then as long again"
              + " for one on the same rack.",
          Scope.LAUNCH);

  public static final ConfigOption<Integer> HEARTBEAT_TIMEOUT_MILLIS =
      ConfigOption.millis(
          "distaff.executor.heartbeatTimeoutMillis",
          30_000,
          "An executor that isn't heard of for this long is taken for lost.",
          Scope.LAUNCH);

  public static final ConfigOption<DataSize> MAX_RESULT_SIZE =
      ConfigOption.size(
          "distaff.driver.maxResultSize",
          "1g",
          "The largest result that a query may gather in the driver's memory. It may take no more,"
              + " with the row that is read, than the heap has beside the engine itself (300 MiB, a"
              + " quarter of a heap under 1200 MiB) and its pool (a quarter of the heap; in local"
              + " mode distaff.memory.fraction).",
          Scope.LAUNCH);

  public static final ConfigOption<DataSize> DRIVER_SLOT_MAX_INPUT_SIZE =
      ConfigOption.size(
          "distaff.driver.slot.maxInputSize",
          "4m",
          "On YARN, while no executor is there, the driver itself runs a query that has one task"
              + " and reads at most so many bytes, unless it calls functions of the program or"
              + " fills a cache. 0 = it never does. The task has a sixteenth of the driver's heap;"
              + " what this doesn't suffice for waits for an executor.",
          Scope.LAUNCH);

  public static final List<ConfigOption<?>> ALL =
      List.of(
          TASK_MAX_FAILURES,
          STAGE_MAX_FETCH_FAILURES,
          LOCALITY_WAIT_MILLIS,
          HEARTBEAT_TIMEOUT_MILLIS,
          MAX_RESULT_SIZE,
          DRIVER_SLOT_MAX_INPUT_SIZE);

  private SchedulerOptions() {}
}
