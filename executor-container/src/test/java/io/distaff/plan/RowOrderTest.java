package io.distaff.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowOrderTest {
  private static final Schema SCHEMA =
      Schema.of(new Field("a", DataType.BIGINT, true), new Field("b", DataType.BIGINT, true));
  private static final PlanNode ROWS = new PlanNode.Values(SCHEMA, List.of());
  private static final SortKey BY_B = new SortKey(1, true, false);
  private static final SortKey BY_A = new SortKey(0, false, true);
  private static final PlanNode SORTED = new PlanNode.Sort(ROWS, List.of(BY_B, BY_A), -1, 0);

  @Test
  void aSortGivesIt() {
    assertThat(RowOrder.of(SORTED)).containsExactly(BY_B, BY_A);
    assertThat(RowOrder.of(ROWS)).isEmpty();
  }

  @Test
  void leavingRowsOutKeepsIt() {
    PlanNode filtered = new PlanNode.Filter(SORTED, Literal.of(DataType.BOOLEAN, true));
    assertThat(RowOrder.of(new PlanNode.Limit(filtered, 10, 2))).containsExactly(BY_B, BY_A);
  }

  @Test
  void aProjectionKeepsItUpToWhatItLeavesOut() {
    Expression a = new InputRef(0, DataType.BIGINT);
    Expression b = new InputRef(1, DataType.BIGINT);
    Expression one = Literal.of(DataType.BIGINT, 1L);
    assertThat(RowOrder.of(new PlanNode.Project(SORTED, List.of(b, a), SCHEMA)))
        .containsExactly(new SortKey(0, true, false), new SortKey(1, false, true));
    assertThat(RowOrder.of(new PlanNode.Project(SORTED, List.of(a, a), SCHEMA))).isEmpty();
    assertThat(RowOrder.of(new PlanNode.Project(SORTED, List.of(one, b), SCHEMA)))
        .containsExactly(new SortKey(1, true, false));
  }

  @Test
  void nothingIsKnownBeyondOtherNodes() {
    assertThat(RowOrder.of(new PlanNode.Union(List.of(SORTED, SORTED), SCHEMA))).isEmpty();
  }
}
