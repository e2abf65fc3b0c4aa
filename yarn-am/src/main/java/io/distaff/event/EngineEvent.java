package io.distaff.event;

import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageFingerprint;
import io.distaff.ids.StageId;
import io.distaff.metrics.TaskCounters;

/**
 * Something that happened. Closed family, immutable. Times are milliseconds since 1970-01-01T00:00Z
 * and never go back within one driver.
 */
public sealed interface EngineEvent {
  long atMillis();

  /** How an attempt ended. */
  enum TaskEnd {
    SUCCEEDED,
    /** Its own failure; counts. */
    FAILED,
    /** It couldn't fetch a map output; doesn't count. */
    INPUT_LOST,
    /** Its executor is gone. */
    EXECUTOR_LOST,
    /** The scheduler didn't need it any more. */
    CANCELLED
  }

  /** How a query ended. */
  enum QueryEnd {
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  /** The application reached a step of its life for the first time; see {@link Milestones}. */
  record Milestone(long atMillis, String name) implements EngineEvent {}

  record ExecutorAdded(long atMillis, ExecutorId executor, String host, String rack, int slots)
      implements EngineEvent {}

  record ExecutorLost(long atMillis, ExecutorId executor, String host, String reason)
      implements EngineEvent {}

  record QueryStarted(long atMillis, QueryId query, int stages, int tasks) implements EngineEvent {}

  /**
   * A stage has all its inputs and runs tasks; told again when lost outputs are made anew.
   *
   * @param tasks to run
   */
  record StageStarted(long atMillis, StageId stage, StageFingerprint fingerprint, int tasks)
      implements EngineEvent {}

  record TaskLaunched(
      long atMillis, AttemptId attempt, ExecutorId executor, String host, Locality locality)
      implements EngineEvent {}

  /**
   * An attempt has ended, in whatever way.
   *
   * @param counters zero when the attempt didn't report them
   * @param code null unless it failed
   * @param message why; empty when it succeeded
   */
  record TaskEnded(
      long atMillis,
      AttemptId attempt,
      ExecutorId executor,
      String host,
      TaskEnd end,
      TaskCounters counters,
      ErrorCode code,
      String message)
      implements EngineEvent {}

  /**
   * Some outputs of a stage are gone.
   *
   * @param tasks how many
   * @param generation of the query's map outputs from now on
   */
  record OutputsLost(long atMillis, StageId stage, int tasks, int generation, String reason)
      implements EngineEvent {}

  /**
   * A stage has all the outputs that are wanted.
   *
   * @param tasks that gave one: all, unless fewer gave as many rows as are wanted
   * @param retries attempts beyond the first of each task, in all
   * @param wallMillis since the stage started for the first time
   * @param counters of the winning attempts
   */
  record StageFinished(
      long atMillis,
      StageId stage,
      StageFingerprint fingerprint,
      int tasks,
      int retries,
      long wallMillis,
      TaskCounters counters)
      implements EngineEvent {}

  /**
   * A query has ended, in whatever way.
   *
   * @param rows of the result, or written to files
   * @param retries attempts beyond the first of each task, in all
   * @param wallMillis since the query started
   * @param code null unless it failed or was cancelled
   * @param message why; empty when it succeeded
   */
  record QueryFinished(
      long atMillis,
      QueryId query,
      QueryEnd end,
      long rows,
      int retries,
      long wallMillis,
      TaskCounters counters,
      ErrorCode code,
      String message)
      implements EngineEvent {}
}
