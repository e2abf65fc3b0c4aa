package io.distaff.scheduler;

import io.distaff.ids.StageFingerprint;
import io.distaff.ids.StageId;
import io.distaff.metrics.TaskCounters;

/**
 * What became of a stage.
 *
 * @param attempts launched, for all tasks together
 * @param retries attempts beyond the first of each task
 * @param failures attempts that failed by themselves or lost their input or executor
 * @param counters of the winning attempts, each task once
 * @param longestTaskNanos of the winning attempt that took longest, in its own thread
 * @param mostTaskRows that one winning attempt gave to its sink
 * @param startMillis since 1970-01-01T00:00Z; 0 when the stage never ran
 * @param endMillis when it was complete for the last time; 0 when it never was
 */
public record StageSummary(
    StageId stage,
    StageFingerprint fingerprint,
    int tasks,
    int attempts,
    int retries,
    int failures,
    TaskCounters counters,
    long longestTaskNanos,
    long mostTaskRows,
    long startMillis,
    long endMillis) {}
