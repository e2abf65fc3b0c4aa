package io.distaff.kernel;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.BytesVector;
import io.distaff.vector.large.LargeValues;
import java.util.Arrays;

/**
 * A text or binary value of a row, seen through a window that moves over it: what functions that
 * needn't hold a value are written against. A value that is in the vector is in the window as a
 * whole; one that a token stands for is read piece by piece.
 *
 * <pre>
 *   value.begin(0, ByteValue.TEXT);
 *   while (value.next()) {
 *     ... value.data() from value.from() to value.to() ...
 *   }
 * </pre>
 *
 * Offsets count bytes from the value's beginning. Mutable, and confined to the task's thread; what
 * a window shows is valid until it moves.
 */
public final class ByteValue {
  /** The unit of windows that begin and end between code points. */
  public static final int TEXT = 0;

  /** The unit of windows that begin and end anywhere. */
  public static final int BYTES = 1;

  /** The largest unit, and room before and after a piece for what is left of the last one. */
  private static final int MOST_UNIT_BYTES = 32;

  private static final int LONGEST_CODE_POINT = 4;

  private final ReservedArrays arrays;
  private final LargeValues values;
  private byte[] data = {};
  private int from;
  private int to;

  /** Where the window begins in the value. */
  private int offset;

  private int start;
  private int length;

  /** Of a value that isn't in the vector, where its pieces lie; else null. */
  private long[] pieces;

  /** A piece with room around it: {@link #MOST_UNIT_BYTES} before and after. */
  private byte[] buffer = {};

  /** Which piece is in the buffer; -1 = none. */
  private int loaded;

  private int unit;
  private int nextPiece;

  /** How much of the next piece is before what is wanted. */
  private int skipped;

  /** Bytes of the last piece that belong into the next window. */
  private int carried;

  private final byte[] carriedBytes = new byte[MOST_UNIT_BYTES];

  /**
   * @param arrays counts the piece that is at hand
   * @param values that tokens stand for
   */
  public ByteValue(ReservedArrays arrays, LargeValues values) {
    this.arrays = arrays;
    this.values = values;
  }

  /** Goes to the value of a row that isn't null. */
  public void set(BytesVector vector, int row) {
    set(vector.data(), vector.starts()[row], vector.lengths()[row]);
  }

  /** Goes to bytes that no token stands for. */
  public void setWhole(byte[] bytes, int position, int size) {
    pieces = null;
    data = bytes;
    start = position;
    length = size;
  }

  private void set(byte[] bytes, int position, int size) {
    if (size < values.leastBytes()) {
      setWhole(bytes, position, size);
    } else {
      loaded = -1;
      pieces = values.piecesOf(bytes, position);
      length = values.valueBytes(bytes, position);
      buffer = arrays.bytes(buffer, values.pieceBytes() + 2L * MOST_UNIT_BYTES);
      data = buffer;
    }
  }

  /** Whether a token stands for it. */
  public boolean isStored() {
    return pieces != null;
  }

  /** In bytes. */
  public int length() {
    return length;
  }

  /**
   * Puts the window before an offset.
   *
   * @param windowUnit windows begin and end so many bytes apart, counted from the offset, at most
   *     {@value #MOST_UNIT_BYTES}; or {@link #TEXT}. The value's last window has what is left.
   */
  public void begin(int at, int windowUnit) {
    unit = windowUnit;
    carried = 0;
    if (pieces == null) {
      from = start + at;
      to = from;
    } else {
      nextPiece = at / values.pieceBytes();
      skipped = at % values.pieceBytes();
    }
    offset = at;
    to = from;
  }

  /** Moves the window on; false at the end. It is never empty. */
  public boolean next() {
    offset += to - from;
    if (pieces == null) {
      from = to;
      to = start + length;
      return from < to;
    }
    int end = to;
    while (nextPiece < pieces.length) {
      System.arraycopy(data, end, carriedBytes, 0, carried);
      int size = load(nextPiece);
      from = MOST_UNIT_BYTES - carried + skipped;
      System.arraycopy(carriedBytes, 0, data, from, carried);
      end = MOST_UNIT_BYTES + size;
      skipped = 0;
      nextPiece++;
      to = nextPiece == pieces.length ? end : whole(from, end);
      carried = end - to;
      if (from < to) {
        return true;
      }
      end = to;
    }
    from = to;
    return false;
  }

