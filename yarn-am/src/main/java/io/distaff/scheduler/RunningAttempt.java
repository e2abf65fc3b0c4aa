package io.distaff.scheduler;

import io.distaff.ids.AttemptId;

/**
 * An attempt that an executor was told to run.
 *
 * @param generation of the query's map outputs that it was told
 * @param alone whether nothing else has run in the executor since it began there
 * @param launchedMillis since 1970-01-01T00:00Z
 */
record RunningAttempt(
    AttemptId id,
    StageExecution stage,
    TaskState task,
    ExecutorState executor,
    int generation,
    boolean alone,
    long launchedMillis) {}
