package io.distaff.sql;

import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCallBinding;
import org.apache.calcite.rex.RexLambda;
import org.apache.calcite.rex.RexSlot;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.FunctionSqlType;
import org.apache.calcite.sql.validate.SqlLambdaScope;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * The lambdas among a call's operands, in text and in algebra, which {@link LambdaCaptures} has
 * closed. Stateless.
 */
public final class LambdaTypes {
  private LambdaTypes() {}

  /** How many operands a call has before those that its lambdas have captured. */
  static int numArguments(SqlOperatorBinding binding) {
    int captured = 0;
    for (int i = 0; i < binding.getOperandCount(); i++) {
      List<String> names = parameters(binding, i);
      captured += names == null ? 0 : LambdaCaptures.numCaptured(names);
    }
    return binding.getOperandCount() - captured;
  }

  /** What is known of an operand that is a lambda; null if it is none. */
  static FunctionArgument argument(SqlOperatorBinding binding, int index) {
    List<String> names = parameters(binding, index);
    if (names == null) {
      return null;
    }
    RelDataType type = binding.getOperandType(index);
    RelDataType given = type instanceof FunctionSqlType function ? function.getReturnType() : type;
    int own = names.size() - LambdaCaptures.numCaptured(names);
    return FunctionArgument.lambda(own, EngineTypes.fromCalcite(given));
  }

  private static List<String> parameters(SqlOperatorBinding binding, int index) {
    if (binding instanceof SqlCallBinding call && call.operand(index) instanceof SqlLambda lambda) {
      return names(lambda);
    }
    if (binding instanceof RexCallBinding call
        && call.operands().get(index) instanceof RexLambda lambda) {
      return names(lambda);
    }
    return null;
  }

  private static List<String> names(SqlLambda lambda) {
    return lambda.getParameters().stream().map(SqlNode::toString).toList();
  }

  private static List<String> names(RexLambda lambda) {
    return lambda.getParameters().stream().map(RexSlot::getName).toList();
  }

  /** How many of the last parameters of a lambda are captured. */
  public static int numCaptured(RexLambda lambda) {
    return LambdaCaptures.numCaptured(names(lambda));
  }

  /** How many operands a call has before those that its lambdas have captured. */
  public static int numArguments(RexCall call) {
    return call.getOperands().size()
        - call.getOperands().stream()
            .filter(RexLambda.class::isInstance)
            .mapToInt(lambda -> numCaptured((RexLambda) lambda))
            .sum();
  }

  /**
   * Tells Calcite the types of the parameters before it looks at the bodies: those that a signature
   * gives, and those of what is captured. Throws where no signature takes the arguments.
   */
  static void assign(
      FunctionDefinition definition,
      SqlValidator validator,
      SqlValidatorScope scope,
      SqlCall call) {
    List<FunctionArgument> arguments = new ArrayList<>();
    int numArguments = numArguments(new SqlCallBinding(validator, scope, call));
    for (SqlNode operand : call.getOperandList().subList(0, numArguments)) {
      if (operand instanceof SqlLambda lambda) {
        List<String> names = names(lambda);
        int own = names.size() - LambdaCaptures.numCaptured(names);
        arguments.add(FunctionArgument.lambda(own, DataType.NULL));
      } else {
        arguments.add(
            FunctionArgument.of(EngineTypes.fromCalcite(validator.deriveType(scope, operand))));
      }
    }
    List<List<DataType>> given =
        definition
            .lambdaParameters(arguments)
            .orElseThrow(() -> RegistryFunction.refused(definition, arguments, call));
    int nextCaptured = numArguments;
    for (int i = 0; i < given.size(); i++) {
      if (call.operand(i) instanceof SqlLambda lambda) {
        SqlLambdaScope inside = (SqlLambdaScope) validator.getLambdaScope(lambda);
        for (int p = 0; p < lambda.getParameters().size(); p++) {
          boolean own = p < given.get(i).size();
          RelDataType type =
              own
                  ? EngineTypes.toCalcite(validator.getTypeFactory(), given.get(i).get(p), true)
                  : validator.deriveType(scope, call.operand(nextCaptured++));
          inside.getParameterTypes().put(lambda.getParameters().get(p).toString(), type);
        }
      }
    }
  }
}
