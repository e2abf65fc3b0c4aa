package io.distaff.sql;

import io.distaff.config.NearestName;
import io.distaff.expression.FunctionDefinition;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.scalar.ScalarFunctions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** The functions that SQL has, for people who ask. Stateless. */
public final class SqlFunctions {
  private SqlFunctions() {}

  /** All names, aliases too, in lower case and in order. */
  public static Collection<String> names() {
    return EngineOperators.functionNames();
  }

  /** Whether there is an aggregate of a name. */
  public static boolean isAggregate(String name) {
    return AggregateFunctions.registry().find(name).isPresent()
        || EngineOperators.TABLE.getOperatorList().stream()
            .anyMatch(o -> o.isAggregator() && o.getName().equalsIgnoreCase(name));
  }

  /** The definition of one that the registries have. */
  public static Optional<FunctionDefinition> find(String name) {
    return ScalarFunctions.registry().find(name).or(() -> AggregateFunctions.registry().find(name));
  }

  /** A call that fails with RAISED_BY_QUERY as soon as it is evaluated. */
  public static RexNode raiseError(RexBuilder rex, String message) {
    return rex.makeCall(function("raise_error"), rex.makeLiteral(message));
  }

  /** The aggregate that is a sum, or null where that is too large for its type. */
  public static SqlAggFunction trySum() {
    return (SqlAggFunction) function(AggregateFunctions.TRY_SUM);
  }

  /** Whether an aggregate is an average, or one that is null where its sum is too large. */
  public static boolean isAverage(SqlOperator operator) {
    return operator.getKind() == SqlKind.AVG || isTryAverage(operator);
  }

  /** Whether an aggregate is an average that is null where its sum is too large. */
  public static boolean isTryAverage(SqlOperator operator) {
    return operator instanceof RegistryAggregate aggregate
        && aggregate.definition().name().equals(AggregateFunctions.TRY_AVG);
  }

  /** Whether an aggregate is the text that a list of texts makes. */
  public static boolean isJoinedList(SqlOperator operator) {
    return operator instanceof RegistryAggregate aggregate
        && aggregate.definition().name().equals(AggregateFunctions.LISTAGG);
  }

  /** The aggregate that is the array of the values. */
  public static SqlAggFunction collectList() {
    return (SqlAggFunction) function(AggregateFunctions.COLLECT_LIST);
  }

  /**
   * A list's texts put together; null of an empty one.
   *
   * @param separator between them, if there is one; none as well where it is null
   */
  public static RexNode joined(
      RexBuilder rex, RelDataType type, RexNode list, Optional<RexNode> separator) {
    RexNode nothing = rex.makeLiteral("");
    RexNode between =
        separator.map(text -> RexLiteral.isNullLiteral(text) ? nothing : text).orElse(nothing);
    RexNode isEmpty =
        rex.makeCall(
            SqlStdOperatorTable.EQUALS,
            rex.makeCall(function("size"), list),
            rex.makeExactLiteral(BigDecimal.ZERO));
    return rex.makeCall(
        type,
        SqlStdOperatorTable.CASE,
        List.of(
            isEmpty,
            rex.makeNullLiteral(type),
            rex.makeCall(type, function("array_join"), List.of(list, between))));
  }

  /**
   * A struct of values.
   *
   * @param type its members' names, and whether it may be null
   */
  public static RexNode struct(RexBuilder rex, RelDataType type, List<RexNode> members) {
    List<RexNode> operands = new ArrayList<>();
    for (int m = 0; m < members.size(); m++) {
      operands.add(rex.makeLiteral(type.getFieldNames().get(m)));
      operands.add(members.get(m));
    }
    return rex.makeCall(type, function("named_struct"), operands);
  }

  /** Whether an expression is the session of a time, which grouping by it brings together. */
  public static boolean isSession(RexNode expression) {
    return expression instanceof RexCall call
        && call.getOperator() instanceof RegistryFunction function
        && function.definition().name().equals("session_window");
  }

  private static SqlOperator function(String name) {
    return EngineOperators.TABLE.function(name).orElseThrow();
  }

  /** A question about the nearest name, for messages; empty when none is near. */
  public static String nearest(String name) {
    return NearestName.of(name, names()).map(n -> "; did you mean " + n + "?").orElse("");
  }
}
