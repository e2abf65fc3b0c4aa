package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Words that Calcite's grammar reserves and Spark's doesn't, such as {@code date} or {@code rows}:
 * where no keyword can stand they are names. Such a name is written with another first letter,
 * {@link #FIRST} and what tells the word and its case, so that every position stays; {@link
 * #restore} writes the user's again. For one text, confined to one thread.
 */
final class ReservedNames {
  /** The first of a block of letters that are names in no language that has the words below. */
  private static final char FIRST = 'ᐁ';

  /** May be the name of anything. */
  private static final List<String> WORDS =
      List.of(
          "ANY",
          "ASOF",
          "CALL",
          "CREATE",
          "CURRENT",
          "CURSOR",
          "DATE",
          "DATETIME",
          "DEFAULT",
          "DEFINE",
          "DELETE",
          "DESCRIBE",
          "DROP",
          "EXPLAIN",
          "FRIDAY",
          "GRANT",
          "GROUPING",
          "INSERT",
          "INTERVAL",
          "MEASURE",
          "MERGE",
          "MONDAY",
          "NEW",
          "NEXT",
          "ORDINAL",
          "OVER",
          "PARTITION",
          "PATTERN",
          "RANGE",
          "ROW",
          "ROWS",
          "SATURDAY",
          "SKIP",
          "SNAPSHOT",
          "SOME",
          "STREAM",
          "SUNDAY",
          "THURSDAY",
          "TIME",
          "TIMESTAMP",
          "TUESDAY",
          "UNSIGNED",
          "UPDATE",
          "UUID",
          "VARIANT",
          "VOLATILE",
          "WEDNESDAY",
          // From here on not without AS.
          "FULL",
          "GROUP",
          "LEFT",
          "LIMIT",
          "OFFSET",
          "ORDER",
          "RIGHT",
          "SET",
          "TABLE",
          "USING",
          "VALUES",
          "WINDOW");

  private static final int FIRST_AFTER_AS = WORDS.indexOf("FULL");

  /** Words behind which a name may begin; all others end one. */
  private static final Set<String> BEFORE =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "WHERE",
          "HAVING",
          "QUALIFY",
          "ON",
          "BY",
          "AND",
          "OR",
          "NOT",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "BETWEEN",
          "LIKE",
          "ILIKE",
          "RLIKE",
          "IN",
          "AS",
          "FROM",
          "JOIN",
          "DIV",
          "WITH",
          "FOR",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "MINUS",
          "VALUES",
          "LIMIT");

  /** Words that may stand behind a column, besides those behind a table. */
  private static final Set<String> BEHIND_COLUMNS = Set.of("FROM", "ASC", "DESC", "NULLS");

  /** Words that may besides stand behind a column that isn't the alias of another. */
  private static final Set<String> BEHIND_OPERANDS =
      Set.of(
          "AND", "OR", "NOT", "IS", "IN", "BETWEEN", "LIKE", "ILIKE", "RLIKE", "DIV", "WHEN",
          "THEN", "ELSE", "END", "ROWS", "RANGE", "GROUPS");

  private static final Set<String> CASTS = Set.of("CAST", "TRY_CAST", "SAFE_CAST");

  private final SqlText sql;
  private final List<Token> tokens;
  private final StringBuilder text;

  /**
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  ReservedNames(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.tokens = readable.tokens();
    this.text = new StringBuilder(readable.text());
    List<Integer> open = new ArrayList<>(List.of(-1));
    for (int i = 0; tokens.get(i).kind() != Kind.END; i++) {
      Token token = tokens.get(i);
      if (token.isSymbol("(")) {
        open.add(i);
      } else if (token.isSymbol(")") && open.size() > 1) {
        open.remove(open.size() - 1);
      }
      int word = token.kind() == Kind.WORD ? WORDS.indexOf(token.upper()) : -1;
      if (word >= 0 && isName(i, word, open.get(open.size() - 1))) {
        boolean upper = Character.isUpperCase(token.text().charAt(0));
        text.setCharAt(token.start(), (char) (FIRST + 2 * word + (upper ? 1 : 0)));
      }
    }
  }

  private Token at(int i) {
    return i < 0 || i >= tokens.size() ? tokens.get(tokens.size() - 1) : tokens.get(i);
  }

  /**
   * Whether a word is a name at its place.
   *
   * @param open the place of the parenthesis around it; -1 = none
   */
  private boolean isName(int i, int word, int open) {
    Token before = at(i - 1);
    Token behind = at(i + 1);
    if (before.isSymbol(".") || behind.isSymbol(".")) {
      return !behind.isSymbol("(");
    } else if (before.isWord("AS")) {
      return !(open > 0 && CASTS.contains(at(open - 1).upper()));
    } else if (!endsName(i + 1)) {
      return false;
    } else if (beginsName(before)) {
      return !isKeyword(i, behind);
    }
    return word < FIRST_AFTER_AS
        && !isCountOfRows(i)
        && (behind.kind() != Kind.WORD || isBehindColumnOrTable(behind, at(i + 2)))
        && (behind.kind() != Kind.SYMBOL || ",)".contains(behind.text()));
  }

  private static boolean isBehindColumnOrTable(Token word, Token behind) {
    return BEHIND_COLUMNS.contains(word.upper())
        || ClauseWords.BEHIND_TABLE.contains(word.upper())
        || ClauseWords.isPartitioning(word, behind);
  }

  private boolean endsName(int i) {
    Token behind = at(i);
    return switch (behind.kind()) {
      case SYMBOL -> !behind.isSymbol("(");
      case WORD ->
          isBehindColumnOrTable(behind, at(i + 1)) || BEHIND_OPERANDS.contains(behind.upper());
      case END -> true;
      default -> false;
    };
  }

  private static boolean beginsName(Token before) {
    return switch (before.kind()) {
      case SYMBOL -> !")]".contains(before.text());
      case WORD -> BEFORE.contains(before.upper());
      default -> false;
    };
  }

  /** {@code INTERVAL -1 DAY}, and frames such as {@code ROWS BETWEEN 1 PRECEDING AND ...}. */
  private boolean isKeyword(int i, Token behind) {
    boolean isSigned = behind.isSymbol("-") || behind.isSymbol("+");
    boolean isFrame =
        behind.isWord("BETWEEN")
            && (at(i + 2).isWord("UNBOUNDED")
                || at(i + 2).isWord("CURRENT")
                || at(i + 3).isWord("PRECEDING")
                || at(i + 3).isWord("FOLLOWING"));
    return isFrame || (isSigned && at(i).isWord("INTERVAL"));
  }

  /** {@code CURRENT ROW}, {@code OFFSET 1 ROWS}. */
  private boolean isCountOfRows(int i) {
    return (at(i).isWord("ROW") || at(i).isWord("ROWS"))
        && (at(i - 1).isWord("CURRENT")
            || at(i - 1).isWord("FIRST")
            || at(i - 1).isWord("NEXT")
            || at(i - 2).isWord("OFFSET")
            || at(i - 2).isWord("FIRST")
            || at(i - 2).isWord("NEXT")
            || at(i - 2).isSymbol("("));
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with the names that the user has written. */
  SqlNode restore(SqlNode tree) {
    return tree.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlIdentifier name) {
            SqlIdentifier restored = name;
            for (int i = 0; i < name.names.size(); i++) {
              String part = name.names.get(i);
              String own = restored(part);
              restored = own.equals(part) ? restored : restored.setName(i, own);
            }
            return restored;
          }
        });
  }

  /** A name, or names in one, as the user has written them. */
  private static String restored(String name) {
    StringBuilder restored = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      int mark = name.charAt(i) - FIRST;
      if (mark < 0 || mark >= 2 * WORDS.size()) {
        continue;
      }
      String word = WORDS.get(mark / 2);
      if (name.regionMatches(true, i + 1, word, 1, word.length() - 1)) {
        char first = word.charAt(0);
        restored.setCharAt(i, mark % 2 == 1 ? first : Character.toLowerCase(first));
      }
    }
    return restored.toString();
  }
}
