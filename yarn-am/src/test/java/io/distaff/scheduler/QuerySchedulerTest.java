package io.distaff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.cluster.ClusterBackend;
import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.cluster.Topology;
import io.distaff.concurrent.Clock;
import io.distaff.config.DataSize;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EventBus;
import io.distaff.event.Milestones;
import io.distaff.ids.AttemptId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.metrics.TaskCounters;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.rpc.TaskProduct;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scheduler with its real loop, and executors that answer from threads of their own. */
class QuerySchedulerTest {
  private static final Epoch EPOCH = new Epoch(1);
  private static final QueryId TWO_STAGES = new QueryId(7);

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final FakeBackend backend = new FakeBackend();
  private final EventBus bus = new EventBus();
  private final Milestones milestones = Milestones.of(bus);
  private final QueryScheduler scheduler = scheduler(1 << 20);

  private QueryScheduler scheduler(long maxResultBytes) {
    return new QueryScheduler(
        EPOCH,
        new SchedulerPolicy(
            2, 4, 8, 300, 30_000, 0, new ResultLimit(new DataSize(maxResultBytes), Long.MAX_VALUE)),
        backend,
        bus,
        FakeRows::new,
        Clock.system());
  }

  @AfterEach
  void close() {
    scheduler.close();
    bus.close();
    threads.shutdownNow();
  }

  @Test
  void runsAQueryAndStreamsItsRowsInTaskOrder() throws Exception {
    scheduler.start();
    scheduler.executorRegistered(new FakeExecutor(scheduler, "e1", true));
    scheduler.executorRegistered(new FakeExecutor(scheduler, "e2", false));
    try (QueryHandle query =
        scheduler.submit(TWO_STAGES, new Graphs().map(50).result(20, 0).graph())) {
      List<Integer> partitions = new ArrayList<>();
      for (byte[] rows = query.results().next(); rows != null; rows = query.results().next()) {
        partitions.add((int) rows[0]);
      }
      assertThat(partitions).hasSize(20).isSorted();
      QueryOutcome outcome = query.outcome().get(10, TimeUnit.SECONDS);
      assertThat(outcome.tasks()).isEqualTo(70);
      assertThat(outcome.rows()).isEqualTo(20);
    }
    bus.close();
    assertThat(milestones.time(Milestones.FIRST_TASK)).isPresent();
  }

  @Test
  void survivesTheLossOfAnExecutorThatHoldsResults() throws Exception {
    scheduler.executorRegistered(new FakeExecutor(scheduler, "doomed", false));
    QueryHandle query = scheduler.submit(new QueryId(1), new Graphs().result(3).graph());
    query.outcome().get(10, TimeUnit.SECONDS);
    scheduler.executorLost(new ExecutorId("doomed"), new ExecutorLoss(false, "gone"));
    scheduler.executorRegistered(new FakeExecutor(scheduler, "e2", true));
    List<byte[]> rows = new ArrayList<>();
    for (byte[] batch = query.results().next(); batch != null; batch = query.results().next()) {
      rows.add(batch);
    }
    assertThat(rows).extracting(b -> (int) b[0]).containsExactly(0, 1, 2);
  }

