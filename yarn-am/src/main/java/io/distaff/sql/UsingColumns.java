package io.distaff.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The columns of {@code JOIN ... USING (k)} in a text that isn't validated: {@code k} is {@code
 * a.k} of the side that has all rows, or COALESCE of both where neither has. Sides that have no
 * name of their own have none. What {@link SemiJoins} asks; all others are {@link CommonColumns}'
 * matter.
 */
final class UsingColumns {
  private UsingColumns() {}

  /** What the columns of USING in a FROM clause are, by their names in lower case. */
  private static Map<String, Supplier<SqlNode>> columns(SqlNode from) {
    Map<String, Supplier<SqlNode>> columns = new TreeMap<>();
    if (!(from instanceof SqlJoin join)) {
      return columns;
    }
    columns.putAll(columns(join.getLeft()));
    if (SemiJoins.isOne(join)) {
      return columns;
    }
    columns.putAll(columns(join.getRight()));
    if (join.getConditionType() == JoinConditionType.USING) {
      for (SqlNode column : (SqlNodeList) join.getCondition()) {
        String name = ((SqlIdentifier) column).getSimple();
        Supplier<SqlNode> left = side(join.getLeft(), name);
        Supplier<SqlNode> right = side(join.getRight(), name);
        if (left != null && right != null) {
          columns.put(name.toLowerCase(Locale.ROOT), joined(join, left, right));
        }
      }
    }
    return columns;
  }

  private static Supplier<SqlNode> joined(
      SqlJoin join, Supplier<SqlNode> left, Supplier<SqlNode> right) {
    return switch (join.getJoinType()) {
      case RIGHT -> right;
      case FULL ->
          () ->
              SqlStdOperatorTable.COALESCE.createCall(
                  join.getParserPosition(), left.get(), right.get());
      default -> left;
    };
  }

  /** A side's column; null when it isn't clear which of its tables has it. */
  static Supplier<SqlNode> side(SqlNode side, String column) {
    if (side instanceof SqlJoin join && SemiJoins.isOne(join)) {
      return side(join.getLeft(), column);
    }
    if (side instanceof SqlJoin) {
      return columns(side).get(column.toLowerCase(Locale.ROOT));
    }
    List<String> names = new ArrayList<>();
    if (side instanceof SqlIdentifier table) {
      names.add(table.names.get(table.names.size() - 1));
    } else if (side.getKind() == SqlKind.AS) {
      names.add(((SqlIdentifier) ((SqlCall) side).operand(1)).getSimple());
    } else {
      return null;
    }
    names.add(column);
    SqlParserPos position = side.getParserPosition();
    return () -> new SqlIdentifier(names, position);
  }
}
