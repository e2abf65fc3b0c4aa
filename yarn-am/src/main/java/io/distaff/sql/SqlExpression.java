package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** The text of an expression that is to become part of a statement. Stateless. */
public final class SqlExpression {
  private SqlExpression() {}

  /**
   * Throws SYNTAX_ERROR, with line, column and caret, unless the text is one expression that can
   * stand as a column of a SELECT; it may have a name behind it.
   */
  public static void check(String text) {
    String shown = "\n" + text;
    SqlNode parsed = QueryParser.parse(new SqlText("SELECT" + shown, shown, 0, 1));
    boolean isOne =
        parsed instanceof SqlSelect select
            && select.getSelectList().size() == 1
            && select.getFrom() == null
            && select.getWhere() == null
            && select.getGroup() == null
            && select.getHaving() == null
            && select.getQualify() == null
            && select.getWindowList().isEmpty()
            && !select.isDistinct();
    if (!isOne) {
      throw new DistaffException(
          ErrorCode.SYNTAX_ERROR, "one expression is wanted, not a list or a clause: " + text);
    }
  }
}
