package io.distaff.scheduler;

import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.metrics.TaskCounters;
import io.distaff.plan.KeySummary;
import io.distaff.plan.ScanCondition;
import io.distaff.plan.Sink.CacheSink;
import io.distaff.planner.Stage;
import io.distaff.planner.TaskInput;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.rpc.TaskProduct.OutputFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tasks of one stage and their outputs. A stage is complete when every task is DONE, or those
 * that are have given enough rows; it can lose that again when outputs are lost. Mutable; confined
 * to the scheduler's loop.
 *
 * <p>Of a stage for which some number of rows is enough few tasks run at first. When they have been
 * done, and their rows don't suffice, {@link #GROWTH} times as many may.
 */
final class StageExecution {
  /** How many times as many tasks are tried when those before gave too few rows. */
  static final int GROWTH = 4;

  private final StageId id;
  private final Stage stage;
  private final byte[] fragment;
  private final List<TaskState> tasks;
  private final ArrayDeque<TaskState> missing;
  private final PendingTasks pending;

  /** Null until the stage first runs. */
  private List<ScanCondition> conditions;

  private boolean runnable;
  private int numDone;

  /** Rows of the outputs there are. */
  private long rows;

  /** How many tasks may be done, running or queued. */
  private int numAdmitted;

  private int numRunning;
  private int numRan;
  private int attempts;
  private int retries;
  private int failures;
  private TaskCounters counters = TaskCounters.ZERO;
  private long longestTaskNanos;
  private long mostTaskRows;
  private long startMillis;
  private long endMillis;
  private int fetchRounds;
  private int generationOfLastRound;

  StageExecution(StageId id, Stage stage, byte[] fragment, PendingTasks pending) {
    this.id = id;
    this.stage = stage;
    this.fragment = fragment;
    this.pending = pending;
    tasks = new ArrayList<>(stage.tasks().size());
    for (TaskInput input : stage.tasks()) {
      tasks.add(new TaskState(new TaskId(id, input.partition()), input));
    }
    missing = new ArrayDeque<>(tasks);
    numAdmitted = mayEndEarly() ? Math.min(1, tasks.size()) : tasks.size();
  }

  StageId id() {
    return id;
  }

  Stage stage() {
    return stage;
  }

  byte[] fragment() {
    return fragment;
  }

  /** Whether it is known what its scans can leave out, once for all attempts. */
  boolean hasConditions() {
    return conditions != null;
  }

  /** What its scans can leave out. */
  List<ScanCondition> conditions() {
    return conditions;
  }

  /**
   * Takes down what its scans can leave out, before any task runs, and leaves out what directories
   * tell: splits, and tasks that have nothing else to read.
   */
  void learn(List<ScanCondition> found) {
    conditions = found;
    if (found.isEmpty()) {
      return;
    }
    SplitPruning pruning = new SplitPruning(stage.fragment(), found);
    int before = numDone;
    missing.removeIf(
        task -> {
          task.narrow(pruning.narrowed(task.input()));
          boolean idle = pruning.isIdle(task.input());
          if (idle) {
            task.done(nothing(task));
            numDone++;
          }
          return idle;
        });
    numAdmitted = Math.min(tasks.size(), numAdmitted + numDone - before);
    counters = counters.plus(pruning.counters());
  }

  /** The output of a task that has no rows and doesn't run. */
  private TaskState.Output nothing(TaskState task) {
    KeySummary none = new KeySummary(0, List.of(), null, null, null);
    List<KeySummary> keys =
        Collections.nCopies(stage.fragment().filters().published().size(), none);
    return new TaskState.Output(new AttemptId(task.id(), 0), 0, 0, 0, null, List.of(), keys);
  }

  /** What values a published key has, task by task; only for a complete stage. */
  List<KeySummary> summaries(int key) {
    return tasks.stream().map(task -> task.output().keys().get(key)).toList();
  }

  List<TaskState> tasks() {
    return tasks;
  }

  /** The task of this partition or null. */
  TaskState task(int partition) {
    return partition >= 0 && partition < tasks.size() ? tasks.get(partition) : null;
  }

  PendingTasks pending() {
    return pending;
  }

  /** What the stage fills, if it fills a cache. */
  Optional<CacheSink> cache() {
    return stage.fragment().sink() instanceof CacheSink sink ? Optional.of(sink) : Optional.empty();
  }

  /** Takes over outputs of earlier queries, whose rows count for nothing, before anything runs. */
  void adopt(Function<TaskState, Optional<MapOutputLocation>> known) {
    missing.removeIf(
        task -> {
          Optional<MapOutputLocation> location = known.apply(task);
          location.ifPresent(
              at -> {
                task.done(new TaskState.Output(at.attempt(), 0, 0, 0, at, List.of(), List.of()));
                numDone++;
              });
          return location.isPresent();
        });
  }

  boolean isComplete() {
    return numDone == tasks.size() || rows >= stage.enoughRows();
  }

