package io.distaff.parquet.read;

/**
 * Definition levels of a flat column, 0 = null and 1 = a value, into a validity bitmap: a
 * bit-packed run is copied as it is, a run of one value fills words.
 */
final class LevelReader extends RunReader {
  /** Levels from {@code start} to {@code end}. */
  void start(byte[] source, int start, int end) {
    startRuns(source, start, end, 1);
  }

  /**
   * Writes the bits of rows {@code [at, at + count)}; those behind, in the last word, become 0.
   *
   * @return how many of the rows have a value
   */
  int read(long[] validity, int at, int count) throws MalformedException {
    int row = at;
    int end = at + count;
    int valid = 0;
    // Of the word that the next row is in: the rows before.
    long word = validity[at >>> 6] & ~(-1L << at);
    while (row < end) {
      if (runLeft == 0) {
        nextRun();
      }
      int n = Math.min(Math.min(end - row, runLeft), Long.SIZE - (row & 63));
      long bits = -runValue;
      if (packed) {
        int shift = packedIndex & 7;
        n = Math.min(n, Long.SIZE - shift);
        bits = LittleEndian.getLong(bytes, packedStart + (packedIndex >>> 3)) >>> shift;
        packedIndex += n;
      }
      bits &= -1L >>> (Long.SIZE - n);
      runLeft -= n;
      valid += Long.bitCount(bits);
      word |= bits << row;
      validity[row >>> 6] = word;
      row += n;
      word = (row & 63) == 0 ? 0 : word;
    }
    return valid;
  }

  /** Writes up to {@code most} bits, from 0; gives how many there were. */
  int readAll(long[] bits, int most) throws MalformedException {
    int done = 0;
    while (done < most && !exhausted()) {
      if (runLeft == 0) {
        nextRun();
      }
      int n = Math.min(most - done, runLeft);
      read(bits, done, n);
      done += n;
    }
    return done;
  }

  /**
   * Writes the same bit for all rows of a range; those behind stay as they are.
   *
   * @param bits 0 or -1
   */
  static void fillBits(long[] validity, int at, int count, long bits) {
    int row = at;
    int end = at + count;
    while (row < end) {
      int n = Math.min(Long.SIZE - (row & 63), end - row);
      long mask = -1L >>> (Long.SIZE - n) << row;
      validity[row >>> 6] = (validity[row >>> 6] & ~mask) | (bits & mask);
      row += n;
    }
  }
}
