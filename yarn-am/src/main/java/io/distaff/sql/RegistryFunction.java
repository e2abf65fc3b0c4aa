package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.Literal;
import io.distaff.expression.NullRule;
import io.distaff.types.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCallBinding;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * A function of the registry among Calcite's: its signatures check the operands and give the
 * result's type. Operands keep their types; the planner casts them. Immutable.
 */
public final class RegistryFunction extends SqlFunction {
  private final FunctionDefinition definition;

  RegistryFunction(FunctionDefinition definition) {
    super(
        definition.name(),
        SqlKind.OTHER_FUNCTION,
        binding -> resultType(definition, binding, List.of()),
        (binding, unknown, operands) ->
            assignLambdas(
                definition, binding.getValidator(), binding.getScope(), binding.getCall()),
        new Checker(definition),
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.definition = definition;
  }

  public FunctionDefinition definition() {
    return definition;
  }

  @Override
  public boolean isDeterministic() {
    return definition.deterministic();
  }

  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    assignLambdas(definition, validator, scope, call);
    return super.deriveType(validator, scope, call);
  }

  /** Before Calcite looks into lambdas, which it does to infer types and to derive them. */
  private static void assignLambdas(
      FunctionDefinition definition,
      SqlValidator validator,
      SqlValidatorScope scope,
      SqlCall call) {
    if (call.getOperandList().stream().anyMatch(SqlLambda.class::isInstance)) {
      LambdaTypes.assign(definition, validator, scope, call);
    }
  }

  /**
   * @param parameters types of arguments behind the operands
   */
  static RelDataType resultType(
      FunctionDefinition definition, SqlOperatorBinding binding, List<RelDataType> parameters) {
    List<FunctionArgument> arguments = arguments(binding);
    for (RelDataType parameter : parameters) {
      arguments.add(FunctionArgument.of(EngineTypes.fromCalcite(parameter)));
    }
    BoundSignature bound =
        bind(definition, arguments, binding)
            .orElseThrow(() -> new CalciteException(wrongArguments(definition, arguments), null));
    boolean nullable =
        definition.nullRule() != NullRule.STRICT
            || binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
    return EngineTypes.toCalcite(binding.getTypeFactory(), bound.resultType(), nullable);
  }

  /** The signature that takes the arguments; what is wrong with them has the call's place. */
  private static Optional<BoundSignature> bind(
      FunctionDefinition definition, List<FunctionArgument> arguments, SqlOperatorBinding binding) {
    try {
      return definition.bind(arguments);
    } catch (DistaffException e) {
      throw binding instanceof SqlCallBinding call ? GeneratorFunction.error(call.getCall(), e) : e;
    }
  }

  private static List<FunctionArgument> arguments(SqlOperatorBinding binding) {
    List<FunctionArgument> arguments = new ArrayList<>();
    for (int i = 0; i < LambdaTypes.numArguments(binding); i++) {
      FunctionArgument lambda = LambdaTypes.argument(binding, i);
      if (lambda != null) {
        arguments.add(lambda);
        continue;
      }
      DataType type = EngineTypes.fromCalcite(binding.getOperandType(i));
      arguments.add(new FunctionArgument(type, literal(binding, i, type)));
    }
    return arguments;
  }

  /** The value of a literal integer or text; null for everything else. */
  private static Literal literal(SqlOperatorBinding binding, int index, DataType type) {
    if (!(binding instanceof SqlCallBinding || binding instanceof RexCallBinding)) {
      return null; // of an aggregate in algebra, whose operands are columns
    }
    if (type.isIntegral()) {
      BigDecimal number = SignedLiterals.integer(binding, index);
      return number == null ? null : new Literal(type, number.toBigInteger().toString());
    }
    boolean text = type.kind() == DataType.Kind.STRING && binding.isOperandLiteral(index, false);
    return text ? new Literal(type, binding.getOperandLiteralValue(index, String.class)) : null;
  }

  /** The error of a call whose arguments no signature takes. */
  static CalciteContextException refused(
      FunctionDefinition definition, List<FunctionArgument> arguments, SqlCall call) {
    return GeneratorFunction.error(call, wrongArguments(definition, arguments));
  }

  private static String wrongArguments(
      FunctionDefinition definition, List<FunctionArgument> arguments) {
    return arguments.stream()
        .map(FunctionArgument::toString)
        .collect(Collectors.joining(", ", definition.usage() + "; given (", ")"));
  }

  /** Takes what a signature takes. */
  record Checker(FunctionDefinition definition) implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<FunctionArgument> arguments = arguments(binding);
      Optional<BoundSignature> bound = bind(definition, arguments, binding);
      if (bound.isEmpty() && throwOnFailure) {
        throw refused(definition, arguments, binding.getCall());
      }
      return bound.isPresent();
    }

    /** Any, so that a wrong number is reported with the signatures too. */
    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.any();
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return definition.usage();
    }
  }
}
