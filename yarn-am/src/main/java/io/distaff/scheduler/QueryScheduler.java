package io.distaff.scheduler;

import io.distaff.cluster.ClusterBackend;
import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.codec.RecordCodec;
import io.distaff.concurrent.Clock;
import io.distaff.concurrent.EventLoop;
import io.distaff.config.LogLevel;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EventBus;
import io.distaff.ids.AttemptId;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.CacheId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.plan.Sink;
import io.distaff.planner.Stage;
import io.distaff.planner.StageGraph;
import io.distaff.rpc.ControlMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs queries on executors. The shell around {@link SchedulerState}: every call becomes an event
 * on one loop, every action that the state asks for is carried out there, in order. Thread-safe;
 * calls return at once.
 */
public final class QueryScheduler implements ExecutorListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(QueryScheduler.class);
  private static final int CHECKS_PER_TIMEOUT = 10;
  private static final String PLAN_REMEDY =
      "write long IN lists and VALUES to a table, and join with it";
  private static final String SPLITS_REMEDY =
      "read fewer or larger files, or divide them over more tasks";

  private final ClusterBackend backend;
  private final EventBus events;
  private final ResultFetcher fetcher;
  private final Clock clock;
  private final SchedulerPolicy policy;
  private final long wallOffsetMillis;
  private final RecordCodec codec = RecordCodec.cbor();
  private final EventLoop loop = new EventLoop("distaff-scheduler", this::loopFailed);

  private final AccumulatedValues accumulated = new AccumulatedValues();

  // Confined to the loop.
  private final SchedulerState state;
  private final Actions actions = new Actions();
  private final Map<ExecutorId, ExecutorHandle> executors = new HashMap<>();
  private final Map<QueryId, QueryHandle> queries = new HashMap<>();
  private final Map<Long, CompletableFuture<ControlMessage.ToExecutor>> questions = new HashMap<>();
  private long lastTicket;
  private DistaffException broken;

  private volatile boolean closed;

  public QueryScheduler(
      Epoch epoch,
      SchedulerPolicy policy,
      ClusterBackend backend,
      EventBus events,
      ResultFetcher fetcher,
      Clock clock) {
    this.policy = policy;
    this.backend = backend;
    this.events = events;
    this.fetcher = fetcher;
    this.clock = clock;
    wallOffsetMillis = clock.currentTimeMillis() - clock.monotonicMillis();
    state = new SchedulerState(epoch, policy);
  }

  /** Begins to watch heartbeats. To be called once, before executors register. */
  public void start() {
    long periodMillis = Math.max(1, policy.heartbeatTimeoutMillis() / CHECKS_PER_TIMEOUT);
    var unused =
        loop.scheduleRepeatedly(periodMillis, () -> handle(new SchedulerEvent.HeartbeatsDue()));
  }

  /**
   * Runs a query as soon as there are slots for it.
   *
   * @param id not used before
   */
  public QueryHandle submit(QueryId id, StageGraph graph) {
    Stage result = graph.resultStage();
    boolean hasRows = !(result.fragment().sink() instanceof Sink.FileSink);
    ResultCursor cursor =
        new ResultCursor(
            id, result.tasks().size(), hasRows, policy.resultLimit(), fetcher, this::post);
    QueryHandle handle = new QueryHandle(id, cursor, this::post);
    List<byte[]> fragments = new ArrayList<>();
    for (Stage stage : graph.stages()) {
      fragments.add(stage.fragment().encode(codec));
    }
    // Here and not on the loop, because the cluster's resolver may take its time.
    Map<String, String> racks = backend.topology().racksOf(preferredHosts(graph));
    loop.execute(
        () -> {
          if (queries.putIfAbsent(id, handle) != null) {
            handle.failed(new DistaffException(ErrorCode.INTERNAL_ERROR, id + " is in use"));
          } else {
            handle(new SchedulerEvent.QuerySubmitted(id, graph, fragments, racks));
          }
        });
    if (closed) {
      handle.failed(ended());
    }
    return handle;
  }

  /** What tasks have added to accumulators; that of an action is there when its outcome is. */
  public AccumulatedValues accumulated() {
    return accumulated;
  }

  /** Frees what executors hold of a cached data set. */
  public void release(CacheId cache) {
    post(new SchedulerEvent.CacheReleased(cache));
  }

  /** Executors may ask for a value from now on. */
  public void made(BroadcastId broadcast, int numChunks) {
    post(new SchedulerEvent.BroadcastMade(broadcast, numChunks));
  }

  /** Executors drop what they hold of a value, and may ask for it again. */
  public void unpersist(BroadcastId broadcast) {
    post(new SchedulerEvent.BroadcastUnpersisted(broadcast));
  }

  /** Executors drop what they hold of a value, and asking for it is refused. */
  public void destroy(BroadcastId broadcast) {
    post(new SchedulerEvent.BroadcastDestroyed(broadcast));
  }

  /** Sets what executors log, also those that register later. */
  public void setLogLevel(LogLevel level) {
    post(new SchedulerEvent.LogLevelSet(level));
  }

  /** The executors that are there now; fails when the application is ending. */
  public CompletableFuture<List<ExecutorSummary>> executors() {
    return closed
        ? CompletableFuture.failedFuture(ended())
        : loop.submit(() -> state.executors(nowMillis()));
  }

  private static Set<String> preferredHosts(StageGraph graph) {
    return graph.stages().stream()
        .flatMap(stage -> stage.tasks().stream())
        .flatMap(task -> task.preferredHosts().stream())
        .collect(Collectors.toSet());
  }

  // ---- what the cluster says ----

  @Override
  public void executorRegistered(ExecutorHandle executor) {
    loop.execute(
        () -> {
          executors.put(executor.id(), executor);
          handle(
              new SchedulerEvent.ExecutorRegistered(
                  executor.id(),
                  executor.host(),
                  executor.blockPort(),
                  executor.rack(),
                  executor.slots()));
        });
  }

  @Override
  public void executorLost(ExecutorId executor, ExecutorLoss loss) {
    loop.execute(
        () -> {
          executors.remove(executor);
          handle(new SchedulerEvent.ExecutorGone(executor, loss));
        });
  }

  @Override
  public void messageReceived(ControlMessage.FromExecutor message) {
    if (message instanceof ControlMessage.TaskFailed failed && !failed.code().isFatalForQuery()) {
      log.warn(
          "{} failed on {} with\n{}", failed.attempt(), failed.executor(), failed.stackTrace());
    }
    post(new SchedulerEvent.MessageReceived(message));
  }

  @Override
  public <A extends ControlMessage.ToExecutor> CompletableFuture<A> asked(
      ControlMessage.Question<A> question) {
    CompletableFuture<ControlMessage.ToExecutor> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          long ticket = ++lastTicket;
          questions.put(ticket, answer);
          handle(new SchedulerEvent.Asked(ticket, question));
        });
    return answer.thenApply(question.answer()::cast);
  }

  @Override
  public void clusterFailed(RuntimeException reason) {
    post(
        new SchedulerEvent.ClusterFailed(
            DistaffException.of(reason, ErrorCode.EXECUTOR_LAUNCH_FAILED)));
  }

  // ---- the loop ----

  private void post(SchedulerEvent event) {
    loop.execute(() -> handle(event));
  }

  private void handle(SchedulerEvent event) {
    if (broken != null) {
      failEverything();
      return;
    }
    for (Action action : state.handle(event, nowMillis())) {
      action.accept(actions);
    }
  }

  private long nowMillis() {
    return clock.monotonicMillis() + wallOffsetMillis;
  }

  /** The state may be half changed: nothing can go on from it. */
  private void loopFailed(Throwable thrown) {
    log.error("the scheduler failed", thrown);
    if (broken == null) {
      broken =
          new DistaffException(ErrorCode.INTERNAL_ERROR, "the scheduler failed: " + thrown, thrown);
    }
    failEverything();
  }

  private void failEverything() {
    queries.values().forEach(handle -> handle.failed(broken));
    queries.clear();
    questions.values().forEach(question -> question.completeExceptionally(broken));
    questions.clear();
  }

  /**
   * Fails what still runs and stops. Executors are the backend's to end; returns without waiting.
   */
  @Override
  public void close() {
    closed = true;
    loop.execute(
        () -> {
          if (broken == null) {
            broken = ended();
          }
          failEverything();
          log.debug("ignored {} messages that came late", state.ignoredMessages());
          loop.close();
        });
  }

  private static DistaffException ended() {
    return new DistaffException(ErrorCode.CANCELLED, "the application is ending");
  }

  /** Carries out what the state asks for, on the loop. */
  private final class Actions implements Action.Visitor {
    /** Queries with a message that can't be sent, until their end is handled. */
    private final Set<QueryId> unsendable = new HashSet<>();

    @Override
    public void visit(Action.Send action) {
      ExecutorHandle executor = executors.get(action.executor());
      ControlMessage.ToExecutor message = action.message();
      if (executor == null) {
        return;
      }
      if (message instanceof ControlMessage.InstallFragment install) {
        StageId stage = install.stage();
        send(executor, stage.query(), message, () -> "the plan of " + stage, PLAN_REMEDY);
      } else if (message instanceof ControlMessage.LaunchTask launch) {
        AttemptId attempt = launch.attempt();
        QueryId query = attempt.task().stage().query();
        send(
            executor,
            query,
            message,
            () -> "the list of splits of " + attempt.task(),
            SPLITS_REMEDY);
      } else {
        executor.send(message);
      }
    }

    private void send(
        ExecutorHandle executor,
        QueryId query,
        ControlMessage.ToExecutor message,
        Supplier<String> what,
        String remedy) {
      if (unsendable.contains(query)) {
        return;
      }
      try {
        executor.send(message);
      } catch (DistaffException e) {
        unsendable.add(query);
        DistaffException reason =
            new DistaffException(
                e.code(), what.get() + " can't be sent: " + e.getMessage() + "; " + remedy, e);
        post(new SchedulerEvent.QueryCancelled(query, reason));
      }
    }

    @Override
    public void visit(Action.RequestExecutors action) {
      backend.requestExecutors(action.demand());
    }

    @Override
    public void visit(Action.ReleaseExecutor action) {
      ExecutorHandle executor = executors.remove(action.executor());
      if (executor != null) {
        backend.release(executor);
      }
    }

    @Override
    public void visit(Action.Answer action) {
      questions.remove(action.ticket()).complete(action.answer());
    }

    @Override
    public void visit(Action.Refuse action) {
      questions.remove(action.ticket()).completeExceptionally(action.reason());
    }

    @Override
    public void visit(Action.Accumulate action) {
      accumulated.add(action.partials());
    }

    @Override
    public void visit(Action.OfferResult action) {
      QueryHandle handle = queries.get(action.query());
      try {
        handle.results().offer(action.part());
      } catch (DistaffException tooLarge) {
        handle.failed(tooLarge);
        post(new SchedulerEvent.QueryCancelled(action.query(), tooLarge));
      }
    }

    @Override
    public void visit(Action.WithdrawResult action) {
      queries.get(action.query()).results().withdraw(action.attempt());
    }

    @Override
    public void visit(Action.Complete action) {
      queries.get(action.query()).succeeded(action.outcome());
    }

    @Override
    public void visit(Action.Fail action) {
      queries.get(action.query()).failed(action.reason());
    }

    @Override
    public void visit(Action.Forget action) {
      queries.remove(action.query());
      unsendable.remove(action.query());
    }

    @Override
    public void visit(Action.Publish action) {
      events.publish(action.event());
    }

    @Override
    public void visit(Action.Wake action) {
      var unused = loop.schedule(action.delayMillis(), () -> handle(new SchedulerEvent.WaitOver()));
    }
  }
}
