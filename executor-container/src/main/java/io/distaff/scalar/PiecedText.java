package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesKernels;
import io.distaff.memory.ReservedArrays;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The characters of a text of which one window is in memory, for those who go through it forward by
 * and large: reading elsewhere reads a piece of the value again. A character begins with each byte
 * that doesn't continue one, and is U+FFFD where the bytes are none. Used again for every row;
 * mutable.
 *
 * <pre>
 *   window    0              1              2
 *   bytes     |  a  b  ä ä   |  日 日 日 c   |  ...     where each begins: firstBytes
 *   chars     |  a  b  ä     |  日 c        |  ...                         firstChars
 *                          +------------+
 *                          | a b 日 c   |              chars: the last two before stay
 * </pre>
 */
final class PiecedText implements CharSequence {
  /** Of the window before, which those who look around a position need: a code point. */
  private static final int BEHIND = 2;

  private static final char REPLACEMENT = '\uFFFD';

  private final ReservedArrays arrays;

  /** By window, and where the text ends. */
  private int[] firstBytes = {};

  private int[] firstChars = {};
  private int numWindows;
  private ByteValue value;
  private int length;

  /** Of a window; before them those that stay. */
  private char[] chars = {};

  private int window;
  private int first;
  private int count;

  /** How many of the characters before the window are there. */
  private int behind;

  /** A place in the window: a character's number, and the bytes before it. */
  private int placeChars;

  private int placeBytes;

  /**
   * How many bytes of the window are before each character, where some aren't as they should be.
   */
  private int[] charBytes = {};

  private boolean hasCharBytes;

  PiecedText(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  /** Goes to a text, reading it once. */
  void set(ByteValue text) {
    value = text;
    numWindows = 0;
    length = 0;
    int most = 0;
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      add(text.offset());
      int size = numChars(text.data(), text.from(), text.to());
      most = Math.max(most, size);
      length += size;
    }
    add(text.length());
    numWindows--;
    if (chars.length < most + BEHIND) {
      // As many again while they are decoded.
      arrays.reserve(2L * Character.BYTES * (most + BEHIND - chars.length));
      chars = new char[most + BEHIND];
    }
    window = -1;
    count = 0;
    behind = 0;
  }

  private void add(int firstByte) {
    firstBytes = arrays.grownInts(firstBytes, numWindows + 1);
    firstChars = arrays.grownInts(firstChars, numWindows + 1);
    firstBytes[numWindows] = firstByte;
    firstChars[numWindows] = length;
    numWindows++;
  }

  /** Of code points as they are in UTF-16: one for each first byte, two for those of four bytes. */
  private static int numChars(byte[] utf8, int from, int to) {
    int chars = BytesKernels.countCodePoints(utf8, from, to);
    for (int i = from; i < to; i++) {
      chars += (utf8[i] & 0xF8) == 0xF0 && isPair(utf8, i, to) ? 1 : 0;
    }
    return chars;
  }

  /** Whether a code point of four bytes is there, after a first byte of one. */
  private static boolean isPair(byte[] utf8, int at, int to) {
    if (at + 4 > to) {
      return false;
    }
    int codePoint = utf8[at] & 0x07;
    for (int i = at + 1; i < at + 4; i++) {
      if (!BytesKernels.isContinuation(utf8[i])) {
        return false;
      }
      codePoint = codePoint << 6 | (utf8[i] & 0x3F);
    }
    return Character.isSupplementaryCodePoint(codePoint);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    int at = index - first;
    if (at >= count || at < -behind) {
      load(index);
      at = index - first;
    }
    return chars[BEHIND + at];
  }

  /** Has the window with a character in memory. */
  private void load(int index) {
    int found = Arrays.binarySearch(firstChars, 0, numWindows, index);
    int wanted = found < 0 ? -found - 2 : found;
    while (wanted + 1 < numWindows && firstChars[wanted + 1] == index) {
      wanted++; // There may be none in a window, of bytes that continue nothing.
    }
    behind = wanted == window + 1 ? Math.min(BEHIND, count) : 0;
    System.arraycopy(chars, count + BEHIND - behind, chars, BEHIND - behind, behind);
    value.begin(firstBytes[wanted], ByteValue.TEXT);
    value.next();
    String text =
        new String(value.data(), value.from(), value.to() - value.from(), StandardCharsets.UTF_8);
    hasCharBytes = text.indexOf(REPLACEMENT) >= 0;
    if (hasCharBytes) {
      count = decode(value.data(), value.from(), value.to());
    } else {
      count = text.length();
      text.getChars(0, count, chars, BEHIND);
    }
    window = wanted;
    first = firstChars[wanted];
    placeChars = 0;
    placeBytes = 0;
  }

  /** One by one, as {@link #numChars} counts them; gives how many there are. */
  private int decode(byte[] utf8, int from, int to) {
    charBytes = arrays.ints(charBytes, chars.length);
    int decoded = 0;
    int next;
    for (int i = from; i < to; i = next) {
      next = BytesKernels.next(utf8, i, to);
      if (!BytesKernels.isContinuation(utf8[i])) {
        int codePoint = new String(utf8, i, next - i, StandardCharsets.UTF_8).codePointAt(0);
        int size = Character.toChars(codePoint, chars, BEHIND + decoded);
        Arrays.fill(charBytes, decoded, decoded + size, i - from);
        decoded += size;
      }
    }
    return decoded;
  }

  /** How many bytes of the text are before a character. */
  int offset(int index) {
    if (index == length) {
      return value.length();
    }
    charAt(index);
    if (index < first) {
      load(index);
    }
    if (hasCharBytes) {
      return firstBytes[window] + charBytes[index - first];
    }
    if (firstBytes[window + 1] - firstBytes[window] == count) {
      return firstBytes[window] + index - first;
    }
    for (int wanted = index - first; placeChars < wanted; placeChars++) {
      placeBytes += numBytes(chars[BEHIND + placeChars]);
    }
    for (int wanted = index - first; placeChars > wanted; placeChars--) {
      placeBytes -= numBytes(chars[BEHIND + placeChars - 1]);
    }
    return firstBytes[window] + placeBytes;
  }

  /** In UTF-8; of the two of a code point of four bytes each has half. */
  private static int numBytes(char c) {
    return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    StringBuilder part = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      part.append(charAt(i));
    }
    return part;
  }

  @Override
  public String toString() {
    return subSequence(0, length).toString();
  }
}
