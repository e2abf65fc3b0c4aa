package io.distaff.scheduler;

import io.distaff.cluster.ExecutorLoss;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent;
import io.distaff.event.EngineEvent.QueryEnd;
import io.distaff.event.EngineEvent.TaskEnd;
import io.distaff.ids.AttemptId;
import io.distaff.ids.CacheId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.metrics.TaskCounters;
import io.distaff.plan.KeySummary;
import io.distaff.plan.Sink;
import io.distaff.plan.Sink.CacheSink;
import io.distaff.planner.Stage;
import io.distaff.planner.StageGraph;
import io.distaff.rpc.ControlMessage;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.rpc.TaskProduct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One query: its stages, its running attempts and its end. Mutable; confined to the scheduler's
 * loop.
 *
 * <p>What has to run is never remembered, always derived: see {@link StageDemand}.
 *
 * <p>Loss of outputs raises the query's generation, which every later attempt is told: what
 * executors remember of output locations from before is then asked for again. One number for all
 * stages of the query keeps that right for tasks that read several.
 *
 * <p>Phases: RUNNING until the result stage is complete, DRAINING while rows of the result wait at
 * executors (a loss of those makes them anew), ENDED when executors may forget the query.
 */
final class QueryExecution {
  private enum Phase {
    RUNNING,
    DRAINING,
    ENDED
  }

  /** An executor that outputs couldn't be fetched from this often has lost all it holds. */
  private static final int SUSPICIONS_TO_DISTRUST = 2;

  private final QueryId id;
  private final Epoch epoch;
  private final SchedulerPolicy policy;
  private final ExecutorTable executors;
  private final MapOutputTracker outputs;
  private final CacheTracker caches;
  private final ReaderTracker readers;
  private final Outbox outbox;
  private final QueryEvents events;
  private final List<StageExecution> stages = new ArrayList<>();
  private final StageDemand demand;
  private final boolean suitsDriver;
  private final Map<AttemptId, RunningAttempt> running = new HashMap<>();
  private final Map<ExecutorId, Integer> suspicions = new HashMap<>();

  /** Cached partitions that went although nothing is wrong with their executors. */
  private final Set<AttemptId> dropped = new HashSet<>();

  private Phase phase = Phase.RUNNING;
  private boolean resultsClosed;
  private int generation;
  private long rows;

  QueryExecution(
      SchedulerEvent.QuerySubmitted submitted,
      Epoch epoch,
      SchedulerPolicy policy,
      ExecutorTable executors,
      MapOutputTracker outputs,
      CacheTracker caches,
      ReaderTracker readers,
      Outbox outbox) {
    this.id = submitted.query();
    this.epoch = epoch;
    this.policy = policy;
    this.executors = executors;
    this.outputs = outputs;
    this.caches = caches;
    this.readers = readers;
    this.outbox = outbox;
    this.events = new QueryEvents(id, outbox);
    StageGraph graph = submitted.graph();
    for (Stage stage : graph.stages()) {
      stages.add(
          new StageExecution(
              new StageId(id, stage.number()),
              stage,
              submitted.fragments().get(stage.number()),
              new PendingTasks(executors, readers, policy.localityWaitMillis())));
    }
    this.demand = new StageDemand(stages, events, outbox);
    this.suitsDriver = DriverSlot.suits(graph, policy.driverSlotBytes());
  }

  QueryId id() {
    return id;
  }

  List<StageExecution> stages() {
    return stages;
  }

  /** Whether the driver's own slot may run it. */
  boolean suitsDriver() {
    return suitsDriver;
  }

  boolean hasEnded() {
    return phase == Phase.ENDED;
  }

  /** The stage of this number or null. */
  StageExecution stage(int number) {
    return number >= 0 && number < stages.size() ? stages.get(number) : null;
  }

  /** The attempt, if this executor was told to run it and hasn't ended it; else null. */
  RunningAttempt attempt(AttemptId attempt, ExecutorId executor) {
    RunningAttempt found = running.get(attempt);
    return found != null && found.executor().id().equals(executor) ? found : null;
  }

  private StageExecution resultStage() {
    return stages.get(stages.size() - 1);
  }

  // ---- the life of the query ----

