package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.util.Arrays;

/**
 * Text and binary values. The bytes of a range of rows are copied in one piece, with the length
 * prefixes between the values, and the starts point past those.
 */
final class BytesValues extends ColumnValues {
  /** An array that a large value has made larger isn't kept for the next batch. */
  private static final int LARGEST_KEPT_BYTES = 32 << 20;

  private final DataType type;
  private final int typeLength;
  private final boolean isUuid;
  private final ReservedArrays buffers;
  private final LargeValues large;
  private byte[] data = {};
  private int dataLength;

  /** Where the tokens lie of values that were stored for this batch. */
  private int[] stored = {};

  private int numStored;
  private int[] starts = {};
  private int[] lengths = {};

  /** Where in {@code data} this batch has a copy of the dictionary's data; -1 when it hasn't. */
  private int dictionaryStart = -1;

  BytesValues(FileColumn column, ReservedArrays buffers, LargeValues large) {
    this.large = large;
    this.type = column.type();
    this.typeLength = column.typeLength();
    this.isUuid = column.conversion() == Conversion.UUID_TO_TEXT;
    this.buffers = buffers;
  }

  @Override
  void ensureRows(int rows, int kept) {
    starts = keep(starts, buffers.ints(starts, rows), kept);
    lengths = keep(lengths, buffers.ints(lengths, rows), kept);
  }

  @Override
  void clear() {
    forgetStored();
    release();
    dataLength = 0;
    dictionaryStart = -1;
  }

  @Override
  void release() {
    if (data.length > LARGEST_KEPT_BYTES) {
      numStored = 0;
      buffers.dropped(data);
      data = new byte[0];
      dataLength = 0;
    }
  }

  @Override
  void readPlain(PlainPage page, int at, int count) throws MalformedException {
    int start = page.position;
    if (isUuid) {
      readUuids(page.bytes, page.take(count, UuidText.BYTES), at, count);
      return;
    }
    if (typeLength == 0) {
      page.position =
          locate(page.bytes, start, page.end, dataLength - start, starts, lengths, at, count);
    } else {
      page.take(count, typeLength);
      for (int i = 0; i < count; i++) {
        starts[at + i] = dataLength + i * typeLength;
        lengths[at + i] = typeLength;
      }
    }
    append(page.bytes, start, page.position - start);
    if (page.position - start >= large.leastBytes()) {
      storeLarge(at, count);
    }
  }

  /** Exchanges large values for their tokens, behind what is there. */
  private void storeLarge(int at, int count) {
    for (int row = at; row < at + count; row++) {
      if (lengths[row] >= large.leastBytes()) {
        large.begin();
        large.append(data, starts[row], lengths[row]);
        endLarge(row);
      }
    }
  }

  /** Lets go of the values behind the tokens of the last batch, where nobody keeps tokens. */
  private void forgetStored() {
    for (int i = 0; i < numStored && large.areForgotten(); i++) {
      large.forget(large.number(data, stored[i]));
    }
    numStored = 0;
  }

  /** Ends a value that is stored. */
  private void endLarge(int row) {
    stored = buffers.grownInts(stored, numStored + 1);
    stored[numStored++] = dataLength;
    int size = large.tokenBytes();
    data = buffers.grownBytes(data, (long) dataLength + size, dataLength);
    large.end(data, dataLength);
    starts[row] = dataLength;
    lengths[row] = size;
    dataLength += size;
  }

  /**
   * Reads the next value of a page that doesn't lie in what is at hand of it.
   *
   * @param page what is at hand
   * @param rest of the page
   */
  void readLarge(PlainPage page, PlainStream rest, int at) throws IOException, MalformedException {
    int length = startLarge(page, rest);
    if (length >= large.leastBytes()) {
      large.begin();
      large.append(page.bytes, page.position, page.end - page.position);
      int left = length - (page.end - page.position);
      while (left > 0) {
        int n = Math.min(left, page.end);
        rest.readFully(page.bytes, 0, n);
        large.append(page.bytes, 0, n);
        left -= n;
      }
      page.position = page.end;
      endLarge(at);
      return;
    }
    if (dataLength == 0 && data.length < length) {
      buffers.dropped(data);
      data = new byte[0];
      data = buffers.bytes(data, length);
    } else {
      data = buffers.grownBytes(data, (long) dataLength + length, dataLength);
    }
    int atHand = page.end - page.position;
    System.arraycopy(page.bytes, page.position, data, dataLength, atHand);
    page.position = page.end;
    rest.readFully(data, dataLength + atHand, length - atHand);
    starts[at] = dataLength;
    lengths[at] = length;
    dataLength += length;
  }

