package io.distaff.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.plan.WindowCall;
import io.distaff.types.DataType;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where tokens may stand for large values. */
final class LargeColumnsTest {
  private static final DataType TEXT = DataType.STRING;
  private static final DataType NUMBER = DataType.BIGINT;

  /** Columns: a number, and three of text. */
  private static final PlanNode INPUT = OperatorFixture.input(List.of(NUMBER, TEXT, TEXT, TEXT));

  /** Looks at the left column 3 and the right column 3. */
  private static final Call CONDITION =
      new Call(FunctionNames.EQUAL, DataType.BOOLEAN, new InputRef(3, TEXT), new InputRef(7, TEXT));

  private static BitSet columns(int... columns) {
    BitSet set = new BitSet();
    for (int column : columns) {
      set.set(column);
    }
    return set;
  }

  @Test
  void aSortMovesEveryText() {
    PlanNode.Sort sort = new PlanNode.Sort(INPUT, List.of(new SortKey(1, false, true)), -1, 0);
    LargeColumns large = LargeColumns.of(sort);
    assertThat(large.inputs()).containsExactly(columns(1, 2, 3));
    assertThat(large.output()).isEqualTo(columns(1, 2, 3));
  }

  @Test
  void anAggregationKeepsKeysAndChoicesButNotWhatAnotherFunctionNeeds() {
    PlanNode.Aggregate node =
        new PlanNode.Aggregate(
            INPUT,
            PlanNode.AggregationPhase.SINGLE,
            List.of(1),
            List.of(
                AggregateCall.of("max", 2, -1, TEXT),
                AggregateCall.of("min", 3, -1, TEXT),
                AggregateCall.of(AggregateCall.Function.USER_AGGREGATE, 3, -1, TEXT),
                AggregateCall.of("max", 0, -1, NUMBER)),
            OperatorFixture.schema(List.of(TEXT, TEXT, TEXT, TEXT, NUMBER)));
    LargeColumns large = LargeColumns.of(node);
    assertThat(large.inputs().get(0)).isEqualTo(columns(1, 2));
    assertThat(large.output()).isEqualTo(columns(0, 1));
  }

  private static PlanNode.Project projection(DataType type, PlanNode input) {
    return new PlanNode.Project(
        input,
        List.of(new InputRef(type == TEXT ? 1 : 0, type)),
        OperatorFixture.schema(List.of(type)));
  }

  @Test
  void tokensLastForABatchWhereNobodyKeepsTexts() {
    List<SortKey> order = List.of(new SortKey(0, false, true));
    PlanNode numbers = projection(NUMBER, new PlanNode.Limit(INPUT, 5, 0));
    assertThat(LargeColumns.lastForABatch(numbers)).isTrue();
    assertThat(LargeColumns.lastForABatch(new PlanNode.Sort(numbers, order, -1, 0))).isTrue();
    // The sink may keep them.
    assertThat(LargeColumns.lastForABatch(projection(TEXT, INPUT))).isFalse();
    PlanNode sort = new PlanNode.Sort(INPUT, order, -1, 0);
    assertThat(LargeColumns.lastForABatch(projection(NUMBER, sort))).isFalse();
  }

  private static PlanNode.HashJoin join(PlanNode.JoinType type, Call residual) {
    boolean givesBoth = type == PlanNode.JoinType.INNER;
    List<DataType> left = List.of(NUMBER, TEXT, TEXT, TEXT);
    return new PlanNode.HashJoin(
        INPUT,
        INPUT,
        type,
        List.of(1, 2),
        List.of(2, 3),
        residual,
        false,
        OperatorFixture.schema(
            givesBoth ? List.of(NUMBER, TEXT, TEXT, TEXT, NUMBER, TEXT, TEXT, TEXT) : left));
  }

  @Test
  void aJoinMovesEveryText() {
    LargeColumns large = LargeColumns.of(join(PlanNode.JoinType.INNER, CONDITION));
    assertThat(large.inputs()).containsExactly(columns(1, 2, 3), columns(1, 2, 3));
    assertThat(large.output()).isEqualTo(columns(1, 2, 3, 5, 6, 7));
  }

  @Test
  void aJoinGivesTokensInTheColumnsOfTheSideThatItGives() {
    Call none = null;
    assertThat(LargeColumns.of(join(PlanNode.JoinType.MARK, none)).output())
        .isEqualTo(columns(1, 2, 3));
    PlanNode right = OperatorFixture.input(List.of(TEXT, NUMBER));
    for (PlanNode.JoinType type :
        List.of(PlanNode.JoinType.RIGHT_SEMI, PlanNode.JoinType.RIGHT_ANTI)) {
      PlanNode.HashJoin join =
          new PlanNode.HashJoin(
              INPUT, right, type, List.of(0), List.of(1), none, false, right.schema());
      assertThat(LargeColumns.of(join).output()).isEqualTo(columns(0));
    }
    PlanNode single = OperatorFixture.input(List.of(TEXT));
    PlanNode.HashJoin mark =
        new PlanNode.HashJoin(
            INPUT,
            single,
            PlanNode.JoinType.MARK,
            List.of(1),
            List.of(0),
            none,
            false,
            OperatorFixture.schema(List.of(NUMBER, TEXT, TEXT, TEXT, DataType.BOOLEAN)));
    assertThat(LargeColumns.of(mark).output()).isEqualTo(columns(1, 2, 3));
  }

  @Test
  void aWindowGivesTokensWhereAFunctionMovesValues() {
    PlanNode.Window window =
        new PlanNode.Window(
            INPUT,
            List.of(1),
            List.of(new SortKey(0, false, true)),
            List.of(
                new WindowCall.Shift(2, -1, -1, false, TEXT),
                new WindowCall.Shift(2, -1, 3, false, TEXT),
                new WindowCall.FrameAggregate(
                    AggregateCall.of(AggregateCall.Function.USER_AGGREGATE, 3, -1, TEXT), null)),
            OperatorFixture.schema(List.of(NUMBER, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)));
    LargeColumns large = LargeColumns.of(window);
    assertThat(large.inputs().get(0)).isEqualTo(columns(1));
    assertThat(large.output()).isEqualTo(columns(1));
  }
}
