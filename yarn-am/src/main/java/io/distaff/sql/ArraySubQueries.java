package io.distaff.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Sub-queries over the elements of one array as calls with lambdas, which need no join:
 *
 * <pre>
 *   EXISTS (SELECT 1 FROM UNNEST(t.a) AS u(x) WHERE x &gt; t.n)   exists(t.a, x -&gt; x &gt; t.n)
 *   t.n IN (SELECT x + 1 FROM explode(t.a) AS u(x))             exists(t.a, x -&gt; t.n = x + 1)
 *   (SELECT max(x) FROM UNNEST(t.a) AS u(x))                    array_max(t.a)
 *   ARRAY(SELECT x FROM UNNEST(t.a) AS u(x) WHERE x &gt; 0)       filter(t.a, x -&gt; x &gt; 0)
 * </pre>
 *
 * <p>An array that is null has no elements. What the lambdas can't say, such as joins, sub-queries
 * within, groups and other aggregates, is left as it is. For one tree; stateless.
 */
final class ArraySubQueries extends SqlShuttle {
  /** A sub-query's array, and what its elements are called there. */
  private record Elements(SqlNode array, String table, String column) {}

  @Override
  public SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlSelect select) {
      select.getSelectList().replaceAll(ArraySubQueries::column);
      return select;
    }
    if (!(visited instanceof SqlCall changed)) {
      return visited;
    }
    return switch (changed.getKind()) {
      case EXISTS -> exists(changed).orElse(changed);
      case IN, NOT_IN -> in(changed).orElse(changed);
      case ARRAY_QUERY_CONSTRUCTOR -> array(changed).orElse(changed);
      default -> holdsScalars(changed) ? withScalars(changed) : changed;
    };
  }

  private static SqlNode column(SqlNode item) {
    if (item.getKind() == SqlKind.AS) {
      ((SqlCall) item).setOperand(0, scalar(((SqlCall) item).operand(0)));
      return item;
    }
    return scalar(item);
  }

  /** Whether a query among a call's operands stands for a value. */
  private static boolean holdsScalars(SqlCall call) {
    return !call.isA(SqlKind.QUERY)
        && (call.getOperator() instanceof SqlFunction
            || call.getOperator() instanceof SqlBinaryOperator
            || call.getOperator() instanceof SqlPrefixOperator
            || call.getOperator() instanceof SqlPostfixOperator
            || call.getKind() == SqlKind.BETWEEN)
        && call.getOperandList().stream().anyMatch(SqlSelect.class::isInstance);
  }

  private static SqlNode withScalars(SqlCall call) {
    return call.getOperator()
        .createCall(
            call.getFunctionQuantifier(),
            call.getParserPosition(),
            call.getOperandList().stream().map(ArraySubQueries::scalar).toArray(SqlNode[]::new));
  }

  private static Optional<SqlNode> exists(SqlCall call) {
    return select(call.operand(0))
        .map(
            select -> {
              Elements of = elements(select).orElseThrow();
              SqlNode condition =
                  select.getWhere() == null
                      ? SqlLiteral.createBoolean(true, call.getParserPosition())
                      : select.getWhere();
              SqlNode any =
                  SqlStdOperatorTable.IS_TRUE.createCall(
                      call.getParserPosition(),
                      function("exists", of.array(), lambda(of, condition)));
              return ofArray(of, any, SqlLiteral.createBoolean(false, call.getParserPosition()));
            });
  }

  private static Optional<SqlNode> in(SqlCall call) {
    SqlParserPos position = call.getParserPosition();
    return select(call.operand(1))
        .filter(select -> select.getSelectList().size() == 1)
        .filter(select -> !mentions(call.operand(0), elements(select).orElseThrow()))
        .map(
            select -> {
              Elements of = elements(select).orElseThrow();
              SqlNode equal =
                  SqlStdOperatorTable.EQUALS.createCall(
                      position, call.operand(0), value(select.getSelectList().get(0)));
              SqlNode any = function("exists", filtered(of, select), lambda(of, equal));
              SqlNode in = ofArray(of, any, SqlLiteral.createBoolean(false, position));
              return call.getKind() == SqlKind.IN
                  ? in
                  : SqlStdOperatorTable.NOT.createCall(position, in);
            });
  }

  /** The value of a sub-query that is one; what else it is given as it is. */
  private static SqlNode scalar(SqlNode node) {
    Optional<SqlSelect> found = select(node).filter(select -> select.getSelectList().size() == 1);
    boolean isAggregate =
        found.isPresent()
            && value(found.get().getSelectList().get(0)) instanceof SqlCall call
            && call.operandCount() == 1
            && call.getFunctionQuantifier() == null;
    return isAggregate
        ? aggregated(found.get(), (SqlCall) value(found.get().getSelectList().get(0)), node)
        : node;
  }

  private static SqlNode aggregated(SqlSelect select, SqlCall aggregate, SqlNode otherwise) {
    SqlParserPos position = aggregate.getParserPosition();
    Elements of = elements(select).orElseThrow();
    SqlNode argument = aggregate.operand(0);
    boolean star = argument instanceof SqlIdentifier name && name.isStar();
    return switch (aggregate.getOperator().getName().toLowerCase(Locale.ROOT)) {
      case "max" -> function("array_max", mapped(of, select, argument));
      case "min" -> function("array_min", mapped(of, select, argument));
      case "count" -> {
        SqlNode counted =
            star ? filtered(of, select) : function("array_compact", mapped(of, select, argument));
        SqlNode none = EngineCast.bigint(SqlLiteral.createExactNumeric("0", position));
        yield ofArray(of, EngineCast.bigint(function("size", counted)), none);
      }
      case "collect_list", "array_agg" ->
          ofArray(of, function("array_compact", mapped(of, select, argument)), function("array"));
      default -> otherwise;
    };
  }

  private static Optional<SqlNode> array(SqlCall call) {
    return select(call.operand(0))
        .filter(select -> select.getSelectList().size() == 1)
        .map(
            select -> {
              Elements of = elements(select).orElseThrow();
              return ofArray(
                  of, mapped(of, select, value(select.getSelectList().get(0))), function("array"));
            });
  }

  /** A query that does no more than test the elements of an array and compute of them. */
  private static Optional<SqlSelect> select(SqlNode query) {
    boolean plain =
        query instanceof SqlSelect select
            && elements(select).isPresent()
            && !select.isDistinct()
            && select.getGroup() == null
            && select.getHaving() == null
            && select.getQualify() == null
            && select.getWindowList().isEmpty()
            && (select.getOrderList() == null || select.getOrderList().isEmpty())
            && select.getOffset() == null
            && select.getFetch() == null
            && !hasQuery(select.getWhere())
            && !hasQuery(select.getSelectList());
    return plain ? Optional.of((SqlSelect) query) : Optional.empty();
  }

  private static boolean hasQuery(SqlNode node) {
    return node != null && found(node, inner -> inner.isA(SqlKind.QUERY));
  }

  /** Whether an expression from outside has a name that would become the element's. */
  private static boolean mentions(SqlNode outside, Elements elements) {
    return found(
        outside,
        node ->
            node instanceof SqlIdentifier name
                && !name.isStar()
                && (name.names.get(0).equalsIgnoreCase(elements.column())
                    || name.names.get(0).equalsIgnoreCase(elements.table())));
  }

  private static boolean found(SqlNode tree, Predicate<SqlNode> wanted) {
    boolean[] found = {false};
    tree.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            found[0] |= wanted.test(call);
            return found[0] ? null : super.visit(call);
          }

          @Override
          public Void visit(SqlIdentifier name) {
            found[0] |= wanted.test(name);
            return null;
          }
        });
    return found[0];
  }

  /** FROM UNNEST(array) AS table(column), or explode, which calls its column col by itself. */
  private static Optional<Elements> elements(SqlSelect select) {
    if (!(select.getFrom() instanceof SqlCall as) || as.getKind() != SqlKind.AS) {
      return Optional.empty();
    }
    SqlNode table = as.operand(0);
    while (table.getKind() == SqlKind.LATERAL || table.getKind() == SqlKind.COLLECTION_TABLE) {
      table = ((SqlCall) table).operand(0);
    }
    boolean explode =
        GeneratorSyntax.isGenerator(table)
            && ((SqlCall) table).getOperator().getName().equalsIgnoreCase("explode");
    boolean unnest = table.getKind() == SqlKind.UNNEST;
    if (!(explode || unnest) || ((SqlCall) table).operandCount() != 1) {
      return Optional.empty();
    }
    String name = ((SqlIdentifier) as.operand(1)).getSimple();
    SqlNode array = ((SqlCall) table).operand(0);
    if (as.operandCount() == 3) {
      String column = ((SqlIdentifier) as.operand(2)).getSimple();
      return Optional.of(new Elements(array, name, column));
    }
    return explode && as.operandCount() == 2
        ? Optional.of(new Elements(array, name, "col"))
        : Optional.empty();
  }

  private static SqlNode value(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }

  private static SqlNode filtered(Elements of, SqlSelect select) {
    return select.getWhere() == null
        ? of.array()
        : function("filter", of.array(), lambda(of, select.getWhere()));
  }

  private static SqlNode mapped(Elements of, SqlSelect select, SqlNode value) {
    SqlNode elements = filtered(of, select);
    boolean same =
        value instanceof SqlIdentifier name
            && name.isSimple()
            && name.getSimple().equalsIgnoreCase(of.column());
    return same ? elements : function("transform", elements, lambda(of, value));
  }

  /** A result where there is an array, another where it is null. */
  private static SqlNode ofArray(Elements of, SqlNode result, SqlNode otherwise) {
    SqlParserPos position = result.getParserPosition();
    return new SqlCase(
        position,
        null,
        SqlNodeList.of(SqlStdOperatorTable.IS_NULL.createCall(position, of.array())),
        SqlNodeList.of(otherwise),
        result);
  }

  private static SqlNode function(String name, SqlNode... operands) {
    SqlParserPos position =
        operands.length == 0 ? SqlParserPos.ZERO : operands[0].getParserPosition();
    return SpecialSyntax.unresolved(name, position).createCall(position, operands);
  }

  /** element -> body; in the body the element's table needs no longer be named. */
  private static SqlNode lambda(Elements of, SqlNode body) {
    SqlNode plain =
        body.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlIdentifier name) {
                boolean qualified =
                    name.names.size() > 1
                        && !name.isStar()
                        && name.names.get(0).equalsIgnoreCase(of.table())
                        && name.names.get(1).equalsIgnoreCase(of.column());
                return qualified ? name.getComponent(1, name.names.size()) : name;
              }
            });
    SqlParserPos position = body.getParserPosition();
    List<SqlNode> parameters = new ArrayList<>();
    parameters.add(new SqlIdentifier(of.column(), position));
    return new SqlLambda(position, new SqlNodeList(parameters, position), plain);
  }
}
