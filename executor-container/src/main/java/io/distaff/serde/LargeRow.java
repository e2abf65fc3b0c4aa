package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Fills the texts of a row whose bytes come in pieces behind it. Values that are large for the task
 * go to their file, and tokens for them into the row; of others one copy is in memory, and the
 * piece at hand. Confined to one thread.
 */
final class LargeRow {
  private final ReservedArrays arrays;
  private final LargeValues large;

  /** In the order of their bytes; none when no row waits. */
  private final List<Texts> texts = new ArrayList<>();

  private final BitSet columns = new BitSet();
  private VectorBatch row;
  private int nextTexts;
  private int nextValue;

  /** Bytes that have come of the next value. */
  private int filled;

  private boolean isIncomplete;

  /**
   * A vector whose bytes are outside.
   *
   * @param valueBytes of the values themselves
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Texts(byte[] data, int[] starts, int[] valueBytes) {}

  LargeRow(ReservedArrays arrays, LargeValues large) {
    this.arrays = arrays;
    this.large = large;
  }

  /** Whether a row has come, but not all of its bytes. */
  boolean isIncomplete() {
    return isIncomplete;
  }

  /**
   * A vector of the row that comes, with room for its bytes.
   *
   * @param lengths of its values
   */
  BytesVector vector(int column, DataType type, int[] lengths, long[] validity, int count) {
    int[] starts = new int[count];
    int[] own = lengths.clone();
    long size = 0;
    for (int i = 0; i < count; i++) {
      if (lengths[i] < 0) {
        throw corrupt("whose row has a value of " + lengths[i] + " bytes");
      }
      own[i] = lengths[i] >= large.leastBytes() ? large.tokenBytes() : lengths[i];
      starts[i] = ReservedArrays.checkedLength(size);
      size += own[i];
    }
    byte[] data = arrays.bytes(new byte[0], ReservedArrays.checkedLength(size));
    texts.add(new Texts(data, starts, lengths));
    columns.set(column);
    return new BytesVector(type, data, starts, own, validity, count);
  }

  /** Takes a batch whose vectors were made; false if all of its bytes are there. */
  boolean begin(VectorBatch batch) {
    if (texts.isEmpty()) {
      return false;
    }
    if (batch.numRows() != 1) {
      throw corrupt("of " + batch.numRows() + " rows");
    }
    row = batch;
    nextTexts = 0;
    nextValue = -1;
    isIncomplete = true;
    advance();
    return true;
  }

  /** Goes to the next value that has bytes. */
  private void advance() {
    filled = 0;
    nextValue++;
    while (nextTexts < texts.size()) {
      int[] valueBytes = texts.get(nextTexts).valueBytes();
      while (nextValue < valueBytes.length && valueBytes[nextValue] == 0) {
        nextValue++;
      }
      if (nextValue < valueBytes.length) {
        return;
      }
      nextTexts++;
      nextValue = 0;
    }
    isIncomplete = false;
  }

  /** Takes the next bytes of the row. */
  void add(byte[] piece, int start, int length) {
    int at = start;
    int end = start + length;
    while (at < end) {
      if (!isIncomplete) {
        throw corrupt("beyond its row");
      }
      Texts next = texts.get(nextTexts);
      int valueBytes = next.valueBytes()[nextValue];
      int count = Math.min(end - at, valueBytes - filled);
      boolean isLarge = valueBytes >= large.leastBytes();
      if (isLarge) {
        if (filled == 0) {
          large.begin();
        }
        large.append(piece, at, count);
      } else {
        System.arraycopy(piece, at, next.data(), next.starts()[nextValue] + filled, count);
      }
      at += count;
      filled += count;
      if (filled == valueBytes) {
        if (isLarge) {
          large.end(next.data(), next.starts()[nextValue]);
        }
        advance();
      }
    }
  }

  /** The row, all of whose bytes have come. */
  VectorBatch row() {
    return row;
  }

  /** Whether texts of a column of the row came in pieces. */
  boolean isOutside(int column) {
    return columns.get(column);
  }

  /** Lets go of the row. */
  void drop() {
    for (Texts vector : texts) {
      arrays.dropped(vector.data());
    }
    texts.clear();
    columns.clear();
    row = null;
    isIncomplete = false;
  }

  /** As {@link #drop}, if nothing of the row is still to come. */
  void dropComplete() {
    if (!isIncomplete && !texts.isEmpty()) {
      drop();
    }
  }

  /** What pieces are found to be. */
  static DistaffException corrupt(String what) {
    return new DistaffException(ErrorCode.CORRUPT_BLOCK, "a block is a piece " + what);
  }
}
