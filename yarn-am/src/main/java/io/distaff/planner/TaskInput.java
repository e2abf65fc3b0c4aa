package io.distaff.planner;

import io.distaff.plan.Split;
import java.util.List;
import java.util.Map;

/**
 * What one task of a stage reads.
 *
 * @param partition of the stage, counted from 0
 * @param splits by scan; empty for a task that reads exchanges only
 * @param preferredHosts that hold most of the splits' blocks, the best first; empty when there is
 *     no preference
 */
public record TaskInput(
    int partition, Map<Integer, List<Split>> splits, List<String> preferredHosts) {
  public TaskInput {
    splits = Map.copyOf(splits);
    preferredHosts = List.copyOf(preferredHosts);
  }
}