  void start() {
    for (StageExecution stage : stages) {
      stage
          .cache()
          .ifPresent(
              cache -> stage.adopt(task -> caches.find(cache.cache(), task.id().partition())));
    }
    boolean[] needed = demand.needed();
    List<StageExecution> toRun =
        stages.stream()
            .filter(stage -> needed[stage.stage().number()])
            .filter(stage -> stage.cache().isEmpty() || !stage.isComplete())
            .toList();
    int tasks = toRun.stream().mapToInt(StageExecution::numToRun).sum();
    events.started(toRun.size(), tasks);
    for (StageExecution stage : toRun) {
      if (stage.isComplete()) {
        events.started(stage);
        events.finished(stage);
      }
    }
    refresh();
    if (resultStage().isComplete()) {
      complete();
    }
  }

  void cancel(DistaffException reason) {
    fail(reason, reason.code() == ErrorCode.CANCELLED ? QueryEnd.CANCELLED : QueryEnd.FAILED);
  }

  private void fail(DistaffException reason) {
    fail(reason, QueryEnd.FAILED);
  }

  private void fail(DistaffException reason, QueryEnd end) {
    if (phase == Phase.ENDED) {
      return;
    }
    cancelRunning();
    if (phase == Phase.RUNNING) {
      events.finished(
          new QueryEvents.Ending(end, reason.code(), reason.getMessage()),
          stages,
          rows,
          counters());
    }
    outbox.add(new Action.Fail(id, reason));
    end();
  }

  private void complete() {
    cancelRunning();
    if (phase == Phase.RUNNING) {
      boolean early = !resultStage().isComplete();
      events.finished(
          new QueryEvents.Ending(QueryEnd.SUCCEEDED, null, ""), stages, rows, counters());
      outbox.add(new Action.Complete(id, outcome(early)));
      phase = Phase.DRAINING;
    }
    endIfDrained();
    refresh();
  }

  private void endIfDrained() {
    if (phase == Phase.DRAINING
        && (resultsClosed
            || (resultStage().isComplete()
                && resultStage().tasks().stream().noneMatch(TaskState::isHeldByExecutor)))) {
      end();
    }
  }

  private void end() {
    phase = Phase.ENDED;
    stages.forEach(StageExecution::makeIdle);
    outputs.queryEnded(id);
    for (ExecutorState executor : executors.everyPlace()) {
      if (executor.forget(id)) {
        outbox.send(executor.id(), new ControlMessage.ReleaseQuery(epoch, id));
        releasedCaches()
            .forEach(
                cache -> outbox.send(executor.id(), new ControlMessage.ReleaseCache(epoch, cache)));
      }
    }
    outbox.add(new Action.Forget(id));
  }

  /**
   * Data sets that were uncached during the query, which may have made partitions of them since.
   */
  private List<CacheId> releasedCaches() {
    return stages.stream()
        .flatMap(stage -> stage.cache().stream())
        .map(CacheSink::cache)
        .filter(caches::isReleased)
        .toList();
  }

  private TaskCounters counters() {
    return stages.stream()
        .map(stage -> stage.counters().withoutOperators())
        .reduce(TaskCounters.ZERO, TaskCounters::plus);
  }

  private QueryOutcome outcome(boolean endedEarly) {
    List<StageSummary> summaries = stages.stream().map(StageExecution::summary).toList();
    int tasks = stages.stream().mapToInt(StageExecution::numRan).sum();
    return new QueryOutcome(
        id,
        counters(),
        tasks,
        rows,
        endedEarly ? List.of() : resultStage().outputFiles(),
        summaries,
        cacheContents(),
        resultStage().partitions(),
        endedEarly);
  }

  private List<CacheContents> cacheContents() {
    List<CacheContents> contents = new ArrayList<>();
    for (StageExecution stage : stages) {
      if (stage.cache().isPresent()) {
        caches.contents(stage.cache().get().cache(), stage.tasks().size()).ifPresent(contents::add);
      }
    }
    return contents;
  }

  // ---- attempts ----

