package io.distaff.api;

/**
 * Begins a {@link WindowSpec}: {@code
 * Window.partitionBy("region").orderBy(col("sales").desc()).rowsBetween(-1, 1)}.
 */
public final class Window {
  /** The first row of the partition, as the start of a frame. */
  public static final long unboundedPreceding = Long.MIN_VALUE;

  /** The last row of the partition, as the end of a frame. */
  public static final long unboundedFollowing = Long.MAX_VALUE;

  /** The row itself, or those that are equal to it in the order. */
  public static final long currentRow = 0;

  private Window() {}

  // Spark's programs in Java call them.

  public static long unboundedPreceding() {
    return unboundedPreceding;
  }

  public static long unboundedFollowing() {
    return unboundedFollowing;
  }

  public static long currentRow() {
    return currentRow;
  }

  public static WindowSpec partitionBy(Column... columns) {
    return WindowSpec.ALL_ROWS.partitionBy(columns);
  }

  public static WindowSpec partitionBy(String first, String... more) {
    return WindowSpec.ALL_ROWS.partitionBy(first, more);
  }

  public static WindowSpec orderBy(Column... columns) {
    return WindowSpec.ALL_ROWS.orderBy(columns);
  }

  public static WindowSpec orderBy(String first, String... more) {
    return WindowSpec.ALL_ROWS.orderBy(first, more);
  }

  public static WindowSpec rowsBetween(long start, long end) {
    return WindowSpec.ALL_ROWS.rowsBetween(start, end);
  }

  public static WindowSpec rangeBetween(long start, long end) {
    return WindowSpec.ALL_ROWS.rangeBetween(start, end);
  }
}
