package io.distaff.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of one operator in a task attempt, or in all tasks of a stage.
 *
 * @param node number of the plan node within the fragment, in the order root first, then each input
 *     with all below it; -1 for the sink, -2 for what the operators have in common
 * @param rows that it gave; of the sink, that it took
 * @param nanos of its task's thread, those of its inputs included; of the sink, without them
 * @param peakMemoryBytes reserved at once, in the task that reserved most
 * @param bytesSpilled as stored, compressed
 * @param spillNanos spent on writing to and reading from spill files
 */
public record OperatorCounters(
    int node,
    String name,
    long rows,
    long nanos,
    long peakMemoryBytes,
    long bytesSpilled,
    long spillNanos) {

  /** The same with other figures of its rows. */
  public OperatorCounters withRows(long otherRows, long otherNanos) {
    return new OperatorCounters(
        node, name, otherRows, otherNanos, peakMemoryBytes, bytesSpilled, spillNanos);
  }

  /** The figures of two lots of tasks that ran the same fragment. */
  static List<OperatorCounters> merge(List<OperatorCounters> left, List<OperatorCounters> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? right : left;
    }
    Map<Integer, OperatorCounters> merged = new LinkedHashMap<>();
    left.forEach(counters -> merged.merge(counters.node, counters, OperatorCounters::plus));
    right.forEach(counters -> merged.merge(counters.node, counters, OperatorCounters::plus));
    return new ArrayList<>(merged.values());
  }

  private OperatorCounters plus(OperatorCounters other) {
    return new OperatorCounters(
        node,
        name,
        rows + other.rows,
        nanos + other.nanos,
        Math.max(peakMemoryBytes, other.peakMemoryBytes),
        bytesSpilled + other.bytesSpilled,
        spillNanos + other.spillNanos);
  }
}
