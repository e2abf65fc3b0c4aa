package io.distaff.scalar;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.BytesKernels;
import java.util.Map;

/**
 * The matches of a regular expression in a text, found in the text's UTF-8 bytes, one after another
 * and without overlaps. Takes time linear in the text, whatever the expression. After a match of
 * nothing the search goes on behind the next character. Used again for every row; mutable.
 */
final class Regex {
  private static final byte[] NOTHING = {};

  private final Remembered<Matcher> matchers;
  private Matcher matcher;
  private byte[] text = NOTHING;
  private int next;

  Regex(CallSite site) {
    this.matchers = new Remembered<>(pattern -> compile(site, pattern).matcher(NOTHING));
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
    matcher = current;
    text = row.copy(0);
    matcher.reset(text);
    next = 0;
    return changed;
  }

  /** Skips characters of the text. */
  void skip(int codePoints) {
    next = BytesKernels.skip(text, next, text.length, codePoints);
  }

  /** Goes to the next match, if there is one. */
  boolean find() {
    if (next > text.length || !matcher.find(next)) {
      next = text.length + 1;
      return false;
    }
    int end = matcher.end();
    next = end > matcher.start() ? end : end < text.length ? next(end) : end + 1;
    return true;
  }

  private int next(int position) {
    return BytesKernels.next(text, position, text.length);
  }

  /** The text's bytes; positions count from 0. */
  byte[] text() {
    return text;
  }

  int start() {
    return matcher.start();
  }

  int end() {
    return matcher.end();
  }

  int numGroups() {
    return matcher.groupCount();
  }

  Map<String, Integer> namedGroups() {
    return matcher.pattern().namedGroups();
  }

  /** Appends what a group matched, 0 = the whole match; nothing if it has no part in it. */
  void appendGroup(int group, BytesBuilder out) {
    int start = matcher.start(group);
    if (start >= 0) {
      out.append(text, start, matcher.end(group) - start);
    }
  }
}
