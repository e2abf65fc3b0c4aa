package io.distaff.scheduler;

/**
 * Bounds what a result may take of the driver's memory. Whoever gathers a result adds each piece
 * before it keeps it, and asks for room before it makes anything of a size that data determines.
 * Confined to its owner.
 */
public final class ResultSizeGuard {
  private final ResultLimit limit;
  private long heldBytes;

  public ResultSizeGuard(ResultLimit limit) {
    this.limit = limit;
  }

  /** Throws RESULT_TOO_LARGE when the pieces held would exceed the limit together. */
  public void add(long bytes) {
    limit.checkGathered(heldBytes + bytes);
    heldBytes += bytes;
  }

  public void remove(long bytes) {
    heldBytes -= bytes;
  }

  /**
   * Throws RESULT_TOO_LARGE when the heap has no room for the pieces held and what is under way.
   *
   * @param underWayBytes all of it that would be there at the same time
   */
  public void ensureRoom(long underWayBytes) {
    limit.checkHeap(heldBytes, underWayBytes);
  }

  public long heldBytes() {
    return heldBytes;
  }
}
