package io.distaff.sql;

import java.util.List;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Calcite's validator, which names a column without alias after its expression's text. */
final class EngineValidator extends SqlValidatorImpl {
  private final SqlText sql;

  EngineValidator(
      SqlText sql, CalciteCatalogReader reader, RelDataTypeFactory typeFactory, Config config) {
    super(SqlOperatorTables.chain(EngineOperators.TABLE, reader), reader, typeFactory, config);
    this.sql = sql;
  }

  @Override
  public String deriveAlias(SqlNode node, int ordinal) {
    String alias = super.deriveAlias(node, ordinal);
    if (alias != null && !alias.startsWith("EXPR$")) {
      return alias;
    }
    String text = text(node.getParserPosition());
    return text.isEmpty() ? alias : text;
  }

  /** What stands at a position, blanks collapsed; empty when it is no whole expression. */
  private String text(SqlParserPos position) {
    List<String> lines = sql.text().lines().toList();
    int first = position.getLineNum();
    int last = position.getEndLineNum();
    if (first < 1 || last > lines.size()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int line = first; line <= last; line++) {
      String content = lines.get(line - 1);
      int from = line == first ? position.getColumnNum() - 1 : 0;
      int to =
          line == last ? Math.min(position.getEndColumnNum(), content.length()) : content.length();
      text.append(content, Math.min(from, to), to).append(' ');
    }
    String collapsed = text.toString().replaceAll("\\s+", " ").trim();
    long opened = collapsed.chars().filter(c -> c == '(').count();
    long closed = collapsed.chars().filter(c -> c == ')').count();
    if (opened == closed) {
      return collapsed;
    }
    // A position leaves out the parenthesis that opens, or ends, the expression.
    return opened < closed
        ? "(".repeat((int) (closed - opened)) + collapsed
        : collapsed + ")".repeat((int) (opened - closed));
  }
}
