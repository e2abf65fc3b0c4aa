package io.distaff.scheduler;

import io.distaff.event.Locality;
import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The live executors, where they are and which have a free slot; and the driver's own slot, which
 * none of the questions about executors counts. Confined to the loop.
 */
final class ExecutorTable {
  private final Map<ExecutorId, ExecutorState> live = new LinkedHashMap<>();
  private final Set<ExecutorState> free = new LinkedHashSet<>();

  /** Those that are for a task that needs one alone, and wait for it or run it. */
  private final Set<ExecutorState> keptForOne = new LinkedHashSet<>();

  private final Map<String, Integer> executorsByHost = new HashMap<>();
  private final Map<String, Integer> executorsByRack = new HashMap<>();

  /** Of every host that was ever spoken of: at most those of the cluster. */
  private final Map<String, String> rackByHost = new HashMap<>();

  /** Null where there is none. */
  private ExecutorState driver;

  /** The executor of this id, or the driver's slot; null where it isn't there. */
  ExecutorState find(ExecutorId id) {
    return ExecutorId.DRIVER.equals(id) ? driver : live.get(id);
  }

  void offerDriver(ExecutorState slot) {
    driver = slot;
  }

  /** The driver's slot or null. */
  ExecutorState driver() {
    return driver;
  }

  boolean isEmpty() {
    return live.isEmpty();
  }

  int size() {
    return live.size();
  }

  Collection<ExecutorState> all() {
    return live.values();
  }

  /** The executors, and the driver where it has a slot: wherever tasks may have run. */
  List<ExecutorState> everyPlace() {
    List<ExecutorState> places = new ArrayList<>(live.values());
    if (driver != null) {
      places.add(driver);
    }
    return places;
  }

  /** True when the executor's host is new. */
  boolean add(ExecutorState executor) {
    live.put(executor.id(), executor);
    free.add(executor);
    executorsByRack.merge(executor.rack(), 1, Integer::sum);
    rackByHost.put(executor.host(), executor.rack());
    return executorsByHost.merge(executor.host(), 1, Integer::sum) == 1;
  }

  /** True when no executor is left on the host. */
  boolean remove(ExecutorState executor) {
    live.remove(executor.id());
    free.remove(executor);
    keptForOne.remove(executor);
    executorsByRack.computeIfPresent(executor.rack(), (rack, n) -> n == 1 ? null : n - 1);
    executorsByHost.computeIfPresent(executor.host(), (host, n) -> n == 1 ? null : n - 1);
    return !isLiveHost(executor.host());
  }

  /** Takes down where hosts stand, with executors or without. */
  void learnRacks(Map<String, String> racks) {
    rackByHost.putAll(racks);
  }

  boolean isLiveHost(String host) {
    return executorsByHost.containsKey(host);
  }

  boolean isLiveRack(String rack) {
    return executorsByRack.containsKey(rack);
  }

  /** The rack of a host; null when nobody said. */
  String rackOf(String host) {
    return rackByHost.get(host);
  }

  /** How near an executor is to what a task reads; ANY where that is nowhere. */
  Locality locality(ExecutorState executor, TaskState task) {
    List<String> preferredHosts = task.preferredHosts();
    if (executor.id().equals(task.keeper())) {
      return Locality.EXECUTOR;
    }
    if (preferredHosts.contains(executor.host())) {
      return Locality.NODE;
    }
    boolean near =
        preferredHosts.stream().anyMatch(host -> executor.rack().equals(rackByHost.get(host)));
    return near ? Locality.RACK : Locality.ANY;
  }

  boolean anyFree() {
    return !free.isEmpty();
  }

  /** A snapshot, so that slots can be taken meanwhile. */
  List<ExecutorState> free() {
    return new ArrayList<>(free);
  }

  /**
   * Keeps so many executors for tasks that need one alone, beside those that run one already: those
   * with the fewest attempts to wait for. Gives the others back.
   *
   * @param runsOne whether an executor that is kept runs the one that it was kept for
   * @return those of them that are idle
   */
  List<ExecutorState> keepForOne(int wanted, Predicate<ExecutorState> runsOne) {
    if (wanted == 0 && keptForOne.isEmpty()) {
      return List.of();
    }
    for (ExecutorState executor : List.copyOf(keptForOne)) {
      if (!runsOne.test(executor)) {
        executor.keepForOne(false);
        keptForOne.remove(executor);
        offer(executor);
      }
    }
    List<ExecutorState> idle = new ArrayList<>();
    live.values().stream()
        .filter(executor -> !executor.isKeptForOne())
        .sorted(Comparator.comparingInt(executor -> executor.running().size()))
        .limit(wanted)
        .forEach(
            executor -> {
              executor.keepForOne(true);
              keptForOne.add(executor);
              free.remove(executor);
              if (executor.running().isEmpty()) {
                idle.add(executor);
              }
            });
    return idle;
  }

  private void offer(ExecutorState executor) {
    if (live.get(executor.id()) == executor && executor.hasFreeSlot()) {
      free.add(executor);
    }
  }

  void takeSlot(ExecutorState executor, AttemptId attempt) {
    executor.running().add(attempt);
    if (!executor.hasFreeSlot()) {
      free.remove(executor);
    }
  }

  void freeSlot(ExecutorState executor, AttemptId attempt) {
    executor.running().remove(attempt);
    offer(executor);
  }
}
