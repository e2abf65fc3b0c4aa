package io.distaff.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** What the FROM clauses of a query name, those of its sub-queries too. Immutable. */
final class FromClause {
  private final List<SqlIdentifier> tables = new ArrayList<>();
  private final List<String> aliases = new ArrayList<>();

  private FromClause() {}

  static FromClause of(SqlNode query) {
    FromClause all = new FromClause();
    each(query, all::add);
    return all;
  }

  /** That of a SELECT alone. */
  static FromClause ofOne(SqlSelect select) {
    FromClause one = new FromClause();
    one.add(select);
    return one;
  }

  /** Hands over the FROM clause of each SELECT that has one. */
  static void each(SqlNode query, Consumer<SqlSelect> action) {
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && select.getFrom() != null) {
              action.accept(select);
            }
            return super.visit(call);
          }
        });
  }

  /** The tables, by the names that stand there. */
  List<SqlIdentifier> tables() {
    return tables;
  }

  /** What columns may be qualified with. */
  List<String> aliases() {
    return aliases;
  }

  private void add(SqlSelect select) {
    add(select.getFrom());
  }

  private void add(SqlNode from) {
    if (from instanceof SqlJoin join) {
      add(join.getLeft());
      add(join.getRight());
    } else if (from instanceof SqlIdentifier table) {
      tables.add(table);
      aliases.add(table.names.get(table.names.size() - 1));
    } else if (from.getKind() == SqlKind.TABLESAMPLE) {
      SqlNode table = ((SqlCall) from).operand(0);
      add(table);
    } else if (from instanceof SqlBasicCall call && call.getKind() == SqlKind.AS) {
      if (call.operand(0) instanceof SqlIdentifier table) {
        tables.add(table);
      }
      if (call.operand(1) instanceof SqlIdentifier alias) {
        aliases.add(alias.getSimple());
      }
    }
  }
}
