package io.distaff.scheduler;

import static io.distaff.scheduler.SchedulerHarness.QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent;
import io.distaff.expression.Call;
import io.distaff.expression.FunctionNames;
import io.distaff.ids.AttemptId;
import io.distaff.ids.CacheId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.plan.PlanNode;
import io.distaff.plan.StorageLevel;
import io.distaff.rpc.TaskProduct;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DriverSlotTest {
  private static final long MOST_BYTES = 1_000;
  private static final QueryId SECOND = new QueryId(2);
  private static final Schema SCHEMA = Schema.of(new Field("a", DataType.BOOLEAN, true));
  private static final PlanNode PLAN = new PlanNode.RangeScan(0, SCHEMA);
  private static final PlanNode PLAN_WITH_UDF =
      new PlanNode.Filter(PLAN, new Call(FunctionNames.USER_FUNCTION, DataType.BOOLEAN));

  private final SchedulerHarness h = harness(4, MOST_BYTES);

  private static SchedulerHarness harness(int maxFailures, long mostBytes) {
    SchedulerHarness made =
        new SchedulerHarness(
            new SchedulerPolicy(2, maxFailures, 8, 300, 30_000, mostBytes, SchedulerHarness.LIMIT));
    made.executor(ExecutorId.DRIVER.name(), "h9", 1);
    return made;
  }

  private static Graphs little() {
    return new Graphs().resultOf(PLAN, MOST_BYTES);
  }

  /** Submits a query of one task, which must run in the driver. */
  private AttemptId inDriver() {
    h.submit(little());
    AttemptId attempt = h.attempt(0, 0);
    assertThat(h.running).containsEntry(attempt, ExecutorId.DRIVER);
    return attempt;
  }

  @Test
  void answersAQueryOverLittleDataWhileNoExecutorIsThere() {
    AttemptId attempt = inDriver();
    h.succeedInline(attempt);
    assertThat(h.outcomes.get(QUERY).rows()).isEqualTo(10);
    assertThat(h.released).containsExactly(ExecutorId.DRIVER);
  }

  @Test
  void isNoneOfTheExecutors() {
    inDriver();
    assertThat(h.count(EngineEvent.ExecutorAdded.class)).isZero();
    assertThat(h.state.executors(h.nowMillis)).isEmpty();
    h.advance(40_000);
    h.handle(new SchedulerEvent.HeartbeatsDue());
    h.advance(40_000);
    h.handle(new SchedulerEvent.HeartbeatsDue());
    assertThat(h.endedExecutors).isEmpty();
    assertThat(h.running).containsValue(ExecutorId.DRIVER);
  }

  @ParameterizedTest
  @MethodSource
  void otherQueriesWaitForAnExecutor(Graphs graphs, long mostBytes) {
    SchedulerHarness other = harness(4, mostBytes);
    other.submit(graphs);
    assertThat(other.running).isEmpty();
    ExecutorId first = other.executor("e1", "h1", 1);
    assertThat(other.running).containsValue(first);
  }

  static List<Arguments> otherQueriesWaitForAnExecutor() {
    return List.of(
        Arguments.of(new Graphs().resultOf(PLAN, MOST_BYTES + 1), MOST_BYTES),
        Arguments.of(new Graphs().resultOf(PLAN_WITH_UDF, 10), MOST_BYTES),
        Arguments.of(new Graphs().result(2), MOST_BYTES),
        Arguments.of(new Graphs().map(1).result(1, 0), MOST_BYTES),
        Arguments.of(new Graphs().cache(new CacheId(1), StorageLevel.MEMORY_ONLY, 1), MOST_BYTES),
        Arguments.of(new Graphs().result(1), 0));
  }

  @Test
  void writesToo() {
    h.submit(new Graphs().write(1));
    assertThat(h.running).containsValue(ExecutorId.DRIVER);
  }

  @Test
  void runsNothingWhereThereIsAnExecutorThoughItIsBusy() {
    ExecutorId only = h.executor("e1", "h1", 1);
    h.submit(little());
    h.submit(SECOND, little().graph());
    assertThat(h.running.values()).containsExactly(only);
    h.lose(only);
    assertThat(h.running.values()).containsExactly(ExecutorId.DRIVER);
  }

  @Test
  void runsOneQueryAtATimeTheOldestFirst() {
    AttemptId first = inDriver();
    h.submit(SECOND, little().graph());
    assertThat(h.running).containsOnlyKeys(first);
    h.succeedInline(first);
    assertThat(h.running.values()).containsExactly(ExecutorId.DRIVER);
    assertThat(h.launched.get(1).task().stage().query()).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @EnumSource(names = {"TASK_FAILED", "MEMORY_EXCEEDED"})
  void whatFailsInTheDriverIsTriedAgainInExecutorsOnly(ErrorCode code) {
    h.fail(inDriver(), code, "on purpose", null);
    h.advance(PendingTasks.RETRY_ELSEWHERE_MILLIS);
    assertThat(h.running).isEmpty();
    ExecutorId first = h.executor("e1", "h1", 2);
    AttemptId second = h.attempt(0, 0);
    assertThat(h.running).containsEntry(second, first);
    h.succeedInline(second);
    assertThat(h.outcomes.get(QUERY).stages().get(0).retries()).isEqualTo(1);
  }

  @Test
  void whatTheDriverHasNoMemoryForIsNoFailure() {
    SchedulerHarness strict = harness(1, MOST_BYTES);
    strict.submit(little());
    strict.fail(strict.attempt(0, 0), ErrorCode.MEMORY_EXCEEDED, "on purpose", null);
    assertThat(strict.failures).isEmpty();
    strict.executor("e1", "h1", 2);
    strict.succeedInline(strict.attempt(0, 0));
    assertThat(strict.outcomes).containsKey(QUERY);
  }

  @Test
  void aUsersErrorFailsTheQueryAtOnce() {
    h.fail(inDriver(), ErrorCode.DIVISION_BY_ZERO, "1 / 0", null);
    assertThat(h.failures.get(QUERY).code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO);
    assertThat(h.released).containsExactly(ExecutorId.DRIVER);
  }

  @Test
  void aTaskThatEndsInTimeStaysWhenExecutorsCome() {
    AttemptId attempt = inDriver();
    h.advance(DriverSlot.LONGEST_MILLIS - 1);
    h.executor("e1", "h1", 2);
    assertThat(h.wakes).containsExactly(1L);
    h.succeedInline(attempt);
    h.advance(1);
    assertThat(h.launched).containsExactly(attempt);
    assertThat(h.outcomes).containsKey(QUERY);
  }

  @Test
  void aTaskThatTakesLongGoesToTheFirstExecutor() {
    AttemptId attempt = inDriver();
    h.advance(10 * DriverSlot.LONGEST_MILLIS);
    assertThat(h.running).containsOnlyKeys(attempt);
    ExecutorId first = h.executor("e1", "h1", 2);
    assertThat(h.cancelled).containsExactly(attempt);
    assertThat(h.running.values()).containsExactly(first);
    h.succeedInline(h.attempt(0, 0));
    assertThat(h.outcomes.get(QUERY).stages().get(0).failures()).isZero();
  }

  @Test
  void isFreeAgainWhenAQueryIsCancelled() {
    AttemptId attempt = inDriver();
    DistaffException reason = new DistaffException(ErrorCode.CANCELLED, "by the user");
    h.handle(new SchedulerEvent.QueryCancelled(QUERY, reason));
    assertThat(h.cancelled).containsExactly(attempt);
    assertThat(h.released).containsExactly(ExecutorId.DRIVER);
    h.submit(SECOND, little().graph());
    assertThat(h.running).containsValue(ExecutorId.DRIVER);
  }

  @Test
  void keepsALargeResultUntilItIsRead() {
    AttemptId attempt = inDriver();
    h.succeed(
        attempt,
        new TaskProduct.ShuffleFile("/tmp/f", new long[] {100}, new long[] {10}, List.of()));
    assertThat(h.results).singleElement().isInstanceOf(ResultPart.Remote.class);
    assertThat(h.released).isEmpty();
    h.handle(new SchedulerEvent.ResultConsumed(attempt));
    assertThat(h.released).containsExactly(ExecutorId.DRIVER);
  }
}
