package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;

/**
 * Functions whose first argument Calcite's grammar wants to be a unit of time: {@code datediff(DAY,
 * a, b)}. In Spark it may be left out or be text: {@code datediff(a, b)}. Such a call gets a name
 * that the grammar has no rule for, as long as the old one so that every position stays: its first
 * a becomes {@link #OTHER_A}. Likewise {@code exists(array, x -> ...)}, whose name the grammar
 * keeps for sub-queries: its e becomes {@link #OTHER_E}; {@code any(condition)}; and {@code
 * range(n)} in FROM, {@code first(x)}, {@code last(x, true)}, {@code window(t, '1 hour')} and
 * {@code uuid()}, which the grammar keeps for frames, patterns of rows, a clause and a type. {@link
 * #restore} puts right what was parsed.
 */
final class UnitFunctions {
  private static final char OTHER_A = 'ā';
  private static final char OTHER_E = 'ē';
  private static final char OTHER_I = 'ī';
  private static final String EXISTS = "exists";
  private static final String ANY = "any";

  private static final Set<String> NAMES =
      Set.of(
          "datediff",
          "date_diff",
          "dateadd",
          "date_add",
          "datepart",
          "timestampadd",
          "timestampdiff");

  /** Names that the grammar has rules for, of another meaning. */
  private static final Set<String> KEPT_NAMES = Set.of(RangeCalls.FUNCTION, "last");

  /** As {@link #KEPT_NAMES}, of which the i is changed. */
  private static final Set<String> KEPT_NAMES_WITH_I = Set.of("first", "uuid", "window");

  private static final Set<String> UNITS =
      Set.of(
          "microsecond",
          "millisecond",
          "second",
          "minute",
          "hour",
          "day",
          "week",
          "month",
          "quarter",
          "year",
          "decade",
          "century",
          "millennium");

  /** How a sub-query begins. */
  private static final Set<String> QUERIES = Set.of("select", "with", "values", "table", "(");

  private UnitFunctions() {}

  /**
   * The text with calls renamed that have no unit.
   *
   * @param sql as it was written
   * @param readable what is to be changed: of the same length
   */
  static SqlText forCalcite(SqlText sql, SqlText readable) {
    List<Token> tokens = sql.tokens();
    StringBuilder text = new StringBuilder(readable.text());
    for (int i = 0; i + 2 < tokens.size(); i++) {
      String word = word(sql, tokens.get(i));
      boolean hasUnit =
          UNITS.contains(word(sql, tokens.get(i + 2)))
              && i + 3 < tokens.size()
              && word(sql, tokens.get(i + 3)).equals(",");
      boolean isRenamed = (NAMES.contains(word) && !hasUnit) || KEPT_NAMES.contains(word);
      if (isRenamed && word(sql, tokens.get(i + 1)).equals("(")) {
        text.setCharAt(tokens.get(i).start() + word.indexOf('a'), OTHER_A);
      }
      if (KEPT_NAMES_WITH_I.contains(word) && word(sql, tokens.get(i + 1)).equals("(")) {
        text.setCharAt(tokens.get(i).start() + word.indexOf('i'), OTHER_I);
      }
      boolean isFunction =
          (word.equals(EXISTS) || (word.equals(ANY) && (i == 0 || !compares(tokens.get(i - 1)))))
              && word(sql, tokens.get(i + 1)).equals("(")
              && !QUERIES.contains(word(sql, tokens.get(i + 2)));
      if (isFunction) {
        text.setCharAt(tokens.get(i).start(), word.equals(ANY) ? OTHER_A : OTHER_E);
      }
    }
    return sql.rewritten(text.toString());
  }

  /** Whether what stands before ANY makes it that of a list: {@code x = ANY (...)}. */
  private static boolean compares(Token before) {
    return before.isWord("LIKE")
        || before.isWord("ILIKE")
        || before.isSymbol("=")
        || before.isSymbol("<")
        || before.isSymbol(">");
  }

  private static String word(SqlText sql, Token token) {
    return token.kind() == Kind.STRING
        ? ""
        : sql.text().substring(token.start(), token.end()).toLowerCase(Locale.ROOT);
  }

  /** The call with the name that the user has written. */
  static SqlNode restore(SqlNode node) {
    if (!(node instanceof SqlCall call)) {
      return node;
    }
    String name = call.getOperator().getName();
    String written = written(name);
    if (written.equals(name)) {
      return node;
    }
    SqlIdentifier restored = new SqlIdentifier(written, call.getParserPosition());
    return new SqlUnresolvedFunction(
            restored, null, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION)
        .createCall(call.getParserPosition(), call.getOperandList());
  }

  /** A function's name as the user has written it. */
  static String written(String name) {
    return name.replace(OTHER_A, 'a').replace(OTHER_E, 'e').replace(OTHER_I, 'i');
  }
}
