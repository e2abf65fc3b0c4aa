package io.distaff.driver;

import io.distaff.cluster.ClusterOptions;
import io.distaff.config.ConfigOption;
import io.distaff.memory.MemoryOptions;
import io.distaff.planner.PlannerOptions;
import io.distaff.scheduler.SchedulerOptions;
import io.distaff.task.WriteOptions;
import io.distaff.warehouse.WarehouseOptions;
import java.util.Collection;
import java.util.List;

/** Every option of the driver and the executors. */
public final class EngineOptions {
  public static final List<Collection<? extends ConfigOption<?>>> FAMILIES =
      List.of(
          CheckpointOptions.ALL,
          ClusterOptions.ALL,
          MemoryOptions.ALL,
          PlannerOptions.ALL,
          SchedulerOptions.ALL,
          WarehouseOptions.ALL,
          WriteOptions.ALL);

  private EngineOptions() {}
}
