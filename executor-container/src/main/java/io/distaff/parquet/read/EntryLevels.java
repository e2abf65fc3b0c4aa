package io.distaff.parquet.read;

/**
 * Repetition or definition levels of a leaf within a nested column, one byte each: in the RLE /
 * bit-packed hybrid, or as old writers packed them, the most significant bit first.
 */
final class EntryLevels extends RunReader {
  /** Levels are bytes, and eight bit-packed ones are loaded at once. */
  static final int MAX_LEVEL = 127;

  static int width(int maxLevel) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(maxLevel);
  }

  /**
   * Reads {@code count} levels from {@code [start, end)} to the front of {@code levels}.
   *
   * @param maxLevel at least 1
   */
  void read(byte[] source, int start, int end, int maxLevel, byte[] levels, int count)
      throws MalformedException {
    startRuns(source, start, end, width(maxLevel));
    int done = 0;
    while (done < count) {
      if (runLeft == 0) {
        nextRun();
      }
      int n = Math.min(count - done, runLeft);
      if (packed) {
        unpack(levels, done, n);
        packedIndex += n;
      } else {
        java.util.Arrays.fill(levels, done, done + n, (byte) runValue);
      }
      runLeft -= n;
      done += n;
    }
    verify(levels, count, maxLevel);
  }

  private void unpack(byte[] levels, int at, int count) {
    int mask = (1 << width) - 1;
    int done = 0;
    // A run begins on a byte, and is read to its end or to that of the levels.
    for (; done + 8 <= count; done += 8) {
      long bits = LittleEndian.getLong(bytes, packedStart + ((packedIndex + done) >>> 3) * width);
      for (int i = 0; i < 8; i++) {
        levels[at + done + i] = (byte) ((int) bits & mask);
        bits >>>= width;
      }
    }
    for (; done < count; done++) {
      levels[at + done] =
          (byte) BitPacking.unpackOne(bytes, packedStart, packedIndex + done, width);
    }
  }

  /**
   * Reads levels that are packed without runs.
   *
   * @return where they end
   */
  static int readPacked(byte[] source, int start, int end, int maxLevel, byte[] levels, int count)
      throws MalformedException {
    int width = width(maxLevel);
    long length = ((long) count * width + 7) >>> 3;
    if (length > end - start) {
      throw new MalformedException("its levels end before its rows do");
    }
    long bit = 0;
    for (int i = 0; i < count; i++) {
      int level = 0;
      for (int k = 0; k < width; k++, bit++) {
        level = (level << 1) | ((source[start + (int) (bit >>> 3)] >>> (7 - (bit & 7))) & 1);
      }
      levels[i] = (byte) level;
    }
    verify(levels, count, maxLevel);
    return start + (int) length;
  }

  private static void verify(byte[] levels, int count, int maxLevel) throws MalformedException {
    int largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, levels[i]);
    }
    if (largest > maxLevel) {
      throw new MalformedException(
          "it has the level " + largest + " where " + maxLevel + " is the highest");
    }
  }
}