  /** Tells an executor to run a task, and before that its fragment, the first time. */
  void launch(StageExecution stage, TaskState task, ExecutorState executor) {
    AttemptId attempt = task.launched();
    boolean alone = executor.runsOneAlone();
    running.put(
        attempt,
        new RunningAttempt(attempt, stage, task, executor, generation, alone, outbox.nowMillis()));
    executors.takeSlot(executor, attempt);
    stage.launched(attempt);
    if (executor.install(stage.id())) {
      outbox.send(
          executor.id(),
          new ControlMessage.InstallFragment(
              epoch, stage.id(), stage.fragment(), stage.conditions()));
    }
    outbox.send(
        executor.id(),
        new ControlMessage.LaunchTask(epoch, attempt, task.input().splits(), generation));
    outbox.publish(
        new EngineEvent.TaskLaunched(
            outbox.nowMillis(),
            attempt,
            executor.id(),
            executor.host(),
            executors.locality(executor, task)));
    if (!executor.isDriver()) {
      readers.reads(task.input(), executor.id());
    }
  }

  /** Gives up an attempt that has had its time in the driver's slot; its task runs again. */
  void leaveDriver(AttemptId attempt) {
    cancel(running.get(attempt), "executors are there");
    refresh();
  }

  /** Whether the executor is kept for an attempt of this query, which it runs. */
  boolean runsAlone(ExecutorState executor) {
    return executor.running().stream()
        .map(running::get)
        .anyMatch(attempt -> attempt != null && attempt.task().needsExecutorAlone());
  }

  private static long bytes(TaskProduct product) {
    if (product instanceof TaskProduct.ShuffleFile file) {
      return Arrays.stream(file.partitionBytes()).sum();
    } else if (product instanceof TaskProduct.CachedPartition cached) {
      return Arrays.stream(cached.columnBytes()).sum();
    } else if (product instanceof TaskProduct.OutputFiles written) {
      return written.files().stream().mapToLong(TaskProduct.OutputFile::sizeBytes).sum();
    }
    return ((TaskProduct.InlineRows) product).batches().length;
  }

  void succeeded(RunningAttempt attempt, ControlMessage.TaskSucceeded message) {
    StageExecution stage = attempt.stage();
    boolean isResult = stage == resultStage();
    TaskProduct product = message.product();
    if (!isExpected(stage, product)) {
      fail(
          new DistaffException(
              ErrorCode.INTERNAL_ERROR,
              "%s gave %s, which its stage doesn't make"
                  .formatted(attempt.id(), product.getClass().getSimpleName())));
      return;
    }
    remove(attempt, TaskEnd.SUCCEEDED, message.counters(), null, "");
    TaskState task = attempt.task();
    MapOutputLocation location = null;
    List<TaskProduct.OutputFile> files = List.of();
    List<KeySummary> keys = List.of();
    long made;
    if (product instanceof TaskProduct.ShuffleFile file) {
      location = location(attempt, file.dataPath());
      keys = file.keys();
      made = Arrays.stream(file.partitionRows()).sum();
    } else if (product instanceof TaskProduct.CachedPartition cached) {
      location = keep(attempt, cached);
      made = cached.rows();
    } else if (product instanceof TaskProduct.OutputFiles written) {
      files = written.files();
      made = files.stream().mapToLong(TaskProduct.OutputFile::rows).sum();
    } else {
      made = ((TaskProduct.InlineRows) product).rows();
    }
    if (isResult && task.isFirstOutput()) {
      rows += made;
    }
    boolean stageComplete =
        stage.succeeded(
            task,
            new TaskState.Output(
                location == null ? attempt.id() : location.attempt(),
                made,
                bytes(product),
                outbox.nowMillis() - attempt.launchedMillis(),
                location,
                files,
                keys),
            message.counters(),
            outbox.nowMillis());
    if (isResult) {
      offer(attempt.id(), product, location);
    }
    if (stageComplete) {
      cancelRunning(stage);
      events.finished(stage);
      if (isResult) {
        complete();
        return;
      }
      outputs.stageCompleted(stage);
    }
    if (stageComplete || stage.mayEndEarly()) {
      refresh();
    }
  }

  /** Attempts of a stage that has enough rows without them. */
  private void cancelRunning(StageExecution stage) {
    if (stage.hasRunning()) {
      for (RunningAttempt attempt : List.copyOf(running.values())) {
        if (attempt.stage() == stage) {
          cancel(attempt, "its stage has as many rows as are wanted");
        }
      }
    }
  }

