package io.distaff.parquet.read;

/**
 * The runs of the RLE / bit-packed hybrid (Encodings.md of parquet-format): a header as a varint,
 * then either {@code header >>> 1} times one value, or {@code header >>> 1} groups of eight
 * bit-packed values.
 */
abstract class RunReader {
  byte[] bytes;
  int width;

  /** Values left of the current run. */
  int runLeft;

  boolean packed;

  /** Of a run of one value. */
  int runValue;

  /** Of a bit-packed run: where it begins, and the index of its next value. */
  int packedStart;

  int packedIndex;

  private int position;
  private int end;

  final void startRuns(byte[] source, int start, int limit, int valueWidth) {
    bytes = source;
    position = start;
    end = limit;
    width = valueWidth;
    runLeft = 0;
  }

  /** Bits that are packed without runs. */
  final void startPacked(byte[] source, int count) {
    startRuns(source, 0, 0, 1);
    packed = true;
    packedStart = 0;
    packedIndex = 0;
    runLeft = count;
  }

  /** True when there is nothing left to read. */
  final boolean exhausted() {
    return runLeft == 0 && position >= end;
  }

  /** Moves to the next run that has values. */
  final void nextRun() throws MalformedException {
    do {
      int header = varint();
      int count = header >>> 1;
      packed = (header & 1) != 0;
      if (packed) {
        startPackedRun(count);
      } else {
        runValue = repeatedValue();
        runLeft = count;
      }
    } while (runLeft == 0);
  }

  /** In as many bytes as the width takes, 4 at most. */
  private int repeatedValue() throws MalformedException {
    int valueBytes = (width + 7) >>> 3;
    if (valueBytes > end - position) {
      throw outOfData();
    }
    // The slack makes the load of eight bytes safe.
    int value = (int) (LittleEndian.getLong(bytes, position) & ~(-1L << (8 * valueBytes)));
    position += valueBytes;
    if (width < 32 && value >>> width != 0) {
      throw new MalformedException(
          "it repeats the value " + value + ", which has more than " + width + " bits");
    }
    return value;
  }

  private void startPackedRun(int groups) {
    // Some writers cut the last group where the values end.
    long available = (end - position) * 8L / width;
    packedStart = position;
    packedIndex = 0;
    runLeft = (int) Math.min(Math.min(groups * 8L, available), Integer.MAX_VALUE);
    position += (int) Math.min((long) groups * width, end - position);
  }

  private int varint() throws MalformedException {
    // Most are one byte long.
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (position >= end) {
        throw outOfData();
      }
      int b = bytes[position++];
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedException("a run's length has more than five bytes");
  }

  private static MalformedException outOfData() {
    return new MalformedException("its levels or ids end before its values do");
  }
}
