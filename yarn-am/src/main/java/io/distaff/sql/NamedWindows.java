package io.distaff.sql;

import io.distaff.config.NearestName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Puts the windows of a WINDOW clause where their SELECT names them, {@code OVER w}, alone or with
 * what goes on from them, {@code OVER (w ORDER BY x ROWS 1 PRECEDING)}: Calcite would forget the
 * frame, tell names in other letter case apart, and refuse one that a query around has, too. Those
 * that nobody names stay in the clause, where they are validated. Confined to one thread; changes
 * the tree itself, and throws where windows can't be put together.
 */
final class NamedWindows extends SqlBasicVisitor<Void> {
  // Operands of a SqlWindow.
  private static final int DECLARED_NAME = 0;
  private static final int NAMED = 1;
  private static final int PARTITION_BY = 2;
  private static final int ORDER_BY = 3;
  private static final int FIRST_OF_FRAME = 4;

  /** The windows of the SELECTs around what is visited, the innermost first. */
  private final Deque<Declared> open = new ArrayDeque<>();

  private int numUnnamed;

  /** The windows of a clause, each whole, by their names in lower case. */
  private static final class Declared {
    private final Map<String, SqlWindow> windows = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
  }

  @Override
  public Void visit(SqlCall call) {
    if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
      return select(select, order.orderList);
    }
    if (call instanceof SqlSelect select) {
      return select(select, SqlNodeList.EMPTY);
    }
    if (call.getKind() == SqlKind.OVER && call.operand(1) instanceof SqlIdentifier name) {
      SqlWindow window = named(name);
      SqlNode copy = window.clone(window.getParserPosition());
      ((SqlWindow) copy).setOperand(DECLARED_NAME, null);
      call.setOperand(1, copy);
    } else if (call instanceof SqlWindow window) {
      complete(window);
    }
    return super.visit(call);
  }

  private Void select(SqlSelect select, SqlNodeList order) {
    Declared declared = new Declared();
    open.push(declared);
    for (SqlNode node : select.getWindowList()) {
      SqlWindow window = (SqlWindow) node;
      complete(window);
      SqlIdentifier name = window.getDeclName();
      if (declared.windows.putIfAbsent(folded(name), window) != null) {
        throw GeneratorFunction.error(name, "WINDOW has two windows of the name " + name);
      }
    }
    super.visit(select);
    order.accept(this);
    open.pop();
    declared.windows.keySet().removeAll(declared.used);
    for (SqlWindow window : declared.windows.values()) {
      // Of a name that no window of another query has.
      SqlIdentifier name = window.getDeclName();
      window.setDeclName(name.setName(0, name + "\u01DA" + numUnnamed++));
    }
    if (!select.getWindowList().isEmpty()) {
      select.getWindowList().retainAll(declared.windows.values());
    }
    return null;
  }

  private static String folded(SqlIdentifier name) {
    return name.getSimple().toLowerCase(Locale.ROOT);
  }

  /** That of the SELECT; the windows of a clause see those before them. */
  private SqlWindow named(SqlIdentifier name) {
    Declared declared = open.isEmpty() ? new Declared() : open.element();
    SqlWindow window = declared.windows.get(folded(name));
    if (window == null) {
      String nearest =
          NearestName.of(name.getSimple(), declared.windows.keySet())
              .map(near -> "; did you mean " + near + "?")
              .orElse(": WINDOW has those of its own SELECT, each before what goes on from it");
      throw GeneratorFunction.error(name, "the SELECT has no window " + name + nearest);
    }
    declared.used.add(folded(name));
    return window;
  }

  /** Gives a window the parts of the one that it goes on from, if there is one. */
  private void complete(SqlWindow window) {
    SqlIdentifier name = window.getRefName();
    if (name == null) {
      return;
    }
    SqlWindow base = named(name);
    boolean isSame =
        window.getPartitionList().isEmpty() && window.getOrderList().isEmpty() && !hasFrame(window);
    if (hasFrame(base) && !isSame) {
      throw GeneratorFunction.error(
          name, "the window %s has a frame: nothing can go on from it".formatted(name));
    }
    window.setOperand(
        PARTITION_BY,
        merged(name, "PARTITION BY", base.getPartitionList(), window.getPartitionList()));
    window.setOperand(
        ORDER_BY, merged(name, "ORDER BY", base.getOrderList(), window.getOrderList()));
    for (int i = FIRST_OF_FRAME; isSame && i < base.operandCount(); i++) {
      window.setOperand(i, base.operand(i));
    }
    window.setOperand(NAMED, null);
  }

  private static SqlNodeList merged(
      SqlIdentifier name, String clause, SqlNodeList base, SqlNodeList own) {
    if (!base.isEmpty() && !own.isEmpty()) {
      throw GeneratorFunction.error(
          own.get(0), "the window %s has %s already".formatted(name, clause));
    }
    return own.isEmpty() ? base : own;
  }

  private static boolean hasFrame(SqlWindow window) {
    return window.getLowerBound() != null || window.getUpperBound() != null;
  }
}
