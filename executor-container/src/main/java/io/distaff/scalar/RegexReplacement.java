package io.distaff.scalar;

import io.distaff.kernel.BytesBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a match is replaced by: literal text, and groups of the match. {@code $1}, of as many digits
 * as make the number of a group, {@code ${name}}; a backslash makes the next character literal.
 * Immutable.
 */
final class RegexReplacement {
  /** Literal text, or else a group. */
  private record Piece(byte[] literal, int group) {}

  private final List<Piece> pieces = new ArrayList<>();

  private RegexReplacement() {}

  /** Reads a replacement for the matches of an expression. */
  static RegexReplacement of(String text, Regex regex, CallSite site) {
    RegexReplacement replacement = new RegexReplacement();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c == '\\' && i < text.length()) {
        literal.append(text.charAt(i++));
      } else if (c != '$') {
        literal.append(c);
      } else {
        replacement.endLiteral(literal);
        i = replacement.group(text, i, regex, site);
      }
    }
    replacement.endLiteral(literal);
    return replacement;
  }

  private void endLiteral(StringBuilder literal) {
    if (literal.length() > 0) {
      pieces.add(new Piece(literal.toString().getBytes(StandardCharsets.UTF_8), -1));
      literal.setLength(0);
    }
  }

  /** Reads what stands after a $; gives the position after it. */
  private int group(String text, int start, Regex regex, CallSite site) {
    if (start < text.length() && text.charAt(start) == '{') {
      int end = text.indexOf('}', start);
      String name = end < 0 ? text.substring(start + 1) : text.substring(start + 1, end);
      Integer named = regex.namedGroups().get(name);
      if (end < 0 || named == null) {
        throw RowFunctions.invalid(site, "the expression has no group ${" + name + "}");
      }
      pieces.add(new Piece(null, named));
      return end + 1;
    }
    int i = start;
    int group = digit(text, i++);
    if (group < 0 || group > regex.numGroups()) {
      throw RowFunctions.invalid(
          site, "in '" + text + "' no group of the expression stands after the $");
    }
    while (digit(text, i) >= 0 && group * 10 + digit(text, i) <= regex.numGroups()) {
      group = group * 10 + digit(text, i++);
    }
    pieces.add(new Piece(null, group));
    return i;
  }

  /** -1 when there is none. */
  private static int digit(String text, int position) {
    int digit = position < text.length() ? text.charAt(position) - '0' : -1;
    return digit <= 9 ? digit : -1;
  }

  void append(Regex match, BytesBuilder out) {
    for (Piece piece : pieces) {
      if (piece.literal() != null) {
        out.append(piece.literal());
      } else {
        match.appendGroup(piece.group(), out);
      }
    }
  }
}
