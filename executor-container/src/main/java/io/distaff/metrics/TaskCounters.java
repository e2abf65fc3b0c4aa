package io.distaff.metrics;

import java.util.List;

/**
 * Figures of one task attempt, or of many added up. Sizes in bytes; sizes of shuffle and output as
 * stored, compressed.
 *
 * @param rowsRead by scans, those that their predicates left out included
 * @param rowGroupsPruned of Parquet files, by whatever tells that nothing in them is wanted
 * @param recordsDropped malformed records of text files that were left out
 * @param recordsWithNulls malformed records of text files that were read with nulls
 * @param userFunctionNanos spent in functions of the user's
 * @param operators of one fragment; none when figures of several are added up
 */
public record TaskCounters(
    long rowsRead,
    long bytesRead,
    long rowGroupsRead,
    long rowGroupsPruned,
    long recordsDropped,
    long recordsWithNulls,
    long rowsWritten,
    long bytesWritten,
    long shuffleBytesWritten,
    long shuffleRowsWritten,
    long shuffleBytesRead,
    long bytesSpilled,
    long peakMemoryBytes,
    long userFunctionNanos,
    ScanCounters scans,
    CacheCounters caches,
    BroadcastCounters broadcasts,
    List<OperatorCounters> operators) {
  private static final int ROOT = 0;
  private static final int SINK = -1;

  public static final TaskCounters ZERO =
      new TaskCounters(
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          ScanCounters.ZERO,
          CacheCounters.ZERO,
          BroadcastCounters.ZERO,
          List.of());

  public TaskCounters {
    operators = List.copyOf(operators);
  }

  /** The sum; of the peaks, the larger. Operators are those of tasks of the same stage. */
  public TaskCounters plus(TaskCounters other) {
    return new TaskCounters(
        rowsRead + other.rowsRead,
        bytesRead + other.bytesRead,
        rowGroupsRead + other.rowGroupsRead,
        rowGroupsPruned + other.rowGroupsPruned,
        recordsDropped + other.recordsDropped,
        recordsWithNulls + other.recordsWithNulls,
        rowsWritten + other.rowsWritten,
        bytesWritten + other.bytesWritten,
        shuffleBytesWritten + other.shuffleBytesWritten,
        shuffleRowsWritten + other.shuffleRowsWritten,
        shuffleBytesRead + other.shuffleBytesRead,
        bytesSpilled + other.bytesSpilled,
        Math.max(peakMemoryBytes, other.peakMemoryBytes),
        userFunctionNanos + other.userFunctionNanos,
        scans.plus(other.scans),
        caches.plus(other.caches),
        broadcasts.plus(other.broadcasts),
        OperatorCounters.merge(operators, other.operators));
  }

  /** The sum with what scans left out elsewhere. */
  public TaskCounters plus(ScanCounters more) {
    return new TaskCounters(
        rowsRead,
        bytesRead,
        rowGroupsRead,
        rowGroupsPruned,
        recordsDropped,
        recordsWithNulls,
        rowsWritten,
        bytesWritten,
        shuffleBytesWritten,
        shuffleRowsWritten,
        shuffleBytesRead,
        bytesSpilled,
        peakMemoryBytes,
        userFunctionNanos,
        scans.plus(more),
        caches,
        broadcasts,
        operators);
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
    return new TaskCounters(
        rowsRead,
        bytesRead,
        rowGroupsRead,
        rowGroupsPruned,
        recordsDropped,
        recordsWithNulls,
        rowsWritten,
        bytesWritten,
        shuffleBytesWritten,
        shuffleRowsWritten,
        shuffleBytesRead,
        bytesSpilled,
        peakMemoryBytes,
        userFunctionNanos,
        scans,
        caches,
        broadcasts,
        List.of());
  }
}
