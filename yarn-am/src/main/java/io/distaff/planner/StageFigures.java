package io.distaff.planner;

import io.distaff.metrics.TaskCounters;

/**
 * What a stage has done, for {@link PlanText#analyzed}.
 *
 * @param counters of all its tasks
 * @param retries task attempts beyond the first of each task
 * @param wallMillis from its first task's start to its last one's end
 * @param longestTaskNanos of the task that took longest, in its own thread
 * @param mostTaskRows that one task gave to the sink
 */
public record StageFigures(
    TaskCounters counters,
    int retries,
    long wallMillis,
    long longestTaskNanos,
    long mostTaskRows) {}
