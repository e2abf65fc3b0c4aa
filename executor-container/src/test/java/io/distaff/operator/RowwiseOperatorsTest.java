package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.types.DataType;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowwiseOperatorsTest {
  private static final DataType BIGINT = DataType.BIGINT;
  private static final Expression X = new InputRef(0, BIGINT);
  private static final Expression OVER_10 =
      new Call(FunctionNames.GREATER, DataType.BOOLEAN, X, Literal.of(BIGINT, 10L));

  private final MemoryManager manager = new MemoryManager(1 << 20);
  private final TaskMemory memory = manager.startTask("task");

  @AfterEach
  void nothingIsHeld() {
    assertThat(manager.usedBytes()).isZero();
    memory.close();
  }

  private OperatorContext context() {
    return new OperatorContext(memory.operator("rows"), null, new TaskMetrics());
  }

  /** Gives batches of one BIGINT column. */
  private static final class Source implements Operator {
    private final Deque<long[]> batches = new ArrayDeque<>();
    private boolean closed;

    Source(long[]... batches) {
      this.batches.addAll(List.of(batches));
    }

    @Override
    public VectorBatch next() {
      long[] values = batches.poll();
      return values == null
          ? null
          : new VectorBatch(values.length, new LongVector(BIGINT, values, null, values.length));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static List<Object> drain(Operator operator) {
    List<Object> values = new ArrayList<>();
    for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
      assertThat(batch.numSelected()).isPositive();
      for (int i = 0; i < batch.numSelected(); i++) {
        values.add(Vectors.value(batch.column(0), batch.selectedRow(i)));
      }
    }
    assertThat(operator.next()).isNull();
    return values;
  }

  @Test
  void filterKeepsRowsAndSkipsEmptyBatches() {
    Source source = new Source(new long[] {1, 11}, new long[] {2, 3}, new long[] {12, 13});
    try (Operator filter = new FilterOperator(source, OVER_10, context())) {
      assertThat(drain(filter)).containsExactly(11L, 12L, 13L);
    }
    assertThat(source.closed).isTrue();
  }

  @Test
  void projectComputesTheSelectedRows() {
    Expression quotient =
        new Call(
            FunctionNames.DIVIDE,
            BIGINT,
            Literal.of(BIGINT, 1000L),
            new Call(FunctionNames.SUBTRACT, BIGINT, X, Literal.of(BIGINT, 1L)));
    Source source = new Source(new long[] {1, 11}, new long[] {1, 21, 51});
    try (Operator project =
        new ProjectOperator(
            new FilterOperator(source, OVER_10, context()),
            List.of(quotient, X),
            List.of(),
            context())) {
      assertThat(drain(project)).containsExactly(100L, 50L, 20L);
    }
    assertThat(source.closed).isTrue();
  }

  @Test
  void filtersNarrowTheSelectionOfFilters() {
    Expression even =
        new Call(
            FunctionNames.EQUAL,
            DataType.BOOLEAN,
            new Call(FunctionNames.MODULUS, BIGINT, X, Literal.of(BIGINT, 2L)),
            Literal.of(BIGINT, 0L));
    Source source = new Source(new long[] {10, 11, 12, 13, 14});
    try (Operator filter =
        new FilterOperator(new FilterOperator(source, OVER_10, context()), even, context())) {
      assertThat(drain(filter)).containsExactly(12L, 14L);
    }
  }
}
