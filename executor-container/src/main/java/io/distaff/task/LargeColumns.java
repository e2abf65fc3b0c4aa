package io.distaff.task;

import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.WindowCall;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * In which columns of a node's inputs and output tokens may stand for large values: those that it
 * only copies, compares and groups by, and those of expressions, which restore values themselves.
 * Others it computes with, or makes.
 *
 * @param inputs one for each
 * @param output of what it gives
 */
record LargeColumns(List<BitSet> inputs, BitSet output) {
  /** Aggregate functions that move and compare values, and keep them as they are. */
  private static final Set<String> MOVING =
      Set.of(
          AggregateCall.Function.COUNT,
          AggregateCall.Function.MIN,
          AggregateCall.Function.MAX,
          AggregateCall.Function.ANY_VALUE,
          "min_by",
          "max_by",
          "first",
          "last",
          "mode",
          "quantile_disc",
          "histogram",
          "collect_list",
          "collect_set");

  /** An aggregate function that needs no more of a value than its hash. */
  private static final String HASHING = "approx_count_distinct";

  /** The columns of a node. */
  static LargeColumns of(PlanNode node) {
    if (node instanceof PlanNode.Aggregate aggregate) {
      return of(aggregate);
    } else if (node instanceof PlanNode.HashJoin join) {
      return of(join);
    } else if (node instanceof PlanNode.Window window) {
      return of(window);
    } else if (node instanceof PlanNode.UserRows rows) {
      return of(rows);
    }
    boolean reads =
        node instanceof PlanNode.ParquetScan
            || node instanceof PlanNode.TextScan
            || node instanceof PlanNode.ExchangeRead
            || node instanceof PlanNode.CachedScan;
    boolean makes = node.inputs().isEmpty() && !reads;
    return new LargeColumns(
        node.inputs().stream().map(input -> text(input.schema())).toList(),
        makes ? new BitSet() : text(node.schema()));
  }

  /**
   * Whether nobody keeps tokens for longer than the batch in which they came: operators pass texts
   * on batch by batch, and the sink gets none.
   */
  static boolean lastForABatch(PlanNode root) {
    return text(root.schema()).isEmpty() && passOn(root);
  }

  private static boolean passOn(PlanNode node) {
    boolean passesOn =
        node instanceof PlanNode.Filter
            || node instanceof PlanNode.Project
            || node instanceof PlanNode.Limit
            || node instanceof PlanNode.Union
            || node instanceof PlanNode.Sample;
    return node.inputs().stream()
        .allMatch(input -> (passesOn || text(input.schema()).isEmpty()) && passOn(input));
  }

  private static LargeColumns of(PlanNode.Aggregate node) {
    BitSet input = text(node.input().schema());
    for (AggregateCall call : node.calls()) {
      boolean hashes =
          call.function().equals(HASHING) && node.phase() != PlanNode.AggregationPhase.FINAL;
      if (!moves(call) && !hashes) {
        call.columns().forEach(input::clear);
      }
    }
    BitSet output = new BitSet();
    int column = 0;
    for (int key : node.keys()) {
      output.set(column++, input.get(key));
    }
    for (AggregateCall call : node.calls()) {
      output.set(column++, gives(call, input));
    }
    return new LargeColumns(List.of(input), output);
  }

  private static boolean moves(AggregateCall call) {
    return MOVING.contains(call.function());
  }

  /** Whether there are tokens in what a call gives, if there are in these columns. */
  private static boolean gives(AggregateCall call, BitSet input) {
    return moves(call) && call.columns().stream().anyMatch(input::get);
  }

  private static LargeColumns of(PlanNode.HashJoin join) {
    BitSet left = text(join.left().schema());
    BitSet right = text(join.right().schema());
    BitSet output = new BitSet();
    for (int column = 0; column < join.schema().size(); column++) {
      int ofLeft = join.leftColumn(column);
      int ofRight = join.rightColumn(column);
      output.set(column, (ofLeft >= 0 && left.get(ofLeft)) || (ofRight >= 0 && right.get(ofRight)));
    }
    return new LargeColumns(List.of(left, right), output);
  }

  private static LargeColumns of(PlanNode.Window window) {
    int numInput = window.input().schema().size();
    BitSet input = text(window.input().schema());
    for (WindowCall call : window.calls()) {
      if (call instanceof WindowCall.FrameAggregate aggregate && !moves(aggregate.call())) {
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
    return new LargeColumns(List.of(input), output);
  }

  /** A user's function gets values, and makes values. */
  private static LargeColumns of(PlanNode.UserRows rows) {
    BitSet input = text(rows.input().schema());
    rows.columns().forEach(input::clear);
    if (rows.key() >= 0) {
      input.clear(rows.key());
    }
    return new LargeColumns(List.of(input), new BitSet());
  }

  private static boolean gives(WindowCall call, BitSet input) {
    if (call instanceof WindowCall.Shift shift) {
      return input.get(shift.column());
    } else if (call instanceof WindowCall.FrameValue value) {
      return input.get(value.column());
    }
    return call instanceof WindowCall.FrameAggregate aggregate && gives(aggregate.call(), input);
  }

  /** The columns that are text or have text within. */
  static BitSet text(Schema schema) {
    BitSet columns = new BitSet();
    for (int c = 0; c < schema.size(); c++) {
      DataType.Kind kind = schema.type(c).kind();
      columns.set(
          c, kind == DataType.Kind.STRING || kind == DataType.Kind.BINARY || kind.isNested());
    }
    return columns;
  }
}
