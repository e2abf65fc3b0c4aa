package io.distaff.task;

import io.distaff.operator.spill.LargeValues;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.WindowCall;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.LargeTexts;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * In which columns of an operator's inputs and output {@link LargeValues} may stand in for text:
 * those that it only copies, compares and groups by.
 *
 * @param left of the only or left input
 * @param right of the right input
 * @param output of what it gives
 */
record LargeColumns(BitSet left, BitSet right, BitSet output) {
  /** Functions that give one of the values, and keep it as it is between phases. */
  private static final Set<String> CHOICES =
      Set.of(
          AggregateCall.Function.MIN, AggregateCall.Function.MAX, AggregateCall.Function.ANY_VALUE);

  /** The same, of which only some columns of the output are looked at. */
  LargeColumns restoring(BitSet needed) {
    BitSet restored = (BitSet) output.clone();
    restored.and(needed);
    return new LargeColumns(left, right, restored);
  }

  boolean isEmpty() {
    return left.isEmpty() && right.isEmpty();
  }

  /** Of a sort: every column. */
  static LargeColumns of(PlanNode.Sort sort) {
    BitSet columns = text(sort.schema());
    return new LargeColumns(columns, new BitSet(), columns);
  }

  /** Of an aggregation: keys, and what one value is chosen of, unless another function needs it. */
  static LargeColumns of(PlanNode.Aggregate node) {
    BitSet used = new BitSet();
    node.keys().forEach(used::set);
    for (AggregateCall call : node.calls()) {
      if (CHOICES.contains(call.function())) {
        used.set(call.column());
      }
    }
    for (AggregateCall call : node.calls()) {
      if (!onlyMoves(call)) {
        call.columns().forEach(used::clear);
      }
    }
    BitSet input = text(node.input().schema());
    input.and(used);
    BitSet output = new BitSet();
    int column = 0;
    for (int key : node.keys()) {
      output.set(column++, input.get(key));
    }
    for (AggregateCall call : node.calls()) {
      output.set(column++, CHOICES.contains(call.function()) && input.get(call.column()));
    }
    return new LargeColumns(input, new BitSet(), output);
  }

  private static boolean onlyMoves(AggregateCall call) {
    return CHOICES.contains(call.function())
        || call.function().equals(AggregateCall.Function.COUNT);
  }

  /**
   * Of a join: all columns that its condition doesn't look at; keys on both sides or on none.
   *
   * @param sharesBuild whether the build rows, the right ones, are also those of other tasks, to
   *     which this one's tokens mean nothing
   */
  static LargeColumns of(PlanNode.HashJoin join, boolean sharesBuild) {
    BitSet left = text(join.left().schema());
    BitSet right = text(join.right().schema());
    int numLeft = join.left().schema().size();
    if (join.residual() != null) {
      BitSet looked = NeededColumns.of(join.residual());
      left.andNot(looked);
      right.andNot(looked.get(numLeft, Math.max(numLeft, looked.length())));
    }
    if (sharesBuild) {
      right.clear();
    }
    for (int k = 0; k < join.leftKeys().size(); k++) {
      if (!right.get(join.rightKeys().get(k))) {
        left.clear(join.leftKeys().get(k));
      }
      if (!left.get(join.leftKeys().get(k))) {
        right.clear(join.rightKeys().get(k));
      }
    }
    return new LargeColumns(left, right, outputOf(join, left, right));
  }

  private static BitSet outputOf(PlanNode.HashJoin join, BitSet left, BitSet right) {
    BitSet output = new BitSet();
    for (int column = 0; column < join.schema().size(); column++) {
      int ofLeft = join.leftColumn(column);
      int ofRight = join.rightColumn(column);
      output.set(column, (ofLeft >= 0 && left.get(ofLeft)) || (ofRight >= 0 && right.get(ofRight)));
    }
    return output;
  }

  /** Of a window: all columns that no function computes with. */
  static LargeColumns of(PlanNode.Window window) {
    int numInput = window.input().schema().size();
    BitSet input = text(window.input().schema());
    for (WindowCall call : window.calls()) {
      if (call instanceof WindowCall.FrameAggregate aggregate && !onlyMoves(aggregate.call())) {
        aggregate.call().columns().forEach(input::clear);
      }
    }
    for (WindowCall call : window.calls()) {
      if (call instanceof WindowCall.Shift shift && shift.defaultColumn() >= 0) {
        boolean both = input.get(shift.column()) && input.get(shift.defaultColumn());
        input.set(shift.column(), both);
        input.set(shift.defaultColumn(), both);
      }
    }
    BitSet output = (BitSet) input.clone();
    for (int i = 0; i < window.calls().size(); i++) {
      output.set(numInput + i, gives(window.calls().get(i), input));
    }
    return new LargeColumns(input, new BitSet(), output);
  }

  private static boolean gives(WindowCall call, BitSet input) {
    if (call instanceof WindowCall.Shift shift) {
      return input.get(shift.column());
    } else if (call instanceof WindowCall.FrameValue value) {
      return input.get(value.column());
    }
    return call instanceof WindowCall.FrameAggregate aggregate
        && CHOICES.contains(aggregate.call().function())
        && input.get(aggregate.call().column());
  }

  private static BitSet text(Schema schema) {
    List<DataType> types = schema.fields().stream().map(Field::type).toList();
    return LargeTexts.textColumns(types);
  }
}
