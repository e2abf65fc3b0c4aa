package io.distaff.operator.sort;

/**
 * Where a batch ends: at a number of rows, and before the row with which its values would take more
 * than a number of bytes. A row that alone takes more is a batch of its own.
 *
 * @param largestRowBytes an upper bound of what any row takes
 */
record BatchLimit(int rows, long bytes, long largestRowBytes) {
  /** How much more than wanted a batch may take if that saves counting the bytes of every row. */
  private static final int SLACK = 2;

  /** A limit of about this many bytes, or somewhat more where rows don't differ much. */
  static BatchLimit around(long bytes, int rows, long largestRowBytes) {
    long most = rows * largestRowBytes;
    return new BatchLimit(rows, most <= SLACK * bytes ? most : bytes, largestRowBytes);
  }

  /** Whether bytes have to be counted, because the number of rows alone doesn't bound them. */
  boolean countsBytes() {
    return rows * largestRowBytes > bytes;
  }

  /** An upper bound of what a batch takes. */
  long batchBytes() {
    return Math.max(bytes, largestRowBytes);
  }
}
