package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whole numbers as differences to the smallest of them, each in as few bytes as the largest
 * difference needs. Compression has less than half to do then, and finds nearly as much.
 *
 * <pre>
 *   numbers := byte width, smallest (as wide as the type), width bytes * count     width below that of the type
 *            | byte width, the numbers                                             width of the type
 * </pre>
 *
 * Numbers are written and read by whole words that overlap: the next one overwrites what the one
 * before it has put too far.
 */
final class NarrowIntegers {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private NarrowIntegers() {}

  /** Writes the first {@code count} numbers. */
  static void write(int[] values, int count, GrowableBytes out) {
    int smallest = Integer.MAX_VALUE;
    int largest = Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      smallest = Math.min(smallest, values[i]);
      largest = Math.max(largest, values[i]);
    }
    int width = count == 0 ? Integer.BYTES : bytesFor(largest - smallest & 0xFFFFFFFFL);
    if (width == Integer.BYTES) {
      writeWhole(values, count, out);
      return;
    }
    out.putByte(width);
    out.putInt(smallest);
    int at = out.advance(count * width + Integer.BYTES);
    putDifferences(values, count, smallest, width, out.array(), at);
    out.truncate(at + count * width);
  }

  /** As {@link #write}, but each number in all its bytes. */
  static void writeWhole(int[] values, int count, GrowableBytes out) {
    out.putByte(Integer.BYTES);
    int at = out.advance(count * Integer.BYTES);
    out.view(at, count * Integer.BYTES).asIntBuffer().put(values, 0, count);
  }

  /** Writes the first {@code count} numbers. */
  static void write(long[] values, int count, GrowableBytes out) {
    long smallest = Long.MAX_VALUE;
    long largest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      smallest = Math.min(smallest, values[i]);
      largest = Math.max(largest, values[i]);
    }
    int width = count == 0 ? Long.BYTES : bytesFor(largest - smallest);
    if (width == Long.BYTES) {
      writeWhole(values, count, out);
      return;
    }
    out.putByte(width);
    out.putLong(smallest);
    int at = out.advance(count * width + Long.BYTES);
    putDifferences(values, count, smallest, width, out.array(), at);
    out.truncate(at + count * width);
  }

  /** As {@link #write}, but each number in all its bytes. */
  static void writeWhole(long[] values, int count, GrowableBytes out) {
    out.putByte(Long.BYTES);
    int at = out.advance(count * Long.BYTES);
    out.view(at, count * Long.BYTES).asLongBuffer().put(values, 0, count);
  }

  /** Bytes of an unsigned number; at least one, so that no count comes without as many bytes. */
  private static int bytesFor(long unsigned) {
    return Math.max(1, (Long.SIZE + 7 - Long.numberOfLeadingZeros(unsigned)) / Byte.SIZE);
  }

  private static void putDifferences(
      int[] values, int count, int smallest, int width, byte[] target, int start) {
    int at = start;
    for (int i = 0; i < count; i++) {
      INT.set(target, at, values[i] - smallest);
      at += width;
    }
  }

  private static void putDifferences(
      long[] values, int count, long smallest, int width, byte[] target, int start) {
    int at = start;
    for (int i = 0; i < count; i++) {
      LONG.set(target, at, values[i] - smallest);
      at += width;
    }
  }

  static int[] readInts(int count, ByteBuffer in) {
    int width = width(Integer.BYTES, in);
    int smallest = width < Integer.BYTES ? in.getInt() : 0;
    require(count, width, in);
    int[] values = new int[count];
    if (width == Integer.BYTES) {
      in.asIntBuffer().get(values);
    } else {
      int first = in.arrayOffset() + in.position();
      int whole = wholeWords(in.array().length - first, count, width, Integer.BYTES);
      addDifferences(in.array(), first, width, smallest, values, whole);
      for (int i = whole; i < count; i++) {
        values[i] = smallest + (int) lastWord(in.array(), first + i * width, width);
      }
    }
    in.position(in.position() + count * width);
    return values;
  }

  static long[] readLongs(int count, ByteBuffer in) {
    int width = width(Long.BYTES, in);
    long smallest = width < Long.BYTES ? in.getLong() : 0;
    require(count, width, in);
    long[] values = new long[count];
    if (width == Long.BYTES) {
      in.asLongBuffer().get(values);
    } else {
      int first = in.arrayOffset() + in.position();
      int whole = wholeWords(in.array().length - first, count, width, Long.BYTES);
      addDifferences(in.array(), first, width, smallest, values, whole);
      for (int i = whole; i < count; i++) {
        values[i] = smallest + lastWord(in.array(), first + i * width, width);
      }
    }
    in.position(in.position() + count * width);
    return values;
  }

  private static int width(int widest, ByteBuffer in) {
    int width = in.get();
    if (width < 1 || width > widest) {
      throw new DistaffException(
          ErrorCode.CORRUPT_BLOCK,
          "a serialised batch has numbers of " + width + " bytes where " + widest + " hold them");
    }
    return width;
  }

  /** Of how many numbers a whole word may be read without leaving the array. */
  private static int wholeWords(int available, int count, int width, int wordBytes) {
    return available < wordBytes ? 0 : Math.min(count, (available - wordBytes) / width + 1);
  }

  private static void addDifferences(
      byte[] source, int start, int width, int smallest, int[] out, int count) {
    int mask = (1 << (width * Byte.SIZE)) - 1;
    int at = start;
    for (int i = 0; i < count; i++) {
      out[i] = smallest + ((int) INT.get(source, at) & mask);
      at += width;
    }
  }

  private static void addDifferences(
      byte[] source, int start, int width, long smallest, long[] out, int count) {
    long mask = (1L << (width * Byte.SIZE)) - 1;
    int at = start;
    for (int i = 0; i < count; i++) {
      out[i] = smallest + ((long) LONG.get(source, at) & mask);
      at += width;
    }
  }

  private static long lastWord(byte[] source, int at, int width) {
    long word = 0;
    for (int b = width - 1; b >= 0; b--) {
      word = (word << Byte.SIZE) | (source[at + b] & 0xFF);
    }
    return word;
  }

  /** Sees to it that a lying count makes no large array. */
  private static void require(int count, int width, ByteBuffer in) {
    if ((long) count * width > in.remaining()) {
      throw new BufferUnderflowException();
    }
  }
}
