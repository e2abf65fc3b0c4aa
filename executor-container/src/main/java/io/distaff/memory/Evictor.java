package io.distaff.memory;

/** Whoever keeps data in memory that others may need more. Thread-safe. */
public interface Evictor {
  /**
   * Drops data, or moves it to disk, and releases its memory. Called on the thread of a task that
   * needs memory, without any lock held.
   *
   * @return bytes given up; 0 when nothing can be
   */
  long evict(long wantedBytes);
}
