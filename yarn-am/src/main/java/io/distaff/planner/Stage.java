package io.distaff.planner;

import io.distaff.ids.StageFingerprint;
import io.distaff.plan.PlanFragment;
import java.util.List;

/**
 * Tasks that run the same fragment without exchange between them.
 *
 * @param inputStages numbers of the stages whose output the fragment reads
 * @param tasks by partition
 */
public record Stage(
    int number,
    PlanFragment fragment,
    List<Integer> inputStages,
    List<TaskInput> tasks,
    StageFingerprint fingerprint) {
  public Stage {
    inputStages = List.copyOf(inputStages);
    tasks = List.copyOf(tasks);
  }
}
