package io.distaff.sql;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Puts an ORDER BY, and a LIMIT, that stands behind WITH to the query that WITH is before, so that
 * it sees the tables and columns of its FROM clause. For one tree; stateless.
 */
final class OrderOfWith extends SqlShuttle {
  @Override
  public SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (!(visited instanceof SqlOrderBy order && order.query instanceof SqlWith with)) {
      return visited;
    }
    SqlNode body =
        new SqlOrderBy(
            order.getParserPosition(), with.body, order.orderList, order.offset, order.fetch);
    return new SqlWith(with.getParserPosition(), with.withList, body);
  }
}
