package io.distaff.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * Aggregates of a query in its sub-queries, which Calcite doesn't know: {@code SELECT k FROM t
 * GROUP BY k HAVING EXISTS (SELECT 1 FROM u WHERE u.x > sum(t.v))}. The groups become a query of
 * their own in FROM, whose keys and aggregates are columns:
 *
 * <pre>{@code
 * SELECT q.k FROM (SELECT k, sum(t.v) AS a FROM t GROUP BY k) AS q
 *   WHERE EXISTS (SELECT 1 FROM u WHERE u.x > q.a)
 * }</pre>
 *
 * An aggregate is one of the outer query if all columns in it are that one's: those that are named
 * with its tables and, in WHERE, where the sub-query can have no aggregate, those without a table.
 * Grouping sets are left as they are. Stateless.
 */
final class OuterAggregates {
  /** What the groups are called, and how their columns' names begin. */
  private static final String GROUPS = "\u01DA";

  /** Parts of an aggregate's call, around the aggregate. */
  private static final Set<SqlKind> AROUND =
      Set.of(SqlKind.FILTER, SqlKind.WITHIN_GROUP, SqlKind.IGNORE_NULLS, SqlKind.RESPECT_NULLS);

  /** Changes the tree itself. */
  void addTo(SqlNode tree) {
    Selects.forEach(tree, OuterAggregates::change);
  }

  private static void change(SqlSelect select, SqlNodeList order) {
    if (select.getFrom() == null || select.getSelectList() == null) {
      return;
    }
    Set<String> tables = folded(FromClause.ofOne(select).aliases());
    Search search = new Search(tables);
    Stream.of(select.getSelectList(), select.getHaving(), select.getQualify(), order)
        .forEach(clause -> search.below(clause));
    Optional<List<SqlNode>> keys = search.found ? keys(select) : Optional.empty();
    if (keys.isPresent()) {
      new Groups(select, tables, keys.get()).putBelow(order);
    }
  }

  private static Set<String> folded(List<String> names) {
    Set<String> folded = new HashSet<>();
    names.forEach(name -> folded.add(name.toLowerCase(Locale.ROOT)));
    return folded;
  }

  /** The keys in full; empty where they aren't plain ones. */
  private static Optional<List<SqlNode>> keys(SqlSelect select) {
    List<SqlNode> keys = new ArrayList<>();
    for (SqlNode key : select.getGroup() == null ? SqlNodeList.EMPTY : select.getGroup()) {
      boolean isSet =
          key.getKind() == SqlKind.ROLLUP
              || key.getKind() == SqlKind.CUBE
              || key.getKind() == SqlKind.GROUPING_SETS
              || (key instanceof SqlNodeList);
      if (isSet) {
        return Optional.empty();
      }
      keys.add(inFull(key, select.getSelectList()));
    }
    return Optional.of(keys);
  }

  /** A key that is the number or the alias of a column of the SELECT as that column. */
  private static SqlNode inFull(SqlNode key, SqlNodeList items) {
    if (key instanceof SqlNumericLiteral number && number.isInteger()) {
      int place = number.intValue(true) - 1;
      return place >= 0 && place < items.size() ? value(items.get(place)) : key;
    }
    for (SqlNode item : items) {
      boolean isNamed =
          key instanceof SqlIdentifier name
              && name.isSimple()
              && item.getKind() == SqlKind.AS
              && ((SqlCall) item).operand(1) instanceof SqlIdentifier alias
              && alias.getSimple().equalsIgnoreCase(name.getSimple());
      if (isNamed && !(value(item) instanceof SqlIdentifier)) {
        return value(item);
      }
    }
    return key;
  }

  private static SqlNode value(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }

  private static boolean isAggregate(SqlNode node) {
    return node instanceof SqlCall call
        && (AROUND.contains(call.getKind())
            ? isAggregate(call.operand(0))
            : EngineOperators.isAggregate(call.getOperator()));
  }

