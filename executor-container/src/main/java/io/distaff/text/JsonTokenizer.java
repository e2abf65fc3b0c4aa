package io.distaff.text;

import io.distaff.text.record.ByteSearch;
import java.nio.charset.StandardCharsets;

/**
 * Takes a record of JSON (RFC 8259) apart: a cursor that steps into objects and arrays, over their
 * members and elements, and past what isn't wanted. Names and values are slices of the record;
 * escapes are replaced in place where that is asked for, text being never longer than it is
 * written. NaN and the infinities count as numbers, as Java spells them.
 *
 * <pre>
 *   json.begin(data, start, end);
 *   if (json.next() == OBJECT) {
 *     for (boolean more = json.firstMember(); more; more = json.nextMember()) {
 *       json.unescapeName();              // nameStart, nameLength
 *       switch (json.next()) { ... }      // or json.skipValue()
 *     }
 *   }
 * </pre>
 *
 * Nothing is thrown: where the record turns out to be no JSON, values are MALFORMED, members and
 * elements end, and {@link #problem} says what is wrong. Whether the record is UTF-8 isn't looked
 * at. Confined to the task's thread.
 */
final class JsonTokenizer {
  /** What stands at the cursor. */
  enum Token {
    NULL,
    BOOLEAN,
    INTEGER,
    /** A number with a fraction or an exponent, or one that isn't finite. */
    FLOAT,
    STRING,
    OBJECT,
    ARRAY,
    MALFORMED
  }

  /** As deep as Jackson goes; what is deeper would take the stack. */
  static final int MAX_DEPTH = 1000;

  static final String NO_ESCAPE = "there is no such escape";
  static final String CONTROL_CHARACTER = "a string has a control character";

  private static final int HEX_DIGITS = 4;
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NAN = ascii("NaN");
  private static final byte[] INFINITY = ascii("Infinity");
  private static final byte[] INF = ascii("INF");

  private byte[] data;
  private int begin;
  private int position;
  private int limit;
  private int depth;
  private RecordProblem problem;

  private int nameStart;
  private int nameEnd;
  private int valueStart;
  private int valueEnd;

  /** Whether the string that was passed last has escapes, and the name. */
  private boolean escaped;

  private boolean nameEscaped;

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  /** Goes before the only value of a record. */
  void begin(byte[] record, int start, int end) {
    data = record;
    begin = start;
    position = start;
    limit = end;
    depth = 0;
    problem = null;
  }

  /** What is wrong with the record as far as it was looked at, or null. */
  RecordProblem problem() {
    return problem;
  }

  /** After the value: whether nothing follows it. */
  boolean isAtEnd() {
    skipSpace();
    return position == limit;
  }

  /** The name of the member is in these bytes, with its escapes until {@link #unescapeName}. */
  int nameStart() {
    return nameStart;
  }

  int nameLength() {
    return nameEnd - nameStart;
  }

  /** Replaces the escapes of the name. */
  void unescapeName() {
    if (nameEscaped) {
      nameEnd = JsonStrings.unescape(data, nameStart, nameEnd, data, nameStart);
      nameEscaped = false;
    }
  }

  /**
   * The value is in these bytes: a string without its quotes, and with its escapes until {@link
   * #unescape}; anything else as it is written, objects and arrays after {@link #skipRest}.
   */
  int valueStart() {
    return valueStart;
  }

  int valueLength() {
    return valueEnd - valueStart;
  }

  /** Replaces the escapes of the string that {@link #next} gave. */
  void unescape() {
    if (escaped) {
      valueEnd = JsonStrings.unescape(data, valueStart, valueEnd, data, valueStart);
      escaped = false;
    }
  }

  /** Steps over a value, or into an object or array. */
  Token next() {
    skipSpace();
    if (position == limit) {
      return malformed("it ends where a value should be");
    }
    valueStart = position;
    return switch (data[position]) {
      case '"' -> string();
      case '{' -> container(Token.OBJECT);
      case '[' -> container(Token.ARRAY);
      case 't' -> word(TRUE, position, Token.BOOLEAN);
      case 'f' -> word(FALSE, position, Token.BOOLEAN);
      case 'n' -> word(NULL, position, Token.NULL);
      case 'N' -> word(NAN, position, Token.FLOAT);
      case 'I' -> word(INFINITY, position, Token.FLOAT);
      default -> number();
    };
  }

  private Token container(Token token) {
    position++;
    return ++depth > MAX_DEPTH ? malformed("it is nested deeper than " + MAX_DEPTH) : token;
  }

  private Token string() {
    valueEnd = endOfString(position + 1);
    valueStart = position + 1;
    if (problem != null) {
      return Token.MALFORMED;
    }
    position = valueEnd + 1;
    return Token.STRING;
  }

  private Token word(byte[] word, int at, Token token) {
    int end = at + word.length;
    boolean same = end <= limit;
    for (int i = 0; same && i < word.length; i++) {
      same = data[at + i] == word[i];
    }
    if (!same) {
      return malformed("there is no such value");
    }
    position = end;
    valueEnd = end;
    return token;
  }

