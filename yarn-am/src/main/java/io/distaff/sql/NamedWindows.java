package io.distaff.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Windows that go on from one of the WINDOW clause, {@code OVER (w ORDER BY x ROWS 1 PRECEDING)},
 * get its parts: Calcite would forget the frame. What can't be put together is left to the
 * validator, which says why. Confined to one thread; changes the tree itself.
 */
final class NamedWindows extends SqlBasicVisitor<Void> {
  /** The SELECTs around what is visited, the innermost first. */
  private final Deque<SqlSelect> open = new ArrayDeque<>();

  @Override
  public Void visit(SqlCall call) {
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
      super.visit(order);
      return within(select, order.orderList);
    }
    if (call instanceof SqlSelect select) {
      open.push(select);
      super.visit(select);
      open.pop();
      return null;
    }
    if (call instanceof SqlWindow window) {
      resolve(window);
    }
    return super.visit(call);
  }

  private Void within(SqlSelect select, SqlNode node) {
    open.push(select);
    node.accept(this);
    open.pop();
    return null;
  }

  private void resolve(SqlWindow window) {
    SqlIdentifier name = window.getRefName();
    Optional<SqlWindow> named = name == null ? Optional.empty() : named(window, name);
    if (named.isEmpty()) {
      return;
    }
    SqlWindow base = named.get();
    resolve(base);
    boolean goesOn =
        base.getRefName() == null
            && !hasFrame(base)
            && window.getPartitionList().isEmpty()
            && (window.getOrderList().isEmpty() || base.getOrderList().isEmpty());
    if (goesOn) {
      window.setOperand(1, null);
      window.setOperand(2, base.getPartitionList());
      if (window.getOrderList().isEmpty()) {
        window.setOperand(3, base.getOrderList());
      }
    }
  }

  private static boolean hasFrame(SqlWindow window) {
    return window.getLowerBound() != null || window.getUpperBound() != null;
  }

  /** Those of a clause see only what stands before them, so that none refers to itself. */
  private Optional<SqlWindow> named(SqlWindow window, SqlIdentifier name) {
    for (SqlSelect select : open) {
      SqlNodeList windows = select.getWindowList();
      for (SqlNode node : windows == null ? SqlNodeList.EMPTY : windows) {
        if (node == window) {
          break;
        }
        SqlWindow declared = (SqlWindow) node;
        if (declared.getDeclName().getSimple().equals(name.getSimple())) {
          return Optional.of(declared);
        }
      }
    }
    return Optional.empty();
  }
}
