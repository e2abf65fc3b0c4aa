package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.storage.ValueFile;
import java.util.Arrays;

/**
 * A large record on a local disk until its length is known, so that there is never more than one
 * copy of it in memory.
 */
final class StoredRecord implements LargeRecord {
  private static final byte[] NOTHING = {};

  private final RecordSieve sieve;
  private final ValueFile file;
  private final ReservedArrays arrays;

  // Of the pieces: places in the file, and lengths.
  private long[] begins = new long[16];
  private int[] lengths = new int[16];
  private int numPieces;
  private long total;
  private byte[] whole = NOTHING;

  /**
   * @param file owned from here on
   */
  StoredRecord(RecordSieve sieve, ValueFile file, ReservedArrays arrays) {
    this.sieve = sieve;
    this.file = file;
    this.arrays = arrays;
  }

  @Override
  public void begin() {
    release();
    sieve.begin();
    file.clear();
    numPieces = 0;
    total = 0;
  }

  @Override
  public void add(byte[] data, int from, int limit) {
    int length = sieve.sift(data, from, limit) - from;
    if (length > 0) {
      if (numPieces == begins.length) {
        begins = Arrays.copyOf(begins, 2 * numPieces);
        lengths = Arrays.copyOf(lengths, 2 * numPieces);
      }
      file.begin();
      file.write(data, from, length);
      begins[numPieces] = file.end();
      lengths[numPieces++] = length;
      total += length;
    }
  }

  @Override
  public byte[] finish() {
    whole = arrays.bytes(NOTHING, total);
    int at = 0;
    for (int i = 0; i < numPieces; i++) {
      file.read(begins[i], lengths[i], whole, at);
      at += lengths[i];
    }
    return whole;
  }

  @Override
  public int length() {
    return (int) total;
  }

  @Override
  public boolean isCut() {
    return false;
  }

  @Override
  public void release() {
    arrays.dropped(whole);
    whole = NOTHING;
  }

  @Override
  public void close() {
    release();
    file.close();
  }
}
