package io.distaff.scalar;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import java.util.Map;

/**
 * The matches of a regular expression in a text, one after another and without overlaps. Takes time
 * linear in the text, whatever the expression. After a match of nothing the search goes on behind
 * the next character. Used again for every row; mutable.
 *
 * <p>They are found in the text's UTF-8 bytes, and positions count those. In a text that a token
 * stands for they are found in its characters, which are read piece by piece, and positions count
 * them. So they are in a text that isn't ASCII where the expression may look at what is before a
 * match: RE2/J 1.8 takes a byte beyond ASCII there for the beginning of the text.
 */
final class Regex {
  private static final byte[] NOTHING = {};

  private final Remembered<Matcher> matchers;
  private final PiecedText pieces;
  private Matcher matcher;

  /** Whether there may be an assertion in the expression about what is before a position. */
  private boolean looksBack;

  /** Null where the text is read piece by piece. */
  private byte[] text = NOTHING;

  private ByteValue value;
  private int length;
  private int next;

  Regex(CallSite site) {
    this.matchers = new Remembered<>(pattern -> compile(site, pattern).matcher(NOTHING));
    this.pieces = new PiecedText(site.arrays());
  }

  /** An expression; throws INVALID_ARGUMENT if it is none. */
  static Pattern compile(CallSite site, String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw RowFunctions.invalid(
          site, "'" + pattern + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /**
   * Goes to the beginning of a row's text, the first argument; its pattern is the second.
   *
   * @return true when it is another expression than last time
   */
  boolean begin(Row row) {
    Matcher current = matchers.of(row, 1);
    boolean changed = current != matcher;
    if (changed) {
      String pattern = current.pattern().pattern();
      looksBack = pattern.indexOf('^') >= 0 || pattern.indexOf('\\') >= 0;
    }
    matcher = current;
    value = row.value(0);
    if (value.isStored() || (looksBack && !isAscii(row))) {
      text = null;
      pieces.set(value);
      length = pieces.length();
      matcher.reset(pieces);
    } else {
      text = row.copy(0);
      length = text.length;
      matcher.reset(text);
    }
    next = 0;
    return changed;
  }

  private static boolean isAscii(Row row) {
    byte[] data = row.data(0);
    for (int i = row.from(0); i < row.to(0); i++) {
      if (data[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Skips characters of the text. */
  void skip(int codePoints) {
    for (int i = 0; i < codePoints && next < length; i++) {
      next = next(next);
    }
  }

  /** Goes to the next match, if there is one. */
  boolean find() {
    if (next > length || !matcher.find(next)) {
      next = length + 1;
      return false;
    }
    int end = matcher.end();
    next = end > matcher.start() ? end : end < length ? next(end) : end + 1;
    return true;
  }

  private int next(int position) {
    return text == null
        ? position + Character.charCount(Character.codePointAt(pieces, position))
        : BytesKernels.next(text, position, length);
  }

  /** The position at the end of the text. */
  int length() {
    return length;
  }

  /** How many bytes of the text are before a position. */
  int offset(int position) {
    return text == null ? pieces.offset(position) : position;
  }

  /** How many characters of the text are before a position. */
  int codePoints(int position) {
    return value.countCodePoints(offset(position));
  }

  /** Appends the text between two positions. */
  void append(int from, int to, BytesBuilder out) {
    if (text == null) {
      value.copy(pieces.offset(from), pieces.offset(to), out);
    } else {
      out.append(text, from, to - from);
    }
  }

  int start() {
    return matcher.start();
  }

  int end() {
    return matcher.end();
  }

  /** Where a group's match begins; -1 if it has no part in it. */
  int start(int group) {
    return matcher.start(group);
  }

  int end(int group) {
    return matcher.end(group);
  }

  int numGroups() {
    return matcher.groupCount();
  }

  Map<String, Integer> namedGroups() {
    return matcher.pattern().namedGroups();
  }

  /** Appends what a group matched, 0 = the whole match; nothing if it has no part in it. */
  void appendGroup(int group, BytesBuilder out) {
    int start = start(group);
    if (start >= 0) {
      append(start, end(group), out);
    }
  }
}
