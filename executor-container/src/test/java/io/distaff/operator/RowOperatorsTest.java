package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Expression;
import io.distaff.expression.Literal;
import io.distaff.plan.PlanNode;
import io.distaff.types.DataType;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link LimitOperator}, {@link UnionOperator}, {@link ValuesOperator}. */
class RowOperatorsTest {
  private static final List<DataType> TYPES = RandomBatches.FLAT_AND_NESTED_TYPES;

  @TempDir Path directory;

  @Test
  void limitSkipsThenPasses() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      List<VectorBatch> batches = new RandomBatches(round).batches(TYPES, random.nextInt(5), 100);
      List<List<Object>> rows = RandomBatches.rows(batches);
      long limit = random.nextInt(4) == 0 ? -1 : random.nextInt(250);
      long offset = random.nextInt(3) == 0 ? 0 : random.nextInt(250);
      PlanNode.Limit node = new PlanNode.Limit(OperatorFixture.input(TYPES), limit, offset);
      BatchSource source = new BatchSource(batches);
      long expected = limit < 0 ? rows.size() : limit;
      assertThat(run(new LimitOperator(node, source)))
          .isEqualTo(rows.stream().skip(offset).limit(expected).toList());
      assertThat(source.isClosed()).isTrue();
    }
  }

  @Test
  void limitAsksForNoMoreThanItNeeds() {
    List<VectorBatch> batches = new RandomBatches(2).withoutSelections().batches(TYPES, 4, 100);
    int[] asked = {0};
    Operator counting =
        new Operator() {
          @Override
          public VectorBatch next() {
            return batches.get(asked[0]++);
          }

          @Override
          public void close() {}
        };
    int limit = batches.get(0).numRows() + batches.get(1).numRows();
    PlanNode.Limit node = new PlanNode.Limit(OperatorFixture.input(TYPES), limit, 0);
    assertThat(run(new LimitOperator(node, counting))).hasSize(limit);
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void unionClosesEachInputWhenItHasEnded() {
    List<List<VectorBatch>> inputs = new ArrayList<>();
    List<BatchSource> sources = new ArrayList<>();
    List<PlanNode> nodes = new ArrayList<>();
    List<List<Object>> expected = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      inputs.add(new RandomBatches(i).batches(TYPES, i == 1 ? 0 : 2, 100));
      sources.add(new BatchSource(inputs.get(i)));
      nodes.add(OperatorFixture.input(TYPES));
      expected.addAll(RandomBatches.rows(inputs.get(i)));
    }
    PlanNode.Union node = new PlanNode.Union(nodes, OperatorFixture.schema(TYPES));
    List<List<Object>> rows = new ArrayList<>();
    UnionOperator union = new UnionOperator(node, List.copyOf(sources));
    for (int i = 0; i < 3; i++) {
      rows.addAll(RandomBatches.rows(union.next()));
    }
    assertThat(sources).extracting(BatchSource::isClosed).containsExactly(true, true, false, false);
    for (VectorBatch batch = union.next(); batch != null; batch = union.next()) {
      rows.addAll(RandomBatches.rows(batch));
    }
    assertThat(rows).isEqualTo(expected);
    assertThat(union.next()).isNull();
    assertThat(sources).allMatch(BatchSource::isClosed);
    union.close();
  }

  @Test
  void unionClosedEarlyClosesAllInputs() {
    List<BatchSource> sources = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sources.add(new BatchSource(new RandomBatches(i).batches(TYPES, 2, 100)));
    }
    PlanNode input = OperatorFixture.input(TYPES);
    PlanNode.Union node =
        new PlanNode.Union(List.of(input, input, input), OperatorFixture.schema(TYPES));
    UnionOperator union = new UnionOperator(node, List.copyOf(sources));
    assertThat(union.next()).isNotNull();
    union.close();
    assertThat(sources).allMatch(BatchSource::isClosed);
    assertThat(union.next()).isNull();
  }

  @Test
  void valuesOfAllTypes() {
    Random random = new Random(3);
    List<List<Expression>> rows = new ArrayList<>();
    List<List<Object>> expected = new ArrayList<>();
    for (int r = 0; r < 5000; r++) {
      List<Expression> row = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      for (DataType type : TYPES) {
        // A nested type has no literal but null.
        boolean isNull = type.isNested() || random.nextInt(5) == 0;
        Object value = isNull ? null : RandomBatches.value(type, random.nextInt(50));
        row.add(Literal.of(value == null && random.nextBoolean() ? DataType.NULL : type, value));
        values.add(RandomBatches.comparable(value));
      }
      rows.add(row);
      expected.add(values);
    }
    PlanNode.Values node = new PlanNode.Values(OperatorFixture.schema(TYPES), rows);
    assertThat(runValues(node)).isEqualTo(expected);
  }

  @Test
  void valuesMayHaveNoRowsOrNoColumns() {
    assertThat(runValues((PlanNode.Values) OperatorFixture.input(TYPES))).isEmpty();
    PlanNode.Values node =
        new PlanNode.Values(OperatorFixture.schema(List.of()), List.of(List.of(), List.of()));
    assertThat(runValues(node)).isEqualTo(List.of(List.of(), List.of()));
  }

  private List<List<Object>> runValues(PlanNode.Values node) {
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      return fixture.run(new ValuesOperator(node, fixture.context()));
    }
  }

  private List<List<Object>> run(Operator operator) {
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      return fixture.run(operator);
    }
  }
}
