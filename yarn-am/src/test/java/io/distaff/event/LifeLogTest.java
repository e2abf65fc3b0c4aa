package io.distaff.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent.QueryEnd;
import io.distaff.event.EngineEvent.TaskEnd;
import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageFingerprint;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.metrics.Counter;
import io.distaff.metrics.OperatorCounters;
import io.distaff.metrics.TaskCounters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifeLogTest {
  private static final QueryId QUERY = new QueryId(3);
  private static final StageId STAGE = new StageId(QUERY, 1);
  private static final StageFingerprint FINGERPRINT = new StageFingerprint.Builder().add(1).build();
  private static final ExecutorId EXECUTOR = new ExecutorId("executor-1.2");
  private static final TaskCounters COUNTERS =
      new TaskCounters(
          Map.of(
              Counter.BYTES_READ,
              1000L,
              Counter.SHUFFLE_BYTES_WRITTEN,
              200L,
              Counter.SHUFFLE_ROWS_WRITTEN,
              7L,
              Counter.BYTES_SPILLED,
              30L),
          List.of(new OperatorCounters(0, "sort", 7, 900, 5, 30, 1000)));

  private final RecordedLog log = new RecordedLog();
  private final LifeLog life = new LifeLog(4, log);

  @Test
  void aQueryHasALineAChangeIdsFirst() {
    life.accept(new EngineEvent.ExecutorAdded(1, EXECUTOR, "host-a", "/rack", 2));
    life.accept(new EngineEvent.QueryStarted(1, QUERY, 2, 10));
    life.accept(new EngineEvent.StageStarted(1, STAGE, FINGERPRINT, 8));
    life.accept(new EngineEvent.TaskLaunched(1, attempt(0), EXECUTOR, "host-a", Locality.ANY));
    life.accept(ended(attempt(0), TaskEnd.SUCCEEDED, null, ""));
    life.accept(new EngineEvent.StageFinished(1, STAGE, FINGERPRINT, 8, 1, 120, COUNTERS));
    life.accept(
        new EngineEvent.QueryFinished(1, QUERY, QueryEnd.SUCCEEDED, 5, 1, 300, COUNTERS, null, ""));
    life.accept(new EngineEvent.ExecutorLost(1, EXECUTOR, "host-a", "exit status 143"));
    assertThat(log.lines)
        .containsExactly(
            "INFO executor-1.2 registered: 2 slots on host-a, /rack",
            "INFO query-3 planned: 2 stages, 10 tasks",
            "INFO query-3/stage-1 started: 8 tasks",
            "INFO query-3/stage-1 finished: 8 tasks, 7 rows, 1000 bytes read, 200 shuffled,"
                + " 30 spilled, 1 retries, 120 ms",
            "INFO query-3 finished: 5 rows, 1000 bytes read, 200 shuffled, 30 spilled, 1 retries,"
                + " 300 ms",
            "INFO executor-1.2 on host-a is lost: exit status 143");
  }

  @Test
  void aFailedAttemptSaysWhereAndWhyAndHowManyAreLeft() {
    life.accept(ended(attempt(1), TaskEnd.FAILED, ErrorCode.READ_FAILED, "disk gone"));
    life.accept(ended(attempt(4), TaskEnd.FAILED, ErrorCode.READ_FAILED, "disk gone"));
    life.accept(ended(attempt(0), TaskEnd.EXECUTOR_LOST, ErrorCode.EXECUTOR_LOST, "preempted"));
    life.accept(ended(attempt(0), TaskEnd.CANCELLED, null, "not needed"));
    assertThat(log.lines)
        .containsExactly(
            "INFO query-3/stage-1/task-6.1 failed: attempt 2 of 4, executor-1.2 on host-a,"
                + " READ_FAILED: disk gone",
            "INFO query-3/stage-1/task-6.4 failed: attempt 5, executor-1.2 on host-a,"
                + " READ_FAILED: disk gone",
            "INFO query-3/stage-1/task-6.0 failed: attempt 1, executor-1.2 on host-a,"
                + " EXECUTOR_LOST: preempted");
  }

  @Test
  void whatRunsInTheDriverIsTold() {
    life.accept(
        new EngineEvent.TaskLaunched(1, attempt(0), ExecutorId.DRIVER, "host-a", Locality.ANY));
    life.accept(
        new EngineEvent.TaskEnded(
            1,
            attempt(0),
            ExecutorId.DRIVER,
            "host-a",
            TaskEnd.CANCELLED,
            TaskCounters.ZERO,
            null,
            "executors are there"));
    assertThat(log.lines)
        .containsExactly(
            "INFO query-3/stage-1/task-6.0 runs in the driver, as no executor is there",
            "INFO query-3/stage-1/task-6.0 was cancelled in the driver: executors are there");
  }

  @Test
  void theValueThatAUserMistakeNamesStaysOutOfTheLog() {
    String message = "can't cast '4111 1111 1111 1111' to BIGINT";
    life.accept(ended(attempt(0), TaskEnd.FAILED, ErrorCode.INVALID_CAST, message));
    life.accept(
        new EngineEvent.QueryFinished(
            1, QUERY, QueryEnd.FAILED, 0, 0, 300, COUNTERS, ErrorCode.INVALID_CAST, message));
    assertThat(log.lines)
        .hasSize(2)
        .allMatch(line -> line.contains("INVALID_CAST"))
        .noneMatch(line -> line.contains("4111"));
  }

  private static AttemptId attempt(int number) {
    return new AttemptId(new TaskId(STAGE, 6), number);
  }

  private static EngineEvent ended(AttemptId attempt, TaskEnd end, ErrorCode code, String message) {
    return new EngineEvent.TaskEnded(
        1, attempt, EXECUTOR, "host-a", end, TaskCounters.ZERO, code, message);
  }
}
