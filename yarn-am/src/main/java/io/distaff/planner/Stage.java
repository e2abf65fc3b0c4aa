package io.distaff.planner;

import io.distaff.ids.StageFingerprint;
import io.distaff.plan.PlanFragment;
import java.util.List;

/**
 * A part of a query that runs without exchange: one fragment, in one or more tasks.
 *
 * @param number within the query; equals its place in the stage graph
 * @param inputStages the stages whose output it reads
 * @param enoughRows the stage is done as soon as its tasks have given this many rows together, even
 *     if not all have run; {@link #ALL_ROWS} when all must
 * @param outputPartitions how many partitions each task writes; 1 for a stage that ends the query
 * @param fingerprint of the fragment, its splits with the length and modification time of their
 *     files, the fingerprints of the input stages, and the partitioning
 * @param filters what its scans learn from other stages, which don't depend on this one
 */
public record Stage(
    int number,
    PlanFragment fragment,
    List<Integer> inputStages,
    List<TaskInput> tasks,
    long enoughRows,
    int outputPartitions,
    StageFingerprint fingerprint,
    List<ScanFilter> filters) {
  /** No number of rows is enough. */
  public static final long ALL_ROWS = Long.MAX_VALUE;

  public Stage {
    inputStages = List.copyOf(inputStages);
    tasks = List.copyOf(tasks);
    filters = List.copyOf(filters);
  }

  /** The same in a graph that has so many stages before those that this one was planned with. */
  Stage behind(int stages) {
    return new Stage(
        number + stages,
        fragment.behind(stages),
        inputStages.stream().map(input -> input + stages).toList(),
        tasks,
        enoughRows,
        outputPartitions,
        fingerprint,
        filters.stream().map(filter -> filter.behind(stages)).toList());
  }
}
