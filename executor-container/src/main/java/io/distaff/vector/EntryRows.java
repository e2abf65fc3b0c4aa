package io.distaff.vector;

import java.util.Arrays;

/**
 * The entries of many arrays or maps as one sequence, in pieces of bounded size: what lies in
 * nested vectors is copied and hashed piece by piece, by the loops that flat columns have. Reused;
 * confined to a task's thread.
 */
final class EntryRows {
  /** Entries of a piece. */
  static final int PIECE = VectorBatch.TARGET_ROWS;

  private int[] rows = new int[0];
  private int[] owners = new int[0];
  private int[] starts;
  private int[] lengths;
  private int[] positions;
  private long[] validity;
  private int[] validityRows;
  private int count;
  private int next;
  private int taken;

  /**
   * Begins with the entries of some rows.
   *
   * @param starts by position
   * @param lengths by position
   * @param view whose positions those are, and whose null rows have no entries
   */
  void reset(int[] starts, int[] lengths, FlatView view, int count) {
    reset(starts, lengths, view.positions(), count);
    this.validity = view.validity();
    this.validityRows = view.rows();
  }

  /** Begins with the entries at some positions, where those of null rows don't matter. */
  void reset(int[] starts, int[] lengths, int[] positions, int count) {
    this.starts = starts;
    this.lengths = lengths;
    this.positions = positions;
    this.validity = null;
    this.count = count;
    this.next = 0;
    this.taken = 0;
  }

  /** Entries of the i-th row. */
  int size(int i) {
    return validity == null || Validity.isValid(validity, validityRows[i])
        ? lengths[positions[i]]
        : 0;
  }

  /** Goes to the next piece; gives its entries, 0 at the end. */
  int next() {
    int filled = 0;
    while (next < count && filled < PIECE) {
      int size = size(next) - taken;
      int n = Math.min(size, PIECE - filled);
      ensure(filled + n);
      int first = starts[positions[next]] + taken;
      for (int k = 0; k < n; k++) {
        rows[filled + k] = first + k;
      }
      Arrays.fill(owners, filled, filled + n, next);
      filled += n;
      taken = n == size ? 0 : taken + n;
      next += n == size ? 1 : 0;
    }
    return filled;
  }

  private void ensure(int entries) {
    if (rows.length < entries) {
      int capacity = Math.min(PIECE, Math.max(entries, 2 * rows.length));
      rows = Arrays.copyOf(rows, capacity);
      owners = Arrays.copyOf(owners, capacity);
    }
  }

  /** The piece: positions in the vectors of the entries. */
  int[] rows() {
    return rows;
  }

  /** For each entry of the piece, which of the rows it belongs to. */
  int[] owners() {
    return owners;
  }
}
