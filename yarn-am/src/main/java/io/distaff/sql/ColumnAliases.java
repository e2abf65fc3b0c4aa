package io.distaff.sql;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Names each computed column of a SELECT that has no alias after the text of its expression, such
 * as {@code count(*)}, as Spark and others do.
 */
final class ColumnAliases {
  private final List<String> lines;

  ColumnAliases(SqlText sql) {
    this.lines = sql.text().lines().toList();
  }

  /** Changes the tree itself. */
  void addTo(SqlNode tree) {
    tree.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && select.getSelectList() != null) {
              addTo(select.getSelectList());
            }
            return super.visit(call);
          }
        });
  }

  private void addTo(SqlNodeList columns) {
    for (int i = 0; i < columns.size(); i++) {
      SqlNode column = columns.get(i);
      boolean isNamed = column instanceof SqlIdentifier || column.getKind() == SqlKind.AS;
      if (isNamed || column == null) {
        continue;
      }
      SqlParserPos position = column.getParserPosition();
      String text = text(position);
      if (!text.isEmpty()) {
        columns.set(
            i,
            SqlStdOperatorTable.AS.createCall(position, column, new SqlIdentifier(text, position)));
      }
    }
  }

  /** What stands at a position, blanks collapsed; empty when it isn't in the text. */
  private String text(SqlParserPos position) {
    int first = position.getLineNum();
    int last = position.getEndLineNum();
    if (first < 1 || last > lines.size()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int line = first; line <= last; line++) {
      String content = lines.get(line - 1);
      int from = line == first ? position.getColumnNum() - 1 : 0;
      int to = line == last ? position.getEndColumnNum() : content.length();
      text.append(content, Math.min(from, content.length()), Math.min(to, content.length()));
      text.append(' ');
    }
    String collapsed = text.toString().replaceAll("\\s+", " ").trim();
    // A position leaves out a parenthesis at the expression's very begin or end.
    int missing = 0;
    int open = 0;
    for (int i = 0; i < collapsed.length(); i++) {
      char c = collapsed.charAt(i);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      missing = Math.max(missing, -open);
    }
    return "(".repeat(missing) + collapsed + ")".repeat(Math.max(0, open + missing));
  }
}
