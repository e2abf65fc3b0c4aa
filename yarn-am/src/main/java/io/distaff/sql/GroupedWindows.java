package io.distaff.sql;

import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * {@code window}, and {@code window.start}, behind a GROUP BY {@code window(t, '1 hour')}: the call
 * again, or a member of what it gives, unless a table has that name. Stateless.
 */
final class GroupedWindows {
  private static final String WINDOW = "window";

  /** Changes the tree itself. */
  void addTo(SqlNode tree) {
    tree.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
              window(select)
                  .map(Names::new)
                  .ifPresent(names -> order.orderList.replaceAll(key -> key.accept(names)));
            } else if (call instanceof SqlSelect select) {
              window(select).map(Names::new).ifPresent(names -> addTo(select, names));
            }
            return super.visit(call);
          }
        });
  }

  private static void addTo(SqlSelect select, Names names) {
    SqlNodeList columns = select.getSelectList();
    columns.replaceAll(
        column ->
            column instanceof SqlIdentifier name && names.isWindow(name)
                ? SqlStdOperatorTable.AS.createCall(
                    name.getParserPosition(),
                    name.accept(names),
                    name.getComponent(name.names.size() - 1))
                : column.accept(names));
    if (select.getHaving() != null) {
      select.setHaving(select.getHaving().accept(names));
    }
  }

  /** The window that a SELECT groups by. */
  private static Optional<SqlCall> window(SqlSelect select) {
    if (select.getGroup() == null
        || select.getFrom() == null
        || FromClause.ofOne(select).aliases().stream().anyMatch(WINDOW::equalsIgnoreCase)) {
      return Optional.empty();
    }
    return select.getGroup().stream()
        .filter(SqlCall.class::isInstance)
        .map(SqlCall.class::cast)
        .filter(key -> UnitFunctions.written(key.getOperator().getName()).equalsIgnoreCase(WINDOW))
        .findFirst();
  }

  private static final class Names extends SqlShuttle {
    private static final int WITH_MEMBER = 2;

    private final SqlCall window;

    Names(SqlCall window) {
      this.window = window;
    }

    boolean isWindow(SqlIdentifier name) {
      return !name.isStar()
          && name.names.size() <= WITH_MEMBER
          && name.names.get(0).equalsIgnoreCase(WINDOW);
    }

    @Override
    public SqlNode visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        return call;
      }
      if (call.getKind() == SqlKind.AS) {
        return call.getOperator()
            .createCall(
                call.getParserPosition(), call.<SqlNode>operand(0).accept(this), call.operand(1));
      }
      return super.visit(call);
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
      if (!isWindow(name)) {
        return name;
      }
      SqlParserPos position = name.getParserPosition();
      SqlNode again = window.clone(position);
      return name.names.size() < WITH_MEMBER
          ? again
          : SqlStdOperatorTable.DOT.createCall(position, again, name.getComponent(1));
    }
  }
}
