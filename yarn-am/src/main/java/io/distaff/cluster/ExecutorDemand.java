package io.distaff.cluster;

import java.util.Map;

/**
 * What the scheduler wants of a {@link ClusterBackend}: how many executors, and near which data.
 * Immutable.
 *
 * @param total executors that should be alive
 * @param waitingTasks tasks that wait for a slot and would rather run on some hosts than on others
 * @param waitingTasksByHost how many of them each host would suit; a task counts at each of its
 *     hosts, so that the sum may exceed {@code waitingTasks}
 */
public record ExecutorDemand(int total, int waitingTasks, Map<String, Integer> waitingTasksByHost) {
  public ExecutorDemand {
    waitingTasksByHost = Map.copyOf(waitingTasksByHost);
  }

  /** Executors anywhere. */
  public static ExecutorDemand anywhere(int total) {
    return new ExecutorDemand(total, 0, Map.of());
  }
}