  /** Whether all columns in an aggregate are those of the outer query, and there is one. */
  private static boolean isOuter(
      SqlNode aggregate, Set<String> outer, Set<String> inner, boolean isInWhere) {
    boolean[] found = {false, true};
    aggregate.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlIdentifier name) {
            String table = name.names.get(0).toLowerCase(Locale.ROOT);
            found[0] = true;
            found[1] &=
                name.isSimple()
                    ? isInWhere && !name.isStar()
                    : outer.contains(table) && !inner.contains(table);
            return null;
          }
        });
    return found[0] && found[1];
  }

  /** Looks for aggregates of the outer query in sub-queries. */
  private static final class Search {
    private final Set<String> outer;
    private boolean found;

    Search(Set<String> outer) {
      this.outer = outer;
    }

    void below(SqlNode clause) {
      if (clause != null) {
        clause.accept(
            new InQueries(outer) {
              @Override
              SqlNode outerAggregate(SqlCall aggregate) {
                found = true;
                return aggregate;
              }
            });
      }
    }
  }

  /** Goes through a clause of the outer query, and knows where in a sub-query it is. */
  private abstract static class InQueries extends SqlShuttle {
    final Set<String> outer;

    /** The tables of the sub-queries around, in lower case; empty outside of all. */
    private Set<String> inner = Set.of();

    boolean isInQuery;
    private boolean isInWhere;

    InQueries(Set<String> outer) {
      this.outer = outer;
    }

    /** What becomes of an aggregate of the outer query in a sub-query. */
    abstract SqlNode outerAggregate(SqlCall aggregate);

    boolean isOuterTable(SqlIdentifier name) {
      String table = name.names.get(0).toLowerCase(Locale.ROOT);
      return !name.isSimple() && outer.contains(table) && !inner.contains(table);
    }

    @Override
    public SqlNode visit(SqlCall call) {
      if (call instanceof SqlSelect select) {
        select(select);
        return select;
      }
      if (isInQuery && isAggregate(call) && isOuter(call, outer, inner, isInWhere)) {
        return outerAggregate(call);
      }
      return super.visit(call);
    }

    private void select(SqlSelect select) {
      Set<String> around = inner;
      boolean wasInQuery = isInQuery;
      boolean wasInWhere = isInWhere;
      isInQuery = true;
      isInWhere = false;
      inner = new HashSet<>(around);
      if (select.getFrom() != null) {
        inner.addAll(folded(FromClause.ofOne(select).aliases()));
        select.setFrom(select.getFrom().accept(this));
      }
      select.setSelectList((SqlNodeList) select.getSelectList().accept(this));
      if (select.getGroup() != null) {
        select.setGroupBy((SqlNodeList) select.getGroup().accept(this));
      }
      if (select.getHaving() != null) {
        select.setHaving(select.getHaving().accept(this));
      }
      if (select.getQualify() != null) {
        select.setQualify(select.getQualify().accept(this));
      }
      isInWhere = true;
      if (select.getWhere() != null) {
        select.setWhere(select.getWhere().accept(this));
      }
      inner = around;
      isInQuery = wasInQuery;
      isInWhere = wasInWhere;
    }
  }

  /** The groups of a SELECT as a query in its FROM. */
  private static final class Groups extends InQueries {
    private final SqlSelect select;
    private final List<SqlNode> keys;
    private final List<SqlCall> aggregates = new ArrayList<>();

    Groups(SqlSelect select, Set<String> tables, List<SqlNode> keys) {
      super(tables);
      this.select = select;
      this.keys = keys;
    }

    void putBelow(SqlNodeList order) {
      SqlParserPos position = select.getParserPosition();
      SqlNode from = select.getFrom();
      SqlNode where = select.getWhere();
      SqlNodeList group = select.getGroup() == null ? null : new SqlNodeList(keys, position);
      select.getSelectList().replaceAll(this::item);
      if (select.getQualify() != null) {
        select.setQualify(select.getQualify().accept(this));
      }
      select.getWindowList().replaceAll(window -> window.accept(this));
      order.replaceAll(key -> key.accept(this));
      select.setWhere(select.getHaving() == null ? null : select.getHaving().accept(this));
      select.setHaving(null);
      select.setGroupBy(null);
      PlainSelect groups = new PlainSelect(position, columns(), from);
      groups.setWhere(where);
      groups.setGroupBy(group);
      select.setFrom(
          SqlStdOperatorTable.AS.createCall(position, groups, new SqlIdentifier(GROUPS, position)));
    }

    /** A column of the SELECT keeps its name. */
    private SqlNode item(SqlNode item) {
      SqlNode changed = item.accept(this);
      return item instanceof SqlIdentifier name && changed != item && !name.isStar()
          ? SqlStdOperatorTable.AS.createCall(
              item.getParserPosition(), changed, name.getComponent(name.names.size() - 1))
          : changed;
    }

    private SqlNodeList columns() {
      SqlNodeList columns = new SqlNodeList(select.getParserPosition());
      for (int i = 0; i < keys.size(); i++) {
        columns.add(named(keys.get(i), keyName(i)));
      }
      for (int i = 0; i < aggregates.size(); i++) {
        columns.add(named(aggregates.get(i), GROUPS + "a" + i));
      }
      if (columns.isEmpty()) {
        columns.add(SqlLiteral.createExactNumeric("1", select.getParserPosition()));
      }
      return columns;
    }

    private static SqlNode named(SqlNode value, String name) {
      SqlParserPos position = value.getParserPosition();
      return SqlStdOperatorTable.AS.createCall(position, value, new SqlIdentifier(name, position));
    }

    /** A key that is a column keeps its name, by which sub-queries may know it. */
    private String keyName(int place) {
      String own = lastName(keys.get(place));
      boolean isFirst =
          own != null
              && keys.subList(0, place).stream().noneMatch(k -> own.equalsIgnoreCase(lastName(k)));
      return isFirst ? own : GROUPS + "k" + place;
    }

    private static String lastName(SqlNode key) {
      return key instanceof SqlIdentifier name ? name.names.get(name.names.size() - 1) : null;
    }

    private SqlNode column(String name, SqlNode place) {
      SqlParserPos position = place.getParserPosition();
      return new SqlIdentifier(List.of(GROUPS, name), null, position, List.of(position, position));
    }

    @Override
    SqlNode outerAggregate(SqlCall aggregate) {
      int place = 0;
      while (place < aggregates.size()
          && !aggregates.get(place).equalsDeep(aggregate, Litmus.IGNORE)) {
        place++;
      }
      if (place == aggregates.size()) {
        aggregates.add(aggregate);
      }
      return column(GROUPS + "a" + place, aggregate);
    }

    @Override
    public SqlNode visit(SqlCall call) {
      if (!isInQuery) {
        Optional<SqlNode> key = key(call);
        if (key.isPresent()) {
          return key.get();
        } else if (call.getKind() == SqlKind.OVER) {
          return over(call);
        } else if (call.getKind() == SqlKind.AS) {
          return call.getOperator()
              .createCall(
                  call.getParserPosition(), call.<SqlNode>operand(0).accept(this), call.operand(1));
        } else if (isAggregate(call)) {
          return outerAggregate(call);
        }
      }
      return super.visit(call);
    }

    /** A window function isn't an aggregate, but what it is given may be. */
    private SqlNode over(SqlCall over) {
      SqlCall function = over.operand(0);
      SqlNode[] operands =
          function.getOperandList().stream()
              .map(operand -> operand == null ? null : operand.accept(this))
              .toArray(SqlNode[]::new);
      SqlNode changed =
          function
              .getOperator()
              .createCall(function.getFunctionQuantifier(), function.getParserPosition(), operands);
      return over.getOperator()
          .createCall(over.getParserPosition(), changed, over.<SqlNode>operand(1).accept(this));
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
      return isInQuery && !isOuterTable(name) ? name : key(name).orElse(name);
    }

    private Optional<SqlNode> key(SqlNode value) {
      for (int i = 0; i < keys.size(); i++) {
        if (isSame(keys.get(i), value)) {
          return Optional.of(column(keyName(i), value));
        }
      }
      return Optional.empty();
    }

    /** {@code k} and {@code t.k} are the same. */
    private static boolean isSame(SqlNode key, SqlNode value) {
      if (key instanceof SqlIdentifier one
          && value instanceof SqlIdentifier other
          && (one.isSimple() || other.isSimple())) {
        return !other.isStar() && lastName(one).equalsIgnoreCase(lastName(other));
      }
      return key.equalsDeep(value, Litmus.IGNORE);
    }
  }
}
