package io.distaff.text;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Set;

/**
 * Keeps strings of JSON, or the beginning of them: those in members of the record that aren't
 * wanted become empty. Names, numbers and all else stay.
 */
final class JsonSieve implements RecordSieve {
  private static final int UNIT_DIGITS = 4;

  /** Members with longer names are kept, as are those with escapes in them. */
  private static final int LONGEST_NAME = 1024;

  /** Null for all. */
  private final Set<String> wanted;

  private final int mostBytes;

  /** The name that was passed last, or its beginning. */
  private final byte[] name = new byte[LONGEST_NAME];

  private int nameLength;

  /** Whether what is open at a depth is an object. */
  private final BitSet objects = new BitSet();

  private int depth;

  /** Whether a string that begins here is a name. */
  private boolean isNameNext;

  private boolean isName;
  private boolean inString;

  /** Bytes of an escape that are still to come. */
  private int escapeLeft;

  /** Whether the next byte says how long the escape is. */
  private boolean isEscapeLetter;

  /** Of a value of the member at hand. */
  private int most;

  private int kept;
  private boolean isCut;

  private JsonSieve(Set<String> wanted, int mostBytes) {
    this.wanted = wanted;
    this.mostBytes = mostBytes;
  }

  /** Keeps the members of these names as they are. */
  static JsonSieve ofMembers(Set<String> wanted) {
    return new JsonSieve(wanted, Integer.MAX_VALUE);
  }

  /** Keeps about so many bytes of every string that is a value, whole characters. */
  static JsonSieve ofBeginnings(int mostBytes) {
    return new JsonSieve(null, mostBytes);
  }

  @Override
  public void begin() {
    depth = 0;
    objects.clear();
    isNameNext = false;
    inString = false;
    escapeLeft = 0;
    isEscapeLetter = false;
    most = mostBytes;
  }

  @Override
  public int sift(byte[] data, int from, int limit) {
    int to = from;
    for (int i = from; i < limit; i++) {
      byte b = data[i];
      if (inString ? isKept(b) : isStructure(b)) {
        data[to++] = b;
      }
    }
    return to;
  }

  private boolean isStructure(byte b) {
    switch (b) {
      case '"' -> {
        inString = true;
        isName = isNameNext;
        isCut = false;
        kept = 0;
        nameLength = 0;
      }
      case '{', '[' -> {
        objects.set(depth++, b == '{');
        isNameNext = b == '{';
      }
      case '}', ']' -> {
        depth = Math.max(0, depth - 1);
        isNameNext = false;
      }
      case ',' -> isNameNext = depth > 0 && objects.get(depth - 1);
      case ':' -> isNameNext = false;
      default -> {}
    }
    return true;
  }

  /** Whether a byte of a string stays. */
  private boolean isKept(byte b) {
    if (isEscapeLetter) {
      isEscapeLetter = false;
      escapeLeft = b == 'u' ? UNIT_DIGITS : 0;
    } else if (escapeLeft > 0) {
      escapeLeft--;
    } else if (b == '"') {
      inString = false;
      if (isName && depth == 1) {
        most = isWanted() ? mostBytes : 0;
      }
      return true;
    } else {
      isEscapeLetter = b == '\\';
      isCut |= !isName && kept >= most && (b & 0xc0) != 0x80;
    }
    if (isName && nameLength < LONGEST_NAME) {
      name[nameLength++] = b;
    }
    kept++;
    return !isCut;
  }

  private boolean isWanted() {
    String text = new String(name, 0, nameLength, StandardCharsets.UTF_8);
    return wanted == null
        || nameLength == LONGEST_NAME
        || text.indexOf('\\') >= 0
        || wanted.contains(text);
  }
}
