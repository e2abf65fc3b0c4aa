package io.distaff.metrics;

/**
 * Figures of one task attempt, or of many added up. Sizes in bytes; sizes of shuffle and output as
 * stored, compressed.
 *
 * @param recordsDropped malformed records of text files that were left out
 * @param recordsWithNulls malformed records of text files that were read with nulls
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
    long peakMemoryBytes) {
  public static final TaskCounters ZERO = new TaskCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The sum; of the peaks, the larger. */
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
        Math.max(peakMemoryBytes, other.peakMemoryBytes));
  }
}
