package io.distaff.parquet.read;

/** PLAIN values, and how far they have been read. */
final class PlainPage {
  byte[] bytes;

  /** Of the next value. */
  int position;

  int end;

  /** Of booleans: the next bit, counted from {@link #position}, which stays. */
  int bit;

  void start(byte[] source, int start, int limit) {
    bytes = source;
    position = start;
    end = limit;
    bit = 0;
  }

  /** Passes {@code count} values of {@code width} bytes; gives where the first is. */
  int take(int count, int width) throws MalformedException {
    long length = (long) count * width;
    if (length > end - position) {
      throw outOfValues();
    }
    int start = position;
    position += (int) length;
    return start;
  }

  /**
   * How many of the next length-prefixed values, at most {@code most}, end before the page does.
   */
  int wholeValues(int most) {
    int at = position;
    for (int i = 0; i < most; i++) {
      int length = end - at < Integer.BYTES ? -1 : LittleEndian.getInt(bytes, at);
      if (length < 0 || length > end - at - Integer.BYTES) {
        return i;
      }
      at += Integer.BYTES + length;
    }
    return most;
  }

  static MalformedException outOfValues() {
    return new MalformedException("its values end before its rows do");
  }
}
