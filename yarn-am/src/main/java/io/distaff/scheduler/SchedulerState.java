package io.distaff.scheduler;

import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.config.LogLevel;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent;
import io.distaff.ids.AttemptId;
import io.distaff.ids.Epoch;
import io.distaff.ids.QueryId;
import io.distaff.rpc.ControlMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All of the scheduler's state and every decision: takes an event and the time, gives back what is
 * to be done. Does no I/O, reads no clock, knows no threads. Confined to the scheduler's loop.
 *
 * <p>What reaches it late is refused rather than repaired: a message of another epoch, of an
 * executor that is taken for lost, or about an attempt that isn't running there is counted and
 * otherwise ignored.
 */
final class SchedulerState implements SchedulerEvent.Visitor {
  private final Epoch epoch;
  private final SchedulerPolicy policy;
  private final Outbox outbox = new Outbox();
  private final ExecutorTable executors = new ExecutorTable();
  private final TaskScheduler taskScheduler = new TaskScheduler(executors);
  private final TreeMap<QueryId, QueryExecution> queries = new TreeMap<>();
  private final MapOutputTracker outputs;
  private final CacheTracker caches = new CacheTracker();
  private final ReaderTracker readers = new ReaderTracker();
  private final BroadcastTracker broadcasts;
  private DistaffException clusterFailure;

  /** What executors log; null = what their configuration says. */
  private LogLevel logLevel;

  /** What the cluster was last asked for. */
  private ExecutorDemand demand;

  private boolean demandMayHaveChanged;
  private long heartbeatsCheckedMillis = -1;
  private long wakeAtMillis = -1;
  private long ignoredMessages;

  SchedulerState(Epoch epoch, SchedulerPolicy policy) {
    this.epoch = epoch;
    this.policy = policy;
    demand = ExecutorDemand.anywhere(policy.executorInstances());
    outputs = new MapOutputTracker(epoch, outbox);
    broadcasts = new BroadcastTracker(epoch, executors, outbox);
  }

  /**
   * @param nowMillis never less than before
   */
  List<Action> handle(SchedulerEvent event, long nowMillis) {
    outbox.begin(nowMillis);
    event.accept(this);
    queries.values().removeIf(QueryExecution::hasEnded);
    taskScheduler.dispatch(queries.values(), nowMillis);
    stateDemand();
    scheduleWake(nowMillis);
    return outbox.drain();
  }

  /** Messages that came too late to matter. */
  long ignoredMessages() {
    return ignoredMessages;
  }

  /** The live executors. */
  List<ExecutorSummary> executors(long nowMillis) {
    return executors.all().stream().map(executor -> executor.summary(nowMillis)).toList();
  }

  /** Queue entries looked at, over all queries that haven't ended. */
  long examinedEntries() {
    return queries.values().stream()
        .flatMap(query -> query.stages().stream())
        .mapToLong(stage -> stage.pending().examined())
        .sum();
  }

  private void scheduleWake(long nowMillis) {
    long deadline = taskScheduler.nextDeadlineMillis(queries.values(), nowMillis);
    boolean earlier = wakeAtMillis <= nowMillis || deadline < wakeAtMillis;
    if (deadline != Long.MAX_VALUE && earlier) {
      wakeAtMillis = Math.max(deadline, nowMillis + 1);
      outbox.add(new Action.Wake(wakeAtMillis - nowMillis));
    }
  }

  /**
   * While executors are missing, says where the tasks that wait would have them. Looks at every
   * such task, so only after events that are few.
   */
  private void stateDemand() {
    if (!demandMayHaveChanged) {
      return;
    }
    demandMayHaveChanged = false;
    int total = policy.executorInstances();
    if (clusterFailure != null || executors.size() >= total) {
      return;
    }
    Map<String, Integer> byHost = new HashMap<>();
    int waiting = 0;
    for (QueryExecution query : queries.values()) {
      for (StageExecution stage : query.stages()) {
        if (stage.hasWork()) {
          waiting += stage.pending().countByHost(byHost);
        }
      }
    }
    ExecutorDemand current = new ExecutorDemand(total, waiting, byHost);
    if (!current.equals(demand)) {
      demand = current;
      outbox.add(new Action.RequestExecutors(demand));
    }
  }

  // ---- queries ----

  @Override
  public void visit(SchedulerEvent.QuerySubmitted event) {
    QueryExecution query =
        new QueryExecution(event, epoch, policy, executors, outputs, caches, readers, outbox);
    queries.put(event.query(), query);
    executors.learnRacks(event.racks());
    query.start();
    demandMayHaveChanged = true;
    failStranded();
  }

