package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** Reads the name of a column: {@code a}, {@code t.a}, {@code s.member}, {@code `a.b`}, a star. */
final class ColumnName {
  private ColumnName() {}

  /** A name, or a star; throws SYNTAX_ERROR. */
  static Term parse(String name) {
    if (Required.of(name, "the name of a column").equals("*")) {
      return new Term.Star(List.of());
    } else if (name.endsWith(".*")) {
      return new Term.Star(parts(name, name.substring(0, name.length() - 2)));
    }
    return new Term.Name(parts(name, name));
  }

  private static List<String> parts(String whole, String name) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isDouble = c == '`' && quoted && i + 1 < name.length() && name.charAt(i + 1) == '`';
      if (isDouble) {
        part.append(c);
        i++;
      } else if (c == '`') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    if (quoted || parts.stream().anyMatch(String::isEmpty)) {
      throw new DistaffException(
          ErrorCode.SYNTAX_ERROR,
          "'%s' is no name of a column: write a, t.a, or `a.b` where a point is part of a name"
              .formatted(whole));
    }
    return parts;
  }
}
