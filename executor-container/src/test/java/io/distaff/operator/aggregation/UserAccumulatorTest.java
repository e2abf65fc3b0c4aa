package io.distaff.operator.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.encoder.UserAggregate;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Aggregator;
import io.distaff.function.Encoder;
import io.distaff.function.ObjectType;
import io.distaff.function.TaskScope;
import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Buffers of a program's aggregator: their size is counted, and where it is too much they spill.
 */
class UserAccumulatorTest {
  private static final int BATCH_ROWS = 4096;

  @TempDir Path directory;
  private TaskScope scope;

  @BeforeEach
  void open() {
    scope = TaskScope.open(broadcast -> null);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  record All(List<Long> values) {}

  /** Keeps all values, and gives their sum. */
  static final class Keeper extends Aggregator<Object, Object, Object> {
    @Override
    public Object zero() {
      return new All(new ArrayList<>());
    }

    @Override
    public Object reduce(Object buffer, Object value) {
      ((All) buffer).values().add((Long) value);
      return buffer;
    }

    @Override
    public Object merge(Object first, Object second) {
      ((All) first).values().addAll(((All) second).values());
      return first;
    }

    @Override
    public Object finish(Object buffer) {
      return ((All) buffer).values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Encoder<Object> bufferEncoder() {
      return Encoder.of((Class) All.class);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Encoder<Object> outputEncoder() {
      return Encoder.of((Class) Long.class);
    }
  }

  private static final UserAggregate AGGREGATE =
      UserAggregate.of("keeper", new Keeper(), ObjectType.of(Long.class));

  private static AggregateCall call(int column) {
    return AggregateCall.ofUser(
        AGGREGATE.name(),
        AGGREGATE.code(),
        AGGREGATE.bufferType(),
        List.of(column),
        -1,
        AGGREGATE.type());
  }

  private static Operator grouped(
      OperatorFixture fixture, AggregationPhase phase, Operator input, Schema inputSchema) {
    AggregateCall call = call(1);
    DataType made =
        phase == AggregationPhase.PARTIAL
            ? AggregateFunctions.stateType(call, List.of(DataType.BIGINT))
            : AGGREGATE.type();
    Schema schema =
        Schema.of(new Field("key", DataType.BIGINT, true), new Field("made", made, true));
    return new HashAggregationOperator(
        new PlanNode.Aggregate(
            new PlanNode.Values(inputSchema, List.of()),
            phase,
            List.of(0),
            List.of(phase == AggregationPhase.FINAL ? call.overState(1) : call),
            schema),
        input,
        fixture.otherContext(phase.name()));
  }

  private static final Schema ROWS =
      Schema.of(new Field("key", DataType.BIGINT, true), new Field("value", DataType.BIGINT, true));

  private static final Schema STATES =
      Schema.of(
          new Field("key", DataType.BIGINT, true),
          new Field(
              "state", AggregateFunctions.stateType(call(1), List.of(DataType.BIGINT)), true));

  /** Numbers from 0, by their remainder. */
  private static List<VectorBatch> rows(int batches, long numKeys) {
    List<VectorBatch> rows = new ArrayList<>();
    for (int b = 0; b < batches; b++) {
      long[] keys = new long[BATCH_ROWS];
      long[] values = new long[BATCH_ROWS];
      for (int i = 0; i < BATCH_ROWS; i++) {
        values[i] = (long) b * BATCH_ROWS + i;
        keys[i] = values[i] % numKeys;
      }
      rows.add(
          new VectorBatch(
              BATCH_ROWS,
              new LongVector(DataType.BIGINT, keys, null, BATCH_ROWS),
              new LongVector(DataType.BIGINT, values, null, BATCH_ROWS)));
    }
    return rows;
  }

  private static void check(List<List<Object>> groups, int batches, long numKeys) {
    long each = batches * (long) BATCH_ROWS / numKeys;
    assertThat(groups)
        .hasSize((int) numKeys)
        .allMatch(
            group ->
                group.get(1).equals(each * (Long) group.get(0) + numKeys * each * (each - 1) / 2));
  }

  @Test
  void manyGroupsSpill() {
    try (OperatorFixture fixture = new OperatorFixture(directory, 8L << 20)) {
      Operator input = new BatchSource(rows(32, 32_768));
      check(fixture.run(grouped(fixture, AggregationPhase.SINGLE, input, ROWS)), 32, 32_768);
      assertThat(fixture.bytesSpilled()).isPositive();
    }
  }

  @Test
  void buffersThatGrowSpill() {
    try (OperatorFixture fixture = new OperatorFixture(directory, 12L << 20)) {
      Operator input = new BatchSource(rows(256, 64));
      check(fixture.run(grouped(fixture, AggregationPhase.SINGLE, input, ROWS)), 256, 64);
      assertThat(fixture.bytesSpilled()).isPositive();
    }
  }

  @Test
  void partialBuffersAreMerged() {
    try (OperatorFixture fixture = new OperatorFixture(directory, 12L << 20)) {
      Operator partial =
          grouped(fixture, AggregationPhase.PARTIAL, new BatchSource(rows(64, 32_768)), ROWS);
      Operator last = grouped(fixture, AggregationPhase.FINAL, partial, STATES);
      check(fixture.run(last), 64, 32_768);
      assertThat(fixture.bytesSpilled()).isPositive();
    }
  }

  @Test
  void aBufferThatFitsNowhereEndsTheQuery() {
    try (OperatorFixture fixture = new OperatorFixture(directory, 4L << 20)) {
      Operator input = new BatchSource(rows(128, 1));
      assertThatThrownBy(() -> fixture.run(grouped(fixture, AggregationPhase.SINGLE, input, ROWS)))
          .isInstanceOf(DistaffException.class)
          .extracting(e -> ((DistaffException) e).code())
          .isEqualTo(ErrorCode.MEMORY_EXCEEDED);
      fixture.assertNothingHeld();
    }
  }
}
