package io.distaff.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one task attempt counts. Written by the task's thread without synchronisation; others see
 * {@link #snapshot}s that may lag.
 */
public final class TaskMetrics {
  private static final Counter[] COUNTERS = Counter.values();

  private final long[] counts = new long[COUNTERS.length];

  /** Set when the task ends. */
  public List<OperatorCounters> operators = List.of();

  /** Counts so many more; of a peak, one more that it may be. */
  public void add(Counter counter, long number) {
    counts[counter.ordinal()] = counter.merged(counts[counter.ordinal()], number);
  }

  /** So far. */
  public long count(Counter counter) {
    return counts[counter.ordinal()];
  }

  /** What has been counted so far. */
  public TaskCounters snapshot() {
    Map<Counter, Long> counted = new EnumMap<>(Counter.class);
    for (Counter counter : COUNTERS) {
      if (count(counter) != 0) {
        counted.put(counter, count(counter));
      }
    }
    return new TaskCounters(counted, operators);
  }
}
