package io.distaff.eval;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gives calls of functions that take a stream, and have all arguments but that, the partition of a
 * task as their stream: partitions then differ, and attempts of one task don't. Stateless.
 */
public final class RandomStreams {
  private RandomStreams() {}

  /** The expressions for a partition. */
  public static List<Expression> ofPartition(List<Expression> expressions, int partition) {
    return expressions.stream().map(expression -> ofPartition(expression, partition)).toList();
  }

  /** The expression for a partition; itself if there is no such call in it. */
  public static Expression ofPartition(Expression expression, int partition) {
    if (expression instanceof Lambda lambda) {
      return new Lambda(
          lambda.parameters(),
          ofPartition(lambda.captured(), partition),
          ofPartition(lambda.body(), partition));
    }
    if (!(expression instanceof Call call)) {
      return expression;
    }
    List<Expression> arguments = ofPartition(call.arguments(), partition);
    boolean changed = !arguments.equals(call.arguments());
    if (lacksStream(call)) {
      List<Expression> withStream = new ArrayList<>(arguments);
      withStream.add(Literal.of(DataType.INT, (long) partition));
      return new Call(call.function(), withStream, call.type());
    }
    return changed ? new Call(call.function(), arguments, call.type()) : call;
  }

  private static boolean lacksStream(Call call) {
    return ScalarFunctions.registry()
        .find(call.function())
        .map(FunctionDefinition::streamPosition)
        .equals(Optional.of(OptionalInt.of(call.arguments().size())));
  }
}
