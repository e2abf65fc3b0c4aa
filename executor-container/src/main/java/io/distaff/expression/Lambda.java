package io.distaff.expression;

import io.distaff.types.DataType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function that a {@link Call} is given: {@code x -> x + n}. It is closed: its body is an
 * expression over rows of its own, whose columns are first the parameters, then the captured
 * values; nothing else of the rows around it is seen there. Only an argument of a call, where a
 * signature has a lambda.
 *
 * @param parameters their types
 * @param captured what the body sees of the row around the call; expressions over that row
 * @param body over the parameters and the captured values
 */
public record Lambda(List<DataType> parameters, List<Expression> captured, Expression body)
    implements Expression {
  public Lambda {
    parameters = List.copyOf(parameters);
    captured = List.copyOf(captured);
  }

  /** Of what the body gives. */
  @Override
  public DataType type() {
    return body.type();
  }

  @Override
  public String toString() {
    String with =
        captured.isEmpty()
            ? ""
            : captured.stream()
                .map(Expression::toString)
                .collect(Collectors.joining(", ", "; ", ""));
    return "(" + parameters.size() + with + ") -> " + body;
  }
}
