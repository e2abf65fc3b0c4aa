package io.distaff.scheduler;

import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.memory.MemoryUse;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the scheduler knows of one executor. Mutable; confined to the scheduler's loop. */
final class ExecutorState {
  private final ExecutorId id;
  private final String host;
  private final int blockPort;
  private final String rack;
  private final int slots;
  private final Set<StageId> installed = new HashSet<>();
  private final Set<AttemptId> running = new LinkedHashSet<>();
  private boolean keptForOne;
  private long lastHeardMillis;

  /** Null before the first heartbeat. */
  private MemoryUse memory;

  ExecutorState(SchedulerEvent.ExecutorRegistered registered, long nowMillis) {
    id = registered.executor();
    host = registered.host();
    blockPort = registered.blockPort();
    rack = registered.rack();
    slots = registered.slots();
    lastHeardMillis = nowMillis;
  }

  ExecutorId id() {
    return id;
  }

  /** Whether it is the driver's own slot. */
  boolean isDriver() {
    return id.equals(ExecutorId.DRIVER);
  }

  String host() {
    return host;
  }

  int blockPort() {
    return blockPort;
  }

  String rack() {
    return rack;
  }

  int slots() {
    return slots;
  }

  /** Whether a task has all of its memory. */
  boolean runsOneAlone() {
    return keptForOne || (slots == 1 && !isDriver());
  }

  boolean hasFreeSlot() {
    return !keptForOne && running.size() < slots;
  }

  /** Whether it is for a task that needs it alone: nothing else is given to it. */
  boolean isKeptForOne() {
    return keptForOne;
  }

  void keepForOne(boolean kept) {
    keptForOne = kept;
  }

  Set<AttemptId> running() {
    return running;
  }

  /** True the first time: the fragment has to be sent. */
  boolean install(StageId stage) {
    return installed.add(stage);
  }

  /** True when the executor has something of the query. */
  boolean forget(QueryId query) {
    return installed.removeIf(stage -> stage.query().equals(query));
  }

  void heard(long nowMillis) {
    lastHeardMillis = nowMillis;
  }

  void uses(MemoryUse told) {
    memory = told;
  }

  ExecutorSummary summary(long nowMillis) {
    return new ExecutorSummary(
        id,
        host,
        slots,
        Optional.ofNullable(memory),
        List.copyOf(running),
        silentMillis(nowMillis));
  }

  long silentMillis(long nowMillis) {
    return nowMillis - lastHeardMillis;
  }
}
