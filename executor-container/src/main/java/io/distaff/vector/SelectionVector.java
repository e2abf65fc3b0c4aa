package io.distaff.vector;

/**
 * The rows of a batch that are still in play: positions in ascending order, in the first {@code
 * count} slots. A view of an array its producer reuses.
 */
public final class SelectionVector {
  private final int[] rows;
  private final int count;

  public SelectionVector(int[] rows, int count) {
    this.rows = rows;
    this.count = count;
  }

  public int[] rows() {
    return rows;
  }

  public int count() {
    return count;
  }
}