  /** Whether it may be complete before every task is done. */
  boolean mayEndEarly() {
    return stage.enoughRows() != Stage.ALL_ROWS;
  }

  int numDone() {
    return numDone;
  }

  boolean hasRunning() {
    return numRunning > 0;
  }

  /** True when a free slot could be used. */
  boolean hasWork() {
    return runnable && pending.size() > 0;
  }

  TaskCounters counters() {
    return counters;
  }

  /** Queues what is missing and may run; true when tasks begin to run that didn't before. */
  boolean makeRunnable(long nowMillis) {
    boolean begins = !runnable;
    if (begins) {
      runnable = true;
      pending.ready(nowMillis);
      if (startMillis == 0) {
        startMillis = nowMillis;
      }
    }
    if (numDone == numAdmitted) {
      numAdmitted = (int) Math.min(tasks.size(), (long) GROWTH * numAdmitted);
    }
    while (!missing.isEmpty() && tasks.size() - missing.size() < numAdmitted) {
      pending.add(missing.poll(), nowMillis);
    }
    return begins;
  }

  /** The tasks that have to run and aren't queued. */
  Collection<TaskState> missing() {
    return missing;
  }

  void makeIdle() {
    runnable = false;
  }

  int numToRun() {
    return tasks.size() - numDone;
  }

  /** Tasks that have succeeded in this query. */
  int numRan() {
    return numRan;
  }

  void launched(AttemptId attempt) {
    attempts++;
    retries += attempt.attempt() > 0 ? 1 : 0;
    numRunning++;
  }

  /** Attempts beyond the first of each task. */
  int retries() {
    return retries;
  }

  /** From its first start until it was complete for the last time. */
  long wallMillis() {
    return endMillis - startMillis;
  }

  /** The attempt ended without an output: the task has to run again. */
  void attemptLost(TaskState task) {
    numRunning--;
    lose(task);
  }

  void countFailure() {
    failures++;
  }

  /** Returns true when the stage is complete with this output. */
  boolean succeeded(TaskState task, TaskState.Output output, TaskCounters made, long nowMillis) {
    numRunning--;
    numDone++;
    rows += output.rows();
    task.done(output);
    if (task.isFirstOutput()) {
      task.counted();
      numRan++;
      counters = counters.plus(made);
      longestTaskNanos = Math.max(longestTaskNanos, made.taskNanos());
      mostTaskRows = Math.max(mostTaskRows, made.taskRows());
    }
    if (isComplete()) {
      endMillis = nowMillis;
    }
    return isComplete();
  }

  /** The tasks whose outputs an executor holds for somebody. */
  List<TaskState> outputsHeldBy(ExecutorId executor) {
    return tasks.stream()
        .filter(TaskState::isHeldByExecutor)
        .filter(task -> task.output().location().executor().equals(executor))
        .toList();
  }

  /** The task whose output an attempt has made, of this query or an earlier one; else null. */
  TaskState taskWithOutputOf(AttemptId attempt) {
    TaskState task = task(attempt.task().partition());
    boolean found = task != null && task.isHeldByExecutor();
    return found && task.output().attempt().equals(attempt) ? task : null;
  }

  void loseOutput(TaskState task) {
    numDone--;
    rows -= task.output().rows();
    lose(task);
  }

  private void lose(TaskState task) {
    task.missing();
    missing.add(task);
  }

  /**
   * Counts that an attempt found an input lost. All failures that one loss causes are one round.
   *
   * @param generation that the attempt was launched with
   * @param nextGeneration of the query's outputs, above any that an attempt was launched with
   * @return how many rounds there have been
   */
  int countFetchFailure(int generation, int nextGeneration) {
    if (generation >= generationOfLastRound) {
      fetchRounds++;
      generationOfLastRound = nextGeneration;
    }
    return fetchRounds;
  }

  /** Where the outputs are, by partition; only for a complete stage. */
  List<MapOutputLocation> locations() {
    return tasks.stream()
        .filter(task -> task.status() == TaskState.Status.DONE && task.output().location() != null)
        .map(task -> task.output().location())
        .toList();
  }

  /** What the winners wrote, in task order; only for a complete stage. */
  List<OutputFile> outputFiles() {
    return tasks.stream().flatMap(task -> task.output().files().stream()).toList();
  }

  /** What its tasks have made, those that are done. */
  List<PartitionSummary> partitions() {
    return tasks.stream()
        .filter(task -> task.status() == TaskState.Status.DONE)
        .map(
            task ->
                new PartitionSummary(
                    task.id().partition(),
                    task.output().rows(),
                    task.output().bytes(),
                    task.output().millis()))
        .toList();
  }

  StageSummary summary() {
    return new StageSummary(
        id,
        stage.fingerprint(),
        tasks.size(),
        attempts,
        retries,
        failures,
        counters,
        longestTaskNanos,
        mostTaskRows,
        startMillis,
        endMillis);
  }
}
