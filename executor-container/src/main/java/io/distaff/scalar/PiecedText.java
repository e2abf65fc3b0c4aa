package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.memory.ReservedArrays;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The characters of a text of which one window is in memory, for those who go through it forward by
 * and large: reading elsewhere reads a piece of the value again. Used again for every row; mutable.
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
    int chars = 0;
    for (int i = from; i < to; i++) {
      chars += ((utf8[i] & 0xC0) != 0x80 ? 1 : 0) + ((utf8[i] & 0xF8) == 0xF0 ? 1 : 0);
    }
    return chars;
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
    behind = wanted == window + 1 ? Math.min(BEHIND, count) : 0;
    System.arraycopy(chars, count + BEHIND - behind, chars, BEHIND - behind, behind);
    value.begin(firstBytes[wanted], ByteValue.TEXT);
    value.next();
    String text =
        new String(value.data(), value.from(), value.to() - value.from(), StandardCharsets.UTF_8);
    count = text.length();
    text.getChars(0, count, chars, BEHIND);
    window = wanted;
    first = firstChars[wanted];
    placeChars = 0;
    placeBytes = 0;
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
