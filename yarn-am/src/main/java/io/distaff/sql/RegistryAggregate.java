package io.distaff.sql;

import io.distaff.expression.FunctionDefinition;
import io.distaff.operator.aggregation.AggregateFunctions;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Optionality;

/**
 * An aggregate function of the registry among Calcite's, as {@link RegistryFunction} is. In
 * optimised algebra it has its parameters, and only columns are its operands.
 */
public final class RegistryAggregate extends SqlAggFunction {
  private final FunctionDefinition definition;
  private final List<Parameter> parameters;

  /**
   * An argument that is the same for all rows.
   *
   * @param literal of the type, or of one that is cast to it
   */
  public record Parameter(RexLiteral literal, RelDataType type) {}

  RegistryAggregate(FunctionDefinition definition) {
    this(definition, List.of());
  }

  private RegistryAggregate(FunctionDefinition definition, List<Parameter> parameters) {
    super(
        definition.name(),
        null,
        SqlKind.OTHER_FUNCTION,
        binding ->
            RegistryFunction.resultType(
                definition, binding, parameters.stream().map(Parameter::type).toList()),
        null,
        new RegistryFunction.Checker(definition),
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        AggregateFunctions.isOrdered(definition) ? Optionality.OPTIONAL : Optionality.FORBIDDEN);
    this.definition = definition;
    this.parameters = List.copyOf(parameters);
  }

  public FunctionDefinition definition() {
    return definition;
  }

  /** The arguments behind the operands. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** The function of which these arguments, the last ones, are given. */
  public RegistryAggregate withParameters(List<Parameter> given) {
    return new RegistryAggregate(definition, given);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && parameters.equals(((RegistryAggregate) other).parameters);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + parameters.hashCode();
  }
}
