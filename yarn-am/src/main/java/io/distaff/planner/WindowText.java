package io.distaff.planner;

import io.distaff.plan.PlanNode;
import io.distaff.plan.WindowCall;
import io.distaff.plan.WindowFrame;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A window as a line of a plan, in the words of SQL. */
final class WindowText {
  private WindowText() {}

  static String of(PlanNode.Window window) {
    Schema input = window.input().schema();
    List<String> calls = new ArrayList<>();
    for (WindowCall call : window.calls()) {
      calls.add(call(call, input));
    }
    return "Window"
        + (window.partitionKeys().isEmpty()
            ? ""
            : " by " + PlanText.columns(window.partitionKeys(), input))
        + (window.orderKeys().isEmpty() ? "" : " order " + PlanText.keys(window.orderKeys(), input))
        + ": "
        + String.join(", ", calls);
  }

  private static String call(WindowCall call, Schema input) {
    if (call instanceof WindowCall.Ranking ranking) {
      return PlanText.lower(ranking.function())
          + (ranking.buckets() == 0 ? "()" : "(" + ranking.buckets() + ")");
    } else if (call instanceof WindowCall.Shift shift) {
      return (shift.offset() < 0 ? "lag(" : "lead(")
          + input.field(shift.column()).name()
          + ", "
          + Math.abs(shift.offset())
          + (shift.defaultColumn() < 0 ? "" : ", " + input.field(shift.defaultColumn()).name())
          + ")"
          + nulls(shift.ignoreNulls());
    } else if (call instanceof WindowCall.FrameValue value) {
      String column = input.field(value.column()).name();
      String function =
          value.position() < 0
              ? "last_value(" + column + ")"
              : value.position() == 1
                  ? "first_value(" + column + ")"
                  : "nth_value(" + column + ", " + value.position() + ")";
      return function + nulls(value.ignoreNulls()) + frame(value.frame(), input);
    }
    WindowCall.FrameAggregate aggregate = (WindowCall.FrameAggregate) call;
    return PlanText.call(aggregate.call(), input) + frame(aggregate.frame(), input);
  }

  private static String nulls(boolean ignored) {
    return ignored ? " ignore nulls" : "";
  }

  private static String frame(WindowFrame frame, Schema input) {
    return " "
        + PlanText.lower(frame.unit())
        + " between "
        + bound(frame.start(), input)
        + " and "
        + bound(frame.end(), input)
        + (frame.exclusion() == WindowFrame.Exclusion.NONE
            ? ""
            : " exclude " + PlanText.lower(frame.exclusion()).replace('_', ' '));
  }

  private static String bound(WindowFrame.Bound bound, Schema input) {
    String kind = bound.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING, CURRENT_ROW, UNBOUNDED_FOLLOWING -> kind;
      case PRECEDING, FOLLOWING ->
          bound.column() < 0
              ? bound.offset() + " " + kind
              : "to " + input.field(bound.column()).name() + " " + kind;
    };
  }
}
