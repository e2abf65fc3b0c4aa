package io.distaff.planner;

import io.distaff.plan.Split;
import java.util.List;
import java.util.Map;

/**
 * What one task of a stage reads.
 *
 * @param partition the task's number within the stage, from 0; also the partition that it reads of
 *     exchanges
 * @param splits by the number of the scan; a scan that isn't named reads nothing in this task
 * @param preferredHosts where most of the bytes are, the best first; empty when any host will do
 */
public record TaskInput(
    int partition, Map<Integer, List<Split>> splits, List<String> preferredHosts) {
  public TaskInput {
    splits = Map.copyOf(splits);
    preferredHosts = List.copyOf(preferredHosts);
  }
}
