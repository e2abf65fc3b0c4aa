package io.distaff.scheduler;

import static io.distaff.scheduler.SchedulerHarness.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.ids.CacheId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.metrics.Counter;
import io.distaff.plan.StorageLevel;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.TaskProduct.CachedPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the scheduler does for stages whose outputs stay from query to query. */
class CachedStagesTest {
  private static final CacheId CACHE = new CacheId(1);

  private final SchedulerHarness h = new SchedulerHarness();

  private static Graphs reading(StorageLevel level) {
    return new Graphs().map(2).cache(CACHE, level, 4, 0).readCached(1);
  }

  private QueryId submit(int query, StorageLevel level) {
    h.submit(new QueryId(query), reading(level).graph());
    return new QueryId(query);
  }

  private List<AttemptId> runningOf(QueryId query, int stage) {
    return h.running.keySet().stream()
        .filter(a -> a.task().stage().query().equals(query))
        .filter(a -> a.task().stage().number() == stage)
        .toList();
  }

  private void succeedMaps(QueryId query) {
    while (!runningOf(query, 0).isEmpty()) {
      h.succeedMap(runningOf(query, 0).get(0));
    }
  }

  private void succeedCached(AttemptId attempt) {
    h.succeed(attempt, new CachedPartition(25, new long[] {100, 50}, true));
  }

  private void fill(QueryId query) {
    succeedMaps(query);
    while (!runningOf(query, 1).isEmpty()) {
      succeedCached(runningOf(query, 1).get(0));
    }
  }

  private void finish(QueryId query) {
    while (!runningOf(query, 2).isEmpty()) {
      h.succeedInline(runningOf(query, 2).get(0));
    }
    assertThat(h.outcomes).containsKey(query);
  }

  private QueryId filled(StorageLevel level) {
    QueryId first = submit(1, level);
    fill(first);
    finish(first);
    return first;
  }

  private long tasksOf(QueryId query, int stage) {
    return h.launched.stream()
        .filter(a -> a.task().stage().query().equals(query))
        .filter(a -> a.task().stage().number() == stage)
        .count();
  }

  private void drop(ExecutorId executor, AttemptId attempt) {
    h.handle(
        new SchedulerEvent.MessageReceived(
            new ControlMessage.CachedPartitionDropped(EPOCH, executor, attempt)));
  }

  private AttemptId madeBy(QueryId query, int partition) {
    return h.launched.stream()
        .filter(a -> a.task().stage().query().equals(query))
        .filter(a -> a.task().stage().number() == 1 && a.task().partition() == partition)
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  @Test
  void theNextQueryRunsNeitherTheCachedStageNorWhatItReads() {
    h.executor("e1", "h1", 2);
    QueryId first = filled(StorageLevel.MEMORY_AND_DISK);
    QueryOutcome outcome = h.outcomes.get(first);
    assertThat(outcome.tasks()).isEqualTo(10);
    assertThat(outcome.caches()).hasSize(1);
    assertThat(outcome.caches().get(0).rows()).isEqualTo(100);
    assertThat(outcome.caches().get(0).columnBytes()).containsExactly(400, 200);

    QueryId second = submit(2, StorageLevel.MEMORY_AND_DISK);
    finish(second);
    assertThat(tasksOf(second, 0)).isZero();
    assertThat(tasksOf(second, 1)).isZero();
    assertThat(tasksOf(second, 2)).isEqualTo(4);
    assertThat(h.outcomes.get(second).tasks()).isEqualTo(4);
    assertThat(h.outcomes.get(second).counters().count(Counter.ROWS_READ)).isEqualTo(20);
    assertThat(h.releasedCaches).isEmpty();
  }

  @Test
  void readersFindPartitionsThatAnEarlierQueryMade() {
    ExecutorId e1 = h.executor("e1", "h1", 2);
    QueryId first = filled(StorageLevel.MEMORY_AND_DISK);
    QueryId second = submit(2, StorageLevel.MEMORY_AND_DISK);
    h.handle(
        new SchedulerEvent.Asked(
            9, new ControlMessage.LocateMapOutputs(EPOCH, e1, new StageId(second, 1))));
    assertThat(h.outputs(9L).locations())
        .extracting(ControlMessage.MapOutputLocation::attempt)
        .containsExactly(madeBy(first, 0), madeBy(first, 1), madeBy(first, 2), madeBy(first, 3));
  }

  @Test
  void aLostExecutorTakesOnlyItsOwnPartitions() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.executor("e2", "h2", 1);
    filled(StorageLevel.MEMORY_AND_DISK);
    h.lose(e1);
    QueryId second = submit(2, StorageLevel.MEMORY_AND_DISK);
    succeedMaps(second);
    while (!runningOf(second, 1).isEmpty()) {
      succeedCached(runningOf(second, 1).get(0));
    }
    assertThat(tasksOf(second, 1)).isEqualTo(2);
    finish(second);
  }

