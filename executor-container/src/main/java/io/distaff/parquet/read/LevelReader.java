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
   * Writes the bits of rows {@code [at, at + count)}.
   *
   * @return how many of them have a value
   */
  int read(long[] validity, int at, int count) throws MalformedException {
    int row = at;
    int left = count;
    int valid = 0;
    while (left > 0) {
      if (runLeft == 0) {
        nextRun();
      }
      int n = Math.min(left, runLeft);
      if (packed) {
        valid += copyBits(validity, row, n);
        packedIndex += n;
      } else {
        fillBits(validity, row, n, -(long) runValue);
        valid += n * runValue;
      }
      runLeft -= n;
      row += n;
      left -= n;
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

  private int copyBits(long[] validity, int at, int count) {
    int valid = 0;
    // A load gives at least 57 bits, wherever in a byte it begins.
    for (int done = 0; done < count; done += 57) {
      int bit = packedIndex + done;
      int n = Math.min(57, count - done);
      long bits =
          LittleEndian.getLong(bytes, packedStart + (bit >>> 3)) >>> (bit & 7) & ((1L << n) - 1);
      putBits(validity, at + done, n, bits);
      valid += Long.bitCount(bits);
    }
    return valid;
  }

  /**
   * @param bits 0 or -1
   */
  static void fillBits(long[] validity, int at, int count, long bits) {
    int row = at;
    int end = at + count;
    while (row < end) {
      int n = Math.min(64 - (row & 63), end - row);
      putBits(validity, row, n, n == 64 ? bits : bits & ((1L << n) - 1));
      row += n;
    }
  }

  /** Puts the lowest {@code count} bits, 1 to 64; the others are 0. */
  private static void putBits(long[] validity, int at, int count, long bits) {
    int word = at >>> 6;
    int shift = at & 63;
    long mask = -1L >>> (64 - count);
    validity[word] = (validity[word] & ~(mask << shift)) | (bits << shift);
    if (shift + count > 64) {
      validity[word + 1] =
          (validity[word + 1] & ~(mask >>> (64 - shift))) | (bits >>> (64 - shift));
    }
  }
}
