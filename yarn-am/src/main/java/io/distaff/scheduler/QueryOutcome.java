package io.distaff.scheduler;

import io.distaff.ids.QueryId;
import io.distaff.metrics.TaskCounters;
import io.distaff.rpc.TaskProduct.OutputFile;
import java.util.List;

/**
 * What a query that succeeded has done.
 *
 * @param counters of the winning attempts, each task once
 * @param tasks that succeeded
 * @param rows of the result, or written to files
 * @param outputFiles of the winning attempts in task order; empty unless the result stage writes
 *     files
 * @param caches that the query reads and that are complete
 * @param partitions of the result stage, those that were made
 * @param endedEarly the reader closed the result before every task had run
 */
public record QueryOutcome(
    QueryId query,
    TaskCounters counters,
    int tasks,
    long rows,
    List<OutputFile> outputFiles,
    List<StageSummary> stages,
    List<CacheContents> caches,
    List<PartitionSummary> partitions,
    boolean endedEarly) {
  public QueryOutcome {
    outputFiles = List.copyOf(outputFiles);
    stages = List.copyOf(stages);
    caches = List.copyOf(caches);
    partitions = List.copyOf(partitions);
  }

  /** Task attempts beyond the first of each task. */
  public int retries() {
    return stages.stream().mapToInt(StageSummary::retries).sum();
  }
}
