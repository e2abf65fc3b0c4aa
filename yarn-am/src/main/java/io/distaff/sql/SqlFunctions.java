package io.distaff.sql;

import io.distaff.config.NearestName;
import io.distaff.expression.FunctionDefinition;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.scalar.ScalarFunctions;
import java.util.Collection;
import java.util.Optional;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;

/** The functions that SQL has, for people who ask. Stateless. */
public final class SqlFunctions {
  private SqlFunctions() {}

  /** All names, aliases too, in lower case and in order. */
  public static Collection<String> names() {
    return EngineOperators.functionNames();
  }

  /** The definition of one that the registries have. */
  public static Optional<FunctionDefinition> find(String name) {
    return ScalarFunctions.registry().find(name).or(() -> AggregateFunctions.registry().find(name));
  }

  /** A call that fails with RAISED_BY_QUERY as soon as it is evaluated. */
  public static RexNode raiseError(RexBuilder rex, String message) {
    SqlOperator function = EngineOperators.TABLE.function("raise_error").orElseThrow();
    return rex.makeCall(function, rex.makeLiteral(message));
  }

  /** The aggregate that is a sum, or null where that is too large for its type. */
  public static SqlAggFunction trySum() {
    return (SqlAggFunction)
        EngineOperators.TABLE.function(AggregateFunctions.TRY_SUM).orElseThrow();
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

  /** A question about the nearest name, for messages; empty when none is near. */
  public static String nearest(String name) {
    return NearestName.of(name, names()).map(n -> "; did you mean " + n + "?").orElse("");
  }
}
