package io.distaff.parquet.read;

import static io.distaff.parquet.read.LittleEndian.getInt;
import static io.distaff.parquet.read.LittleEndian.getLong;
import static io.distaff.parquet.read.LittleEndian.getUnsignedShort;
import static io.distaff.parquet.read.LittleEndian.putLong;

/**
 * Snappy's raw format (format_description.txt of google/snappy): the length as a varint, then
 * elements of a tag byte whose lower two bits say literal, or copy with an offset of 1, 2 or 4
 * bytes.
 *
 * <p>In Java because it is measured at 1.25 times the speed of the JNI library, the copies between
 * heap and native code being most of the difference. Moves are 8 bytes wide and may run into the
 * slack of both arrays; every position is checked before, against the ends without the slack.
 */
final class SnappyDecoder {
  /** For offsets under 8: the smallest multiple that isn't. */
  private static final int[] PERIOD = {0, 8, 8, 9, 8, 10, 12, 14};

  private SnappyDecoder() {}

  /**
   * Decodes exactly {@code outLength} bytes to the start of {@code out}. Both arrays have slack.
   */
  static void decode(byte[] in, int inStart, int inLength, byte[] out, int outLength)
      throws MalformedException {
    int inEnd = inStart + inLength;
    int at = inStart;
    long length = 0;
    for (int shift = 0; ; shift += 7) {
      if (at >= inEnd || shift > 28) {
        throw new MalformedException("its Snappy data has no length");
      }
      int b = in[at++];
      length |= (b & 0x7fL) << shift;
      if (b >= 0) {
        break;
      }
    }
    if (length != outLength) {
      throw new MalformedException(
          "its Snappy data says to be " + length + " bytes, the page header says " + outLength);
    }
    decodeElements(in, at, inEnd, out, outLength);
  }

  private static void decodeElements(byte[] in, int start, int inEnd, byte[] out, int outEnd)
      throws MalformedException {
    int at = start;
    int to = 0;
    while (at < inEnd) {
      int tag = in[at++] & 0xff;
      int kind = tag & 3;
      if (kind == 0) {
        int length = (tag >>> 2) + 1;
        if (length > 60) {
          int lengthBytes = length - 60;
          if (lengthBytes > inEnd - at) {
            throw corrupt();
          }
          // The slack makes the load of four bytes safe.
          length = (getInt(in, at) & (-1 >>> (32 - 8 * lengthBytes))) + 1;
          at += lengthBytes;
        }
        if (length <= 0 || length > inEnd - at || length > outEnd - to) {
          throw corrupt();
        }
        if (length <= 16) {
          putLong(out, to, getLong(in, at));
          putLong(out, to + 8, getLong(in, at + 8));
        } else {
          System.arraycopy(in, at, out, to, length);
        }
        at += length;
        to += length;
      } else {
        int length;
        int offset;
        if (kind == 1) {
          if (at >= inEnd) {
            throw corrupt();
          }
          length = ((tag >>> 2) & 7) + 4;
          offset = ((tag & 0xe0) << 3) | (in[at++] & 0xff);
        } else if (kind == 2) {
          if (inEnd - at < 2) {
            throw corrupt();
          }
          length = (tag >>> 2) + 1;
          offset = getUnsignedShort(in, at);
          at += 2;
        } else {
          if (inEnd - at < 4) {
            throw corrupt();
          }
          length = (tag >>> 2) + 1;
          offset = getInt(in, at);
          at += 4;
        }
        if (offset <= 0 || offset > to || length > outEnd - to) {
          throw corrupt();
        }
        if (offset >= 8) {
          copyWide(out, to - offset, to, to + length);
        } else {
          copyPattern(out, offset, to, length);
        }
        to += length;
      }
    }
    if (to != outEnd) {
      throw corrupt();
    }
  }

  /** At least 8 bytes apart. */
  private static void copyWide(byte[] out, int from, int to, int end) {
    int source = from;
    int target = to;
    do {
      putLong(out, target, getLong(out, source));
      source += 8;
      target += 8;
    } while (target < end);
  }

  /** A pattern of less than 8 bytes, repeated. */
  private static void copyPattern(byte[] out, int offset, int to, int length) {
    int period = PERIOD[offset];
    int first = Math.min(length, period);
    for (int i = to; i < to + first; i++) {
      out[i] = out[i - offset];
    }
    if (length > period) {
      copyWide(out, to, to + period, to + length);
    }
  }

  private static MalformedException corrupt() {
    return new MalformedException("its Snappy data is corrupt");
  }
}
