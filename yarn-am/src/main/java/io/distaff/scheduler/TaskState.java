package io.distaff.scheduler;

import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.TaskId;
import io.distaff.plan.KeySummary;
import io.distaff.planner.TaskInput;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.rpc.TaskProduct.OutputFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One task of a stage. At most one attempt of it runs at a time, so the first success known is the
 * only one. Mutable; confined to the scheduler's loop.
 *
 * <pre>
 *   MISSING --stage is ready--> QUEUED --slot--> RUNNING --success--> DONE
 *      ^                                            |                  |
 *      +------- failure, executor or input lost ----+--- output lost --+
 * </pre>
 */
final class TaskState {
  enum Status {
    MISSING,
    QUEUED,
    RUNNING,
    DONE
  }

  /**
   * What the winning attempt made.
   *
   * @param bytes as they are stored or sent
   * @param millis from the attempt's launch until its end was heard of
   * @param location of a shuffle file; null when the product doesn't stay at the executor, or the
   *     task had nothing to make one of
   * @param files written; empty unless the stage writes files
   * @param keys of the rows, those that the stage publishes
   */
  record Output(
      AttemptId attempt,
      long rows,
      long bytes,
      long millis,
      MapOutputLocation location,
      List<OutputFile> files,
      List<KeySummary> keys) {}

  private final TaskId id;
  private TaskInput input;
  private Status status = Status.MISSING;
  private int queueTicket;
  private long queuedMillis;
  private int attempts;
  private int failures;
  private Set<ExecutorId> avoided = Set.of();
  private boolean needsExecutorAlone;
  private boolean counted;
  private boolean consumed;
  private Output output;
  private List<String> preferredHosts;
  private ExecutorId keeper;

  TaskState(TaskId id, TaskInput input) {
    this.id = id;
    this.input = input;
    this.preferredHosts = input.preferredHosts();
  }

  TaskId id() {
    return id;
  }

  TaskInput input() {
    return input;
  }

  /** Says that it has to read no more than this. Not while it is queued. */
  void narrow(TaskInput left) {
    input = left;
  }

  /** Where most of what it reads is, the best first. */
  List<String> preferredHosts() {
    return preferredHosts;
  }

  /** Says where the cached partitions are that it reads. Not while it is queued. */
  void prefer(List<String> hosts) {
    preferredHosts = hosts;
  }

  /** The executor that may have its input in memory; null when none is known. */
  ExecutorId keeper() {
    return keeper;
  }

  /** Says which executor may have its input in memory. Not while it is queued. */
  void keptBy(ExecutorId executor) {
    keeper = executor;
  }

  Status status() {
    return status;
  }

  /** Names this stay in the queues: entries with another ticket are out of date. */
  int queueTicket() {
    return queueTicket;
  }

  long queuedMillis() {
    return queuedMillis;
  }

  int failures() {
    return failures;
  }

  /** The executors that it failed on. */
  Set<ExecutorId> avoided() {
    return avoided;
  }

  /** Null unless DONE. */
  Output output() {
    return output;
  }

  void queued(long nowMillis) {
    status = Status.QUEUED;
    queueTicket++;
    queuedMillis = nowMillis;
  }

  AttemptId launched() {
    status = Status.RUNNING;
    return new AttemptId(id, attempts++);
  }

  void missing() {
    status = Status.MISSING;
    output = null;
  }

  void done(Output made) {
    status = Status.DONE;
    output = made;
  }

  int failed() {
    return ++failures;
  }

  void avoid(ExecutorId executor) {
    if (avoided.isEmpty()) {
      avoided = new HashSet<>();
    }
    avoided.add(executor);
  }

  /** From now on it runs only where nothing else does, for all of the executor's memory. */
  void needExecutorAlone() {
    needsExecutorAlone = true;
  }

  boolean needsExecutorAlone() {
    return needsExecutorAlone;
  }

  /** False once an output was counted: one that is made anew isn't counted again. */
  boolean isFirstOutput() {
    return !counted;
  }

  void counted() {
    counted = true;
  }

  /** The output has been read to its end by its only reader. */
  void consumed() {
    consumed = true;
  }

  /** True when somebody may still have to fetch the output from its executor. */
  boolean isHeldByExecutor() {
    return status == Status.DONE && output.location() != null && !consumed;
  }
}
