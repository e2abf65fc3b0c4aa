package io.distaff.cli;

import io.distaff.cluster.ClusterOptions;
import io.distaff.config.OptionRegistry;
import io.distaff.memory.MemoryOptions;
import io.distaff.planner.PlannerOptions;
import io.distaff.scheduler.SchedulerOptions;
import io.distaff.submit.SubmitOptions;
import io.distaff.task.WriteOptions;
import java.util.List;

/** Every setting of the product. */
final class KnownSettings {
  private KnownSettings() {}

  static OptionRegistry registry() {
    return new OptionRegistry(
        List.of(
            SubmitOptions.ALL,
            ClusterOptions.ALL,
            SchedulerOptions.ALL,
            PlannerOptions.ALL,
            MemoryOptions.ALL,
            WriteOptions.ALL));
  }
}
