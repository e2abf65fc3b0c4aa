package io.distaff.scheduler;

import static io.distaff.scheduler.SchedulerHarness.EPOCH;
import static io.distaff.scheduler.SchedulerHarness.QUERY;
import static io.distaff.scheduler.SchedulerHarness.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.config.LogLevel;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent;
import io.distaff.event.Locality;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.ids.AttemptId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.metrics.Counter;
import io.distaff.plan.KeySummary;
import io.distaff.plan.PlanNode;
import io.distaff.plan.ScanCondition;
import io.distaff.plan.Split;
import io.distaff.planner.ScanFilter;
import io.distaff.rpc.TaskProduct;
import io.distaff.rpc.TaskProduct.OutputFile;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SchedulerStateTest {
  private final SchedulerHarness h = new SchedulerHarness();

  private static TaskProduct shuffleFile() {
    return new TaskProduct.ShuffleFile("/tmp/f", new long[] {100}, new long[] {10}, List.of());
  }

  // ---- the happy path ----

  @Test
  void runsThreeStagesInOrder() {
    h.executor("e1", "h1", 2);
    h.executor("e2", "h2", 2);
    h.submit(new Graphs().map(3).map(2, 0).result(1, 1));
    assertThat(h.runningOf(0)).hasSize(3);
    assertThat(h.runningOf(1)).isEmpty();
    h.succeedMaps(0);
    assertThat(h.runningOf(1)).hasSize(2);
    h.succeedMaps(1);
    h.succeedInline(h.attempt(2, 0));

    QueryOutcome outcome = h.outcomes.get(QUERY);
    assertThat(outcome.tasks()).isEqualTo(6);
    assertThat(outcome.rows()).isEqualTo(10);
    assertThat(outcome.counters().count(Counter.ROWS_READ)).isEqualTo(30);
    assertThat(outcome.stages()).extracting(StageSummary::attempts).containsExactly(3, 2, 1);
    assertThat(h.released).hasSize(2);
    assertThat(h.count(EngineEvent.StageFinished.class)).isEqualTo(3);
    assertThat(h.count(EngineEvent.QueryFinished.class)).isEqualTo(1);
  }

  @Test
  void partitionsOfTheResultAreSummedUp() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().result(2));
    h.advance(50);
    h.succeedInline(h.attempt(0, 1));
    h.advance(70);
    h.succeedInline(h.attempt(0, 0));
    assertThat(h.outcomes.get(QUERY).partitions())
        .extracting(PartitionSummary::partition, PartitionSummary::rows, PartitionSummary::millis)
        .containsExactly(tuple(0, 10L, 120L), tuple(1, 10L, 50L));
  }

  @Test
  void executorsAreToldTheLogLevelAndTellTheirMemory() {
    ExecutorId first = h.executor("e1", "h1", 2);
    h.handle(new SchedulerEvent.LogLevelSet(LogLevel.DEBUG));
    ExecutorId second = h.executor("e2", "h2", 1);
    assertThat(h.logLevels).isEqualTo(Map.of(first, LogLevel.DEBUG, second, LogLevel.DEBUG));
    h.submit(new Graphs().map(1).result(1, 0));
    h.heartbeat(first, h.runningOf(0).toArray(new AttemptId[0]));
    assertThat(h.state.executors(h.nowMillis))
        .extracting(
            ExecutorSummary::id,
            ExecutorSummary::host,
            ExecutorSummary::slots,
            ExecutorSummary::memory,
            executor -> executor.running().size())
        .containsExactly(
            tuple(first, "h1", 2, Optional.of(SchedulerHarness.MEMORY), 1),
            tuple(second, "h2", 1, Optional.empty(), 0));
  }

  @Test
  void independentStagesOverlap() {
    h.executor("e1", "h1", 4);
    h.submit(new Graphs().map(2).map(2).result(1, 0, 1));
    assertThat(h.runningOf(0)).hasSize(2);
    assertThat(h.runningOf(1)).hasSize(2);
  }

  @Test
  void aStageWithoutTasksIsComplete() {
    h.executor("e1", "h1", 1);
    h.submit(new Graphs().map(0).result(1, 0));
    long ticket = h.ask(new ExecutorId("e1"), 0);
    assertThat(h.outputs(ticket).locations()).isEmpty();
    h.succeedInline(h.attempt(1, 0));
    assertThat(h.outcomes).containsKey(QUERY);
    QueryId second = new QueryId(2);
    h.submit(second, new Graphs().result(0).graph());
    assertThat(h.outcomes).containsKey(second);
  }

  @Test
  void olderQueriesGoFirst() {
    h.submit(new QueryId(2), new Graphs().result(2).graph());
    h.submit(new QueryId(1), new Graphs().result(2).graph());
    h.executor("e1", "h1", 3);
    assertThat(h.launched)
        .extracting(a -> a.task().stage().query().number())
        .containsExactly(1, 1, 2);
  }

  @Test
  void givesTheWinnersFilesInTaskOrder() {
    h.executor("e1", "h1", 3);
    h.submit(new Graphs().write(2));
    AttemptId first = h.attempt(0, 0);
    h.succeed(h.attempt(0, 1), new TaskProduct.OutputFiles(List.of(new OutputFile("b", 4, 40))));
    h.succeed(first, new TaskProduct.OutputFiles(List.of(new OutputFile("a", 3, 30))));
    QueryOutcome outcome = h.outcomes.get(QUERY);
    assertThat(outcome.outputFiles()).extracting(OutputFile::path).containsExactly("a", "b");
    assertThat(outcome.rows()).isEqualTo(7);
    assertThat(h.released).hasSize(1);
  }

  // ---- what scans learn from other stages ----

  private static final InputRef KEY = new InputRef(0, DataType.BIGINT);

  /** The keys of one task: these values. */
  private static TaskProduct withKeys(long... values) {
    List<Literal> literals =
        Arrays.stream(values).mapToObj(v -> Literal.of(DataType.BIGINT, v)).toList();
    KeySummary summary =
        new KeySummary(
            values.length,
            literals,
            Collections.min(literals, BY_VALUE),
            Collections.max(literals, BY_VALUE),
            null);
    return new TaskProduct.ShuffleFile("/tmp/f", new long[4], new long[4], List.of(summary));
  }

  private static final Comparator<Literal> BY_VALUE =
      Comparator.comparing(literal -> (Long) literal.value());

  private static Graphs probeThenBuild() {
    return new Graphs()
        .learning(2, new ScanFilter(5, KEY, 1, 0))
        .publishing(2, 1)
        .map(2, 0, 1)
        .result(1, 2);
  }

  @Test
  void aScanBeginsWhenItsFilterIsComplete() {
    h.executor("e1", "h1", 8);
    h.submit(probeThenBuild());
    assertThat(h.runningOf(0)).isEmpty();
    assertThat(h.runningOf(1)).hasSize(2);
    h.succeed(h.attempt(1, 1), withKeys(4, 2));
    assertThat(h.runningOf(0)).isEmpty();
    h.succeed(h.attempt(1, 0), withKeys(2, 3));
    assertThat(h.runningOf(0)).hasSize(2);
    assertThat(h.conditions.get(0)).containsExactly(List.of(new ScanCondition(5, in(2, 3, 4))));
    assertThat(h.conditions.get(1)).containsExactly(List.of());
    h.succeedMaps(0);
    h.succeedMaps(2);
    h.succeedInline(h.attempt(3, 0));
    assertThat(h.outcomes).containsKey(QUERY);
  }

  private static Call in(long... values) {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(KEY);
    Arrays.stream(values).forEach(v -> arguments.add(Literal.of(DataType.BIGINT, v)));
    return new Call(FunctionNames.IN, arguments, DataType.BOOLEAN);
  }

  @Test
  void everyAttemptHasTheSameFilterAndNoneWaitsAgain() {
    ExecutorId builder = h.executor("e1", "h1", 2);
    h.submit(probeThenBuild());
    h.succeed(h.attempt(1, 0), withKeys(1));
    h.succeed(h.attempt(1, 1), withKeys(2));
    AttemptId failing = h.attempt(0, 0);
    h.succeedMap(h.attempt(0, 1));
    // Outputs of both stages go, and what the build stage says next time isn't listened to.
    h.executor("e2", "h2", 2);
    h.lose(builder);
    assertThat(h.running.keySet()).doesNotContain(failing);
    assertThat(h.runningOf(0)).hasSize(2);
    h.executor("e3", "h3", 2);
    h.succeed(h.attempt(1, 0), withKeys(7));
    h.succeed(h.attempt(1, 1), withKeys(8));
    h.succeedMaps(0);
    assertThat(h.conditions.get(0)).hasSizeGreaterThan(1);
    assertThat(Set.copyOf(h.conditions.get(0)))
        .containsExactly(List.of(new ScanCondition(5, in(1, 2))));
    h.succeedMaps(2);
    h.succeedInline(h.attempt(3, 0));
    assertThat(h.outcomes).containsKey(QUERY);
  }

  @Test
  void aBuildSideWithoutRowsOrKnowledgeIsNoProblem() {
    h.executor("e1", "h1", 8);
    h.submit(
        new Graphs()
            .learning(1, new ScanFilter(5, KEY, 1, 0), new ScanFilter(6, KEY, 2, 1))
            .publishing(0, 1)
            .publishing(1, 2)
            .result(1, 0, 1, 2));
    KeySummary unknown = new KeySummary(4000, null, null, null, null);
    h.succeed(
        h.attempt(2, 0),
        new TaskProduct.ShuffleFile("/tmp/f", new long[4], new long[4], List.of(unknown, unknown)));
    assertThat(h.conditions.get(0))
        .containsExactly(List.of(new ScanCondition(5, Literal.of(DataType.BOOLEAN, false))));
  }

  @Test
  void aTaskThatReportsOtherKeysFailsItsQuery() {
    h.executor("e1", "h1", 8);
    h.submit(probeThenBuild());
    h.succeedMap(h.attempt(1, 0));
    assertThat(h.failures.get(QUERY).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
  }

  // ---- what directories tell of what scans have learnt ----

  private static final ScanFilter OF_DAYS = new ScanFilter(5, KEY, 1, 0);

  private static Graphs daysThenBuild(PlanNode root, List<List<Long>> days) {
    return new Graphs()
        .learningByDay(root, days, OF_DAYS, 0)
        .publishing(1, 1)
        .map(2, 0, 1)
        .result(1, 2);
  }

  private List<String> paths(AttemptId attempt) {
    return h.splits.get(attempt).get(5).stream()
        .map(split -> ((Split.ParquetSplit) split).path())
        .toList();
  }

  @Test
  void splitsAndTasksThatNothingIsLookedForInAreLeftOut() {
    ExecutorId first = h.executor("e1", "h1", 8);
    h.submit(
        daysThenBuild(
            Graphs.scanOfDays(),
            List.of(List.of(1L, 2L), List.of(3L), Arrays.asList(4L, null), List.of(5L, 6L))));
    h.succeed(h.attempt(1, 0), withKeys(2, 6, 7));
    assertThat(h.runningOf(0)).extracting(a -> a.task().partition()).containsExactly(0, 3);
    assertThat(paths(h.attempt(0, 0))).containsExactly("file:/2");
    assertThat(paths(h.attempt(0, 3))).containsExactly("file:/6");

    h.fail(h.attempt(0, 0));
    assertThat(paths(h.attempt(0, 0))).containsExactly("file:/2");
    h.succeedMaps(0);
    assertThat(h.outputs(h.ask(first, 0)).locations()).hasSize(2);
    // All outputs are lost; what was left out stays so.
    h.executor("e2", "h2", 8);
    h.lose(first);
    h.succeed(h.attempt(1, 0), withKeys(1, 2, 3));
    assertThat(h.runningOf(0)).extracting(a -> a.task().partition()).containsExactly(0, 3);
    assertThat(paths(h.attempt(0, 3))).containsExactly("file:/6");
    h.succeedMaps(0);
    h.succeedMaps(2);
    h.succeedInline(h.attempt(3, 0));
    QueryOutcome outcome = h.outcomes.get(QUERY);
    assertThat(outcome.counters().count(Counter.FILES_PRUNED)).isEqualTo(5);
    assertThat(outcome.counters().count(Counter.SPLITS_PRUNED)).isEqualTo(5);
    assertThat(outcome.tasks()).isEqualTo(6);
  }

  @Test
  void aStageThatNothingIsLookedForInDoesNotRun() {
    ExecutorId executor = h.executor("e1", "h1", 8);
    h.submit(daysThenBuild(Graphs.scanOfDays(), List.of(List.of(1L), List.of(2L))));
    h.succeed(h.attempt(1, 0), withKeys(3));
    assertThat(h.runningOf(0)).isEmpty();
    assertThat(h.runningOf(2)).hasSize(2);
    assertThat(h.outputs(h.ask(executor, 0)).locations()).isEmpty();
    h.succeedMaps(2);
    h.succeedInline(h.attempt(3, 0));
    assertThat(h.outcomes).containsKey(QUERY);
  }

  @Test
  void aStageThatMakesElementsForNoRowsDoesNotRun() {
    h.executor("e1", "h1", 8);
    Literal one = Literal.of(DataType.BIGINT, 1L);
    PlanNode elements =
        new PlanNode.Generate(
            Graphs.scanOfDays(),
            List.of(0),
            new Call("sequence", new ArrayType(DataType.BIGINT), one, one),
            List.of(),
            true,
            Graphs.scanOfDays().schema());
    h.submit(daysThenBuild(elements, List.of(List.of(1L), List.of(2L))));
    h.succeed(h.attempt(1, 0), withKeys(3));
    assertThat(h.runningOf(0)).isEmpty();
    assertThat(h.runningOf(2)).hasSize(2);
  }

  @Test
  void aStageThatDoesNotRunHasNoKeysForOthersToLookFor() {
    h.executor("e1", "h1", 8);
    h.submit(
        new Graphs()
            .learning(1, new ScanFilter(5, KEY, 1, 0))
            .learningByDay(
                Graphs.scanOfDays(), List.of(List.of(1L)), new ScanFilter(5, KEY, 2, 0), 1)
            .publishing(1, 1)
            .result(1, 0, 1, 2));
    h.succeed(h.attempt(2, 0), withKeys(2));
    assertThat(h.runningOf(1)).isEmpty();
    assertThat(h.runningOf(0)).hasSize(1);
    assertThat(h.conditions.get(0))
        .containsExactly(List.of(new ScanCondition(5, Literal.of(DataType.BOOLEAN, false))));
  }

  @Test
  void aTaskThatGivesRowsOfOtherThingsRunsWithoutItsSplits() {
    h.executor("e1", "h1", 8);
    PlanNode one =
        new PlanNode.Values(
            Graphs.scanOfDays().schema(), List.of(List.of(Literal.of(DataType.BIGINT, 1L))));
    PlanNode union =
        new PlanNode.Union(List.of(Graphs.scanOfDays(), one), Graphs.scanOfDays().schema());
    h.submit(daysThenBuild(union, List.of(List.of(1L), List.of(2L))));
    h.succeed(h.attempt(1, 0), withKeys(2));
    assertThat(paths(h.attempt(0, 0))).isEmpty();
    assertThat(paths(h.attempt(0, 1))).containsExactly("file:/2");
  }

  @Test
  void leavesOutTasksOfWhichSomeRowsAreEnough() {
    h.executor("e1", "h1", 8);
    h.submit(
        new Graphs()
            .until(10)
            .learningByDay(
                Graphs.scanOfDays(),
                LongStream.range(0, 40).mapToObj(List::of).toList(),
                OF_DAYS,
                0)
            .publishing(1, 1)
            .result(1, 0, 1));
    h.succeed(h.attempt(1, 0), withKeys(LongStream.range(20, 40).toArray()));
    assertThat(h.runningOf(0)).extracting(a -> a.task().partition()).containsExactly(20);
    h.succeed(h.attempt(0, 20), rows(3));
    assertThat(h.runningOf(0)).isNotEmpty();
    while (!h.runningOf(0).isEmpty()) {
      h.succeed(h.runningOf(0).get(0), rows(0));
    }
    assertThat(h.outputs(h.ask(new ExecutorId("e1"), 0)).locations()).hasSize(20);
  }

  // ---- stages of which some rows are enough ----

  private static TaskProduct rows(long number) {
    return new TaskProduct.ShuffleFile("/tmp/f", new long[] {100}, new long[] {number}, List.of());
  }

  @Test
  void triesMoreTasksInStepsUntilThereAreEnoughRows() {
    h.executor("e1", "h1", 100);
    h.submit(new Graphs().until(10).map(1000).result(1, 0));
    assertThat(h.runningOf(0)).hasSize(1);
    h.succeed(h.attempt(0, 0), rows(3));
    assertThat(h.runningOf(0)).hasSize(3);
    h.succeed(h.attempt(0, 1), rows(0));
    h.succeed(h.attempt(0, 2), rows(6));
    assertThat(h.launched).hasSize(4);
    h.succeed(h.attempt(0, 3), rows(0));
    assertThat(h.runningOf(0)).hasSize(12);
    assertThat(h.runningOf(1)).isEmpty();
    AttemptId last = h.runningOf(0).get(5);
    h.succeed(last, rows(1));

    assertThat(h.cancelled).hasSize(11);
    assertThat(h.runningOf(0)).isEmpty();
    assertThat(h.outputs(h.ask(new ExecutorId("e1"), 0)).locations()).hasSize(5);
    h.succeedInline(h.attempt(1, 0));
    assertThat(h.outcomes.get(QUERY).tasks()).isEqualTo(6);
    assertThat(h.launched).hasSize(17);
    assertThat(h.events)
        .filteredOn(EngineEvent.StageFinished.class::isInstance)
        .extracting(e -> ((EngineEvent.StageFinished) e).tasks())
        .containsExactly(5, 1);
  }

  @Test
  void runsEveryTaskWhenThereAreNeverEnoughRows() {
    h.executor("e1", "h1", 3);
    h.submit(new Graphs().until(10).map(40).result(1, 0));
    while (!h.runningOf(0).isEmpty()) {
      assertThat(h.running.size()).isLessThanOrEqualTo(3);
      h.succeed(h.runningOf(0).get(0), rows(0));
    }
    assertThat(h.launched).hasSize(41);
    assertThat(h.outputs(h.ask(new ExecutorId("e1"), 0)).locations()).hasSize(40);
  }

  @Test
  void makesMoreRowsWhenThoseThatWereEnoughAreLost() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.submit(new Graphs().until(10).map(5).result(1, 0));
    h.succeed(h.attempt(0, 0), rows(10));
    assertThat(h.runningOf(1)).hasSize(1);
    h.lose(e1);
    h.executor("e2", "h2", 1);
    assertThat(h.runningOf(1)).isEmpty();
    h.succeed(h.runningOf(0).get(0), rows(10));
    h.succeedInline(h.attempt(1, 0));
    assertThat(h.outcomes).containsKey(QUERY);
    assertThat(h.launched).hasSize(4);
  }

  @Test
  void triesTasksAgainOfWhichSomeRowsAreEnough() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().until(10).map(1).result(1, 0));
    h.fail(h.attempt(0, 0));
    h.succeed(h.attempt(0, 0), rows(1));
    h.succeedInline(h.attempt(1, 0));
    assertThat(h.outcomes).containsKey(QUERY);
  }

  @Test
  void needsNoTaskWhereNoRowsAreEnough() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().until(0).map(5).result(1, 0));
    assertThat(h.runningOf(0)).isEmpty();
    h.succeedInline(h.attempt(1, 0));
    assertThat(h.outcomes.get(QUERY).tasks()).isEqualTo(1);
  }

  // ---- slots and locality ----

  @Test
  void usesAPartialGrantAtOnceAndSlotsOnly() {
    h.submit(new Graphs().result(10));
    h.executor("e1", "h1", 2);
    assertThat(h.running).hasSize(2);
    h.executor("e2", "h2", 3);
    assertThat(h.running).hasSize(5);
    h.succeedInline(h.attempt(0, 0));
    assertThat(h.running).hasSize(5);
  }

  @Test
  void spreadsFewTasksOverExecutors() {
    ExecutorId e1 = h.executor("e1", "h1", 4);
    ExecutorId e2 = h.executor("e2", "h2", 4);
    h.submit(new Graphs().result(2));
    assertThat(h.running.values()).containsExactlyInAnyOrder(e1, e2);
  }

  @Test
  void prefersTheHostThenTheRackThenAnyWithBoundedWaits() {
    ExecutorId local = h.executor("local", "h1", "/a", 1);
    ExecutorId near = h.executor("near", "h2", "/a", 1);
    ExecutorId far = h.executor("far", "h3", "/b", 1);
    h.submit(new Graphs().mapOn(3, "h1").result(1, 0));
    assertThat(h.running.values()).containsExactly(local);
    assertThat(h.wakes).contains(300L);
    h.advance(299);
    assertThat(h.running.values()).containsExactly(local);
    h.advance(1);
    assertThat(h.running.values()).containsExactly(local, near);
    h.advance(300);
    assertThat(h.running.values()).containsExactly(local, near, far);
    assertThat(h.events)
        .filteredOn(EngineEvent.TaskLaunched.class::isInstance)
        .extracting(e -> ((EngineEvent.TaskLaunched) e).locality())
        .containsExactly(Locality.NODE, Locality.RACK, Locality.ANY);
  }

  @Test
  void sendsTasksToTheExecutorThatReadTheirPartOfAFileLast() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    ExecutorId e2 = h.executor("e2", "h1", 1);
    h.submit(new Graphs().resultOfFile("hdfs://n/f", "h1", 0, 10));
    assertThat(h.running.get(h.attempt(0, 0))).isEqualTo(e1);
    assertThat(h.running.get(h.attempt(0, 1))).isEqualTo(e2);
    h.succeedInline(h.attempt(0, 0));
    h.succeedInline(h.attempt(0, 1));

    QueryId second = new QueryId(QUERY.number() + 1);
    h.submit(second, new Graphs().resultOfFile("hdfs://n/f", "h1", 10, 0, 20).graph());
    Map<Integer, ExecutorId> byTask = new HashMap<>();
    h.running.forEach((attempt, executor) -> byTask.put(attempt.task().partition(), executor));
    assertThat(byTask).containsExactlyInAnyOrderEntriesOf(Map.of(0, e2, 1, e1));
    assertThat(h.events)
        .filteredOn(EngineEvent.TaskLaunched.class::isInstance)
        .extracting(e -> ((EngineEvent.TaskLaunched) e).locality())
        .containsExactly(Locality.NODE, Locality.NODE, Locality.EXECUTOR, Locality.EXECUTOR);

    // What nobody has read takes the slot that is free; so does what another has read.
    h.lose(e2);
    assertThat(h.running.values()).containsExactly(e1);
    h.succeedInline(new ArrayList<>(h.running.keySet()).get(0));
    h.succeedInline(new ArrayList<>(h.running.keySet()).get(0));
    h.succeedInline(new ArrayList<>(h.running.keySet()).get(0));
    assertThat(h.outcomes).containsKey(second);
  }

  @Test
  void waitsOnceForTheRackOfAHostWithoutExecutors() {
    ExecutorId far = h.executor("far", "h3", "/b", 2);
    ExecutorId near = h.executor("near", "h2", "/a", 1);
    h.submit(QUERY, new Graphs().mapOn(3, "h1").result(1, 0).graph(), Map.of("h1", "/a"));
    assertThat(h.running.values()).containsExactly(near);
    h.advance(300);
    assertThat(h.running.values()).containsExactly(near, far, far);
    assertThat(h.events)
        .filteredOn(EngineEvent.TaskLaunched.class::isInstance)
        .extracting(e -> ((EngineEvent.TaskLaunched) e).locality())
        .containsExactly(Locality.RACK, Locality.ANY, Locality.ANY);
  }

  @Test
  void asksForExecutorsWhereTasksWaitWhileSomeAreMissing() {
    h.submit(new Graphs().mapOn(5, "h1", "h2").result(1, 0));
    h.executor("e1", "h1", 2);
    h.executor("e2", "h3", 2);
    assertThat(h.requests)
        .containsExactly(
            new ExecutorDemand(2, 5, Map.of("h1", 3, "h2", 2)),
            new ExecutorDemand(2, 3, Map.of("h1", 1, "h2", 2)));
  }

  @Test
  void aLostExecutorIsReplacedNearTheTasksThatWait() {
    h.executor("e1", "h1", 2);
    ExecutorId lost = h.executor("e2", "h2", 2);
    h.submit(new Graphs().mapOn(5, "h1", "h2").result(1, 0));
    assertThat(h.requests).isEmpty();
    h.lose(lost);
    assertThat(h.requests).containsExactly(new ExecutorDemand(2, 3, Map.of("h1", 1, "h2", 2)));
    h.handle(new SchedulerEvent.HeartbeatsDue());
    assertThat(h.requests).hasSize(1);
  }

  @Test
  void doesNotWaitForHostsWithoutExecutors() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().mapOn(2, "elsewhere").result(1, 0));
    assertThat(h.running).hasSize(2);
  }

  @Test
  void takesItsLocalTasksFirstEvenWhenAnyWouldDo() {
    h.submit(new Graphs().mapOn(8, "h1", "h2").result(1, 0));
    h.advance(10_000);
    ExecutorId e1 = h.executor("e1", "h1", 2);
    ExecutorId e2 = h.executor("e2", "h2", 2);
    assertThat(h.running.entrySet())
        .allSatisfy(
            e ->
                assertThat(e.getValue())
                    .isEqualTo(e.getKey().task().partition() % 2 == 0 ? e1 : e2));
  }

  @Test
  void hostsThatLoseTheirLastExecutorAreNotWaitedFor() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.submit(new Graphs().mapOn(3, "h1").result(1, 0));
    h.executor("e2", "h2", 3);
    assertThat(h.running).hasSize(1);
    h.lose(e1);
    assertThat(h.running).hasSize(3);
  }

  @Test
  void dispatchesManyTasksInLinearWork() {
    int tasks = 20_000;
    h.submit(new Graphs().mapOn(tasks, "h1", "h2", "h3", "h4").result(1, 0));
    for (int i = 1; i <= 4; i++) {
      h.executor("e" + i, "h" + i, 8);
    }
    h.succeedMaps(0);
    assertThat(h.launched).hasSize(tasks + 1);
    assertThat(h.state.examinedEntries()).isLessThan(4L * tasks);
  }

  @Test
  void massFailureStaysLinear() {
    int tasks = 5_000;
    ExecutorId bad = h.executor("e1", "h1", 8);
    h.executor("e2", "h2", 8);
    h.submit(new Graphs().result(tasks));
    int failed = 0;
    while (!h.running.isEmpty()) {
      AttemptId attempt = h.running.keySet().iterator().next();
      if (h.running.get(attempt).equals(bad)) {
        h.fail(attempt);
        failed++;
      } else {
        h.succeedInline(attempt);
      }
    }
    assertThat(failed).isPositive();
    assertThat(h.outcomes).containsKey(QUERY);
    assertThat(h.state.examinedEntries()).isLessThan(200L * tasks);
  }

  // ---- failures of tasks ----

  @Test
  void retriesElsewhereAndFailsTheQueryAfterFourFailures() {
    h.executor("e1", "h1", 1);
    h.executor("e2", "h2", 1);
    h.submit(new Graphs().result(1));
    ExecutorId first = h.running.get(h.attempt(0, 0));
    h.fail(h.attempt(0, 0));
    assertThat(h.running.get(h.attempt(0, 0))).isNotEqualTo(first);
    h.fail(h.attempt(0, 0));
    h.fail(h.attempt(0, 0));
    assertThat(h.failures).isEmpty();
    h.fail(h.attempt(0, 0), ErrorCode.READ_FAILED, "disk gone", null);
    assertThat(h.launched).hasSize(4);
    assertThat(h.failures.get(QUERY).code()).isEqualTo(ErrorCode.READ_FAILED);
    assertThat(h.failures.get(QUERY))
        .hasMessageContaining("query-1/stage-0/task-0 failed 4 times")
        .hasMessageContaining("attempt 3 on host h")
        .hasMessageContaining("disk gone");
    assertThat(h.released).isNotEmpty();
  }

  @Test
  void attemptsBeyondTheFirstAreRetries() {
    h.executor("e1", "h1", 1);
    h.executor("e2", "h2", 1);
    h.submit(new Graphs().result(2));
    h.fail(h.attempt(0, 0));
    h.succeedInline(h.attempt(0, 1));
    h.fail(h.attempt(0, 0));
    h.advance(PendingTasks.RETRY_ELSEWHERE_MILLIS + 1);
    h.succeedInline(h.attempt(0, 0));
    assertThat(h.outcomes.get(QUERY).retries()).isEqualTo(2);
    assertThat(h.outcomes.get(QUERY).tasks()).isEqualTo(2);
    assertThat(h.events)
        .filteredOn(EngineEvent.StageFinished.class::isInstance)
        .extracting(event -> ((EngineEvent.StageFinished) event).retries())
        .containsExactly(2);
    assertThat(h.events)
        .filteredOn(EngineEvent.QueryFinished.class::isInstance)
        .extracting(event -> ((EngineEvent.QueryFinished) event).wallMillis())
        .containsExactly(PendingTasks.RETRY_ELSEWHERE_MILLIS + 1);
  }

  @Test
  void aFailedTaskHoldsOutForAnotherExecutorButNotForEver() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    ExecutorId e2 = h.executor("e2", "h2", 1);
    h.submit(new Graphs().result(2));
    AttemptId onFirst = h.attempt(0, 0);
    assertThat(h.running.get(onFirst)).isEqualTo(e1);
    h.fail(onFirst);
    assertThat(h.running.values()).containsExactly(e2);
    h.advance(PendingTasks.RETRY_ELSEWHERE_MILLIS);
    assertThat(h.running.get(h.attempt(0, 0))).isEqualTo(e1);
  }

  @Test
  void aUsersErrorFailsTheQueryAtOnce() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().result(3));
    h.fail(h.attempt(0, 0), ErrorCode.DIVISION_BY_ZERO, "division by zero", null);
    assertThat(h.failures.get(QUERY)).hasMessage("division by zero (on host h1)");
    assertThat(h.failures.get(QUERY).code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO);
    assertThat(h.launched).hasSize(2);
    assertThat(h.cancelled).hasSize(1);
    assertThat(h.running).isEmpty();
  }

  // ---- late and stale messages ----

  // ---- tasks that need an executor to themselves ----

  private void failForMemory(AttemptId attempt) {
    h.fail(attempt, ErrorCode.MEMORY_EXCEEDED, "out of memory", null);
  }

  @Test
  void aTaskWithoutMemoryRunsAgainAlone() {
    ExecutorId only = h.executor("e1", "h1", 3);
    h.submit(new Graphs().result(6));
    assertThat(h.running).hasSize(3);
    failForMemory(h.attempt(0, 1));
    // It waits for the others to end, and nothing else begins meanwhile.
    assertThat(h.runningOf(0)).extracting(a -> a.task().partition()).containsExactly(0, 2);
    h.succeedInline(h.attempt(0, 0));
    assertThat(h.runningOf(0)).extracting(a -> a.task().partition()).containsExactly(2);
    h.succeedInline(h.attempt(0, 2));
    assertThat(h.runningOf(0)).extracting(a -> a.task().partition()).containsExactly(1);
    assertThat(h.running.get(h.attempt(0, 1))).isEqualTo(only);
    h.succeedInline(h.attempt(0, 1));
    assertThat(h.runningOf(0)).extracting(a -> a.task().partition()).containsExactly(3, 4, 5);
    assertThat(h.failures).isEmpty();
  }

  @Test
  void oneExecutorIsKeptForEachTaskThatRunsAloneTheOthersWorkOn() {
    ExecutorId busy = h.executor("e1", "h1", 2);
    ExecutorId other = h.executor("e2", "h2", 2);
    h.submit(new Graphs().result(8));
    AttemptId first =
        h.running.keySet().stream().filter(a -> h.running.get(a).equals(busy)).findFirst().get();
    int partition = first.task().partition();
    failForMemory(first);
    List<AttemptId> onOther =
        h.running.keySet().stream().filter(a -> h.running.get(a).equals(other)).toList();
    h.succeedInline(onOther.get(0));
    // The one with fewer attempts to wait for is kept: the first; the second got a new task.
    assertThat(h.running.values()).containsExactlyInAnyOrder(busy, other, other);
    AttemptId last =
        h.running.keySet().stream().filter(a -> h.running.get(a).equals(busy)).findFirst().get();
    h.succeedInline(last);
    assertThat(h.running.get(h.attempt(0, partition))).isEqualTo(busy);
    assertThat(h.running.values()).containsExactlyInAnyOrder(busy, other, other);
  }

  @Test
  void withoutMemoryThoughAloneTheQueryFailsAtOnce() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().result(2));
    failForMemory(h.attempt(0, 0));
    h.succeedInline(h.attempt(0, 1));
    assertThat(h.failures).isEmpty();
    failForMemory(h.attempt(0, 0));
    assertThat(h.failures.get(QUERY).code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED);
    assertThat(h.failures.get(QUERY)).hasMessageContaining("out of memory (on host h1)");
    assertThat(h.launched).hasSize(3);
  }

  @Test
  void anExecutorWithOneSlotIsAlwaysATasksAlone() {
    h.executor("e1", "h1", 1);
    h.executor("e2", "h2", 1);
    h.submit(new Graphs().result(2));
    failForMemory(h.attempt(0, 0));
    assertThat(h.failures.get(QUERY).code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED);
    assertThat(h.launched).hasSize(2);
  }

  @Test
  void anExecutorThatWasKeptIsGivenBackWhenTheQueryEnds() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().result(2));
    failForMemory(h.attempt(0, 0));
    h.handle(
        new SchedulerEvent.QueryCancelled(
            QUERY, new DistaffException(ErrorCode.CANCELLED, "enough")));
    QueryId next = new QueryId(2);
    h.submit(next, new Graphs().result(2).graph());
    assertThat(h.running.keySet())
        .filteredOn(a -> a.task().stage().query().equals(next))
        .hasSize(2);
  }

  @Test
  void ignoresOtherEpochsAndUnknownOrOldAttempts() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.submit(new Graphs().result(1));
    AttemptId first = h.attempt(0, 0);
    TaskProduct rows = new TaskProduct.InlineRows(new byte[0], 1);
    h.succeedAs(new Epoch(1), e1, first, rows);
    h.succeedAs(EPOCH, new ExecutorId("nobody"), first, rows);
    h.succeedAs(EPOCH, e1, new AttemptId(task(0, 0), 7), rows);
    h.succeedAs(EPOCH, e1, new AttemptId(task(9, 9), 0), rows);
    assertThat(h.state.ignoredMessages()).isEqualTo(4);
    assertThat(h.outcomes).isEmpty();
    h.fail(first);
    h.succeedAs(EPOCH, e1, first, rows);
    assertThat(h.state.ignoredMessages()).isEqualTo(5);
    h.succeedInline(h.attempt(0, 0));
    assertThat(h.outcomes).containsKey(QUERY);
    assertThat(h.results).hasSize(1);
  }

  @Test
  void aLateSuccessOfALostExecutorChangesNothing() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.submit(new Graphs().result(1));
    AttemptId first = h.attempt(0, 0);
    h.lose(e1);
    h.lose(e1);
    h.executor("e2", "h2", 1);
    h.succeedAs(EPOCH, e1, first, new TaskProduct.InlineRows(new byte[0], 1));
    assertThat(h.outcomes).isEmpty();
    assertThat(h.count(EngineEvent.ExecutorLost.class)).isEqualTo(1);
    assertThat(h.attempt(0, 0).attempt()).isEqualTo(1);
  }

  @Test
  void whatATaskAccumulatesCountsOnceHoweverOftenItRuns() {
    ExecutorId e1 = h.executor("e1", "h1", 4);
    h.submit(new Graphs().map(4).result(1, 0));
    AttemptId failed = h.attempt(0, 0);
    h.fail(failed);
    h.succeedAs(
        EPOCH, e1, failed, new TaskProduct.ShuffleFile("/f", new long[4], new long[4], List.of()));
    assertThat(h.accumulated).isEmpty();
    h.succeedMaps(0);
    assertThat(h.accumulated).hasSize(4);
    // All outputs are lost with their executor, and made again.
    h.executor("e2", "h2", 4);
    h.lose(e1);
    assertThat(h.runningOf(0)).hasSize(4);
    h.succeedMaps(0);
    assertThat(h.accumulated).hasSize(4);
    h.succeedInline(h.attempt(1, 0));
    assertThat(h.accumulated).hasSize(5);
    assertThat(h.outcomes).containsKey(QUERY);
  }

  @Test
  void tellsAnExecutorToEndAttemptsThatNobodyWaitsFor() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    AttemptId zombie = new AttemptId(task(0, 5), 3);
    h.heartbeat(e1, zombie);
    assertThat(h.cancelled).containsExactly(zombie);
  }

  // ---- loss of executors ----

  @Test
  void lossDuringTheMapStageRerunsOnlyWhatIsGone() {
    ExecutorId e1 = h.executor("e1", "h1", 2);
    ExecutorId e2 = h.executor("e2", "h2", 2);
    h.submit(new Graphs().map(4).result(1, 0));
    List<AttemptId> onFirst =
        h.running.entrySet().stream()
            .filter(e -> e.getValue().equals(e1))
            .map(e -> e.getKey())
            .toList();
    AttemptId done = onFirst.get(0);
    h.succeedMap(done);
    h.lose(e1);
    assertThat(h.requests).containsExactly(ExecutorDemand.anywhere(2));
    assertThat(h.runningOf(0)).hasSize(2);
    h.succeedMaps(0);
    assertThat(h.launched).filteredOn(a -> a.task().stage().number() == 0).hasSize(6);
    AttemptId reduce = h.attempt(1, 0);
    assertThat(h.generations.get(reduce)).isEqualTo(1);
    long ticket = h.ask(e2, 0);
    assertThat(h.outputs(ticket).locations())
        .hasSize(4)
        .allSatisfy(location -> assertThat(location.executor()).isEqualTo(e2));
    h.succeedInline(reduce);
    assertThat(h.outcomes.get(QUERY).counters().count(Counter.ROWS_READ)).isEqualTo(25);
  }

  @Test
  void lossDuringTheReduceStageMakesItsInputsAnewWhileItWaits() {
    ExecutorId e1 = h.executor("e1", "h1", 2);
    ExecutorId e2 = h.executor("e2", "h2", 2);
    h.submit(new Graphs().map(4).map(3, 0).result(1, 1));
    h.succeedMaps(0);
    assertThat(h.runningOf(1)).hasSize(3);
    h.succeedMap(
        h.runningOf(1).stream().filter(a -> h.running.get(a).equals(e2)).findFirst().get());
    h.lose(e1);
    assertThat(h.runningOf(0)).isNotEmpty();
    long ticket = h.ask(e2, 0);
    assertThat(h.answers).doesNotContainKey(ticket);
    h.succeedMaps(0);
    assertThat(h.outputs(ticket).locations()).hasSize(4);
    h.succeedMaps(1);
    h.succeedInline(h.attempt(2, 0));
    assertThat(h.outcomes.get(QUERY).tasks()).isEqualTo(8);
    assertThat(h.count(EngineEvent.OutputsLost.class)).isPositive();
  }

  @Test
  void outputsThatNobodyReadsAnyMoreAreNotMadeAnew() {
    ExecutorId e1 = h.executor("e1", "h1", 4);
    h.submit(new Graphs().map(2).map(1, 0).result(1, 1));
    h.succeedMaps(0);
    ExecutorId e2 = h.executor("e2", "h2", 4);
    assertThat(h.running.get(h.attempt(1, 0))).isEqualTo(e1);
    h.fail(h.attempt(1, 0));
    assertThat(h.running.get(h.attempt(1, 0))).isEqualTo(e2);
    h.succeedMap(h.attempt(1, 0));
    int before = h.launched.size();
    h.lose(e1);
    assertThat(h.runningOf(0)).isEmpty();
    assertThat(h.runningOf(2)).hasSize(1);
    assertThat(h.launched.size() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void lossOfEverythingRerunsWholeChainsInOrder() {
    ExecutorId e1 = h.executor("e1", "h1", 4);
    h.submit(new Graphs().map(2).map(2, 0).result(1, 1));
    h.succeedMaps(0);
    h.succeedMaps(1);
    h.lose(e1);
    h.executor("e2", "h2", 4);
    assertThat(h.runningOf(0)).hasSize(2);
    h.succeedMaps(0);
    h.succeedMaps(1);
    h.succeedInline(h.attempt(2, 0));
    assertThat(h.outcomes).containsKey(QUERY);
  }

  @Test
  void readersOfLostInputsGiveUpSlotsThatItsMakingNeeds() {
    ExecutorId e1 = h.executor("e1", "h1", 2);
    h.submit(new Graphs().map(2).result(4, 0));
    h.succeedMap(h.runningOf(0).get(0));
    ExecutorId e2 = h.executor("e2", "h2", 2);
    h.succeedMap(h.runningOf(0).get(0));
    assertThat(h.runningOf(1)).hasSize(4);
    assertThat(h.running.values()).contains(e1, e2);
    h.lose(e1);
    assertThat(h.runningOf(0)).hasSize(2);
    assertThat(h.cancelled).hasSize(2);
    h.succeedMaps(0);
    while (!h.running.isEmpty()) {
      h.succeedInline(h.running.keySet().iterator().next());
    }
    assertThat(h.outcomes).containsKey(QUERY);
  }

  @Test
  void lossesThatAreNotTheTasksFaultDontCount() {
    h.submit(new Graphs().result(1));
    for (int i = 0; i < 10; i++) {
      h.lose(h.executor("e" + i, "h", 1));
    }
    assertThat(h.failures).isEmpty();
    for (int i = 10; i < 14; i++) {
      h.lose(h.executor("e" + i, "h", 1), new ExecutorLoss(true, "exit status 137"));
    }
    assertThat(h.failures.get(QUERY).code()).isEqualTo(ErrorCode.EXECUTOR_LOST);
    assertThat(h.failures.get(QUERY)).hasMessageContaining("exit status 137");
  }

  @Test
  void aSilentExecutorIsTakenForLost() {
    ExecutorId silent = h.executor("silent", "h1", 1);
    ExecutorId lively = h.executor("lively", "h2", 1);
    h.submit(new Graphs().result(2));
    for (int i = 0; i < 11; i++) {
      h.nowMillis += 3_000;
      h.heartbeat(lively, h.running.containsValue(lively) ? h.attempt(0, 1) : h.attempt(0, 0));
      h.handle(new SchedulerEvent.HeartbeatsDue());
    }
    assertThat(h.endedExecutors).containsExactly(silent);
    assertThat(h.requests).containsExactly(ExecutorDemand.anywhere(2));
    assertThat(h.running.values()).containsOnly(lively);
  }

  @Test
  void aLoopThatWasHeldUpJudgesNobody() {
    h.executor("e1", "h1", 1);
    h.handle(new SchedulerEvent.HeartbeatsDue());
    h.nowMillis += 60_000;
    h.handle(new SchedulerEvent.HeartbeatsDue());
    assertThat(h.endedExecutors).isEmpty();
    h.nowMillis += 3_000;
    h.handle(new SchedulerEvent.HeartbeatsDue());
    assertThat(h.endedExecutors).hasSize(1);
  }

  // ---- fetch failures ----

  @Test
  void anUnfetchableOutputIsMadeAnewAndIsNotTheReadersFault() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.executor("e2", "h2", 1);
    h.submit(new Graphs().map(2).result(2, 0));
    AttemptId lost = h.attempt(0, 0);
    assertThat(h.running.get(lost)).isEqualTo(e1);
    h.succeedMaps(0);
    h.fail(h.attempt(1, 0), ErrorCode.SHUFFLE_FETCH_FAILED, "refused", lost);
    assertThat(h.runningOf(0)).hasSize(0);
    h.fail(h.attempt(1, 1), ErrorCode.SHUFFLE_FETCH_FAILED, "refused", lost);
    AttemptId again = h.attempt(0, 0);
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(h.running.get(again)).isNotEqualTo(e1);
    assertThat(h.runningOf(0)).hasSize(1);
    h.succeedMap(again);
    assertThat(h.runningOf(1)).hasSize(2);
    assertThat(h.generations.get(h.attempt(1, 0))).isEqualTo(2);
    assertThat(h.failures).isEmpty();
  }

  @Test
  void fetchFailuresAreBoundedPerStageAndOneLossIsOneRound() {
    h.executor("e1", "h1", 8);
    h.submit(new Graphs().map(1).result(4, 0));
    for (int round = 1; round <= 8; round++) {
      AttemptId map = h.attempt(0, 0);
      h.succeedMap(map);
      for (AttemptId reader : h.runningOf(1)) {
        h.fail(reader, ErrorCode.SHUFFLE_FETCH_FAILED, "refused", map);
      }
      assertThat(h.failures).isEmpty();
    }
    AttemptId map = h.attempt(0, 0);
    h.succeedMap(map);
    h.fail(h.attempt(1, 0), ErrorCode.SHUFFLE_FETCH_FAILED, "refused", map);
    assertThat(h.failures.get(QUERY).code()).isEqualTo(ErrorCode.SHUFFLE_FETCH_FAILED);
    assertThat(h.failures.get(QUERY)).hasMessageContaining("9 rounds");
  }

  @Test
  void anExecutorThatTwiceDidntServeHasLostAllItHolds() {
    ExecutorId e1 = h.executor("e1", "h1", 4);
    h.submit(new Graphs().map(4).result(1, 0));
    List<AttemptId> maps = h.runningOf(0);
    h.succeedMaps(0);
    ExecutorId e2 = h.executor("e2", "h2", 4);
    h.fail(h.attempt(1, 0), ErrorCode.SHUFFLE_FETCH_FAILED, "refused", maps.get(0));
    assertThat(h.runningOf(0)).hasSize(1);
    h.succeedMaps(0);
    h.fail(h.attempt(1, 0), ErrorCode.SHUFFLE_FETCH_FAILED, "refused", maps.get(1));
    assertThat(h.runningOf(0)).hasSize(3);
    assertThat(h.running.values()).contains(e2);
    assertThat(h.running.values()).hasSize(3).contains(e1);
  }

  @Test
  void questionsEndWithWhoAskedAndWithTheQuery() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    ExecutorId e2 = h.executor("e2", "h2", 1);
    h.submit(new Graphs().map(2).result(1, 0));
    long first = h.ask(e1, 0);
    long second = h.ask(e2, 0);
    h.lose(e1);
    assertThat(h.refusals).containsOnlyKeys(first);
    h.handle(
        new SchedulerEvent.QueryCancelled(
            QUERY, new DistaffException(ErrorCode.CANCELLED, "stop")));
    assertThat(h.refusals).containsOnlyKeys(first, second);
    assertThat(h.refusals).containsKey(second);
    long third = h.ask(e2, 0);
    assertThat(h.refusals).containsKey(third);
  }

  // ---- ends ----

  @Test
  void cancelEndsWhatRunsAndReleasesEverywhere() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().result(5));
    h.handle(
        new SchedulerEvent.QueryCancelled(
            QUERY, new DistaffException(ErrorCode.CANCELLED, "the user pressed Ctrl-C")));
    assertThat(h.cancelled).hasSize(2);
    assertThat(h.released).hasSize(1);
    assertThat(h.failures.get(QUERY)).hasMessage("the user pressed Ctrl-C");
    EngineEvent.QueryFinished end = (EngineEvent.QueryFinished) h.events.get(h.events.size() - 1);
    assertThat(end.end()).isEqualTo(EngineEvent.QueryEnd.CANCELLED);
    h.submit(new QueryId(2), new Graphs().result(2).graph());
    assertThat(h.running).hasSize(2);
  }

  @Test
  void closingTheResultsEarlyEndsTheQueryWell() {
    h.executor("e1", "h1", 2);
    h.submit(new Graphs().result(5));
    h.succeedInline(h.attempt(0, 0));
    h.handle(new SchedulerEvent.ResultsClosed(QUERY));
    QueryOutcome outcome = h.outcomes.get(QUERY);
    assertThat(outcome.endedEarly()).isTrue();
    assertThat(outcome.tasks()).isEqualTo(1);
    assertThat(h.cancelled).hasSize(2);
    assertThat(h.running).isEmpty();
    assertThat(h.released).hasSize(1);
  }

  @Test
  void executorsKeepResultsUntilTheyAreRead() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.submit(new Graphs().result(2));
    AttemptId first = h.attempt(0, 0);
    h.succeed(first, shuffleFile());
    AttemptId second = h.attempt(0, 1);
    h.succeed(second, shuffleFile());
    assertThat(h.outcomes.get(QUERY).rows()).isEqualTo(20);
    assertThat(h.released).isEmpty();
    h.handle(new SchedulerEvent.ResultConsumed(first));
    h.lose(e1);
    assertThat(h.withdrawn).containsExactly(second);
    ExecutorId e2 = h.executor("e2", "h2", 1);
    assertThat(h.running).hasSize(1);
    AttemptId again = h.attempt(0, 1);
    h.succeed(again, shuffleFile());
    assertThat(h.released).isEmpty();
    h.handle(new SchedulerEvent.ResultConsumed(again));
    assertThat(h.released).containsExactly(e2);
    assertThat(h.count(EngineEvent.QueryFinished.class)).isEqualTo(1);
    assertThat(h.outcomes.get(QUERY).rows()).isEqualTo(20);
  }

  @Test
  void aResultThatCantBeFetchedIsMadeAnewABoundedNumberOfTimes() {
    h.executor("e1", "h1", 1);
    h.submit(new Graphs().result(1));
    for (int i = 0; i <= 8; i++) {
      assertThat(h.failures).isEmpty();
      AttemptId attempt = h.attempt(0, 0);
      h.succeed(attempt, shuffleFile());
      h.handle(new SchedulerEvent.ResultLost(attempt, "refused"));
    }
    assertThat(h.failures.get(QUERY)).hasMessageContaining("refused");
  }

  @Test
  void aClusterThatCantGiveExecutorsFailsTheQueriesThatNeedThem() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.submit(new Graphs().result(2));
    DistaffException reason = new DistaffException(ErrorCode.EXECUTOR_LAUNCH_FAILED, "no java");
    h.handle(new SchedulerEvent.ClusterFailed(reason));
    assertThat(h.failures).isEmpty();
    h.lose(e1);
    assertThat(h.failures.get(QUERY)).isSameAs(reason);
    QueryId second = new QueryId(2);
    h.submit(second, new Graphs().result(1).graph());
    assertThat(h.failures.get(second)).isSameAs(reason);
  }

  // ---- everything at once ----

  @Test
  void everyQueryEndsUnderRandomFaults() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      SchedulerHarness run =
          new SchedulerHarness(
              new SchedulerPolicy(3, 1000, 1000, 300, 30_000, 0, SchedulerHarness.LIMIT));
      int executors = 0;
      for (; executors < 3; executors++) {
        run.executor("e" + executors, "h" + executors, 1 + random.nextInt(3));
      }
      run.submit(new Graphs().mapOn(6, "h0", "h1", "h9").map(4).map(3, 0, 1).result(2, 2));
      int steps = 0;
      while (!run.outcomes.containsKey(QUERY)) {
        if (++steps > 20_000) {
          throw new AssertionError("no end with seed " + seed);
        }
        List<AttemptId> running = List.copyOf(run.running.keySet());
        int dice = random.nextInt(100);
        if (running.isEmpty() || dice < 10) {
          run.advance(random.nextInt(700));
        } else {
          AttemptId attempt = running.get(random.nextInt(running.size()));
          StageId stage = attempt.task().stage();
          if (dice < 14) {
            ExecutorId gone = run.running.get(attempt);
            run.lose(gone, new ExecutorLoss(random.nextBoolean(), "dice"));
            run.executor("e" + executors, "h" + executors % 4, 1 + random.nextInt(3));
            executors++;
          } else if (dice < 18) {
            run.fail(attempt);
          } else if (dice < 20 && run.sharesItsExecutor(attempt)) {
            run.fail(attempt, ErrorCode.MEMORY_EXCEEDED, "dice", null);
          } else if (dice < 26 && stage.number() >= 2) {
            int input = stage.number() == 3 ? 2 : random.nextInt(2);
            AttemptId lost = new AttemptId(task(input, random.nextInt(3)), random.nextInt(2));
            run.fail(attempt, ErrorCode.SHUFFLE_FETCH_FAILED, "dice", lost);
          } else if (stage.number() == 3) {
            run.succeedInline(attempt);
          } else {
            run.succeedMap(attempt);
          }
        }
      }
      assertThat(run.running).as("seed %d", seed).isEmpty();
      assertThat(run.outcomes.get(QUERY).counters().count(Counter.ROWS_READ))
          .as("seed %d", seed)
          .isEqualTo(75);
    }
  }
}
