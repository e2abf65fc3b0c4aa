package io.distaff.operator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.plan.WindowCall;
import io.distaff.plan.WindowCall.RankingFunction;
import io.distaff.plan.WindowFrame;
import io.distaff.plan.WindowFrame.Bound;
import io.distaff.plan.WindowFrame.Exclusion;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowOperatorTest {
  private static final long AMPLE_BYTES = 1L << 28;

  @TempDir Path directory;

  // Inputs

  /**
   * Rows of a partition key, an order key, a value of some type, a number and a limit of ranges.
   */
  private static List<List<Object>> randomRows(
      Random random, List<DataType> types, int count, int partitions) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>();
      for (int c = 0; c < types.size(); c++) {
        boolean isSmall = c == 0 || (c == 1 && types.get(1).equals(DataType.BIGINT));
        int k = random.nextInt(c == 0 ? partitions : 25);
        row.add(
            random.nextInt(6) == 0
                ? null
                : isSmall ? (Object) (long) k : RandomBatches.value(types.get(c), k));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Object> comparable(List<Object> row) {
    List<Object> values = new ArrayList<>();
    row.forEach(value -> values.add(RandomBatches.comparable(value)));
    return values;
  }

  /** The rows in batches of random sizes and forms, some rows between them not selected. */
  private static List<VectorBatch> batches(
      Random random, List<DataType> types, List<List<Object>> rows, int mostRows) {
    RandomBatches forms = new RandomBatches(random.nextLong());
    List<VectorBatch> batches = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int count = Math.min(rows.size() - from, 1 + random.nextInt(mostRows));
      boolean withSelection = random.nextBoolean();
      List<List<Object>> all = new ArrayList<>();
      int[] selected = new int[count];
      for (int i = 0; i < count; i++) {
        if (withSelection && random.nextInt(4) == 0) {
          all.add(rows.get(random.nextInt(rows.size())));
        }
        selected[i] = all.size();
        all.add(rows.get(from + i));
      }
      ColumnVector[] columns = new ColumnVector[types.size()];
      for (int c = 0; c < columns.length; c++) {
        int column = c;
        List<Object> values = new ArrayList<>();
        all.forEach(row -> values.add(row.get(column)));
        columns[c] = forms.vector(types.get(c), values);
      }
      VectorBatch batch = new VectorBatch(all.size(), columns);
      batches.add(
          all.size() == count ? batch : batch.withSelection(new SelectionVector(selected, count)));
      from += count;
    }
    return batches;
  }

  private static PlanNode.Window node(List<DataType> types, SortKey order, List<WindowCall> calls) {
    List<Field> fields = new ArrayList<>(OperatorFixture.schema(types).fields());
    for (WindowCall call : calls) {
      fields.add(new Field("w" + fields.size(), call.type(), true));
    }
    return new PlanNode.Window(
        OperatorFixture.input(types), List.of(0), List.of(order), calls, new Schema(fields));
  }

  private void check(
      Random random,
      List<DataType> types,
      SortKey order,
      List<List<Object>> unsorted,
      List<WindowCall> calls) {
    List<List<Object>> rows = new ArrayList<>(unsorted);
    Comparator<List<Object>> sorted = WindowModel.order(types, order);
    rows.sort((a, b) -> sorted.compare(comparable(a), comparable(b)));
    List<List<Object>> comparables = rows.stream().map(WindowOperatorTest::comparable).toList();
    WindowModel model = new WindowModel(comparables, types, order);
    List<List<Object>> actual;
    try (OperatorFixture fixture = new OperatorFixture(directory, AMPLE_BYTES)) {
      BatchSource source = new BatchSource(batches(random, types, rows, 90));
      actual =
          fixture.run(new WindowOperator(node(types, order, calls), source, fixture.context()));
    }
    assertThat(actual).hasSameSizeAs(comparables);
    for (int r = 0; r < actual.size(); r++) {
      List<Object> expected = new ArrayList<>(comparables.get(r));
      for (WindowCall call : calls) {
        expected.add(model.value(call, r));
      }
      assertThat(actual.get(r))
          .as("row %s of %s ordered by %s", r, calls, order)
          .isEqualTo(expected);
    }
  }

  // Calls

  private static Bound bound(Bound.Kind kind, long offset) {
    return new Bound(kind, offset, -1);
  }

  private static WindowFrame randomFrame(
      Random random, WindowFrame.Unit unit, Exclusion exclusion) {
    Bound.Kind[] kinds = Bound.Kind.values();
    int start = random.nextInt(4);
    int end = Math.max(1, start + random.nextInt(5 - start));
    return new WindowFrame(
        unit,
        bound(kinds[start], random.nextInt(6)),
        bound(kinds[end], random.nextInt(6)),
        exclusion,
        unit == WindowFrame.Unit.RANGE ? 1 : -1);
  }

  private static List<WindowCall> callsOverFrames(Random random, DataType type, boolean ranges) {
    return callsOverFrames(random, type, ranges, Exclusion.NONE);
  }

  private static List<WindowCall> callsOverFrames(
      Random random, DataType type, boolean ranges, Exclusion exclusion) {
    List<WindowCall> calls = new ArrayList<>();
    for (WindowFrame.Unit unit : WindowFrame.Unit.values()) {
      if (unit == WindowFrame.Unit.RANGE && !ranges) {
        continue;
      }
      WindowFrame frame = randomFrame(random, unit, exclusion);
      calls.add(aggregate(AggregateCall.Function.COUNT, -1, DataType.BIGINT, frame));
      calls.add(aggregate(AggregateCall.Function.COUNT, 2, DataType.BIGINT, frame));
      calls.add(aggregate(AggregateCall.Function.SUM, 3, DataType.BIGINT, frame));
      calls.add(aggregate(AggregateCall.Function.MIN, 2, type, frame));
      calls.add(aggregate(AggregateCall.Function.MAX, 2, type, frame));
      boolean ignoreNulls = random.nextBoolean();
      calls.add(new WindowCall.FrameValue(2, 1, ignoreNulls, frame, type));
      calls.add(new WindowCall.FrameValue(2, -1, ignoreNulls, frame, type));
      boolean nthIgnoresNulls = ignoreNulls && exclusion == Exclusion.NONE;
      calls.add(new WindowCall.FrameValue(2, 1 + random.nextInt(4), nthIgnoresNulls, frame, type));
    }
    return calls;
  }

  private static WindowCall aggregate(
      String function, int column, DataType type, WindowFrame frame) {
    return new WindowCall.FrameAggregate(AggregateCall.of(function, column, -1, type), frame);
  }

  private static WindowCall ranking(RankingFunction function, long buckets) {
    boolean isFraction =
        function == RankingFunction.PERCENT_RANK || function == RankingFunction.CUME_DIST;
    return new WindowCall.Ranking(
        function, buckets, isFraction ? DataType.DOUBLE : DataType.BIGINT);
  }

  private static final WindowFrame RUNNING =
      new WindowFrame(
          WindowFrame.Unit.ROWS,
          Bound.of(Bound.Kind.UNBOUNDED_PRECEDING),
          Bound.of(Bound.Kind.CURRENT_ROW),
          Exclusion.NONE,
          -1);

  private static SortKey randomOrder(Random random) {
    return new SortKey(1, random.nextBoolean(), random.nextBoolean());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void framesOverValuesOfEveryType(long seed) {
    Random random = new Random(seed);
    for (DataType type : RandomBatches.ALL_TYPES) {
      List<DataType> types = List.of(DataType.INT, DataType.BIGINT, type, DataType.BIGINT);
      List<List<Object>> rows = randomRows(random, types, 120, 1 + random.nextInt(12));
      check(random, types, randomOrder(random), rows, callsOverFrames(random, type, true));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void rankingsAndShiftsUnderOrdersOfEveryType(long seed) {
    Random random = new Random(seed);
    for (DataType type : RandomBatches.ALL_TYPES) {
      List<DataType> types = List.of(DataType.INT, type, type, DataType.BIGINT);
      List<List<Object>> rows = randomRows(random, types, 120, 1 + random.nextInt(40));
      List<WindowCall> calls = new ArrayList<>();
      for (RankingFunction function : RankingFunction.values()) {
        calls.add(ranking(function, 1 + random.nextInt(9)));
      }
      for (int i = 0; i < 6; i++) {
        calls.add(
            new WindowCall.Shift(
                2, random.nextInt(9) - 4, random.nextInt(3) == 0 ? 1 : -1, i % 2 == 0, type));
      }
      calls.addAll(callsOverFrames(random, type, false));
      Collections.shuffle(calls, random);
      check(random, types, randomOrder(random), rows, calls);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Exclusion.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void framesThatExcludeRows(Exclusion exclusion) {
    Random random = new Random(25 + exclusion.ordinal());
    for (DataType type : RandomBatches.ALL_TYPES) {
      for (int i = 0; i < 3; i++) {
        List<DataType> types = List.of(DataType.INT, DataType.BIGINT, type, DataType.BIGINT);
        List<List<Object>> rows = randomRows(random, types, 120, 1 + random.nextInt(5));
        List<WindowCall> calls = callsOverFrames(random, type, true, exclusion);
        check(random, types, randomOrder(random), rows, calls);
      }
    }
  }

  /** Alone they stream: nothing else makes the operator wait for the partition's end. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void runningFunctions(long seed) {
    Random random = new Random(seed);
    WindowFrame toPeers =
        new WindowFrame(WindowFrame.Unit.RANGE, RUNNING.start(), RUNNING.end(), Exclusion.NONE, -1);
    for (DataType type : RandomBatches.ALL_TYPES) {
      List<DataType> types = List.of(DataType.INT, DataType.BIGINT, type, DataType.BIGINT);
      List<List<Object>> rows = randomRows(random, types, 120, 1 + random.nextInt(5));
      for (WindowFrame frame : List.of(RUNNING, toPeers)) {
        List<WindowCall> calls =
            List.of(
                ranking(RankingFunction.ROW_NUMBER, 0),
                ranking(RankingFunction.RANK, 0),
                ranking(RankingFunction.DENSE_RANK, 0),
                aggregate(AggregateCall.Function.COUNT, 2, DataType.BIGINT, frame),
                aggregate(AggregateCall.Function.SUM, 3, DataType.BIGINT, frame),
                aggregate(AggregateCall.Function.MIN, 2, type, frame),
                aggregate(AggregateCall.Function.MAX, 2, type, frame),
                new WindowCall.FrameValue(2, -1, false, frame, type));
        check(random, types, randomOrder(random), rows, calls);
      }
    }
  }

  @Test
  void rangesWithLimitsFromAColumn() {
    Random random = new Random(31);
    List<DataType> types =
        List.of(DataType.INT, DataType.DOUBLE, DataType.BIGINT, DataType.DOUBLE, DataType.DOUBLE);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Double key = random.nextInt(8) == 0 ? null : random.nextInt(100) / 4.0;
      List<Object> row = new ArrayList<>();
      row.add((long) random.nextInt(3));
      row.add(key);
      row.add((long) random.nextInt(1000));
      row.add(key == null ? null : key - 2.5);
      row.add(key == null ? null : key + 1);
      rows.add(row);
    }
    WindowFrame frame =
        new WindowFrame(
            WindowFrame.Unit.RANGE,
            new Bound(Bound.Kind.PRECEDING, 0, 3),
            new Bound(Bound.Kind.FOLLOWING, 0, 4),
            Exclusion.NONE,
            1);
    List<WindowCall> calls =
        List.of(
            aggregate(AggregateCall.Function.SUM, 2, DataType.BIGINT, frame),
            aggregate(AggregateCall.Function.MAX, 2, DataType.BIGINT, frame));
    check(random, types, new SortKey(1, false, true), rows, calls);
  }

  @Test
  void anyAggregateWorksThroughItsAccumulator() {
    Random random = new Random(41);
    List<DataType> types = List.of(DataType.INT, DataType.BIGINT, DataType.STRING);
    List<List<Object>> rows = randomRows(random, types, 200, 4);
    // All values of a partition are the same, so that any of them is the smallest.
    rows.forEach(row -> row.set(2, row.get(2) == null ? null : "value " + row.get(0)));
    for (WindowFrame.Unit unit : WindowFrame.Unit.values()) {
      for (Exclusion exclusion : Exclusion.values()) {
        WindowFrame frame = randomFrame(random, unit, exclusion);
        check(
            random,
            types,
            new SortKey(1, true, false),
            rows,
            List.of(aggregate(AggregateCall.Function.ANY_VALUE, 2, DataType.STRING, frame)));
      }
    }
  }

  // Memory

  private static final List<DataType> BIG_TYPES =
      List.of(DataType.INT, DataType.BIGINT, DataType.BIGINT);

  /** One partition of so many rows; the value is a scrambled row number, the key has ties. */
  private static Operator onePartition(int numRows) {
    return new Operator() {
      private int position;

      @Override
      public VectorBatch next() {
        int count = Math.min(VectorBatch.TARGET_ROWS, numRows - position);
        if (count <= 0) {
          return null;
        }
        long[] keys = new long[count];
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
          keys[i] = (position + (long) i) / 3;
          values[i] = ((position + (long) i) * 0x9E3779B97F4A7C15L) >>> 40;
        }
        position += count;
        return new VectorBatch(
            count,
            new IntVector(DataType.INT, new int[count], null, count),
            new LongVector(DataType.BIGINT, keys, null, count),
            new LongVector(DataType.BIGINT, values, null, count));
      }

      @Override
      public void close() {
        position = numRows;
      }
    };
  }

  private static WindowFrame rows(Bound.Kind start, long before, Bound.Kind end, long after) {
    return new WindowFrame(
        WindowFrame.Unit.ROWS, bound(start, before), bound(end, after), Exclusion.NONE, -1);
  }

  private static final List<WindowCall> WHOLE_PARTITION_CALLS =
      List.of(
          ranking(RankingFunction.NTILE, 10),
          ranking(RankingFunction.CUME_DIST, 0),
          new WindowCall.Shift(2, 1000, -1, false, DataType.BIGINT),
          aggregate(AggregateCall.Function.SUM, 2, DataType.BIGINT, WindowFrame.WHOLE_PARTITION),
          aggregate(
              AggregateCall.Function.MAX,
              2,
              DataType.BIGINT,
              rows(Bound.Kind.PRECEDING, 5000, Bound.Kind.FOLLOWING, 5000)),
          aggregate(
              AggregateCall.Function.SUM,
              2,
              DataType.BIGINT,
              rows(Bound.Kind.CURRENT_ROW, 0, Bound.Kind.UNBOUNDED_FOLLOWING, 0)));

  private record Run(long numRows, long sum, long bytesSpilled) {}

  /** Runs over one partition; sums up all results, each with its row and column. */
  private Run run(int numRows, List<WindowCall> calls, long poolBytes) {
    SortKey order = new SortKey(1, false, true);
    try (OperatorFixture fixture = new OperatorFixture(directory, poolBytes)) {
      long rows = 0;
      long sum = 0;
      try (Operator window =
          new WindowOperator(
              node(BIG_TYPES, order, calls), onePartition(numRows), fixture.context())) {
        for (VectorBatch batch = window.next(); batch != null; batch = window.next()) {
          for (int i = 0; i < batch.numRows(); i++) {
            for (int c = 0; c < batch.numColumns(); c++) {
              ColumnVector column = batch.column(c);
              Object value = Vectors.value(column, i);
              sum = 31 * sum + (value == null ? 7 : value.hashCode());
            }
          }
          rows += batch.numRows();
        }
      }
      fixture.assertNothingHeld();
      return new Run(rows, sum, fixture.bytesSpilled());
    }
  }

  @Test
  void aPartitionLargerThanMemorySpills() {
    int numRows = 300_000;
    Run ample = run(numRows, WHOLE_PARTITION_CALLS, AMPLE_BYTES);
    Run tiny = run(numRows, WHOLE_PARTITION_CALLS, 3 << 20);
    assertThat(ample.bytesSpilled()).isZero();
    assertThat(tiny.bytesSpilled()).isPositive();
    assertThat(tiny.numRows()).isEqualTo(numRows).isEqualTo(ample.numRows());
    assertThat(tiny.sum()).isEqualTo(ample.sum());
  }

  @Test
  void aPartitionOfWhichFramesExcludeRowsSpills() {
    int numRows = 100_000;
    List<WindowCall> calls = new ArrayList<>();
    for (Exclusion exclusion : List.of(Exclusion.CURRENT_ROW, Exclusion.TIES)) {
      WindowFrame frame =
          new WindowFrame(
              WindowFrame.Unit.ROWS,
              Bound.of(Bound.Kind.UNBOUNDED_PRECEDING),
              Bound.of(Bound.Kind.UNBOUNDED_FOLLOWING),
              exclusion,
              -1);
      calls.add(aggregate(AggregateCall.Function.SUM, 2, DataType.BIGINT, frame));
      calls.add(new WindowCall.FrameValue(2, 1, false, frame, DataType.BIGINT));
      calls.add(new WindowCall.FrameValue(2, -1, false, frame, DataType.BIGINT));
    }
    Run ample = run(numRows, calls, AMPLE_BYTES);
    Run tiny = run(numRows, calls, 2 << 20);
    assertThat(ample.bytesSpilled()).isZero();
    assertThat(tiny.bytesSpilled()).isPositive();
    assertThat(tiny.sum()).isEqualTo(ample.sum());
  }

  @Test
  void runningFunctionsNeedNoMemoryForThePartition() {
    List<WindowCall> calls =
        List.of(
            ranking(RankingFunction.ROW_NUMBER, 0),
            ranking(RankingFunction.RANK, 0),
            aggregate(AggregateCall.Function.SUM, 2, DataType.BIGINT, RUNNING),
            aggregate(AggregateCall.Function.MIN, 2, DataType.BIGINT, RUNNING));
    Run run = run(1_500_000, calls, 1 << 18);
    assertThat(run.numRows()).isEqualTo(1_500_000);
    assertThat(run.bytesSpilled()).isZero();
  }

  @Test
  void spillsForOthersWhileItGivesRows() {
    int numRows = 100_000;
    Run expected = run(numRows, WHOLE_PARTITION_CALLS, AMPLE_BYTES);
    SortKey order = new SortKey(1, false, true);
    try (OperatorFixture fixture = new OperatorFixture(directory, 6 << 20);
        var other = fixture.memory().operator("other").reservation(null)) {
      long sum = 0;
      int numBatches = 0;
      try (Operator window =
          new WindowOperator(
              node(BIG_TYPES, order, WHOLE_PARTITION_CALLS),
              onePartition(numRows),
              fixture.context())) {
        for (VectorBatch batch = window.next(); batch != null; batch = window.next()) {
          for (int i = 0; i < batch.numRows(); i++) {
            for (int c = 0; c < batch.numColumns(); c++) {
              Object value = Vectors.value(batch.column(c), i);
              sum = 31 * sum + (value == null ? 7 : value.hashCode());
            }
          }
          if (++numBatches == 5) {
            assertThat(fixture.bytesSpilled()).isZero();
            other.resize(4_500_000);
            assertThat(fixture.bytesSpilled()).isPositive();
          }
        }
      }
      assertThat(sum).isEqualTo(expected.sum());
    }
  }

  // Errors

  @Test
  void aSumThatDoesNotFitIsAnError() {
    long large = Long.MAX_VALUE - 5;
    VectorBatch batch =
        new VectorBatch(
            3,
            new IntVector(DataType.INT, new int[3], null, 3),
            new LongVector(DataType.BIGINT, new long[] {1, 2, 3}, null, 3),
            new LongVector(DataType.BIGINT, new long[] {large, large, -large}, null, 3));
    SortKey order = new SortKey(1, false, true);
    // Parts of a frame fit together, though one of them alone doesn't.
    WindowFrame allButThePeers =
        new WindowFrame(
            WindowFrame.Unit.ROWS,
            Bound.of(Bound.Kind.UNBOUNDED_PRECEDING),
            Bound.of(Bound.Kind.UNBOUNDED_FOLLOWING),
            Exclusion.TIES,
            -1);
    // Three together fit, whatever they pass through.
    List<WindowCall> whole =
        List.of(
            aggregate(AggregateCall.Function.SUM, 2, DataType.BIGINT, WindowFrame.WHOLE_PARTITION),
            aggregate(AggregateCall.Function.SUM, 2, DataType.BIGINT, allButThePeers));
    List<WindowCall> running =
        List.of(aggregate(AggregateCall.Function.SUM, 2, DataType.BIGINT, RUNNING));
    try (OperatorFixture fixture = new OperatorFixture(directory, AMPLE_BYTES)) {
      List<List<Object>> rows =
          fixture.run(
              new WindowOperator(
                  node(BIG_TYPES, order, whole),
                  new BatchSource(List.of(batch)),
                  fixture.context()));
      assertThat(rows).allMatch(row -> row.get(3).equals(large) && row.get(4).equals(large));
      try (Operator window =
          new WindowOperator(
              node(BIG_TYPES, order, running),
              new BatchSource(List.of(batch)),
              fixture.context())) {
        assertThatThrownBy(window::next)
            .isInstanceOfSatisfying(
                DistaffException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OVERFLOW));
      }
    }
  }

  @Test
  void nothingComesOfNothing() {
    try (OperatorFixture fixture = new OperatorFixture(directory, AMPLE_BYTES)) {
      assertThat(
              fixture.run(
                  new WindowOperator(
                      node(BIG_TYPES, new SortKey(1, false, true), WHOLE_PARTITION_CALLS),
                      new BatchSource(List.of()),
                      fixture.context())))
          .isEmpty();
    }
  }

  @Test
  void aNodeIsEncoded() {
    PlanNode node = node(BIG_TYPES, new SortKey(1, false, true), WHOLE_PARTITION_CALLS);
    RecordCodec codec = RecordCodec.cbor();
    assertThat(codec.decode(PlanNode.class, codec.encode(PlanNode.class, node))).isEqualTo(node);
  }
}
