package io.distaff.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlMoniker;
import org.apache.calcite.util.Litmus;
import org.apache.calcite.util.Util;

/**
 * Columns of outer queries that a SELECT with aggregates names outside of sub-queries of its own,
 * such as {@code o.x} in {@code (SELECT sum(y) + o.x FROM t)}. For one SELECT whose FROM clause is
 * validated.
 */
final class OuterKeys {
  private final SqlSelect select;
  private final SelectScope scope;

  /** What names may begin with that mean something of the SELECT's own. */
  private final Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /** What those of outer queries may. */
  private final Set<String> outer = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  OuterKeys(SqlSelect select, SelectScope scope) {
    this.select = select;
    this.scope = scope;
    own.addAll(FromClause.ofOne(select).aliases());
    scope.getChildren().forEach(table -> own.addAll(table.getRowType().getFieldNames()));
    outer.addAll(names(scope.getParent()::findAliases));
    outer.addAll(names(scope.getParent()::findAllColumnNames));
  }

  private static List<String> names(Consumer<List<SqlMoniker>> search) {
    List<SqlMoniker> found = new ArrayList<>();
    search.accept(found);
    return found.stream().map(name -> Util.last(name.getFullyQualifiedNames())).toList();
  }

  /** The columns, each once, with their tables; without those that the SELECT groups by. */
  List<SqlIdentifier> find() {
    List<SqlIdentifier> known = new ArrayList<>();
    for (SqlNode key : GroupingIds.keys(select)) {
      collect(key instanceof SqlIdentifier name ? column(name).orElse(key) : key, known);
    }
    List<SqlIdentifier> all = new ArrayList<>(known);
    Stream.of(
            select.getSelectList(), select.getHaving(), select.getQualify(), select.getOrderList())
        .forEach(clause -> collect(clause, all));
    return all.subList(known.size(), all.size());
  }

  /** The column of the SELECT list that a name is given to. */
  private Optional<SqlNode> column(SqlIdentifier name) {
    return select.getSelectList().stream()
        .filter(item -> item.getKind() == SqlKind.AS && name.isSimple())
        .map(SqlCall.class::cast)
        .filter(as -> as.<SqlIdentifier>operand(1).getSimple().equalsIgnoreCase(name.getSimple()))
        .map(as -> as.<SqlNode>operand(0))
        .findFirst();
  }

  private boolean isOuter(SqlIdentifier name) {
    String first = name.names.get(0);
    return !own.contains(first) && outer.contains(first) && column(name).isEmpty();
  }

  private void collect(SqlNode clause, List<SqlIdentifier> all) {
    if (clause == null) {
      return;
    }
    clause.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY) || call instanceof SqlLambda) {
              return null;
            }
            return call.getKind() == SqlKind.AS ? call.operand(0).accept(this) : super.visit(call);
          }

          @Override
          public Void visit(SqlIdentifier name) {
            if (isOuter(name)) {
              SqlIdentifier column = scope.fullyQualify(name).identifier;
              if (all.stream().noneMatch(one -> one.equalsDeep(column, Litmus.IGNORE))) {
                all.add(column);
              }
            }
            return null;
          }
        });
  }
}
