package io.distaff.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramCallsTest {
  private static final DataType TYPE = DataType.BOOLEAN;
  private static final Schema SCHEMA = Schema.of(new Field("a", TYPE, true));
  private static final Expression COLUMN = new InputRef(0, TYPE);

  /** What a node does, with an expression and an aggregate that are the program's or not. */
  private static List<PlanNode> nodes(Expression value, AggregateCall aggregate) {
    PlanNode rows = new PlanNode.RangeScan(0, SCHEMA);
    WindowCall overFrame = new WindowCall.FrameAggregate(aggregate, null);
    Call call = new Call(FunctionNames.COALESCE, TYPE, value);
    return List.of(
        new PlanNode.ParquetScan(0, "t", SCHEMA, value, -1),
        new PlanNode.Values(SCHEMA, List.of(List.of(COLUMN), List.of(value))),
        new PlanNode.Filter(rows, value),
        new PlanNode.Project(rows, List.of(COLUMN, value), SCHEMA),
        new PlanNode.Expand(rows, List.of(List.of(COLUMN), List.of(value)), SCHEMA),
        new PlanNode.Generate(rows, List.of(), call, List.of(), false, SCHEMA),
        new PlanNode.HashJoin(
            rows, rows, JoinType.INNER, List.of(), List.of(), value, false, SCHEMA),
        new PlanNode.Aggregate(
            rows, AggregationPhase.SINGLE, List.of(), List.of(aggregate), SCHEMA),
        new PlanNode.Window(rows, List.of(), List.of(), List.of(overFrame), SCHEMA));
  }

  private static final AggregateCall COUNT =
      AggregateCall.of(AggregateCall.Function.COUNT, -1, -1, DataType.BIGINT);

  static List<PlanNode> callNone() {
    return nodes(COLUMN, COUNT);
  }

  static List<PlanNode> callOne() {
    Expression user = new Call(FunctionNames.USER_FUNCTION_OF_CHANCE, TYPE, COLUMN);
    Expression inBody =
        new Call("exists", TYPE, COLUMN, new Lambda(List.of(TYPE), List.of(), user));
    Expression captured =
        new Call("exists", TYPE, COLUMN, new Lambda(List.of(TYPE), List.of(user), COLUMN));
    PlanNode rows = new PlanNode.RangeScan(0, SCHEMA);
    AggregateCall median =
        AggregateCall.ofUser("median", new byte[1], DataType.BINARY, List.of(0), -1, TYPE);
    List<PlanNode> nodes = new ArrayList<>(nodes(user, median));
    nodes.add(new PlanNode.UserRows(rows, "map", new byte[1], -1, List.of(0), SCHEMA));
    nodes.add(new PlanNode.Filter(rows, new Call(FunctionNames.USER_FUNCTION, TYPE, COLUMN)));
    nodes.add(new PlanNode.Filter(rows, inBody));
    nodes.add(new PlanNode.Filter(rows, captured));
    return nodes;
  }

  @ParameterizedTest
  @MethodSource
  void callNone(PlanNode node) {
    assertThat(ProgramCalls.in(node)).isFalse();
  }

  @ParameterizedTest
  @MethodSource
  void callOne(PlanNode node) {
    assertThat(ProgramCalls.in(node)).isTrue();
    assertThat(ProgramCalls.in(new PlanNode.Limit(node, 1, 0))).isTrue();
    PlanNode rows = new PlanNode.RangeScan(0, SCHEMA);
    assertThat(ProgramCalls.in(new PlanNode.Union(List.of(rows, node), SCHEMA))).isTrue();
  }
}
