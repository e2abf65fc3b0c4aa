package io.distaff.sql;

import io.distaff.sql.SqlScanner.Token;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * {@code x LIKE ANY ('a%', 'b%')} and {@code LIKE ALL}, which Calcite's grammar doesn't have, also
 * with ILIKE and NOT: they are written as {@code x = ANY (...)}, so that every position stays, and
 * {@link #restore} makes of each {@code x LIKE 'a%' OR x LIKE 'b%'}, or AND. {@code x REGEXP p} is
 * written as {@code x RLIKE p}. For one text, confined to one thread.
 */
final class PatternLists {
  private final SqlText sql;
  private final StringBuilder text;

  /** How the patterns in a parenthesis are compared, by its offset. */
  private final TreeMap<Integer, SqlOperator> comparisons = new TreeMap<>();

  /**
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  PatternLists(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.text = new StringBuilder(readable.text());
    List<Token> tokens = sql.tokens();
    for (int i = 1; i + 2 < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isLike = token.isWord("LIKE") || token.isWord("ILIKE");
      if (isLike && isQuantifier(tokens.get(i + 1)) && tokens.get(i + 2).isSymbol("(")) {
        Token before = tokens.get(i - 1);
        read(token, before.isWord("NOT") ? before : null, tokens.get(i + 2));
      } else if (token.isWord("REGEXP") && !tokens.get(i + 1).isSymbol("(")) {
        text.replace(token.start(), token.end(), "RLIKE ");
      }
    }
  }

  private static boolean isQuantifier(Token token) {
    return token.isWord("ANY") || token.isWord("SOME") || token.isWord("ALL");
  }

  private void read(Token like, Token not, Token open) {
    SqlOperator operator;
    if (like.isWord("LIKE")) {
      operator = not == null ? SqlStdOperatorTable.LIKE : SqlStdOperatorTable.NOT_LIKE;
    } else {
      operator = not == null ? SqlLibraryOperators.ILIKE : SqlLibraryOperators.NOT_ILIKE;
    }
    comparisons.put(open.start(), operator);
    if (not != null) {
      SqlText.blank(text, not.start(), not.end());
    }
    SqlText.blank(text, like.start(), like.end());
    text.setCharAt(like.start(), '=');
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with the comparisons that the user has written. */
  SqlNode restore(SqlNode tree) {
    return comparisons.isEmpty()
        ? tree
        : tree.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlCall call) {
                SqlNode visited = super.visit(call);
                boolean quantified =
                    (call.getKind() == SqlKind.SOME || call.getKind() == SqlKind.ALL)
                        && visited instanceof SqlCall changed
                        && changed.operand(1) instanceof SqlNodeList;
                return quantified ? expanded((SqlCall) visited) : visited;
              }
            });
  }

  private SqlNode expanded(SqlCall call) {
    SqlNodeList patterns = call.operand(1);
    SqlParserPos position = patterns.getParserPosition();
    int start = sql.offset(position.getLineNum(), position.getColumnNum());
    Map.Entry<Integer, SqlOperator> found = comparisons.floorEntry(start);
    if (found == null || !sql.text().substring(found.getKey(), start).matches("\\(?\\s*")) {
      return call;
    }
    SqlOperator and =
        call.getKind() == SqlKind.SOME ? SqlStdOperatorTable.OR : SqlStdOperatorTable.AND;
    SqlNode all = null;
    for (SqlNode pattern : patterns) {
      SqlNode one = found.getValue().createCall(call.getParserPosition(), call.operand(0), pattern);
      all = all == null ? one : and.createCall(call.getParserPosition(), all, one);
    }
    return all;
  }
}