  private Token number() {
    int at = position;
    boolean signed = data[at] == '-' || data[at] == '+';
    int digits = signed ? at + 1 : at;
    if (signed && digits < limit && data[digits] == 'I') {
      boolean isShort = digits + 1 < limit && data[digits + 1] == 'N';
      return word(isShort ? INF : INFINITY, digits, Token.FLOAT);
    }
    int end = digits(digits);
    if (end == digits || data[at] == '+') {
      return malformed("there is no such value");
    }
    if (data[digits] == '0' && end > digits + 1) {
      return malformed("a number begins with 0");
    }
    Token token = Token.INTEGER;
    if (end < limit && data[end] == '.') {
      token = Token.FLOAT;
      int fraction = end + 1;
      end = digits(fraction);
      if (end == fraction) {
        return malformed("a number ends with its point");
      }
    }
    if (end < limit && (data[end] == 'e' || data[end] == 'E')) {
      token = Token.FLOAT;
      boolean hasSign = end + 1 < limit && (data[end + 1] == '-' || data[end + 1] == '+');
      int exponent = hasSign ? end + 2 : end + 1;
      end = digits(exponent);
      if (end == exponent) {
        return malformed("a number has no exponent after its e");
      }
    }
    position = end;
    valueEnd = end;
    return token;
  }

  private int digits(int from) {
    int end = from;
    while (end < limit && data[end] >= '0' && data[end] <= '9') {
      end++;
    }
    return end;
  }

  /** After OBJECT: goes to the value of the first member; false when there is none. */
  boolean firstMember() {
    skipSpace();
    if (position < limit && data[position] == '}') {
      return leave();
    }
    return problem == null && name();
  }

  /** After a member's value: goes to that of the next; false when there is none. */
  boolean nextMember() {
    return separator('}') && name();
  }

  /** After ARRAY: goes to the first element; false when there is none. */
  boolean firstElement() {
    skipSpace();
    if (position < limit && data[position] == ']') {
      return leave();
    }
    return problem == null;
  }

  /** After an element: goes to the next; false when there is none. */
  boolean nextElement() {
    return separator(']');
  }

  private boolean leave() {
    position++;
    depth--;
    return false;
  }

  private boolean separator(char end) {
    if (problem != null) {
      return false;
    }
    skipSpace();
    if (position < limit && data[position] == ',') {
      position++;
      return true;
    }
    if (position < limit && data[position] == end) {
      return leave();
    }
    malformed(
        position == limit
            ? "it ends within an " + (end == '}' ? "object" : "array")
            : "a comma or " + end + " should be here");
    return false;
  }

  private boolean name() {
    skipSpace();
    if (position == limit || data[position] != '"') {
      malformed("a name in quotes should be here");
      return false;
    }
    nameStart = position + 1;
    nameEnd = endOfString(nameStart);
    if (problem != null) {
      return false;
    }
    nameEscaped = escaped;
    position = nameEnd + 1;
    skipSpace();
    if (position == limit || data[position] != ':') {
      malformed("a colon should be here");
      return false;
    }
    position++;
    return true;
  }

  /** Where the quote is that ends a string; sets {@link #escaped}. */
  private int endOfString(int from) {
    escaped = false;
    int at = ByteSearch.indexOfJsonSpecial(data, from, limit);
    while (at < limit && data[at] == '\\') {
      escaped = true;
      int length = at + 1 < limit ? escapeLength(at + 1) : 0;
      if (length == 0) {
        position = at;
        malformed(NO_ESCAPE);
        return at;
      }
      at = ByteSearch.indexOfJsonSpecial(data, at + 1 + length, limit);
    }
    if (at >= limit || data[at] != '"') {
      position = Math.min(at, limit);
      malformed(at >= limit ? "a string has no end" : CONTROL_CHARACTER);
    }
    return at;
  }

  /** How many bytes follow the backslash; 0 for what is no escape. */
  private int escapeLength(int letter) {
    if (data[letter] == 'u') {
      return hasUnit(letter + 1) ? 1 + HEX_DIGITS : 0;
    }
    return JsonStrings.isEscape(data[letter]) ? 1 : 0;
  }

  private boolean hasUnit(int from) {
    if (from + HEX_DIGITS > limit) {
      return false;
    }
    for (int i = from; i < from + HEX_DIGITS; i++) {
      if (Character.digit(data[i], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Steps over a value with all that is in it. */
  Token skipValue() {
    Token token = next();
    skipRest(token);
    return token;
  }

  /** Steps out of an object or array that {@link #next} has given; does nothing for others. */
  void skipRest(Token token) {
    int start = valueStart;
    if (token == Token.OBJECT) {
      for (boolean more = firstMember(); more; more = nextMember()) {
        skipValue();
      }
    } else if (token == Token.ARRAY) {
      for (boolean more = firstElement(); more; more = nextElement()) {
        skipValue();
      }
    } else {
      return;
    }
    valueStart = start;
    valueEnd = position;
  }

  private void skipSpace() {
    while (position < limit && isSpace(data[position])) {
      position++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private Token malformed(String what) {
    if (problem == null) {
      problem = new RecordProblem(what, position - begin);
    }
    return Token.MALFORMED;
  }
}
