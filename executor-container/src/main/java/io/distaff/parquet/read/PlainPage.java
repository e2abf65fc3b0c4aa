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

  static MalformedException outOfValues() {
    return new MalformedException("its values end before its rows do");
  }
}
