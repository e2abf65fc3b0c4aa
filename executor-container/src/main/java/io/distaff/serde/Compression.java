package io.distaff.serde;

/**
 * What blocks are compressed for. LZ4 takes 1 to 4 ns of each byte for both directions, whatever
 * comes of it. A byte that it saves costs about 1 ns to write and read on one host, and 8 ns on a
 * network of 1 GBit/s. So within a host compression saves room rather than time, and on such a
 * network it saves time from a quarter to a half on. Numbers, written as narrow differences anyway,
 * mostly keep more than two thirds of their size, text keeps less than one.
 */
public enum Compression {
  /** For blocks that stay, in memory or on disks, or that many read. Every block is tried. */
  SPACE(8, 0),

  /**
   * For blocks that are read once, soon, wherever that is: they take at most twice what they could.
   * Those that don't become half as large are taken to be followed by others of their kind.
   */
  SPEED(2, 16);

  /** A block is worth compressing if more than one part in so many is saved. */
  private final int leastSaved;

  /** How many times its own size is stored untried after a block that isn't worth it. */
  private final int untried;

  Compression(int leastSaved, int untried) {
    this.leastSaved = leastSaved;
    this.untried = untried;
  }

  boolean isWorth(int plainBytes, int compressedBytes) {
    return plainBytes - compressedBytes > plainBytes / leastSaved;
  }

  /** Bytes that are stored as they are after a block that isn't worth compressing. */
  long untriedBytes(int plainBytes) {
    return (long) untried * plainBytes;
  }
}
