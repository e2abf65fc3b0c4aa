package io.distaff.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ProbeColumnsTest {
  private static final Schema SCHEMA =
      Schema.of(new Field("a", DataType.BIGINT, true), new Field("b", DataType.BIGINT, true));
  private static final PlanNode LEAF =
      new PlanNode.ExchangeRead(3, SCHEMA, PlanNode.ExchangeMode.OWN_PARTITION);
  private static final Expression A = new InputRef(0, DataType.BIGINT);
  private static final Expression NUMBER = new Call("number", DataType.BIGINT);
  private static final Predicate<Expression> IS_COLUMN = InputRef.class::isInstance;

  @Test
  void aColumnIsFollowedThroughWhatTakesRowsOneByOne() {
    PlanNode filtered = new PlanNode.Filter(LEAF, new InputRef(1, DataType.BOOLEAN));
    PlanNode project =
        new PlanNode.Project(filtered, List.of(new InputRef(1, DataType.BIGINT), A), SCHEMA);
    assertThat(ProbeColumns.sourceOf(project, 1, IS_COLUMN))
        .contains(new ProbeColumns.Source(LEAF, A));
  }

  @Test
  void nothingIsDroppedBelowWhatDependsOnTheRowsBefore() {
    PlanNode numbered = new PlanNode.Project(LEAF, List.of(A, NUMBER), SCHEMA);
    assertThat(ProbeColumns.sourceOf(numbered, 0, IS_COLUMN)).isEmpty();
    assertThat(ProbeColumns.sourceOf(numbered, 0, expression -> true)).isPresent();
    PlanNode chosen = new PlanNode.Filter(LEAF, NUMBER);
    assertThat(ProbeColumns.sourceOf(chosen, 0, IS_COLUMN)).isEmpty();
  }

  @Test
  void nothingIsDroppedOfAScanThatChoosesByTheRowsBefore() {
    PlanNode all = new PlanNode.ParquetScan(0, "t", SCHEMA, A, -1);
    assertThat(ProbeColumns.sourceOf(all, 0, IS_COLUMN)).isPresent();
    PlanNode chosen = new PlanNode.ParquetScan(0, "t", SCHEMA, NUMBER, -1);
    assertThat(ProbeColumns.sourceOf(chosen, 0, IS_COLUMN)).isEmpty();
    assertThat(ProbeColumns.sourceOf(chosen, 0, expression -> true)).isPresent();
  }

  @Test
  void nothingIsDroppedBelowAJoinThatChoosesByTheRowsBefore() {
    assertThat(ProbeColumns.sourceOf(join(A), 0, IS_COLUMN)).isPresent();
    assertThat(ProbeColumns.sourceOf(join(NUMBER), 0, IS_COLUMN)).isEmpty();
    assertThat(ProbeColumns.sourceOf(join(NUMBER), 0, expression -> true)).isPresent();
  }

  private static PlanNode join(Expression residual) {
    return new PlanNode.HashJoin(
        LEAF, LEAF, PlanNode.JoinType.SEMI, List.of(0), List.of(0), residual, false, SCHEMA);
  }
}
