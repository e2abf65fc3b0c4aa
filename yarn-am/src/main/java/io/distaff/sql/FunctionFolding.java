package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;

/** Calls with known arguments, computed as executors would. Stateless. */
public final class FunctionFolding {
  private FunctionFolding() {}

  /**
   * The value of a call; empty when it fails, is null, or is of a type that isn't folded.
   *
   * @param values of the operands: BigDecimal, LocalDate or String
   */
  static Optional<Object> value(RexCall call, List<Object> values) {
    FunctionDefinition function = ((RegistryFunction) call.getOperator()).definition();
    if (!function.deterministic()) {
      return Optional.empty();
    }
    try {
      List<Expression> literals = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        DataType type = EngineTypes.fromCalcite(call.getOperands().get(i).getType());
        literals.add(Literal.of(type, literalValue(type, values.get(i))));
      }
      Optional<BoundSignature> bound =
          function.bind(literals.stream().map(FunctionArgument::of).toList());
      if (bound.isEmpty()) {
        return Optional.empty();
      }
      List<Expression> arguments = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        DataType type = bound.get().argumentTypes().get(i);
        Expression literal = literals.get(i);
        arguments.add(
            literal.type().equals(type) ? literal : new Call(FunctionNames.CAST, type, literal));
      }
      Expression whole = new Call(function.name(), arguments, bound.get().resultType());
      return value(whole).flatMap(value -> folded(value, whole.type()));
    } catch (DistaffException e) {
      return Optional.empty(); // the executors compute it, or say why not
    }
  }

  /**
   * The value of an expression without columns, as rows have it; empty when it fails or is null.
   */
  public static Optional<Object> value(Expression constant) {
    try {
      return Optional.ofNullable(
          Vectors.value(
              ExpressionCompiler.compile(
                      constant, ReservedArrays.upTo(ExpressionCompiler.MOST_FOLDED_BYTES))
                  .evaluate(new VectorBatch(1), null),
              0));
    } catch (DistaffException e) {
      return Optional.empty(); // the executors compute it, or say why not
    }
  }

  private static Object literalValue(DataType type, Object value) {
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    return type.isIntegral() ? (Object) ((BigDecimal) value).longValueExact() : value;
  }

  private static Optional<Object> folded(Object value, DataType type) {
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INT, BIGINT -> Optional.of(BigDecimal.valueOf((Long) value));
      case DECIMAL, STRING -> Optional.of(value);
      case DATE -> Optional.of(LocalDate.ofEpochDay((Long) value));
      default -> Optional.empty();
    };
  }
}