  private static MapOutputLocation location(RunningAttempt attempt, String dataPath) {
    ExecutorState executor = attempt.executor();
    return new MapOutputLocation(
        attempt.id(), executor.id(), executor.host(), executor.blockPort(), dataPath);
  }

  /** Gives where the partition is that counts: another query may have been first to make it. */
  private MapOutputLocation keep(RunningAttempt attempt, TaskProduct.CachedPartition product) {
    MapOutputLocation made = location(attempt, "");
    if (!product.kept()) {
      return made;
    }
    CacheId cache = attempt.stage().cache().orElseThrow().cache();
    MapOutputLocation counts = caches.keep(cache, attempt.task().id().partition(), made, product);
    if (!counts.equals(made)) {
      outbox.send(
          made.executor(), new ControlMessage.ReleaseCachedPartition(epoch, made.attempt()));
    }
    return counts;
  }

  private boolean isExpected(StageExecution stage, TaskProduct product) {
    if (product instanceof TaskProduct.OutputFiles) {
      return stage.stage().fragment().sink() instanceof Sink.FileSink;
    }
    if (product instanceof TaskProduct.InlineRows) {
      return stage == resultStage();
    }
    if (product instanceof TaskProduct.ShuffleFile file) {
      return stage.cache().isEmpty()
          && file.keys().size() == stage.stage().fragment().filters().published().size();
    }
    return stage.cache().isPresent();
  }

  private void offer(AttemptId attempt, TaskProduct product, MapOutputLocation location) {
    if (product instanceof TaskProduct.InlineRows inline) {
      outbox.add(new Action.OfferResult(id, new ResultPart.Inline(attempt, inline.batches())));
    } else if (location != null) {
      outbox.add(new Action.OfferResult(id, new ResultPart.Remote(location)));
    }
  }

  void failed(RunningAttempt attempt, ControlMessage.TaskFailed message) {
    String host = attempt.executor().host();
    if (message.lostInput() != null) {
      inputLost(attempt, message);
    } else if (message.code() == ErrorCode.MEMORY_EXCEEDED && attempt.executor().isDriver()) {
      // Again, with an executor's memory, of which the driver's slot has but little.
      attempt.task().avoid(attempt.executor().id());
      remove(attempt, TaskEnd.FAILED, message);
      attempt.stage().countFailure();
    } else if (message.code() == ErrorCode.MEMORY_EXCEEDED && !attempt.alone()) {
      // Again, with the memory of a whole executor: that the others had theirs isn't its fault.
      attempt.task().needExecutorAlone();
      remove(attempt, TaskEnd.FAILED, message);
      attempt.stage().countFailure();
    } else if (isFatal(attempt, message.code())) {
      remove(attempt, TaskEnd.FAILED, message);
      attempt.stage().countFailure();
      fail(
          new DistaffException(
              message.code(), "%s (on host %s)".formatted(message.message(), host)));
    } else {
      remove(attempt, TaskEnd.FAILED, message);
      attempt.task().avoid(attempt.executor().id());
      countFailure(attempt, message.code(), message.message());
    }
    refresh();
  }

  /** Whether running the task again can't help: also if it had all the memory that there is. */
  private static boolean isFatal(RunningAttempt attempt, ErrorCode code) {
    return code.isFatalForQuery() || (code == ErrorCode.MEMORY_EXCEEDED && attempt.alone());
  }

  private void countFailure(RunningAttempt attempt, ErrorCode code, String message) {
    attempt.stage().countFailure();
    int failures = attempt.task().failed();
    if (failures >= policy.maxTaskFailures()) {
      fail(
          new DistaffException(
              code,
              "%s failed %d times; attempt %d on host %s: %s"
                  .formatted(
                      attempt.task().id(),
                      failures,
                      attempt.id().attempt(),
                      attempt.executor().host(),
                      message)));
    }
  }

