package io.distaff.sql;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that begin what may follow in a query. Stateless. */
final class ClauseWords {
  /** What may follow the condition of WHERE. */
  private static final Set<String> BEHIND_WHERE =
      Set.of(
          "GROUP",
          "HAVING",
          "WINDOW",
          "QUALIFY",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "MINUS");

  /** What may follow a table, within FROM or behind it, but for an alias. */
  static final Set<String> BEHIND_TABLE =
      Stream.concat(
              BEHIND_WHERE.stream(),
              Stream.of(
                  "AS",
                  "WHERE",
                  "JOIN",
                  "INNER",
                  "LEFT",
                  "RIGHT",
                  "FULL",
                  "CROSS",
                  "NATURAL",
                  "SEMI",
                  "ANTI",
                  "ON",
                  "USING",
                  "LATERAL",
                  "TABLESAMPLE",
                  "PIVOT",
                  "UNPIVOT"))
          .collect(Collectors.toUnmodifiableSet());

  private ClauseWords() {}

  /** Whether a word, in upper case, may follow the condition of WHERE. */
  static boolean mayFollowWhere(String word) {
    return BEHIND_WHERE.contains(word);
  }

  /** Whether a word, in upper case, may follow the tables of FROM. */
  static boolean mayFollowFrom(String word) {
    return word.equals("WHERE") || mayFollowWhere(word);
  }
}
