package io.distaff.task;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.WindowCall;
import java.util.BitSet;

/** Which columns of its inputs a node looks at, or passes on to those who do. */
final class NeededColumns {
  private NeededColumns() {}

  /**
   * Of an input's columns; there may be positions beyond them.
   *
   * @param input number of the input
   * @param output columns of the node that are needed
   */
  static BitSet of(PlanNode node, int input, BitSet output) {
    BitSet needed = new BitSet();
    if (node instanceof PlanNode.Project project) {
      project.expressions().forEach(expression -> collect(expression, needed));
    } else if (node instanceof PlanNode.Aggregate aggregate) {
      aggregate.keys().forEach(needed::set);
      for (AggregateCall call : aggregate.calls()) {
        call.columns().forEach(needed::set);
        if (call.filter() >= 0) {
          needed.set(call.filter());
        }
      }
    } else if (node instanceof PlanNode.Filter filter) {
      needed.or(output);
      collect(filter.predicate(), needed);
    } else if (node instanceof PlanNode.Limit) {
      needed.or(output);
    } else if (node instanceof PlanNode.Sort sort) {
      needed.or(output);
      sort.keys().forEach(key -> needed.set(key.column()));
    } else if (node instanceof PlanNode.Window window) {
      needed.or(output);
      window.partitionKeys().forEach(needed::set);
      window.orderKeys().forEach(key -> needed.set(key.column()));
      window.calls().forEach(call -> collect(call, needed));
    } else if (node instanceof PlanNode.HashJoin join) {
      return of(join, input, output);
    } else {
      needed.set(0, node.inputs().get(input).schema().size());
    }
    return needed;
  }

  private static BitSet of(PlanNode.HashJoin join, int input, BitSet output) {
    boolean isLeft = input == 0;
    BitSet needed = new BitSet();
    (isLeft ? join.leftKeys() : join.rightKeys()).forEach(needed::set);
    output.stream()
        .map(column -> isLeft ? join.leftColumn(column) : join.rightColumn(column))
        .filter(column -> column >= 0)
        .forEach(needed::set);
    if (join.residual() != null) {
      int numLeft = join.left().schema().size();
      int end = isLeft ? numLeft : numLeft + join.right().schema().size();
      needed.or(of(join.residual()).get(isLeft ? 0 : numLeft, end));
    }
    return needed;
  }

  private static void collect(WindowCall call, BitSet into) {
    if (call instanceof WindowCall.Shift shift) {
      into.set(shift.column());
      if (shift.defaultColumn() >= 0) {
        into.set(shift.defaultColumn());
      }
    } else if (call instanceof WindowCall.FrameValue value) {
      into.set(value.column());
    } else if (call instanceof WindowCall.FrameAggregate aggregate) {
      aggregate.call().columns().forEach(into::set);
    }
  }

  /** Which columns an expression looks at. */
  static BitSet of(Expression expression) {
    BitSet columns = new BitSet();
    collect(expression, columns);
    return columns;
  }

  private static void collect(Expression expression, BitSet into) {
    if (expression instanceof InputRef ref) {
      into.set(ref.index());
    } else if (expression instanceof Call call) {
      call.arguments().forEach(argument -> collect(argument, into));
    } else if (expression instanceof Lambda lambda) {
      lambda.captured().forEach(captured -> collect(captured, into));
    }
  }
}