  @Test
  void tellsTheReaderAndTheOutcomeWhyAQueryFailed() {
    QueryHandle query = scheduler.submit(new QueryId(1), new Graphs().result(3).graph());
    scheduler.clusterFailed(
        new DistaffException(ErrorCode.EXECUTOR_LAUNCH_FAILED, "no executor starts"));
    assertThatThrownBy(() -> query.results().next()).hasMessage("no executor starts");
    assertThatThrownBy(() -> query.outcome().get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no executor starts");
  }

  @Test
  void cancelsAndRefusesToGatherTooMuch() {
    QueryHandle query = scheduler.submit(new QueryId(1), new Graphs().result(3).graph());
    query.cancel("enough");
    assertThatThrownBy(() -> query.results().next()).hasMessage("enough");

    try (QueryScheduler small = scheduler(2)) {
      small.executorRegistered(new FakeExecutor(small, "e1", true));
      QueryHandle large = small.submit(new QueryId(2), new Graphs().result(3).graph());
      assertThatThrownBy(() -> large.outcome().get(10, TimeUnit.SECONDS))
          .hasMessageContaining("distaff.driver.maxResultSize");
    }
  }

  @Test
  void aMessageThatIsTooLongFailsItsQueryOnlyAndOnce() throws Exception {
    FakeExecutor executor = new FakeExecutor(scheduler, "e1", true);
    executor.tooLong = "InstallFragment";
    scheduler.executorRegistered(executor);
    QueryHandle plan = scheduler.submit(new QueryId(1), new Graphs().result(3).graph());
    assertThatThrownBy(() -> plan.outcome().get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
        .hasMessageContaining("the plan of query-1/stage-0 can't be sent: 70 bytes; limit 64;")
        .hasMessageContaining("IN lists");
    assertThat(executor.refused).hasValue(1);

    executor.tooLong = "LaunchTask";
    QueryHandle splits = scheduler.submit(new QueryId(2), new Graphs().result(3).graph());
    assertThatThrownBy(() -> splits.outcome().get(10, TimeUnit.SECONDS))
        .hasMessageContaining("the list of splits of query-2/stage-0/task-0 can't be sent");
    assertThat(executor.refused).hasValue(2);

    executor.tooLong = "nothing";
    QueryHandle good = scheduler.submit(new QueryId(3), new Graphs().result(3).graph());
    assertThat(good.outcome().get(10, TimeUnit.SECONDS).tasks()).isEqualTo(3);
    bus.close();
  }

  @Test
  void closingFailsWhatStillRuns() {
    QueryHandle query = scheduler.submit(new QueryId(1), new Graphs().result(3).graph());
    scheduler.close();
    assertThatThrownBy(() -> query.results().next()).hasMessage("the application is ending");
    QueryHandle late = scheduler.submit(new QueryId(2), new Graphs().result(3).graph());
    assertThatThrownBy(() -> late.results().next()).hasMessage("the application is ending");
  }

  /** Succeeds at everything; reduce tasks ask for their inputs first. */
  private final class FakeExecutor implements ExecutorHandle {
    private final ExecutorId id;
    private final ExecutorListener listener;
    private final boolean inline;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile String tooLong = "nothing";

    FakeExecutor(ExecutorListener listener, String name, boolean inline) {
      this.listener = listener;
      this.id = new ExecutorId(name);
      this.inline = inline;
    }

    @Override
    public ExecutorId id() {
      return id;
    }

    @Override
    public String host() {
      return id.name();
    }

    @Override
    public int blockPort() {
      return 1;
    }

    @Override
    public String rack() {
      return "/default-rack";
    }

    @Override
    public int slots() {
      return 2;
    }

    @Override
    public void send(ControlMessage.ToExecutor message) {
      if (message.getClass().getSimpleName().equals(tooLong)) {
        refused.incrementAndGet();
        throw new DistaffException(ErrorCode.LIMIT_EXCEEDED, "70 bytes; limit 64");
      }
      if (message instanceof ControlMessage.LaunchTask launch) {
        threads.execute(() -> run(launch));
      }
    }

    private void run(ControlMessage.LaunchTask launch) {
      AttemptId attempt = launch.attempt();
      int stage = attempt.task().stage().number();
      if (stage > 0) {
        var question =
            new ControlMessage.LocateMapOutputs(
                EPOCH, id, new StageId(attempt.task().stage().query(), stage - 1));
        assertThat(listener.asked(question).join().locations()).hasSize(50);
      }
      byte partition = (byte) attempt.task().partition();
      TaskProduct product =
          inline && !isMap(attempt)
              ? new TaskProduct.InlineRows(new byte[] {partition}, 1)
              : new TaskProduct.ShuffleFile(id.name(), new long[1], new long[] {1}, List.of());
      listener.messageReceived(
          new ControlMessage.TaskSucceeded(
              EPOCH, id, attempt, TaskCounters.ZERO, product, List.of()));
    }

    /** In these tests query 7 has two stages, all others have one. */
    private boolean isMap(AttemptId attempt) {
      return attempt.task().stage().equals(new StageId(TWO_STAGES, 0));
    }
  }

  /** One block a partition; what "doomed" held can't be had. */
  private static final class FakeRows implements ResultFetcher.Rows {
    private final Iterator<byte[]> rows;

    FakeRows(MapOutputLocation location) {
      if (location.dataPath().equals("doomed")) {
        throw new DistaffException(ErrorCode.SHUFFLE_FETCH_FAILED, "connection refused");
      }
      rows = List.of(new byte[] {(byte) location.attempt().task().partition()}).iterator();
    }

    @Override
    public byte[] next() {
      return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public void close() {}
  }

  private static final class FakeBackend implements ClusterBackend {
    final ConcurrentLinkedQueue<ExecutorDemand> requests = new ConcurrentLinkedQueue<>();

    @Override
    public void start(ExecutorListener listener) {}

    @Override
    public void requestExecutors(ExecutorDemand demand) {
      requests.add(demand);
    }

    @Override
    public Topology topology() {
      return Topology.flat();
    }

    @Override
    public void release(ExecutorHandle executor) {}

    @Override
    public void close() {}
  }
}
