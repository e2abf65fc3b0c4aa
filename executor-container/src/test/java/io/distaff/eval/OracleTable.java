package io.distaff.eval;

import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.expression.NullRule;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * What every function and operator must agree with. A line reads
 *
 * <pre>
 * table.of("lpad", text(), numbers(0, 9), SHORT).duckDb("lpad(?, ?::INT, ?)");
 * table.of("reverse", text()).java(a -&gt; new StringBuilder((String) a[0]).reverse().toString());
 * </pre>
 */
final class OracleTable {
  private final List<OracleLine> lines = new ArrayList<>();

  List<OracleLine> lines() {
    return List.copyOf(lines);
  }

  /** A function of the registry with these columns as arguments. */
  OracleLine of(String name, Domain... columns) {
    return call(name, references(columns), columns);
  }

  /**
   * A function of the registry with arguments that are expressions over the columns, or lambdas;
   * these are cast as the signature asks.
   */
  OracleLine call(String name, List<Expression> given, Domain... columns) {
    FunctionDefinition function = function(name);
    BoundSignature bound = bind(function, given);
    return add(
        new OracleLine(
            function.name(),
            bound.signature(),
            bound.argumentTypes(),
            cast(function, bound, given),
            List.of(columns),
            function.nullRule() != NullRule.OWN));
  }

  /** A call for another's argument. */
  static Call bound(String name, List<Expression> given) {
    FunctionDefinition function = function(name);
    return cast(function, bind(function, given), given);
  }

  private static FunctionDefinition function(String name) {
    return ScalarFunctions.registry()
        .find(name)
        .orElseThrow(() -> new AssertionError("there is no function " + name));
  }

  private static BoundSignature bind(FunctionDefinition function, List<Expression> given) {
    return function
        .bind(given.stream().map(FunctionArgument::of).toList())
        .orElseThrow(() -> new AssertionError("no signature takes " + function.name() + given));
  }

  private static Call cast(
      FunctionDefinition function, BoundSignature bound, List<Expression> given) {
    List<Expression> arguments = new ArrayList<>(given);
    for (int i = 0; i < arguments.size(); i++) {
      DataType type = bound.argumentTypes().get(i);
      boolean isValue = !(arguments.get(i) instanceof Lambda);
      if (isValue && !arguments.get(i).type().equals(type)) {
        arguments.set(i, new Call(FunctionNames.CAST, type, arguments.get(i)));
      }
    }
    return new Call(function.name(), arguments, bound.resultType());
  }

  /** An operator of {@link FunctionNames} that is null where an argument is. */
  OracleLine operator(String name, DataType type, Domain... columns) {
    return add(line(name, new Call(name, references(columns), type), true, columns));
  }

  /** An expression that sees nulls, for the operator that it is named by. */
  OracleLine expression(String name, Expression expression, Domain... columns) {
    return add(line(name, expression, false, columns));
  }

  private static OracleLine line(
      String name, Expression expression, boolean strict, Domain... columns) {
    return new OracleLine(name, null, List.of(), expression, List.of(columns), strict);
  }

  private OracleLine add(OracleLine line) {
    lines.add(line);
    return line;
  }

  /** The columns, and the literals among them, as arguments. */
  static List<Expression> references(Domain... columns) {
    List<Expression> references = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      DataType type = columns[i].type();
      references.add(
          columns[i].isLiteral()
              ? Literal.of(type, columns[i].values().get(0))
              : new InputRef(i, type));
    }
    return references;
  }
}