  @Test
  void partitionsLostWhileTheyAreReadAreMadeAgain() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    h.executor("e2", "h2", 1);
    filled(StorageLevel.MEMORY_AND_DISK);
    QueryId second = submit(2, StorageLevel.MEMORY_AND_DISK);
    assertThat(runningOf(second, 2)).hasSize(2);
    h.lose(e1);
    fill(second);
    assertThat(tasksOf(second, 1)).isEqualTo(2);
    finish(second);
    QueryId third = submit(3, StorageLevel.MEMORY_AND_DISK);
    finish(third);
    assertThat(tasksOf(third, 1)).isZero();
  }

  @Test
  void tasksGoWhereTheirPartitionsAre() {
    h.executor("e1", "h1", 2);
    h.executor("e2", "h2", 2);
    QueryId first = submit(1, StorageLevel.MEMORY_AND_DISK);
    succeedMaps(first);
    Map<Integer, ExecutorId> made = new HashMap<>();
    runningOf(first, 1).forEach(a -> made.put(a.task().partition(), h.running.get(a)));
    fill(first);
    finish(first);
    QueryId second = submit(2, StorageLevel.MEMORY_AND_DISK);
    assertThat(runningOf(second, 2)).hasSize(4);
    for (AttemptId attempt : runningOf(second, 2)) {
      assertThat(h.running.get(attempt)).isEqualTo(made.get(attempt.task().partition()));
    }
  }

  @Test
  void aDamagedPartitionIsMadeAgainAndItsRemainsAreFreed() {
    h.executor("e1", "h1", 4);
    QueryId first = filled(StorageLevel.MEMORY_AND_DISK);
    QueryId second = submit(2, StorageLevel.MEMORY_AND_DISK);
    AttemptId damaged = madeBy(first, 2);
    h.fail(runningOf(second, 2).get(2), ErrorCode.SHUFFLE_FETCH_FAILED, "checksum", damaged);
    assertThat(h.releasedPartitions).containsExactly(damaged);
    succeedMaps(second);
    assertThat(runningOf(second, 1)).extracting(a -> a.task().partition()).containsExactly(2);
    fill(second);
    finish(second);
    QueryId third = submit(3, StorageLevel.MEMORY_AND_DISK);
    finish(third);
    assertThat(tasksOf(third, 1)).isZero();
  }

  @Test
  void aDroppedPartitionIsMadeAgainByTheNextQuery() {
    ExecutorId e1 = h.executor("e1", "h1", 4);
    QueryId first = filled(StorageLevel.MEMORY_ONLY);
    drop(e1, madeBy(first, 3));
    QueryId second = submit(2, StorageLevel.MEMORY_ONLY);
    fill(second);
    assertThat(tasksOf(second, 1)).isEqualTo(1);
    finish(second);
  }

  /** Far more evictions than the rounds of lost inputs that a stage may have. */
  @Test
  void evictionsDoNotFailTheQuery() {
    ExecutorId e1 = h.executor("e1", "h1", 1);
    QueryId first = filled(StorageLevel.MEMORY_ONLY);
    QueryId second = submit(2, StorageLevel.MEMORY_ONLY);
    for (int p = 0; p < 4; p++) {
      for (int round = 0; round < 4; round++) {
        AttemptId lost = round == 0 ? madeBy(first, p) : madeBy(second, p);
        AttemptId reader = runningOf(second, 2).get(0);
        if (round % 2 == 0) {
          drop(e1, lost);
        }
        h.fail(reader, ErrorCode.SHUFFLE_FETCH_FAILED, "gone", lost);
        fill(second);
      }
    }
    assertThat(h.failures).isEmpty();
    finish(second);
  }

  @Test
  void aPartitionThatIsNotKeptIsMadeByEveryQuery() {
    h.executor("e1", "h1", 4);
    QueryId first = submit(1, StorageLevel.MEMORY_ONLY);
    succeedMaps(first);
    for (AttemptId attempt : runningOf(first, 1)) {
      boolean kept = attempt.task().partition() != 1;
      h.succeed(attempt, new CachedPartition(25, new long[] {100, 50}, kept));
    }
    finish(first);
    assertThat(h.outcomes.get(first).caches()).isEmpty();
    QueryId second = submit(2, StorageLevel.MEMORY_ONLY);
    succeedMaps(second);
    assertThat(runningOf(second, 1)).extracting(a -> a.task().partition()).containsExactly(1);
  }

  @Test
  void ofTwoQueriesAtOnceTheFirstToMakeAPartitionCounts() {
    h.executor("e1", "h1", 12);
    QueryId first = submit(1, StorageLevel.MEMORY_AND_DISK);
    QueryId second = submit(2, StorageLevel.MEMORY_AND_DISK);
    succeedMaps(first);
    succeedMaps(second);
    List<AttemptId> late = runningOf(second, 1);
    assertThat(late).hasSize(4);
    fill(first);
    fill(second);
    assertThat(h.releasedPartitions).containsExactlyInAnyOrderElementsOf(late);
    finish(first);
    finish(second);
  }

  @Test
  void uncachingFreesAtOnceAndRunningQueriesMakeWhatTheyNeedForThemselves() {
    h.executor("e1", "h1", 4);
    filled(StorageLevel.MEMORY_AND_DISK);
    QueryId second = submit(2, StorageLevel.MEMORY_AND_DISK);
    List<AttemptId> readers = runningOf(second, 2);
    h.handle(new SchedulerEvent.CacheReleased(CACHE));
    assertThat(h.releasedCaches).containsExactly(CACHE);
    h.succeedInline(readers.get(0));
    for (AttemptId reader : readers.subList(1, 4)) {
      if (h.running.containsKey(reader)) {
        h.fail(reader, ErrorCode.SHUFFLE_FETCH_FAILED, "gone", madeBy(new QueryId(1), 0));
      }
    }
    fill(second);
    finish(second);
    // What it made for itself goes when it ends.
    assertThat(h.releasedCaches).containsExactly(CACHE, CACHE);
    QueryId third = submit(3, StorageLevel.MEMORY_AND_DISK);
    succeedMaps(third);
    assertThat(runningOf(third, 1)).hasSize(4);
  }
}
