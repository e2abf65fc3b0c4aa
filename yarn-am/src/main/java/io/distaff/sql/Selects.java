package io.distaff.sql;

import java.util.function.BiConsumer;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** The SELECTs of a tree, the outer ones first. */
final class Selects {
  private Selects() {}

  /**
   * Calls with each SELECT and the keys of the ORDER BY behind it, which stand above it in
   * Calcite's tree; then with the same one and no keys, as with any that has no ORDER BY.
   */
  static void forEach(SqlNode tree, BiConsumer<SqlSelect, SqlNodeList> action) {
    tree.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
              action.accept(select, order.orderList);
            } else if (call instanceof SqlSelect select) {
              action.accept(select, SqlNodeList.EMPTY);
            }
            return super.visit(call);
          }
        });
  }
}
