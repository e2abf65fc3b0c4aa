package io.distaff.scheduler;

import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.config.DataSize;
import io.distaff.config.LogLevel;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent;
import io.distaff.function.TaskScope;
import io.distaff.ids.AttemptId;
import io.distaff.ids.CacheId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.memory.MemoryUse;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskCounters;
import io.distaff.plan.ScanCondition;
import io.distaff.plan.Split;
import io.distaff.planner.StageGraph;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.TaskProduct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scheduler's state with executors and time moved by hand: no threads, no cluster. Checks with
 * every action that slots are respected and that a fragment precedes its tasks, once.
 */
final class SchedulerHarness {
  static final Epoch EPOCH = new Epoch(2);
  static final MemoryUse MEMORY = new MemoryUse(100, 12, 3, 4, 5, 97, 20);
  static final QueryId QUERY = new QueryId(1);
  private static final long ACCUMULATOR = 5;

  /** A map whose attempts are on each executor, in order of launch. */
  final Map<AttemptId, ExecutorId> running = new LinkedHashMap<>();

  final List<AttemptId> launched = new ArrayList<>();

  /** Of attempts that succeed, each of which adds to an accumulator: those that count. */
  final List<TaskScope.Partial> accumulated = new ArrayList<>();

  final Map<AttemptId, Integer> generations = new HashMap<>();
  final Map<AttemptId, Map<Integer, List<Split>>> splits = new HashMap<>();

  /** What the fragments of each stage came with, one for each executor that got it. */
  final Map<Integer, List<List<ScanCondition>>> conditions = new HashMap<>();

  final List<AttemptId> cancelled = new ArrayList<>();
  final List<EngineEvent> events = new ArrayList<>();
  final List<ExecutorId> released = new ArrayList<>();
  final List<ResultPart> results = new ArrayList<>();
  final List<AttemptId> withdrawn = new ArrayList<>();
  final Map<QueryId, QueryOutcome> outcomes = new HashMap<>();
  private int submitted;
  final Map<QueryId, DistaffException> failures = new HashMap<>();
  final Map<Long, ControlMessage.ToExecutor> answers = new HashMap<>();
  final Map<Long, DistaffException> refusals = new HashMap<>();
  final List<ExecutorDemand> requests = new ArrayList<>();
  final Set<ExecutorId> endedExecutors = new HashSet<>();
  final SchedulerState state;
  final Map<ExecutorId, LogLevel> logLevels = new HashMap<>();
  final List<CacheId> releasedCaches = new ArrayList<>();
  final List<AttemptId> releasedPartitions = new ArrayList<>();
  final List<Long> wakes = new ArrayList<>();
  long nowMillis = 1_000_000;

  private final Map<ExecutorId, Integer> slots = new HashMap<>();
  private final Map<ExecutorId, Set<StageId>> installed = new HashMap<>();
  private long lastTicket;

  static final ResultLimit LIMIT = new ResultLimit(DataSize.ofMebibytes(1024), Long.MAX_VALUE);

  SchedulerHarness() {
    this(new SchedulerPolicy(2, 4, 8, 300, 30_000, 0, LIMIT));
  }

  SchedulerHarness(SchedulerPolicy policy) {
    state = new SchedulerState(EPOCH, policy);
  }

  void handle(SchedulerEvent event) {
    for (Action action : state.handle(event, nowMillis)) {
      action.accept(new Recorder());
    }
  }

  void submit(Graphs graphs) {
    submit(QUERY, graphs.graph());
  }

  void submit(QueryId query, StageGraph graph) {
    submit(query, graph, Map.of());
  }

  void submit(QueryId query, StageGraph graph, Map<String, String> racks) {
    List<byte[]> fragments = Collections.nCopies(graph.stages().size(), new byte[1]);
    submitted++;
    handle(new SchedulerEvent.QuerySubmitted(query, graph, fragments, racks));
  }

  ExecutorId executor(String name, String host, int numSlots) {
    return executor(name, host, "/rack", numSlots);
  }

  ExecutorId executor(String name, String host, String rack, int numSlots) {
    ExecutorId id = new ExecutorId(name);
    slots.put(id, numSlots);
    handle(new SchedulerEvent.ExecutorRegistered(id, host, 7, rack, numSlots));
    return id;
  }

  void advance(long millis) {
    nowMillis += millis;
    handle(new SchedulerEvent.WaitOver());
  }

  static TaskId task(int stage, int partition) {
    return new TaskId(new StageId(QUERY, stage), partition);
  }

  /** The running attempt of a task. */
  AttemptId attempt(int stage, int partition) {
    return running.keySet().stream()
        .filter(a -> a.task().equals(task(stage, partition)))
        .findFirst()
        .orElseThrow();
  }

  List<AttemptId> runningOf(int stage) {
    return running.keySet().stream().filter(a -> a.task().stage().number() == stage).toList();
  }

  void succeedMap(AttemptId attempt) {
    succeed(
        attempt,
        new TaskProduct.ShuffleFile("/tmp/" + attempt, new long[4], new long[4], List.of()));
  }

  void succeedInline(AttemptId attempt) {
    succeed(attempt, new TaskProduct.InlineRows(new byte[] {1}, 10));
  }

  void succeed(AttemptId attempt, TaskProduct product) {
    succeedAs(EPOCH, running.remove(attempt), attempt, product);
  }