  /** The last position up to {@code end} at which a unit of the window ends. */
  private int whole(int begin, int end) {
    if (unit != TEXT) {
      return end - (end - begin) % unit;
    }
    int last = end - 1;
    while (last > begin
        && end - last < LONGEST_CODE_POINT
        && BytesKernels.isContinuation(data[last])) {
      last--;
    }
    int lead = data[last] & 0xFF;
    int size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return last + size > end ? last : end;
  }

  /** Puts the window behind the end, for {@link #previous}, between code points. */
  public void beginAtEnd() {
    carried = 0;
    offset = length;
    if (pieces == null) {
      from = start + length;
      to = from;
    } else {
      nextPiece = pieces.length - 1;
    }
  }

  /** Moves the window back; false at the beginning. It is never empty. */
  public boolean previous() {
    if (pieces == null) {
      to = from;
      from = start;
      offset = 0;
      return from < to;
    }
    while (nextPiece >= 0) {
      int size = load(nextPiece);
      from = MOST_UNIT_BYTES;
      to = from + size + carried;
      System.arraycopy(carriedBytes, 0, data, from + size, carried);
      carried = 0;
      while (nextPiece > 0
          && from < to
          && carried < LONGEST_CODE_POINT
          && BytesKernels.isContinuation(data[from])) {
        carriedBytes[carried++] = data[from++];
      }
      offset = nextPiece * values.pieceBytes() + carried;
      nextPiece--;
      if (from < to) {
        return true;
      }
    }
    return false;
  }

  /** Has a piece in the buffer; gives its length. */
  private int load(int piece) {
    int size = Math.min(values.pieceBytes(), length - piece * values.pieceBytes());
    if (loaded != piece) {
      loaded = -1;
      values.readPiece(pieces[piece], buffer, MOST_UNIT_BYTES, size);
      loaded = piece;
    }
    return size;
  }

  /** What the window shows lies here, {@link #from} {@link #to}. Not to be written to. */
  public byte[] data() {
    return data;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  /** Where the window begins in the value. */
  public int offset() {
    return offset;
  }

  // What is made of windows.

  /** Appends the bytes between two offsets. */
  public void copy(int begin, int end, BytesBuilder out) {
    if (pieces == null) {
      out.append(data, start + begin, end - begin);
      return;
    }
    begin(begin, BYTES);
    int left = end - begin;
    while (left > 0 && next()) {
      int size = Math.min(left, to - from);
      out.append(data, from, size);
      left -= size;
    }
  }

  /** The code points of a text up to an offset. */
  public int countCodePoints(int end) {
    if (pieces == null) {
      return BytesKernels.countCodePoints(data, start, start + end);
    }
    int count = 0;
    begin(0, BYTES);
    while (offset < end && next()) {
      count += BytesKernels.countCodePoints(data, from, Math.min(to, from + end - offset));
    }
    return count;
  }

  /** The offset after so many code points from another one, at most the length. */
  public int skip(int at, int codePoints) {
    if (pieces == null) {
      return BytesKernels.skip(data, start + at, start + length, codePoints) - start;
    }
    int left = codePoints;
    begin(at, TEXT);
    while (left > 0 && next()) {
      int position = BytesKernels.skip(data, from, to, left);
      if (position < to) {
        return offset + position - from;
      }
      left -= BytesKernels.countCodePoints(data, from, to);
      if (left == 0) {
        return offset + to - from;
      }
    }
    return left > 0 ? length : at;
  }

  /** Whether what lies at an offset are bytes[begin, end). */
  public boolean matches(int at, byte[] bytes, int begin, int end) {
    if (at < 0 || end - begin > length - at) {
      return false;
    }
    int done = begin;
    begin(at, BYTES);
    while (done < end && next()) {
      int size = Math.min(end - done, to - from);
      if (!Arrays.equals(data, from, from + size, bytes, done, done + size)) {
        return false;
      }
      done += size;
    }
    return true;
  }
}