  @Override
  public void visit(SchedulerEvent.QueryCancelled event) {
    QueryExecution query = queries.get(event.query());
    if (query != null) {
      query.cancel(event.reason());
    }
  }

  @Override
  public void visit(SchedulerEvent.ResultConsumed event) {
    QueryExecution query = queries.get(event.attempt().task().stage().query());
    if (query != null) {
      query.resultConsumed(event.attempt());
    }
  }

  @Override
  public void visit(SchedulerEvent.ResultLost event) {
    QueryExecution query = queries.get(event.attempt().task().stage().query());
    if (query != null) {
      query.resultLost(event.attempt(), event.message());
    }
  }

  @Override
  public void visit(SchedulerEvent.ResultsClosed event) {
    QueryExecution query = queries.get(event.query());
    if (query != null) {
      query.resultsClosed();
    }
  }

  @Override
  public void visit(SchedulerEvent.CacheReleased event) {
    caches.release(event.cache());
    for (ExecutorState executor : executors.all()) {
      outbox.send(executor.id(), new ControlMessage.ReleaseCache(epoch, event.cache()));
    }
    queries.values().forEach(query -> query.cacheReleased(event.cache()));
  }

  // ---- broadcasts ----

  @Override
  public void visit(SchedulerEvent.BroadcastMade event) {
    broadcasts.made(event.broadcast(), event.numChunks());
  }

  @Override
  public void visit(SchedulerEvent.BroadcastUnpersisted event) {
    broadcasts.unpersisted(event.broadcast());
  }

  @Override
  public void visit(SchedulerEvent.BroadcastDestroyed event) {
    broadcasts.destroyed(event.broadcast());
  }

  // ---- executors ----

  @Override
  public void visit(SchedulerEvent.ExecutorRegistered event) {
    if (executors.find(event.executor()) != null) {
      return;
    }
    ExecutorState executor = new ExecutorState(event, outbox.nowMillis());
    if (executor.isDriver()) {
      executors.offerDriver(executor);
      return;
    }
    if (executors.add(executor)) {
      hostsChanged();
    }
    demandMayHaveChanged = true;
    if (logLevel != null) {
      outbox.send(event.executor(), new ControlMessage.SetLogLevel(epoch, logLevel));
    }
    outbox.publish(
        new EngineEvent.ExecutorAdded(
            outbox.nowMillis(), event.executor(), event.host(), event.rack(), event.slots()));
  }

  @Override
  public void visit(SchedulerEvent.LogLevelSet event) {
    logLevel = event.level();
    for (ExecutorState executor : executors.all()) {
      outbox.send(executor.id(), new ControlMessage.SetLogLevel(epoch, logLevel));
    }
  }

  @Override
  public void visit(SchedulerEvent.ExecutorGone event) {
    ExecutorState executor = executors.find(event.executor());
    if (executor != null) {
      lose(executor, event.loss());
    }
  }

  private void lose(ExecutorState executor, ExecutorLoss loss) {
    boolean hostGone = executors.remove(executor);
    outbox.publish(
        new EngineEvent.ExecutorLost(
            outbox.nowMillis(), executor.id(), executor.host(), loss.message()));
    outputs.executorLost(executor.id());
    caches.executorLost(executor.id());
    broadcasts.executorLost(executor.id());
    for (QueryExecution query : queries.values()) {
      query.executorLost(executor, loss);
    }
    if (hostGone) {
      hostsChanged();
    }
    // Its replacement is asked for even if the hosts are the same as ever.
    demand = null;
    demandMayHaveChanged = true;
    failStranded();
  }

  private void hostsChanged() {
    for (QueryExecution query : queries.values()) {
      query.stages().forEach(stage -> stage.pending().hostsChanged());
    }
  }

  @Override
  public void visit(SchedulerEvent.ClusterFailed event) {
    clusterFailure = event.reason();
    failStranded();
  }

  /** Queries that wait for executors which will never come. */
  private void failStranded() {
    if (clusterFailure != null && executors.isEmpty()) {
      queries.values().forEach(query -> query.cancel(clusterFailure));
    }
  }

