package io.distaff.scheduler;

import io.distaff.ids.AttemptId;
import io.distaff.ids.CacheId;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import io.distaff.rpc.TaskProduct.CachedPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows where the partitions of cached data sets are, from query to query. The first one made of a
 * partition counts. Confined to the scheduler's loop.
 */
final class CacheTracker {
  private record Kept(MapOutputLocation location, CachedPartition product) {}

  private final Map<CacheId, Map<Integer, Kept>> caches = new HashMap<>();

  /** Data sets that are uncached; queries that began before may still make partitions of them. */
  private final Set<CacheId> released = new HashSet<>();

  /** Where a partition is, if it is. */
  Optional<MapOutputLocation> find(CacheId cache, int partition) {
    return Optional.ofNullable(caches.getOrDefault(cache, Map.of()).get(partition))
        .map(Kept::location);
  }

  /** Takes up a partition that was made; gives where the one that counts is. */
  MapOutputLocation keep(
      CacheId cache, int partition, MapOutputLocation location, CachedPartition product) {
    if (released.contains(cache)) {
      return location;
    }
    return caches
        .computeIfAbsent(cache, id -> new HashMap<>())
        .computeIfAbsent(partition, p -> new Kept(location, product))
        .location();
  }

  /** What is there of a data set of so many partitions; empty unless that is all of them. */
  Optional<CacheContents> contents(CacheId cache, int partitions) {
    Map<Integer, Kept> kept = caches.getOrDefault(cache, Map.of());
    if (kept.isEmpty() || kept.size() < partitions) {
      return Optional.empty();
    }
    long rows = 0;
    long[] columnBytes = new long[kept.values().iterator().next().product().columnBytes().length];
    for (Kept partition : kept.values()) {
      rows += partition.product().rows();
      for (int c = 0; c < columnBytes.length; c++) {
        columnBytes[c] += partition.product().columnBytes()[c];
      }
    }
    return Optional.of(new CacheContents(cache, rows, columnBytes));
  }

  /** The partition that an attempt has made is gone. */
  void forget(AttemptId attempt) {
    caches
        .values()
        .forEach(kept -> kept.values().removeIf(one -> one.location().attempt().equals(attempt)));
  }

  void executorLost(ExecutorId executor) {
    caches
        .values()
        .forEach(kept -> kept.values().removeIf(one -> one.location().executor().equals(executor)));
  }

  void release(CacheId cache) {
    caches.remove(cache);
    released.add(cache);
  }

  boolean isReleased(CacheId cache) {
    return released.contains(cache);
  }
}
