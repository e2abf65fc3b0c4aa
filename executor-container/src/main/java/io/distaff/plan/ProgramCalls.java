package io.distaff.plan;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Lambda;
import java.util.List;

/**
 * Whether a plan calls functions of the user's program, which may do anything and take any time.
 */
public final class ProgramCalls {
  private ProgramCalls() {}

  /** Whether an operator, or one below it, does. */
  public static boolean in(PlanNode node) {
    return ofItself(node) || node.inputs().stream().anyMatch(ProgramCalls::in);
  }

  /** Whether an expression does. */
  public static boolean in(Expression expression) {
    if (expression instanceof Lambda lambda) {
      return in(lambda.body()) || in(lambda.captured());
    }
    return expression instanceof Call call
        && (call.function().equals(FunctionNames.USER_FUNCTION)
            || call.function().equals(FunctionNames.USER_FUNCTION_OF_CHANCE)
            || in(call.arguments()));
  }

  private static boolean in(List<Expression> expressions) {
    return expressions.stream().anyMatch(ProgramCalls::in);
  }

  private static boolean ofItself(PlanNode node) {
    if (node instanceof PlanNode.UserRows) {
      return true;
    } else if (node instanceof PlanNode.ParquetScan scan) {
      return in(scan.predicate());
    } else if (node instanceof PlanNode.Values values) {
      return values.rows().stream().anyMatch(ProgramCalls::in);
    } else if (node instanceof PlanNode.Filter filter) {
      return in(filter.predicate());
    } else if (node instanceof PlanNode.Project project) {
      return in(project.expressions());
    } else if (node instanceof PlanNode.Expand expand) {
      return expand.projections().stream().anyMatch(ProgramCalls::in);
    } else if (node instanceof PlanNode.Generate generate) {
      return in(generate.call());
    } else if (node instanceof PlanNode.HashJoin join) {
      return in(join.residual());
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      return aggregate.calls().stream().anyMatch(ProgramCalls::isOne);
    } else if (node instanceof PlanNode.Window window) {
      return window.calls().stream()
          .anyMatch(call -> call instanceof WindowCall.FrameAggregate of && isOne(of.call()));
    }
    return false;
  }

  private static boolean isOne(AggregateCall call) {
    return call.function().equals(AggregateCall.Function.USER_AGGREGATE);
  }
}
