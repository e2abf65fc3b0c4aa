package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * LIMIT and OFFSET of constant expressions, {@code LIMIT 2 * 10}, of which Calcite's grammar has
 * numbers only: a number is put in the place of one, and {@link #restore} puts the expression back;
 * {@link #evaluate} makes it the number that it is. For one text, confined to one thread.
 */
final class RowCounts {
  private final SqlText sql;
  private final List<Token> tokens;
  private final StringBuilder text;

  /** By the offset of the number in their place. */
  private final Map<Integer, SqlNode> expressions = new HashMap<>();

  /**
   * Throws SYNTAX_ERROR.
   *
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  RowCounts(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.tokens = readable.tokens();
    this.text = new StringBuilder(readable.text());
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token word = tokens.get(i);
      boolean isName = i > 0 && tokens.get(i - 1).isSymbol(".");
      if (!isName && (word.isWord("LIMIT") || word.isWord("OFFSET"))) {
        read(i + 1);
      }
    }
  }

  private void read(int first) {
    int end = first;
    for (int depth = 0; depth > 0 || !ends(end); end++) {
      if (tokens.get(end).kind() == Kind.END) {
        return;
      }
      depth += tokens.get(end).isSymbol("(") ? 1 : tokens.get(end).isSymbol(")") ? -1 : 0;
    }
    Token only = tokens.get(first);
    boolean isPlain = end == first + 1 && (only.text().matches("\\d+") || only.isWord("ALL"));
    if (end == first || isPlain || only.isSymbol("?")) {
      return;
    }
    int start = only.start();
    int behind = tokens.get(end - 1).end();
    StringBuilder alone = new StringBuilder(text);
    SqlText.blank(alone, 0, start);
    SqlText.blank(alone, behind, alone.length());
    try {
      expressions.put(start, QueryParser.expression(alone.toString()));
    } catch (SqlParseException e) {
      throw new SyntaxErrors(sql).of(e);
    }
    SqlText.blank(text, start, behind);
    text.setCharAt(start, '0');
  }

  private boolean ends(int i) {
    Token token = tokens.get(i);
    Token behind = tokens.get(Math.min(i + 1, tokens.size() - 1));
    return token.kind() == Kind.END
        || token.isSymbol(")")
        || token.isSymbol(",")
        || token.isSymbol(";")
        || token.isWord("ROW")
        || token.isWord("ROWS")
        || ClauseWords.mayFollowWhere(token, behind);
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with the expressions. */
  SqlNode restore(SqlNode tree) {
    return expressions.isEmpty()
        ? tree
        : tree.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlLiteral literal) {
                SqlParserPos position = literal.getParserPosition();
                return position.getLineNum() < 1
                    ? literal
                    : expressions.getOrDefault(
                        sql.offset(position.getLineNum(), position.getColumnNum()), literal);
              }
            });
  }

  /**
   * The tree with numbers in the place of the expressions. Throws where one is none.
   *
   * @param evaluation a constant's value; empty for what isn't constant
   */
  static SqlNode evaluate(SqlNode tree, Function<SqlNode, Optional<Object>> evaluation) {
    return tree.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlCall call) {
            SqlNode visited = super.visit(call);
            return visited instanceof SqlOrderBy order
                ? new SqlOrderBy(
                    order.getParserPosition(),
                    order.query,
                    order.orderList,
                    number(order.offset, "OFFSET", evaluation),
                    number(order.fetch, "LIMIT", evaluation))
                : visited;
          }
        });
  }

  private static SqlNode number(
      SqlNode count, String clause, Function<SqlNode, Optional<Object>> evaluation) {
    if (count == null || count instanceof SqlDynamicParam) {
      return count;
    }
    Object value =
        count instanceof SqlNumericLiteral literal
            ? literal.getValueAs(BigDecimal.class)
            : count instanceof SqlIdentifier ? null : evaluation.apply(count).orElse(null);
    if (!(value instanceof BigDecimal number
        && number.signum() >= 0
        && number.stripTrailingZeros().scale() <= 0)) {
      throw GeneratorFunction.error(
          count, clause + " takes an integer of at least 0, a constant" + given(value));
    }
    return count instanceof SqlNumericLiteral
        ? count
        : SqlLiteral.createExactNumeric(
            number.toBigInteger().toString(), count.getParserPosition());
  }

  private static String given(Object value) {
    return value == null ? "" : ", not " + value;
  }
}
