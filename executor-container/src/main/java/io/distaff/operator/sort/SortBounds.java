package io.distaff.operator.sort;

import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The {@link SortBound}s that the tasks of an executor have in common. Thread-safe. */
public final class SortBounds {
  private final Map<Key, SortBound> bounds = new ConcurrentHashMap<>();

  /** A sort: the stage whose tasks share it, and the number of its node in the fragment. */
  private record Key(StageId stage, int node) {}

  /** The one of a sort, which the first task that asks makes. */
  public SortBound share(StageId stage, int node, Supplier<SortBound> first) {
    return bounds.computeIfAbsent(new Key(stage, node), key -> first.get());
  }

  /** Forgets a query. */
  public void release(QueryId query) {
    bounds.keySet().removeIf(key -> key.stage().query().equals(query));
  }
}
