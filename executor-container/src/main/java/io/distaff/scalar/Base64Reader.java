package io.distaff.scalar;

import io.distaff.kernel.BytesBuilder;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads base 64 as it comes. Groups of characters are decoded many at a time; from the first '=' on
 * what belongs to the end is kept until {@link #finish}, where the JDK's decoder judges it. Other
 * characters are skipped. Used for one text after another.
 */
final class Base64Reader {
  private static final int GROUP = 4;
  private static final int GROUPS_BYTES = 1024 * GROUP;

  /** An end that is longer is wrong, whatever follows. */
  private static final int LONGEST_END = 16;

  private enum State {
    GROUPS,
    /** Directly after the first '='. */
    PADDING,
    AFTER_PADDING
  }

  private BytesBuilder out;
  private final byte[] characters = new byte[GROUPS_BYTES + LONGEST_END];
  private int length;
  private int endStart;
  private State state = State.GROUPS;

  /** Begins a text, whose bytes are appended. */
  void begin(BytesBuilder target) {
    out = target;
    length = 0;
    state = State.GROUPS;
  }

  /** Reads data[from, to). */
  void read(byte[] data, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = data[i];
      switch (state) {
        case GROUPS -> {
          if (isDigit(b)) {
            characters[length++] = b;
            if (length == GROUPS_BYTES) {
              decode();
            }
          } else if (b == '=') {
            endStart = length;
            characters[length++] = b;
            state = State.PADDING;
          }
        }
        case PADDING -> {
          characters[length++] = b;
          state = State.AFTER_PADDING;
        }
        case AFTER_PADDING -> {
          if (isDigit(b) && length - endStart < LONGEST_END) {
            characters[length++] = b;
          }
        }
      }
    }
  }

  /**
   * Ends the text.
   *
   * @throws IllegalArgumentException if it ends within a group
   */
  void finish() {
    decode();
  }

  private void decode() {
    out.append(Base64.getMimeDecoder().decode(Arrays.copyOf(characters, length)));
    length = 0;
  }

  private static boolean isDigit(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/';
  }
}