  /** The attempt has ended, in its executor and here; its task runs again unless it succeeded. */
  private void remove(
      RunningAttempt attempt, TaskEnd end, TaskCounters counters, ErrorCode code, String message) {
    running.remove(attempt.id());
    executors.freeSlot(attempt.executor(), attempt.id());
    if (end != TaskEnd.SUCCEEDED) {
      attempt.stage().attemptLost(attempt.task());
    }
    outbox.publish(
        new EngineEvent.TaskEnded(
            outbox.nowMillis(),
            attempt.id(),
            attempt.executor().id(),
            attempt.executor().host(),
            end,
            counters,
            code,
            message));
  }

  private void remove(RunningAttempt attempt, TaskEnd end, ControlMessage.TaskFailed failed) {
    remove(attempt, end, failed.counters(), failed.code(), failed.message());
  }

  private void cancel(RunningAttempt attempt, String reason) {
    outbox.send(attempt.executor().id(), new ControlMessage.CancelTask(epoch, attempt.id()));
    remove(attempt, TaskEnd.CANCELLED, TaskCounters.ZERO, null, reason);
  }

  private void cancelRunning() {
    for (RunningAttempt attempt : List.copyOf(running.values())) {
      cancel(attempt, "the query doesn't need it any more");
    }
  }

  // ---- losses ----

  void executorLost(ExecutorState executor, ExecutorLoss loss) {
    loseOutputs(executor.id(), loss.message());
    for (AttemptId id : List.copyOf(executor.running())) {
      RunningAttempt attempt = running.get(id);
      if (attempt != null && phase != Phase.ENDED) {
        remove(
            attempt,
            TaskEnd.EXECUTOR_LOST,
            TaskCounters.ZERO,
            ErrorCode.EXECUTOR_LOST,
            loss.message());
        if (loss.taskFault()) {
          countFailure(attempt, ErrorCode.EXECUTOR_LOST, loss.message());
        } else {
          attempt.stage().countFailure();
        }
      }
    }
    refresh();
  }

  private void loseOutputs(ExecutorId executor, String reason) {
    if (phase == Phase.ENDED) {
      return;
    }
    boolean any = false;
    for (StageExecution stage : stages) {
      List<TaskState> lost = stage.outputsHeldBy(executor);
      if (!lost.isEmpty()) {
        generation = any ? generation : generation + 1;
        any = true;
        lost.forEach(task -> loseOutput(stage, task));
        outbox.publish(
            new EngineEvent.OutputsLost(
                outbox.nowMillis(), stage.id(), lost.size(), generation, reason));
      }
    }
  }

  private void loseOutput(StageExecution stage, TaskState task) {
    if (stage == resultStage()) {
      outbox.add(new Action.WithdrawResult(id, task.output().attempt()));
    }
    stage.loseOutput(task);
  }

  /** An attempt couldn't fetch a map output: the output is in doubt, not the attempt. */
  private void inputLost(RunningAttempt attempt, ControlMessage.TaskFailed message) {
    StageExecution stage = attempt.stage();
    remove(attempt, TaskEnd.INPUT_LOST, message);
    stage.countFailure();
    generation++;
    if (isEvictable(stageWithOutputOf(message.lostInput()))) {
      cachedPartitionDropped(message.lostInput());
    }
    if (dropped.contains(message.lostInput())) {
      // Made again it stays, so that the number of such rounds is bounded.
      return;
    }
    doubt(message.lostInput(), message.message());
    int rounds = stage.countFetchFailure(attempt.generation(), generation);
    if (rounds > policy.maxFetchFailures()) {
      fail(
          new DistaffException(
              message.code(),
              "%s found outputs that it reads lost in %d rounds; %s on host %s: %s"
                  .formatted(
                      stage.id(),
                      rounds,
                      attempt.id(),
                      attempt.executor().host(),
                      message.message())));
    }
  }

  /** The stage that has the output of an attempt, of this query or an earlier one; else null. */
  private StageExecution stageWithOutputOf(AttemptId attempt) {
    for (StageExecution stage : stages) {
      boolean own = stage.id().equals(attempt.task().stage());
      if ((own || stage.cache().isPresent()) && stage.taskWithOutputOf(attempt) != null) {
        return stage;
      }
    }
    return null;
  }

  /** Whether a stage's outputs may go although nothing is wrong with their executor. */
  private static boolean isEvictable(StageExecution stage) {
    return stage != null && stage.cache().map(cache -> !cache.level().usesDisk()).orElse(false);
  }

