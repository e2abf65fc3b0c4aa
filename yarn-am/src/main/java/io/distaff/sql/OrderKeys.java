package io.distaff.sql;

import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Reads {@code key [ASC | DESC] [NULLS FIRST | NULLS LAST], ...}. Stateless. */
final class OrderKeys {
  private OrderKeys() {}

  /**
   * The keys as ORDER BY has them. Throws SYNTAX_ERROR.
   *
   * @param readable as Calcite can read it: of the same length
   * @param list the tokens of the list alone
   * @param end offset behind it
   */
  static List<SqlNode> read(SqlText sql, String readable, List<Token> list, int end) {
    List<SqlNode> keys = new ArrayList<>();
    int first = 0;
    int depth = 0;
    for (int i = 0; i <= list.size(); i++) {
      boolean isEnd = i == list.size();
      if (isEnd || (depth == 0 && list.get(i).isSymbol(","))) {
        if (i == first) {
          int at = isEnd ? end : list.get(i).start();
          throw sql.error(ErrorCode.SYNTAX_ERROR, "expected a key", at);
        }
        keys.add(key(sql, readable, list.subList(first, i)));
        first = i + 1;
      } else {
        depth += list.get(i).isSymbol("(") ? 1 : list.get(i).isSymbol(")") ? -1 : 0;
      }
    }
    return keys;
  }

  private static SqlNode key(SqlText sql, String readable, List<Token> key) {
    int last = key.size() - 1;
    boolean hasNulls = last > 1 && key.get(last - 1).isWord("NULLS");
    boolean nullsFirst = hasNulls && key.get(last).isWord("FIRST");
    boolean nullsLast = hasNulls && key.get(last).isWord("LAST");
    last -= nullsFirst || nullsLast ? 2 : 0;
    boolean descending = last > 0 && key.get(last).isWord("DESC");
    last -= descending || (last > 0 && key.get(last).isWord("ASC")) ? 1 : 0;
    StringBuilder alone = new StringBuilder(readable);
    SqlText.blank(alone, 0, key.get(0).start());
    SqlText.blank(alone, key.get(last).end(), alone.length());
    try {
      SqlNode value = QueryParser.expression(alone.toString());
      SqlParserPos position = value.getParserPosition();
      SqlNode directed = descending ? SqlStdOperatorTable.DESC.createCall(position, value) : value;
      return nullsFirst
          ? SqlStdOperatorTable.NULLS_FIRST.createCall(position, directed)
          : nullsLast ? SqlStdOperatorTable.NULLS_LAST.createCall(position, directed) : directed;
    } catch (SqlParseException e) {
      throw new SyntaxErrors(sql).of(e);
    }
  }
}