  /** Passes the next value of a page that doesn't lie in what is at hand of it. */
  static void skipLarge(PlainPage page, PlainStream rest) throws IOException, MalformedException {
    int left = startLarge(page, rest) - (page.end - page.position);
    while (left > 0) {
      int n = Math.min(left, page.end);
      rest.readFully(page.bytes, 0, n);
      left -= n;
    }
    page.position = page.end;
  }

  /** Passes the length of a value of which more is to come. */
  private static int startLarge(PlainPage page, PlainStream rest) throws MalformedException {
    int atHand = page.end - page.position - Integer.BYTES;
    int length = atHand < 0 ? -1 : LittleEndian.getInt(page.bytes, page.position);
    if (length <= atHand || length > (long) atHand + rest.left()) {
      throw new MalformedException(
          "a value says to be "
              + Integer.toUnsignedString(length)
              + " bytes long where "
              + Math.max(0, atHand + (long) rest.left())
              + " are left");
    }
    page.position += Integer.BYTES;
    return length;
  }

  private void readUuids(byte[] bytes, int start, int at, int count) {
    int length = dataLength;
    long end = length + (long) count * UuidText.LENGTH;
    data = buffers.grownBytes(data, end, length);
    for (int i = 0; i < count; i++) {
      starts[at + i] = length + i * UuidText.LENGTH;
      lengths[at + i] = UuidText.LENGTH;
      UuidText.write(bytes, start + i * UuidText.BYTES, data, starts[at + i]);
    }
    dataLength = (int) end;
  }

  /**
   * Finds length-prefixed values.
   *
   * @param shift added to the positions found
   * @return where the last one ends
   */
  private static int locate(
      byte[] bytes, int start, int end, int shift, int[] starts, int[] lengths, int at, int count)
      throws MalformedException {
    int position = start;
    for (int i = at; i < at + count; i++) {
      // The slack makes the load safe; a value that begins past the end fails the check.
      int length = LittleEndian.getInt(bytes, position);
      position += Integer.BYTES;
      if (length < 0 || length > (long) end - position) {
        throw new MalformedException(
            "a value says to be "
                + Integer.toUnsignedString(length)
                + " bytes long where "
                + Math.max(0, end - position)
                + " are left");
      }
      starts[i] = position + shift;
      lengths[i] = length;
      position += length;
    }
    return position;
  }

  @Override
  void skipPlain(PlainPage page, int at, int count) throws MalformedException {
    if (typeLength == 0) {
      page.position = locate(page.bytes, page.position, page.end, 0, starts, lengths, at, count);
    } else {
      page.take(count, typeLength);
    }
  }

  @Override
  void clearRows(int at, int count) {
    Arrays.fill(starts, at, at + count, 0);
    Arrays.fill(lengths, at, at + count, 0);
  }

  private void append(byte[] bytes, int start, int length) {
    data = buffers.grownBytes(data, (long) dataLength + length, dataLength);
    System.arraycopy(bytes, start, data, dataLength, length);
    dataLength += length;
  }

  @Override
  void spread(int at, int count, int present, long[] validity) {
    if (present == 0) {
      // There is no neighbour to take a position from.
      Arrays.fill(starts, at, at + count, 0);
      Arrays.fill(lengths, at, at + count, 0);
      return;
    }
    RowMoves moves = new RowMoves(at, count, present, validity);
    while (moves.next()) {
      move(starts, lengths, moves);
    }
  }

  private static void move(int[] starts, int[] lengths, RowMoves moves) {
    int source = moves.source;
    long bits = moves.bits;
    for (int row = moves.last, first = moves.first; row >= first; row--) {
      int sign = (int) (bits >> 63);
      starts[row] = starts[source];
      lengths[row] = lengths[source] & sign;
      source += sign;
      bits <<= 1;
    }
  }

  @Override
  void gather(ColumnValues dictionary, int[] ids, int at, int count) {
    BytesValues entries = (BytesValues) dictionary;
    if (dictionaryStart < 0) {
      dictionaryStart = dataLength;
      append(entries.data, 0, entries.dataLength);
    }
    for (int row = at; row < at + count; row++) {
      starts[row] = dictionaryStart + entries.starts[ids[row]];
      lengths[row] = entries.lengths[ids[row]];
    }
  }

  @Override
  void clearNulls(int at, int count, long[] validity) {
    for (int row = at; row < at + count; row++) {
      lengths[row] &= -validBit(validity, row);
    }
  }

  @Override
  ColumnVector vector(long[] validity, int rows) {
    return new BytesVector(type, data, starts, lengths, validity, rows);
  }
}
