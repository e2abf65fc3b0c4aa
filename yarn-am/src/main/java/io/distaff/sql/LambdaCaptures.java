package io.distaff.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Closes lambdas: the columns, and parameters of lambdas around it, that a lambda's body names
 * become parameters of its own, and operands of the call that it is given to.
 *
 * <pre>
 *   transform(a, x -&gt; x + t.n)     transform(a, (x, $captured0) -&gt; x + $captured0, t.n)
 * </pre>
 *
 * <p>Calcite's lambdas see nothing but their parameters, and its rules don't look for columns in
 * them. As operands, columns are seen by whatever reads or changes the call. {@link #numCaptured}
 * tells the parameters from the captured; all captured operands stand behind the others, in the
 * order of the lambdas. Stateless.
 */
final class LambdaCaptures extends SqlShuttle {
  private static final String CAPTURED = "$captured";

  /** How many of the last of a lambda's parameters are captured. */
  static int numCaptured(List<String> parameters) {
    return (int) parameters.stream().filter(name -> name.startsWith(CAPTURED)).count();
  }

  @Override
  public SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (!(visited instanceof SqlCall changed)
        || changed instanceof SqlLambda
        || changed.getOperandList().stream().noneMatch(SqlLambda.class::isInstance)) {
      return visited;
    }
    List<SqlNode> operands = new ArrayList<>();
    List<SqlNode> captured = new ArrayList<>();
    for (SqlNode operand : changed.getOperandList()) {
      operands.add(operand instanceof SqlLambda lambda ? closed(lambda, captured) : operand);
    }
    operands.addAll(captured);
    return changed.getOperator().createCall(changed.getParserPosition(), operands);
  }

  private static SqlLambda closed(SqlLambda lambda, List<SqlNode> captured) {
    Body body = new Body(lambda.getParameters());
    SqlNode expression = lambda.getExpression().accept(body);
    List<SqlNode> parameters = new ArrayList<>(lambda.getParameters().getList());
    for (String name : body.captured.keySet()) {
      parameters.add(body.parameter(name));
      captured.add(body.captured.get(name));
    }
    return new SqlLambda(
        lambda.getParserPosition(),
        new SqlNodeList(parameters, lambda.getParameters().getParserPosition()),
        expression);
  }

  /** Puts parameters in the place of what a body captures. */
  private static final class Body extends SqlShuttle {
    private final SqlNodeList own;

    /** By their names in lower case. */
    private final Map<String, SqlIdentifier> captured = new LinkedHashMap<>();

    private final List<String> order = new ArrayList<>();

    Body(SqlNodeList own) {
      this.own = own;
    }

    SqlIdentifier parameter(String name) {
      SqlIdentifier original = captured.get(name);
      return new SqlIdentifier(CAPTURED + order.indexOf(name), original.getParserPosition());
    }

    @Override
    public SqlNode visit(SqlCall call) {
      return call instanceof SqlLambda ? call : super.visit(call); // closed already
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
      boolean isOwn =
          name.isSimple()
              && own.stream()
                  .anyMatch(
                      p -> ((SqlIdentifier) p).getSimple().equalsIgnoreCase(name.getSimple()));
      if (isOwn || name.isStar()) {
        return name;
      }
      String key = String.join("\u0000", name.names).toLowerCase(Locale.ROOT);
      if (captured.putIfAbsent(key, name) == null) {
        order.add(key);
      }
      SqlIdentifier parameter = parameter(key);
      return new SqlIdentifier(parameter.getSimple(), name.getParserPosition());
    }
  }
}
