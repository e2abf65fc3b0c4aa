package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** What the grammar takes, but nothing behind it. For one text; confined to one thread. */
final class Refusals extends SqlBasicVisitor<Void> {
  private final SqlText sql;

  Refusals(SqlText sql) {
    this.sql = sql;
  }

  /** Throws NOT_SUPPORTED or SEMANTIC_ERROR at the first of them. */
  void check(SqlNode tree) {
    tree.accept(this);
  }

  @Override
  public Void visit(SqlCall call) {
    if (call instanceof SqlWith with) {
      with(with);
    }
    return super.visit(call);
  }

  @Override
  public Void visit(SqlDynamicParam parameter) {
    throw error(ErrorCode.NOT_SUPPORTED, "parameters (?) are not supported", parameter);
  }

  private void with(SqlWith with) {
    Set<String> names = new HashSet<>();
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      String name = item.name.getSimple();
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw error(
            ErrorCode.SEMANTIC_ERROR, "WITH has two queries of the name " + name, item.name);
      }
      if (item.recursive.booleanValue() && names(item.query, name)) {
        throw error(
            ErrorCode.NOT_SUPPORTED,
            "WITH RECURSIVE is not supported: " + name + " refers to itself",
            item.name);
      }
    }
  }

  private static boolean names(SqlNode query, String table) {
    return FromClause.of(query).tables().stream()
        .anyMatch(name -> name.isSimple() && name.getSimple().equalsIgnoreCase(table));
  }

  private DistaffException error(ErrorCode code, String message, SqlNode at) {
    SqlParserPos position = at.getParserPosition();
    return sql.error(code, message, position.getLineNum(), position.getColumnNum(), null);
  }
}
