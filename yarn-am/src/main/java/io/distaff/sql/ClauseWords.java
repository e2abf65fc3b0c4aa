package io.distaff.sql;

import io.distaff.sql.SqlScanner.Token;
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

  /** What says how rows are divided among tasks, if BY follows. */
  private static final Set<String> PARTITIONING = Set.of("CLUSTER", "DISTRIBUTE", "SORT");

  private static final Set<String> SET_OPERATIONS = Set.of("UNION", "INTERSECT", "EXCEPT", "MINUS");

  private static final Set<String> FIRST_OF_QUERY =
      Set.of("SELECT", "VALUES", "TABLE", "WITH", "FROM");

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

  /** Whether a word begins what may follow the condition of WHERE. */
  static boolean mayFollowWhere(Token word, Token behind) {
    return BEHIND_WHERE.contains(word.upper()) || isPartitioning(word, behind);
  }

  /** Whether a word begins what may follow the tables of FROM. */
  static boolean mayFollowFrom(Token word, Token behind) {
    return word.isWord("WHERE") || mayFollowWhere(word, behind);
  }

  /** Whether a word begins CLUSTER BY, DISTRIBUTE BY or SORT BY. */
  static boolean isPartitioning(Token word, Token behind) {
    return PARTITIONING.contains(word.upper()) && behind.isWord("BY");
  }

  /** Whether a word puts queries together: {@code * EXCEPT (x)} doesn't. */
  static boolean isSetOperation(Token word, Token behind, Token second) {
    return SET_OPERATIONS.contains(word.upper())
        && (behind.isWord("ALL")
            || behind.isWord("DISTINCT")
            || FIRST_OF_QUERY.contains(behind.upper())
            || (behind.isSymbol("(")
                && (second.isSymbol("(") || FIRST_OF_QUERY.contains(second.upper()))));
  }
}