  /** Takes an output that couldn't be fetched for lost, if it is still the one that counts. */
  private void doubt(AttemptId lost, String reason) {
    StageExecution stage = stageWithOutputOf(lost);
    if (stage == null) {
      return;
    }
    TaskState task = stage.taskWithOutputOf(lost);
    ExecutorId holder = task.output().location().executor();
    task.avoid(holder);
    if (stage.cache().isPresent()) {
      caches.forget(lost);
      outbox.send(holder, new ControlMessage.ReleaseCachedPartition(epoch, lost));
    }
    loseOutput(stage, task);
    outbox.publish(
        new EngineEvent.OutputsLost(outbox.nowMillis(), stage.id(), 1, generation, reason));
    if (suspicions.merge(holder, 1, Integer::sum) >= SUSPICIONS_TO_DISTRUST) {
      loseOutputs(holder, reason);
    }
  }

  /** A cached partition is gone, whatever its executor does otherwise. */
  void cachedPartitionDropped(AttemptId attempt) {
    StageExecution stage = stageWithOutputOf(attempt);
    if (stage != null && phase != Phase.ENDED) {
      caches.forget(attempt);
      loseCached(stage, List.of(stage.taskWithOutputOf(attempt)), "dropped from memory");
    }
  }

  /** A data set is uncached: what the query still needs of it is made again, for itself. */
  void cacheReleased(CacheId cache) {
    for (StageExecution stage : stages) {
      boolean concerned = stage.cache().map(sink -> sink.cache().equals(cache)).orElse(false);
      if (concerned && phase != Phase.ENDED) {
        loseCached(
            stage,
            stage.tasks().stream().filter(TaskState::isHeldByExecutor).toList(),
            cache + " was uncached");
      }
    }
  }

  private void loseCached(StageExecution stage, List<TaskState> lost, String reason) {
    if (!lost.isEmpty()) {
      generation++;
      lost.forEach(task -> dropped.add(task.output().attempt()));
      lost.forEach(task -> loseOutput(stage, task));
      outbox.publish(
          new EngineEvent.OutputsLost(
              outbox.nowMillis(), stage.id(), lost.size(), generation, reason));
      refresh();
    }
  }

  // ---- the reader of the result ----

  void resultConsumed(AttemptId attempt) {
    TaskState task = resultStage().task(attempt.task().partition());
    if (task != null && task.isHeldByExecutor() && task.output().attempt().equals(attempt)) {
      task.consumed();
      endIfDrained();
    }
  }

  void resultLost(AttemptId attempt, String message) {
    TaskState task = resultStage().task(attempt.task().partition());
    if (task == null || !task.isHeldByExecutor() || !task.output().attempt().equals(attempt)) {
      return;
    }
    generation++;
    doubt(attempt, message);
    int rounds = resultStage().countFetchFailure(generation, generation);
    if (rounds > policy.maxFetchFailures()) {
      fail(
          new DistaffException(
              ErrorCode.SHUFFLE_FETCH_FAILED,
              "the result of %s couldn't be fetched %d times: %s".formatted(id, rounds, message)));
    }
    refresh();
  }

  /** The reader is done, with the whole result or with as much as it wanted. */
  void resultsClosed() {
    resultsClosed = true;
    if (phase != Phase.ENDED) {
      complete();
    }
  }

  // ---- what has to run ----

  private void refresh() {
    if (phase != Phase.ENDED) {
      demand.refresh();
    }
  }

  /**
   * To be called when no slot is free: attempts whose inputs were lost may hold all the slots that
   * the making of these inputs needs. Cancels as many of them as there are tasks that could run;
   * true when there were any.
   */
  boolean yieldSlots() {
    int wanted =
        stages.stream()
            .filter(StageExecution::hasWork)
            .mapToInt(stage -> stage.pending().size())
            .sum();
    if (wanted == 0 || stages.stream().noneMatch(s -> s.hasRunning() && !demand.hasInputs(s))) {
      return false;
    }
    List<RunningAttempt> blocked =
        running.values().stream()
            .filter(attempt -> !demand.hasInputs(attempt.stage()))
            .limit(wanted)
            .toList();
    blocked.forEach(attempt -> cancel(attempt, "gives its slot to the making of its lost input"));
    return true;
  }
}
