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
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * The columns of {@code JOIN ... USING (k)} by their bare names: Calcite knows them among the
 * columns of a SELECT only, and finds them ambiguous elsewhere. Here {@code k} becomes {@code a.k}
 * of the side that has all rows, or COALESCE of both where neither has. Sub-queries, which may have
 * columns of that name, and sides that have no name of their own are left as they are. Stateless.
 */
final class UsingColumns {
  /** Changes the tree itself. */
  void addTo(SqlNode tree) {
    tree.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
              orderBy(order, select);
            } else if (call instanceof SqlSelect select) {
              select(select);
            }
            return super.visit(call);
          }
        });
  }

  private static void select(SqlSelect select) {
    Map<String, Supplier<SqlNode>> columns = columns(select.getFrom());
    if (columns.isEmpty()) {
      return;
    }
    Names names = new Names(columns);
    SqlNodeList items = select.getSelectList();
    for (int i = 0; i < items.size(); i++) {
      SqlNode item = items.get(i);
      SqlNode changed = item.accept(names);
      boolean named = item instanceof SqlIdentifier && changed != item;
      items.set(
          i,
          named
              ? SqlStdOperatorTable.AS.createCall(item.getParserPosition(), changed, item)
              : changed);
    }
    select.setWhere(changed(select.getWhere(), names));
    select.setGroupBy((SqlNodeList) changed(select.getGroup(), names));
    select.setHaving(changed(select.getHaving(), names));
    select.setQualify(changed(select.getQualify(), names));
    select.getWindowList().replaceAll(window -> window.accept(names));
  }

  /** A key that is a column of the SELECT is that one. */
  private static void orderBy(SqlOrderBy order, SqlSelect select) {
    Map<String, Supplier<SqlNode>> columns = columns(select.getFrom());
    for (SqlNode item : select.getSelectList()) {
      SqlNode name = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(1) : item;
      if (name instanceof SqlIdentifier column) {
        columns.remove(column.names.get(column.names.size() - 1).toLowerCase(Locale.ROOT));
      }
    }
    Names names = new Names(columns);
    order.orderList.replaceAll(key -> key.accept(names));
  }

  private static SqlNode changed(SqlNode node, Names names) {
    return node == null ? null : node.accept(names);
  }

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

  private static final class Names extends SqlShuttle {
    private final Map<String, Supplier<SqlNode>> columns;

    Names(Map<String, Supplier<SqlNode>> columns) {
      this.columns = columns;
    }

    @Override
    public SqlNode visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY) || call instanceof SqlStarExclude) {
        return call;
      }
      if (call.getKind() == SqlKind.AS) {
        SqlCall as = (SqlCall) call.clone(call.getParserPosition());
        as.setOperand(0, as.operand(0).accept(this));
        return as;
      }
      return super.visit(call);
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
      Supplier<SqlNode> column =
          name.isSimple() && !name.isStar()
              ? columns.get(name.getSimple().toLowerCase(Locale.ROOT))
              : null;
      return column == null ? name : column.get();
    }
  }
}
