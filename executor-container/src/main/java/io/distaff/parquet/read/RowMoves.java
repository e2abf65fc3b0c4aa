package io.distaff.parquet.read;

/**
 * How values that lie one after the other at the front of a range of rows get to the rows that have
 * a value, in place: in steps of up to 64 rows, from the back. A step's rows are within one word of
 * the bitmap, so that moving them takes neither a look at it nor a branch per row:
 *
 * <pre>
 *   for (row = last; row >= first; row--) {
 *     values[row] = values[source];
 *     source += (int) (bits >> 63);    // -1 where the row has a value
 *     bits <<= 1;
 *   }
 * </pre>
 *
 * A null row gets the value of the next row before it that has one; those before the first value,
 * in a step of any length at the end, get the first. Once all rows left are in place, there are no
 * more steps.
 */
final class RowMoves {
  private final long[] validity;
  private final int at;

  /** Not yet moved: the values up to this one, to rows up to {@link #nextLast}. */
  private int nextSource;

  private int nextLast;

  /** The rows of the step. */
  int first;

  int last;

  /** Where the value of the last row is. */
  int source;

  /** Of the rows of the step, the last one's on top; below the first one's, anything. */
  long bits;

  /**
   * @param present values at the front of rows {@code [at, at + count)}
   */
  RowMoves(int at, int count, int present, long[] validity) {
    this.at = at;
    this.validity = validity;
    this.nextSource = at + present - 1;
    this.nextLast = at + count - 1;
  }

  /** Goes to the next step; false when there is none. */
  boolean next() {
    last = nextLast;
    source = Math.max(nextSource, at);
    if (last <= nextSource || last < at) {
      return false;
    }
    if (nextSource < at) {
      first = at;
      bits = 0;
    } else {
      first = Math.max(at, last & -Long.SIZE);
      bits = validity[last >>> 6] << (63 - (last & 63));
      long own = bits & -1L << (63 - (last - first));
      nextSource -= Long.bitCount(own);
      if (nextSource < at) {
        // The first value is moved: its row ends the step.
        first = last - Long.SIZE + 1 + Long.numberOfTrailingZeros(own);
      }
    }
    nextLast = first - 1;
    return true;
  }
}