  /**
   * A loop that was held up itself judges nobody: what executors have said meanwhile may still be
   * queued behind this event.
   */
  @Override
  public void visit(SchedulerEvent.HeartbeatsDue event) {
    long now = outbox.nowMillis();
    long timeout = policy.heartbeatTimeoutMillis();
    boolean heldUp = heartbeatsCheckedMillis < 0 || now - heartbeatsCheckedMillis > timeout / 2;
    heartbeatsCheckedMillis = now;
    demandMayHaveChanged = true;
    if (heldUp) {
      return;
    }
    for (ExecutorState executor : List.copyOf(executors.all())) {
      if (executor.silentMillis(now) > timeout) {
        String message =
            "executor %s on host %s hasn't been heard of for %d ms"
                .formatted(executor.id(), executor.host(), executor.silentMillis(now));
        outbox.add(new Action.ReleaseExecutor(executor.id()));
        lose(executor, new ExecutorLoss(true, message));
      }
    }
  }

  @Override
  public void visit(SchedulerEvent.WaitOver event) {
    wakeAtMillis = -1;
  }

  // ---- what executors say ----

  @Override
  public void visit(SchedulerEvent.MessageReceived event) {
    ControlMessage.FromExecutor message = event.message();
    ExecutorState executor = executors.find(message.executor());
    if (executor == null || !message.epoch().equals(epoch)) {
      ignoredMessages++;
      return;
    }
    executor.heard(outbox.nowMillis());
    if (message instanceof ControlMessage.TaskSucceeded succeeded) {
      RunningAttempt attempt = find(succeeded.attempt(), executor);
      if (attempt != null) {
        accumulate(attempt, succeeded);
        query(attempt).succeeded(attempt, succeeded);
      }
    } else if (message instanceof ControlMessage.TaskFailed failed) {
      RunningAttempt attempt = find(failed.attempt(), executor);
      if (attempt != null) {
        query(attempt).failed(attempt, failed);
      }
    } else if (message instanceof ControlMessage.CachedPartitionDropped dropped) {
      caches.forget(dropped.attempt());
      queries.values().forEach(query -> query.cachedPartitionDropped(dropped.attempt()));
    } else if (message instanceof ControlMessage.ChunkHeld held) {
      broadcasts.held(held);
    } else if (message instanceof ControlMessage.ChunkNotFetched missed) {
      broadcasts.notFetched(missed);
    } else if (message instanceof ControlMessage.Heartbeat heartbeat) {
      executor.uses(heartbeat.memory());
      for (AttemptId attempt : heartbeat.running()) {
        if (!executor.running().contains(attempt)) {
          outbox.send(executor.id(), new ControlMessage.CancelTask(epoch, attempt));
        }
      }
    } else {
      ignoredMessages++;
    }
  }

  /** Takes what a task has added the first time that it succeeds: a lost output adds nothing. */
  private void accumulate(RunningAttempt attempt, ControlMessage.TaskSucceeded succeeded) {
    if (attempt.task().isFirstOutput() && !succeeded.accumulated().isEmpty()) {
      outbox.add(new Action.Accumulate(succeeded.accumulated()));
    }
  }

  private QueryExecution query(RunningAttempt attempt) {
    return queries.get(attempt.id().task().stage().query());
  }

  /** The attempt if it runs there; null, and counted, otherwise. */
  private RunningAttempt find(AttemptId attempt, ExecutorState executor) {
    QueryExecution query = queries.get(attempt.task().stage().query());
    RunningAttempt found = query == null ? null : query.attempt(attempt, executor.id());
    if (found == null) {
      ignoredMessages++;
    }
    return found;
  }

  @Override
  public void visit(SchedulerEvent.Asked event) {
    ControlMessage.Question<?> question = event.question();
    ExecutorState executor = executors.find(question.executor());
    if (executor == null || !question.epoch().equals(epoch)) {
      ignoredMessages++;
      refuse(event.ticket(), ErrorCode.EXECUTOR_LOST, question.executor() + " isn't known here");
      return;
    }
    executor.heard(outbox.nowMillis());
    if (question instanceof ControlMessage.LocateMapOutputs locate) {
      locate(event.ticket(), locate);
    } else if (question instanceof ControlMessage.LocateChunk locate) {
      broadcasts.ask(event.ticket(), locate);
    }
  }

  private void locate(long ticket, ControlMessage.LocateMapOutputs question) {
    QueryExecution query = queries.get(question.stage().query());
    StageExecution stage = query == null ? null : query.stage(question.stage().number());
    if (stage == null) {
      refuse(ticket, ErrorCode.CANCELLED, question.stage() + " isn't running");
    } else {
      outputs.ask(ticket, question.executor(), stage);
    }
  }

  private void refuse(long ticket, ErrorCode code, String message) {
    outbox.add(new Action.Refuse(ticket, new DistaffException(code, message)));
  }
}
