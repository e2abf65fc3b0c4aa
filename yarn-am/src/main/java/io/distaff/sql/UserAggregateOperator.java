package io.distaff.sql;

import io.distaff.encoder.UserAggregate;
import io.distaff.error.DistaffException;
import io.distaff.types.DataType;
import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.util.Optionality;

/** An aggregate of the user's among Calcite's, as {@link UserOperator} is a function. Immutable. */
public final class UserAggregateOperator extends SqlAggFunction {
  private final UserAggregate aggregate;

  UserAggregateOperator(UserAggregate aggregate) {
    super(
        aggregate.uniqueName(),
        null,
        SqlKind.OTHER_FUNCTION,
        binding -> EngineTypes.toCalcite(binding.getTypeFactory(), aggregate.type(), true),
        null,
        new Checker(aggregate),
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        Optionality.FORBIDDEN);
    this.aggregate = aggregate;
  }

  public UserAggregate aggregate() {
    return aggregate;
  }

  /** Takes what the objects of the aggregator can be made of. */
  private record Checker(UserAggregate aggregate) implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<DataType> types =
          binding.collectOperandTypes().stream().map(EngineTypes::fromCalcite).toList();
      try {
        aggregate.check(types);
        return true;
      } catch (DistaffException e) {
        if (throwOnFailure) {
          throw GeneratorFunction.error(
              binding.getCall(), "the aggregator " + aggregate.name() + ": " + e.getMessage());
        }
        return false;
      }
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(aggregate.numArguments());
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return "%s, of %s".formatted(aggregate.name(), aggregate.input());
    }
  }
}
