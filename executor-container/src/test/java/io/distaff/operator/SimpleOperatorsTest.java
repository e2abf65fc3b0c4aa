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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimpleOperatorsTest {
  private static final List<DataType> TYPES = RandomBatches.ALL_TYPES;

  @TempDir Path directory;

  @Test
  void limitSkipsThenPasses() {
    List<VectorBatch> batches = new RandomBatches(1).batches(TYPES, 5, 100);
    List<List<Object>> all = RandomBatches.rows(batches);
    for (long offset : new long[] {0, 1, 50, 100, all.size(), 10_000}) {
      for (long limit : new long[] {-1, 0, 1, 70, all.size(), Long.MAX_VALUE}) {
        BatchSource source = new BatchSource(batches);
        PlanNode.Limit node = new PlanNode.Limit(OperatorFixture.input(TYPES), limit, offset);
        int from = (int) Math.min(offset, all.size());
        int to = limit < 0 ? all.size() : (int) Math.min(all.size() - from, limit) + from;
        assertThat(run(new LimitOperator(node, source))).isEqualTo(all.subList(from, to));
        assertThat(source.isClosed()).isTrue();
      }
    }
  }

  @Test
  void unionGivesAllInputs() {
    List<VectorBatch> first = new RandomBatches(1).batches(TYPES, 3, 100);
    List<VectorBatch> second = new RandomBatches(2).batches(TYPES, 2, 100);
    List<List<Object>> expected = new ArrayList<>(RandomBatches.rows(first));
    expected.addAll(RandomBatches.rows(second));
    assertThat(
            run(
                new UnionOperator(
                    List.of(
                        new BatchSource(first),
                        new BatchSource(List.of()),
                        new BatchSource(second)))))
        .isEqualTo(expected);
  }

  @Test
  void valuesGivesLiteralsOfEveryType() {
    List<List<Expression>> rows = new ArrayList<>();
    List<List<Object>> expected = new ArrayList<>();
    for (int row = 0; row < 5000; row++) {
      List<Expression> literals = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      for (int c = 0; c < TYPES.size(); c++) {
        Object value = (row + c) % 9 == 0 ? null : RandomBatches.value(TYPES.get(c), row);
        literals.add(Literal.of(TYPES.get(c), value));
        values.add(RandomBatches.comparable(value));
      }
      rows.add(literals);
      expected.add(values);
    }
    PlanNode.Values node = new PlanNode.Values(OperatorFixture.schema(TYPES), rows);
    assertThat(run(new ValuesOperator(node))).isEqualTo(expected);
    assertThat(run(new ValuesOperator(new PlanNode.Values(node.schema(), List.of())))).isEmpty();
  }

  private List<List<Object>> run(Operator operator) {
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      return fixture.run(operator);
    }
  }
}
