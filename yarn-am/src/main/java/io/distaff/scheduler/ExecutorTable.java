package io.distaff.scheduler;

import io.distaff.event.Locality;
import io.distaff.ids.AttemptId;
import io.distaff.ids.ExecutorId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The live executors, where they are and which have a free slot. Confined to the loop. */
final class ExecutorTable {
  private final Map<ExecutorId, ExecutorState> live = new LinkedHashMap<>();
  private final Set<ExecutorState> free = new LinkedHashSet<>();
  private final Map<String, Integer> executorsByHost = new HashMap<>();
  private final Map<String, Integer> executorsByRack = new HashMap<>();

  /** Of every host that was ever spoken of: at most those of the cluster. */
  private final Map<String, String> rackByHost = new HashMap<>();

  ExecutorState find(ExecutorId id) {
    return live.get(id);
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

  /** How near an executor is to the hosts that a task prefers; ANY when it prefers none. */
  Locality locality(ExecutorState executor, List<String> preferredHosts) {
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

  void takeSlot(ExecutorState executor, AttemptId attempt) {
    executor.running().add(attempt);
    if (!executor.hasFreeSlot()) {
      free.remove(executor);
    }
  }

  void freeSlot(ExecutorState executor, AttemptId attempt) {
    executor.running().remove(attempt);
    if (live.get(executor.id()) == executor && executor.hasFreeSlot()) {
      free.add(executor);
    }
  }
}
