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
  private final Map<String, Set<String>> hostsByRack = new HashMap<>();

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
    hostsByRack
        .computeIfAbsent(executor.rack(), rack -> new LinkedHashSet<>())
        .add(executor.host());
    return executorsByHost.merge(executor.host(), 1, Integer::sum) == 1;
  }

  /** True when no executor is left on the host. */
  boolean remove(ExecutorState executor) {
    live.remove(executor.id());
    free.remove(executor);
    boolean last = executorsByHost.merge(executor.host(), -1, Integer::sum) == 0;
    if (last) {
      executorsByHost.remove(executor.host());
      Set<String> hosts = hostsByRack.get(executor.rack());
      hosts.remove(executor.host());
      if (hosts.isEmpty()) {
        hostsByRack.remove(executor.rack());
      }
    }
    return last;
  }

  boolean isLiveHost(String host) {
    return executorsByHost.containsKey(host);
  }

  Set<String> hostsOfRack(String rack) {
    return hostsByRack.getOrDefault(rack, Set.of());
  }

  /** How near an executor is to the hosts that a task prefers; ANY when it prefers none. */
  Locality locality(ExecutorState executor, List<String> preferredHosts) {
    if (preferredHosts.contains(executor.host())) {
      return Locality.NODE;
    }
    Set<String> near = hostsOfRack(executor.rack());
    return preferredHosts.stream().anyMatch(near::contains) ? Locality.RACK : Locality.ANY;
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
