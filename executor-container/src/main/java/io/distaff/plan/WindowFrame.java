package io.distaff.plan;

/**
 * The rows around a row that a window function sees. A frame never leaves the row's partition, and
 * is empty where its end comes before its start.
 *
 * @param exclusion which rows between the bounds don't belong to the frame
 * @param rangeKey with offsets in a frame of unit RANGE: the column that offsets are added to, or
 *     that the bounds' columns are compared with, of their type; ordered and null as the only sort
 *     key; else -1
 */
public record WindowFrame(Unit unit, Bound start, Bound end, Exclusion exclusion, int rangeKey) {
  /** From the beginning of the partition to its end. */
  public static final WindowFrame WHOLE_PARTITION =
      new WindowFrame(
          Unit.ROWS,
          Bound.of(Bound.Kind.UNBOUNDED_PRECEDING),
          Bound.of(Bound.Kind.UNBOUNDED_FOLLOWING),
          Exclusion.NONE,
          -1);

  /** What bounds count. */
  public enum Unit {
    ROWS,
    /** Differences of the sort key; the current row stands for all its peers. */
    RANGE,
    /** Groups of peers: rows equal in all sort keys. */
    GROUPS
  }

  /**
   * One end of a frame, which belongs to it.
   *
   * @param offset for PRECEDING and FOLLOWING: rows or groups from the current one, or, of unit
   *     RANGE without a column, a difference of keys that are integers, dates (in days) or
   *     timestamps (in microseconds)
   * @param column of unit RANGE: the column that holds, for each row, the last key of the frame;
   *     null where the key is; -1 = none
   */
  public record Bound(Kind kind, long offset, int column) {
    /** Where a bound is. */
    public enum Kind {
      UNBOUNDED_PRECEDING,
      PRECEDING,
      CURRENT_ROW,
      FOLLOWING,
      UNBOUNDED_FOLLOWING
    }

    /** A bound without an offset. */
    public static Bound of(Kind kind) {
      return new Bound(kind, 0, -1);
    }
  }

  /** Rows that are left out though they lie between the bounds. */
  public enum Exclusion {
    NONE,
    CURRENT_ROW,
    /** The current row and its peers. */
    GROUP,
    /** The current row's peers, but not itself. */
    TIES
  }

  /** Whether the frame begins with the partition: rows come in, none goes. */
  public boolean onlyGrows() {
    return start.kind() == Bound.Kind.UNBOUNDED_PRECEDING;
  }
}
