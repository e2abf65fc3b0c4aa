package io.distaff.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * {@code grouping_id()} without arguments is of all that its SELECT groups by, in the order in
 * which it names them. Stateless.
 */
final class GroupingIds {
  private static final String NAME = "GROUPING_ID";

  /** Changes the tree itself. */
  void addTo(SqlNode tree) {
    tree.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlOrderBy order
                && order.query instanceof SqlSelect select
                && select.getGroup() != null) {
              addTo(order.orderList, select);
            } else if (call instanceof SqlSelect select && select.getGroup() != null) {
              addTo(select.getSelectList(), select);
              if (select.getHaving() != null) {
                select.setHaving(select.getHaving().accept(new Calls(keys(select))));
              }
            }
            return super.visit(call);
          }
        });
  }

  private static void addTo(SqlNodeList nodes, SqlSelect select) {
    Calls calls = new Calls(keys(select));
    nodes.replaceAll(node -> node.accept(calls));
  }

  /** What a SELECT groups by, each once. */
  static List<SqlNode> keys(SqlSelect select) {
    List<SqlNode> keys = new ArrayList<>();
    select.getGroup().forEach(group -> addKeys(group, select.getSelectList(), keys));
    return keys;
  }

  private static void addKeys(SqlNode group, SqlNodeList columns, List<SqlNode> keys) {
    switch (group.getKind()) {
      case ROLLUP, CUBE, GROUPING_SETS, ROW ->
          ((SqlCall) group).getOperandList().forEach(part -> addKeys(part, columns, keys));
      case OTHER -> {
        if (group instanceof SqlNodeList list) {
          list.forEach(part -> addKeys(part, columns, keys));
        }
      }
      default -> {
        SqlNode key = key(group, columns);
        if (keys.stream().noneMatch(other -> other.equalsDeep(key, Litmus.IGNORE))) {
          keys.add(key);
        }
      }
    }
  }

  /** The column of the SELECT list that a number stands for, or the key itself. */
  private static SqlNode key(SqlNode group, SqlNodeList columns) {
    if (!(group instanceof SqlLiteral literal) || literal.getTypeName() != SqlTypeName.DECIMAL) {
      return group;
    }
    int number = literal.intValue(false);
    if (number < 1 || number > columns.size()) {
      return group;
    }
    SqlNode column = columns.get(number - 1);
    return column.getKind() == SqlKind.AS ? ((SqlCall) column).operand(0) : column;
  }

  private static final class Calls extends SqlShuttle {
    private final List<SqlNode> keys;

    Calls(List<SqlNode> keys) {
      this.keys = keys;
    }

    @Override
    public SqlNode visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        return call;
      }
      boolean isOfAll =
          call.operandCount() == 0 && call.getOperator().getName().equalsIgnoreCase(NAME);
      if (!isOfAll) {
        return super.visit(call);
      }
      SqlParserPos position = call.getParserPosition();
      return call.getOperator()
          .createCall(position, keys.stream().map(key -> key.clone(position)).toList());
    }
  }
}