  void succeedAs(Epoch epoch, ExecutorId executor, AttemptId attempt, TaskProduct product) {
    TaskCounters counters = TaskCounters.of(Map.of(Counter.ROWS_READ, 5L));
    handle(
        new SchedulerEvent.MessageReceived(
            new ControlMessage.TaskSucceeded(
                epoch,
                executor,
                attempt,
                counters,
                product,
                List.of(new TaskScope.Partial(ACCUMULATOR, new byte[] {1})))));
  }

  /** Ends every running attempt of a stage, and those that follow, with shuffle files. */
  void succeedMaps(int stage) {
    while (!runningOf(stage).isEmpty()) {
      succeedMap(runningOf(stage).get(0));
    }
  }

  void fail(AttemptId attempt, ErrorCode code, String message, AttemptId lostInput) {
    ExecutorId executor = running.remove(attempt);
    handle(
        new SchedulerEvent.MessageReceived(
            new ControlMessage.TaskFailed(
                EPOCH, executor, attempt, code, message, "", TaskCounters.ZERO, lostInput)));
  }

  /** Whether other attempts run where this one does. */
  boolean sharesItsExecutor(AttemptId attempt) {
    return running.values().stream().filter(running.get(attempt)::equals).count() > 1;
  }

  void fail(AttemptId attempt) {
    fail(attempt, ErrorCode.TASK_FAILED, "on purpose", null);
  }

  void lose(ExecutorId executor, ExecutorLoss loss) {
    running.values().removeIf(executor::equals);
    installed.remove(executor);
    handle(new SchedulerEvent.ExecutorGone(executor, loss));
  }

  void lose(ExecutorId executor) {
    lose(executor, new ExecutorLoss(false, "lost on purpose"));
  }

  long ask(ExecutorId executor, int stage) {
    handle(
        new SchedulerEvent.Asked(
            ++lastTicket,
            new ControlMessage.LocateMapOutputs(EPOCH, executor, new StageId(QUERY, stage))));
    return lastTicket;
  }

  /** What was answered to a question for map outputs. */
  ControlMessage.MapOutputs outputs(long ticket) {
    return (ControlMessage.MapOutputs) answers.get(ticket);
  }

  void heartbeat(ExecutorId executor, AttemptId... attempts) {
    handle(
        new SchedulerEvent.MessageReceived(
            new ControlMessage.Heartbeat(EPOCH, executor, MEMORY, List.of(attempts))));
  }

  long count(Class<? extends EngineEvent> type) {
    return events.stream().filter(type::isInstance).count();
  }

  private final class Recorder implements Action.Visitor {
    @Override
    public void visit(Action.Send action) {
      ExecutorId executor = action.executor();
      ControlMessage.ToExecutor message = action.message();
      check(message.epoch().equals(EPOCH), "epoch of " + message);
      Set<StageId> fragments = installed.computeIfAbsent(executor, e -> new HashSet<>());
      if (message instanceof ControlMessage.InstallFragment install) {
        check(fragments.add(install.stage()), "fragment sent twice: " + install.stage());
        conditions
            .computeIfAbsent(install.stage().number(), s -> new ArrayList<>())
            .add(install.conditions());
      } else if (message instanceof ControlMessage.LaunchTask launch) {
        AttemptId attempt = launch.attempt();
        check(fragments.contains(attempt.task().stage()), "no fragment for " + attempt);
        check(running.put(attempt, executor) == null, "launched twice: " + attempt);
        long busy = running.values().stream().filter(executor::equals).count();
        check(busy <= slots.get(executor), "too many tasks on " + executor);
        launched.add(attempt);
        generations.put(attempt, launch.generation());
        splits.put(attempt, launch.splits());
      } else if (message instanceof ControlMessage.CancelTask cancel) {
        running.remove(cancel.attempt());
        cancelled.add(cancel.attempt());
      } else if (message instanceof ControlMessage.ReleaseCache release) {
        releasedCaches.add(release.cache());
      } else if (message instanceof ControlMessage.ReleaseCachedPartition release) {
        releasedPartitions.add(release.attempt());
      } else if (message instanceof ControlMessage.SetLogLevel set) {
        logLevels.put(executor, set.level());
      } else if (message instanceof ControlMessage.ReleaseQuery) {
        released.add(executor);
      }
    }

    private void check(boolean holds, String what) {
      if (!holds) {
        throw new AssertionError(what);
      }
    }

    @Override
    public void visit(Action.RequestExecutors action) {
      requests.add(action.demand());
    }

    @Override
    public void visit(Action.ReleaseExecutor action) {
      running.values().removeIf(action.executor()::equals);
      endedExecutors.add(action.executor());
    }

    @Override
    public void visit(Action.Answer action) {
      answers.put(action.ticket(), action.answer());
    }

    @Override
    public void visit(Action.Refuse action) {
      refusals.put(action.ticket(), action.reason());
    }

    @Override
    public void visit(Action.Accumulate action) {
      check(outcomes.size() < submitted, "accumulated after the end");
      accumulated.addAll(action.partials());
    }

    @Override
    public void visit(Action.OfferResult action) {
      results.add(action.part());
    }

    @Override
    public void visit(Action.WithdrawResult action) {
      withdrawn.add(action.attempt());
    }

    @Override
    public void visit(Action.Complete action) {
      outcomes.put(action.query(), action.outcome());
    }

    @Override
    public void visit(Action.Fail action) {
      failures.put(action.query(), action.reason());
    }

    @Override
    public void visit(Action.Forget action) {}

    @Override
    public void visit(Action.Publish action) {
      events.add(action.event());
    }

    @Override
    public void visit(Action.Wake action) {
      wakes.add(action.delayMillis());
    }
  }
}
