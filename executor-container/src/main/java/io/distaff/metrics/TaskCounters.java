package io.distaff.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of one task attempt, or of many added up.
 *
 * @param counts in the order of the counters; those of which there is nothing may be left out
 * @param operators of one fragment; none when figures of several are added up
 */
public record TaskCounters(Map<Counter, Long> counts, List<OperatorCounters> operators) {
  private static final int ROOT = 0;
  private static final int SINK = -1;

  public static final TaskCounters ZERO = of(Map.of());

  public TaskCounters {
    Map<Counter, Long> ordered = new EnumMap<>(Counter.class);
    ordered.putAll(counts);
    counts = Collections.unmodifiableMap(ordered);
    operators = List.copyOf(operators);
  }

  /** Without operators. */
  public static TaskCounters of(Map<Counter, Long> counts) {
    return new TaskCounters(counts, List.of());
  }

  public long count(Counter counter) {
    return counts.getOrDefault(counter, 0L);
  }

  /** Of both together. Operators are those of tasks of the same stage. */
  public TaskCounters plus(TaskCounters other) {
    Map<Counter, Long> merged = new EnumMap<>(Counter.class);
    merged.putAll(counts);
    other.counts.forEach((counter, count) -> merged.merge(counter, count, counter::merged));
    return new TaskCounters(merged, OperatorCounters.merge(operators, other.operators));
  }

  /** Time of the tasks' threads: of the root of their operators, inputs included, and the sink. */
  public long taskNanos() {
    return operators.stream()
        .filter(operator -> operator.node() == ROOT || operator.node() == SINK)
        .mapToLong(OperatorCounters::nanos)
        .sum();
  }

  /** Rows that the root of their operators gave. */
  public long taskRows() {
    return operators.stream()
        .filter(operator -> operator.node() == ROOT)
        .mapToLong(OperatorCounters::rows)
        .sum();
  }

  /** To be added to figures of other stages. */
  public TaskCounters withoutOperators() {
    return of(counts);
  }
}
