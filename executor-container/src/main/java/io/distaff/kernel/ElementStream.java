package io.distaff.kernel;

import io.distaff.vector.ColumnVector;

/**
 * A function that makes arrays, bound to its types, from which the elements can be had some at a
 * time, so that no array has to have room.
 *
 * <pre>
 *   stream.load(arguments, rows);
 *   stream.moveTo(row);
 *   while (stream.add(4096) &gt; 0) {
 *     ... stream.elements() ...
 *     stream.clear();
 *   }
 * </pre>
 *
 * Its arrays are null where an argument is, and nowhere else. Confined to a task's thread.
 */
public interface ElementStream {
  /** Takes the arguments of a batch, as {@link VectorFunction#apply} does. */
  void load(Argument[] arguments, RowSet rows);

  /**
   * Makes room at once for all arrays of some rows, as far as it can be told beforehand what they
   * take.
   *
   * @param validity rows in which no argument is null; null = all
   */
  void ensureRoom(RowSet rows, long[] validity);

  /** Goes to the beginning of a row's array; no argument is null there. */
  void moveTo(int row);

  /**
   * Adds the next elements of the array, at most so many, and fewer while there are more only where
   * it {@link #isFull gets full}.
   *
   * @return how many they are; 0 when there are no more, or it is full
   */
  int add(int most);

  /**
   * Adds all elements of the array to which it has just moved.
   *
   * @return how many they are
   */
  int addAll();

  /** Whether what has been added is as much as one batch should have of it. */
  boolean isFull();

  /** What has been added, one row for each element; valid until more is. */
  ColumnVector elements();

  /** Forgets what has been added. */
  void clear();

  /** Lets go of what the batch needed. */
  void release();

  /** See {@link VectorFunction#takesTokens}. */
  boolean takesTokens();
}
