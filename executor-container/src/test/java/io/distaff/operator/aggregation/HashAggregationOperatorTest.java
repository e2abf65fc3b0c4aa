package io.distaff.operator.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Literal;
import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.AggregateCall.Function;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.SortKey;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.RowBytes;
import io.distaff.vector.VectorBatch;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashAggregationOperatorTest {
  private static final long PLENTY = 1L << 30;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void groupsLikeTheOracle(long seed) {
    Random random = new Random(seed);
    Query query = Query.random(random);
    List<VectorBatch> batches =
        new RandomBatches(seed)
            .numDistinct(2 + random.nextInt(60))
            .batches(query.types, 1 + random.nextInt(12), 3000);
    try (OperatorFixture fixture = new OperatorFixture(directory, PLENTY)) {
      Map<List<Object>, List<Object>> expected = query.oracle(batches);
      check(query, fixture.run(query.single(fixture, batches)), expected);
      check(query, fixture.run(query.twoPhase(fixture, batches)), expected);
      assertThat(fixture.bytesSpilled()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void groupsLikeTheOracleWithLittleMemory(long seed) {
    Random random = new Random(seed);
    Query query = Query.random(random);
    query.keys.clear();
    query.keys.addAll(seed % 2 == 0 ? List.of(4) : List.of(4, 11, 3));
    List<VectorBatch> batches =
        new RandomBatches(seed).numDistinct(40_000).batches(query.types, 40, 4096);
    Map<List<Object>, List<Object>> expected = query.oracle(batches);
    try (OperatorFixture fixture = new OperatorFixture(directory, 14L << 20)) {
      check(query, fixture.run(query.single(fixture, batches)), expected);
      assertThat(fixture.bytesSpilled()).isPositive();
    }
    try (OperatorFixture fixture = new OperatorFixture(directory, 24L << 20)) {
      check(query, fixture.run(query.twoPhase(fixture, batches)), expected);
      assertThat(fixture.bytesSpilled()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44})
  void groupsNestedValues(long seed) {
    Random random = new Random(seed);
    Query query = Query.random(random, RandomBatches.NESTED_TYPES);
    List<VectorBatch> batches =
        new RandomBatches(seed).numDistinct(20).batches(query.types, 8, 1500);
    Map<List<Object>, List<Object>> expected = query.oracle(batches);
    try (OperatorFixture fixture = new OperatorFixture(directory, PLENTY)) {
      check(query, fixture.run(query.single(fixture, batches)), expected);
      check(query, fixture.run(query.twoPhase(fixture, batches)), expected);
    }
  }

  @Test
  void spillsNestedValues() {
    Query query = Query.random(new Random(7), RandomBatches.NESTED_TYPES);
    query.keys.clear();
    query.keys.addAll(List.of(0, 3, 4));
    List<VectorBatch> batches =
        new RandomBatches(7).numDistinct(3000).batches(query.types, 40, 600);
    try (OperatorFixture fixture = new OperatorFixture(directory, 8L << 20)) {
      check(query, fixture.run(query.single(fixture, batches)), query.oracle(batches));
      assertThat(fixture.bytesSpilled()).isPositive();
    }
  }

  /** One of many groups has most of the rows, or there is only one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsPlacesInTheOrderOfAGroupThatIsLargerThanMemory(boolean hasKeys) {
    Query query = new Query(List.of(DataType.BIGINT, DataType.DOUBLE, DataType.STRING));
    if (hasKeys) {
      query.keys.add(0);
    }
    List<Literal> share = List.of(Literal.of(DataType.DOUBLE, 0.3));
    query.calls.add(AggregateCall.of(Function.COUNT, -1, -1, DataType.BIGINT));
    query.calls.add(
        new AggregateCall("percentile", List.of(1), -1, share, List.of(), DataType.DOUBLE));
    query.calls.add(
        new AggregateCall("quantile_disc", List.of(2), -1, share, List.of(), DataType.STRING));
    query.calls.add(AggregateCall.of("mode", 2, -1, DataType.STRING));
    List<VectorBatch> batches = new ArrayList<>();
    RandomBatches random = new RandomBatches(11).numDistinct(20_000).nullRate(0.1);
    for (int b = 0; b < 60; b++) {
      VectorBatch values = random.batch(query.types, 4096);
      long[] keys = new long[4096];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = i % 4 == 0 ? b * 4096L + i : -1;
      }
      batches.add(
          values.withColumns(
              new ColumnVector[] {
                new LongVector(DataType.BIGINT, keys, null, keys.length),
                values.column(1),
                values.column(2)
              }));
    }
    Map<List<Object>, Integer> expected;
    try (OperatorFixture fixture = new OperatorFixture(directory, PLENTY)) {
      expected = OperatorFixture.counted(fixture.run(query.single(fixture, batches)));
      assertThat(fixture.bytesSpilled()).isZero();
    }
    try (OperatorFixture fixture = new OperatorFixture(directory, 12L << 20)) {
      assertThat(
              OperatorFixture.counted(fixture.run(query.single(fixture, batches))).equals(expected))
          .isTrue();
      assertThat(fixture.bytesSpilled()).isPositive();
    }
    try (OperatorFixture fixture = new OperatorFixture(directory, 12L << 20)) {
      try (Operator operator = query.single(fixture, batches)) {
        assertThat(operator.next()).isNotNull();
      }
      fixture.assertNothingHeld();
    }
  }

  /** Values of groups of any number of rows take no more than the different ones among them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void countsValuesOfAGroupThatIsLargerThanMemory(boolean hasKeys) {
    int numBatches = 300;
    int perBatch = 4096;
    int numValues = 1000;
    Query query = new Query(List.of(DataType.BIGINT, DataType.INT));
    if (hasKeys) {
      query.keys.add(0);
    }
    query.calls.add(
        AggregateCall.of("histogram", 1, -1, new MapType(DataType.INT, DataType.BIGINT)));
    query.calls.add(AggregateCall.of("mode", 1, -1, DataType.INT));
    List<VectorBatch> batches = new ArrayList<>();
    Random random = new Random(17);
    Map<Long, Map<Integer, Long>> expected = new HashMap<>();
    for (int b = 0; b < numBatches; b++) {
      long[] keys = random.longs(perBatch, 0, 3).toArray();
      int[] values = random.ints(perBatch, 0, numValues).toArray();
      for (int i = 0; i < perBatch; i++) {
        expected
            .computeIfAbsent(hasKeys ? keys[i] : 0, key -> new TreeMap<>())
            .merge(values[i], 1L, Long::sum);
      }
      batches.add(
          new VectorBatch(
              perBatch,
              new LongVector(DataType.BIGINT, keys, null, perBatch),
              new IntVector(DataType.INT, values, null, perBatch),
              new ConstantVector(
                  new BooleanVector(DataType.BOOLEAN, new byte[] {1}, null, 1), perBatch)));
    }
    try (OperatorFixture fixture = new OperatorFixture(directory, 4L << 20)) {
      for (Operator operator :
          List.of(query.single(fixture, batches), query.twoPhase(fixture, batches))) {
        List<List<Object>> rows = fixture.run(operator);
        assertThat(rows).hasSize(expected.size());
        for (List<Object> row : rows) {
          Map<Integer, Long> counts = expected.get(hasKeys ? row.get(0) : (Object) 0L);
          List<Object> results = row.subList(row.size() - 2, row.size());
          assertThat(results.get(0))
              .isEqualTo(
                  counts.entrySet().stream()
                      .map(entry -> List.of((long) entry.getKey(), entry.getValue()))
                      .toList());
          assertThat(results.get(1)).isEqualTo(mostFrequent(counts));
        }
      }
      assertThat(fixture.bytesSpilled()).isZero();
    }
  }

  private static Long mostFrequent(Map<Integer, Long> counts) {
    return counts.entrySet().stream()
        .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
        .orElseThrow()
        .getKey()
        .longValue();
  }

  /** Each of them sorts its own, while the others hold what they have sorted. */
  @Test
  void sortsTheValuesOfSeveralAggregatesInTheMemoryOfOne() {
    int numBatches = 100;
    int perBatch = 4096;
    long numRows = (long) numBatches * perBatch;
    Query query = new Query(List.of(DataType.BIGINT));
    for (double share : new double[] {0, 0.25, 0.5, 0.75, 1}) {
      List<Literal> shares = List.of(Literal.of(DataType.DOUBLE, share));
      query.calls.add(
          new AggregateCall("quantile_disc", List.of(0), -1, shares, List.of(), DataType.BIGINT));
    }
    List<VectorBatch> batches = new ArrayList<>();
    for (int b = 0; b < numBatches; b++) {
      long[] values = new long[perBatch];
      for (int i = 0; i < perBatch; i++) {
        values[i] = (b * (long) perBatch + i) * 7919 % numRows;
      }
      batches.add(
          new VectorBatch(perBatch, new LongVector(DataType.BIGINT, values, null, perBatch)));
    }
    try (OperatorFixture fixture = new OperatorFixture(directory, 6L << 20)) {
      long last = numRows - 1;
      assertThat(fixture.run(query.single(fixture, batches)))
          .containsExactly(List.of(0L, last / 4, last / 2, last * 3 / 4, last));
      assertThat(fixture.bytesSpilled()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesWhatALargeGroupHasCollectedInRowsOfBoundedSize(boolean hasKeys) {
    Query query = new Query(List.of(DataType.BIGINT, DataType.DOUBLE, DataType.STRING));
    if (hasKeys) {
      query.keys.add(0);
    }
    ArrayType texts = new ArrayType(DataType.STRING);
    AggregateCall list =
        new AggregateCall(
            "collect_list",
            List.of(2, 1),
            -1,
            List.of(),
            List.of(new SortKey(1, false, false)),
            texts);
    query.calls.add(AggregateCall.of(Function.COUNT, -1, -1, DataType.BIGINT));
    query.calls.add(AggregateCall.of("median", 1, -1, DataType.DOUBLE));
    query.calls.add(AggregateCall.of(Function.MAX, 2, -1, DataType.STRING));
    query.calls.add(list);
    VectorBatch[] batches = new VectorBatch[20];
    RandomBatches random = new RandomBatches(13).numDistinct(5_000).nullRate(0.1);
    for (int b = 0; b < batches.length; b++) {
      VectorBatch values = random.batch(query.types, 4096);
      long[] keys = new long[4096];
      double[] places = new double[4096];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = i % 2 == 0 ? i : -1;
        places[i] = (b * 4096 + i) * 7919 % 81_920;
      }
      batches[b] =
          values.withColumns(
              new ColumnVector[] {
                new LongVector(DataType.BIGINT, keys, null, keys.length),
                new DoubleVector(DataType.DOUBLE, places, null, places.length),
                values.column(2)
              });
    }
    List<VectorBatch> rows = List.of(batches);
    try (OperatorFixture fixture = new OperatorFixture(directory, PLENTY)) {
      Map<List<Object>, Integer> expected =
          OperatorFixture.counted(fixture.run(query.single(fixture, rows)));
      assertThat(OperatorFixture.counted(fixture.run(query.twoPhase(fixture, rows))))
          .isEqualTo(expected);
      int numRows = 0;
      try (Operator partial =
          new HashAggregationOperator(query.partial(), new BatchSource(rows), fixture.context())) {
        for (VectorBatch b = partial.next(); b != null; b = partial.next()) {
          numRows += b.numSelected();
          for (int row = 0; row < b.numRows(); row++) {
            assertThat(RowBytes.of(b, row)).isLessThan(256 << 10);
          }
        }
      }
      assertThat(numRows).isGreaterThan(expected.size() + 10);
    }
  }

  @Test
  void closingEarlyLeavesNothing() {
    Query query = Query.random(new Random(5));
    query.keys.clear();
    query.keys.add(4);
    List<VectorBatch> batches =
        new RandomBatches(5).numDistinct(100_000).batches(query.types, 30, 4096);
    for (int taken = 0; taken < 4; taken++) {
      try (OperatorFixture fixture = new OperatorFixture(directory, 14L << 20)) {
        try (Operator operator = query.single(fixture, batches)) {
          for (int i = 0; i < taken; i++) {
            assertThat(operator.next()).isNotNull();
          }
        }
        fixture.assertNothingHeld();
      }
    }
  }

  @Test
  void noRowsGiveOneGroupWithoutKeysExceptInPartial() {
    List<DataType> types = List.of(DataType.BIGINT, DataType.STRING);
    List<AggregateCall> calls =
        List.of(
            AggregateCall.of(Function.COUNT, -1, -1, DataType.BIGINT),
            AggregateCall.of(Function.SUM, 0, -1, DataType.BIGINT),
            AggregateCall.of(Function.MAX, 1, -1, DataType.STRING));
    List<Object> expected = new ArrayList<>();
    expected.add(0L);
    expected.add(null);
    expected.add(null);
    for (AggregationPhase phase : AggregationPhase.values()) {
      try (OperatorFixture fixture = new OperatorFixture(directory, PLENTY)) {
        List<DataType> inputTypes =
            phase == AggregationPhase.FINAL
                ? List.of(DataType.BIGINT, DataType.BIGINT, DataType.STRING)
                : types;
        List<AggregateCall> phaseCalls =
            phase == AggregationPhase.FINAL ? Query.onStates(calls, 0) : calls;
        PlanNode.Aggregate node =
            new PlanNode.Aggregate(
                OperatorFixture.input(inputTypes),
                phase,
                List.of(),
                phaseCalls,
                OperatorFixture.schema(List.of(DataType.BIGINT, DataType.BIGINT, DataType.STRING)));
        List<List<Object>> rows =
            fixture.run(
                new HashAggregationOperator(node, new BatchSource(List.of()), fixture.context()));
        if (phase == AggregationPhase.PARTIAL) {
          assertThat(rows).isEmpty();
        } else {
          assertThat(rows).containsExactly(expected);
        }
        PlanNode.Aggregate keyed =
            new PlanNode.Aggregate(
                OperatorFixture.input(types),
                AggregationPhase.SINGLE,
                List.of(1),
                List.of(),
                OperatorFixture.schema(List.of(DataType.STRING)));
        assertThat(
                fixture.run(
                    new HashAggregationOperator(
                        keyed, new BatchSource(List.of()), fixture.context())))
            .isEmpty();
      }
    }
  }

  @Test
  void sumsAreExactInAnyOrderAndFailOnlyWhenTheResultOverflows() {
    assertThat(sumOfLongs(Long.MAX_VALUE, Long.MAX_VALUE, -Long.MAX_VALUE))
        .isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> sumOfLongs(Long.MAX_VALUE, 1))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OVERFLOW))
        .hasMessageContaining("bigint");
    assertThatThrownBy(() -> sumOfLongs(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE))
        .isInstanceOf(DistaffException.class);
    assertThat(sumOfLongs(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);

    BigDecimal most = new BigDecimal("9".repeat(38));
    assertThat(sumOfDecimals(most)).isEqualTo(most);
    assertThat(sumOfDecimals(most.negate())).isEqualTo(most.negate());
    assertThat(sumOfDecimals(most, BigDecimal.ONE.negate()))
        .isEqualTo(most.subtract(BigDecimal.ONE));
    assertThatThrownBy(() -> sumOfDecimals(most, BigDecimal.ONE))
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OVERFLOW));
    assertThatThrownBy(() -> sumOfDecimals(most, most, most)).isInstanceOf(DistaffException.class);
  }

  private Object sumOfLongs(long... values) {
    return sum(
        DataType.BIGINT,
        DataType.BIGINT,
        new VectorBatch(
            values.length, new LongVector(DataType.BIGINT, values, null, values.length)));
  }

  private Object sumOfDecimals(BigDecimal... values) {
    DecimalType type = DataType.decimal(38, 0);
    return sum(
        type,
        type,
        new VectorBatch(
            values.length, RandomBatches.flat(type, Arrays.asList((Object[]) values), false)));
  }

  private Object sum(DataType argument, DataType type, VectorBatch batch) {
    try (OperatorFixture fixture = new OperatorFixture(directory, PLENTY)) {
      PlanNode.Aggregate node =
          new PlanNode.Aggregate(
              OperatorFixture.input(List.of(argument)),
              AggregationPhase.SINGLE,
              List.of(),
              List.of(AggregateCall.of(Function.SUM, 0, -1, type)),
              OperatorFixture.schema(List.of(type)));
      return fixture
          .run(
              new HashAggregationOperator(node, new BatchSource(List.of(batch)), fixture.context()))
          .get(0)
          .get(0);
    }
  }

  @Test
  void partialPassesRowsThroughWhenGroupingDoesNotReduceThem() {
    int perBatch = 4096;
    List<VectorBatch> batches = new ArrayList<>();
    for (int b = 0; b < 40; b++) {
      long[] keys = new long[perBatch];
      for (int i = 0; i < perBatch; i++) {
        keys[i] = (long) b * perBatch + i;
      }
      batches.add(new VectorBatch(perBatch, new LongVector(DataType.BIGINT, keys, null, perBatch)));
    }
    List<DataType> types = List.of(DataType.BIGINT);
    try (OperatorFixture fixture = new OperatorFixture(directory, PLENTY)) {
      PlanNode.Aggregate node =
          new PlanNode.Aggregate(
              OperatorFixture.input(types),
              AggregationPhase.PARTIAL,
              List.of(0),
              List.of(
                  AggregateCall.of(Function.COUNT, -1, -1, DataType.BIGINT),
                  AggregateCall.of(Function.SUM, 0, -1, DataType.BIGINT)),
              OperatorFixture.schema(List.of(DataType.BIGINT, DataType.BIGINT, DataType.BIGINT)));
      CountingSource source = new CountingSource(batches);
      try (Operator operator = new HashAggregationOperator(node, source, fixture.context())) {
        assertThat(operator.next()).isNotNull();
        assertThat((long) source.taken * perBatch)
            .isBetween(
                HashAggregationOperator.ROWS_TO_JUDGE,
                HashAggregationOperator.ROWS_TO_JUDGE + perBatch);
        long rows = perBatch;
        for (VectorBatch batch = operator.next(); batch != null; batch = operator.next()) {
          List<Object> first = RandomBatches.rows(batch).get(0);
          assertThat(first).containsExactly(first.get(0), 1L, first.get(0));
          rows += batch.numSelected();
        }
        assertThat(rows).isEqualTo(40L * perBatch);
      }
      fixture.assertNothingHeld();
    }
  }

  @Test
  void keysWithGapsTakeNoMoreThanAHashTableWhenThereIsNoMore() {
    long apart = 1_000_003;
    long withGaps = 12;
    long enoughForAHashTable = 10_240_000;
    assertThat(bytesSpilled(apart, enoughForAHashTable)).isZero();
    assertThat(bytesSpilled(withGaps, enoughForAHashTable)).isZero();
    assertThat(bytesSpilled(apart, enoughForAHashTable * 9 / 10)).isPositive();
  }

  private long bytesSpilled(long keyDistance, long poolBytes) {
    Random random = new Random(5);
    int numKeys = 150_000;
    List<VectorBatch> batches = new ArrayList<>();
    for (int b = 0; b < 80; b++) {
      long[] keys = random.longs(4096, 0, numKeys).map(key -> key * keyDistance).toArray();
      batches.add(
          new VectorBatch(keys.length, new LongVector(DataType.BIGINT, keys, null, keys.length)));
    }
    PlanNode.Aggregate node =
        new PlanNode.Aggregate(
            OperatorFixture.input(List.of(DataType.BIGINT)),
            AggregationPhase.SINGLE,
            List.of(0),
            List.of(AggregateCall.of(Function.COUNT, -1, -1, DataType.BIGINT)),
            OperatorFixture.schema(List.of(DataType.BIGINT, DataType.BIGINT)));
    try (OperatorFixture fixture = new OperatorFixture(directory, poolBytes)) {
      List<List<Object>> rows =
          fixture.run(
              new HashAggregationOperator(node, new BatchSource(batches), fixture.context()));
      assertThat(rows.stream().mapToLong(row -> (Long) row.get(1)).sum()).isEqualTo(80L * 4096);
      return fixture.bytesSpilled();
    }
  }

  /** Three groups, neither of which can be given: it isn't divided over and over before that. */
  @Test
  void saysWhoseValuesOfAGroupHaveNoRoom() {
    long poolBytes = 6L << 20;
    int perBatch = 4096;
    List<VectorBatch> batches = new ArrayList<>();
    for (int b = 0; b < 400; b++) {
      long[] keys = new long[perBatch];
      Arrays.setAll(keys, i -> i % 3);
      batches.add(new VectorBatch(perBatch, new LongVector(DataType.BIGINT, keys, null, perBatch)));
    }
    DataType list = new ArrayType(DataType.BIGINT);
    PlanNode.Aggregate node =
        new PlanNode.Aggregate(
            OperatorFixture.input(List.of(DataType.BIGINT)),
            AggregationPhase.SINGLE,
            List.of(0),
            List.of(AggregateCall.of("collect_list", 0, -1, list)),
            OperatorFixture.schema(List.of(DataType.BIGINT, list)));
    try (OperatorFixture fixture = new OperatorFixture(directory, poolBytes)) {
      try (Operator operator =
          new HashAggregationOperator(node, new BatchSource(batches), fixture.context())) {
        assertThatThrownBy(operator::next)
            .isInstanceOf(DistaffException.class)
            .hasMessageStartingWith("collect_list holds all values of a group, and has no room")
            .hasMessageContaining("operator: holds")
            .hasMessageContaining("of at most " + poolBytes + " bytes");
        long stateBytes = (long) batches.size() * perBatch * Long.BYTES;
        assertThat(fixture.bytesSpilled()).isBetween(1L, 3 * stateBytes);
      }
      fixture.assertNothingHeld();
    }
  }

  private static final class CountingSource implements Operator {
    private final BatchSource source;
    private int taken;

    CountingSource(List<VectorBatch> batches) {
      source = new BatchSource(batches);
    }

    @Override
    public VectorBatch next() {
      taken++;
      return source.next();
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private static void check(
      Query query, List<List<Object>> rows, Map<List<Object>, List<Object>> expected) {
    Map<List<Object>, List<Object>> actual = new HashMap<>();
    for (List<Object> row : rows) {
      List<Object> before =
          actual.put(row.subList(0, query.keys.size()), row.subList(query.keys.size(), row.size()));
      assertThat(before).as("group given twice: %s", row).isNull();
    }
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((key, values) -> query.checkGroup(key, actual.get(key), values));
  }

  /** A random aggregation over columns of all types, then a BOOLEAN column for filters. */
  private static final class Query {
    final List<DataType> types;
    final List<Integer> keys = new ArrayList<>();
    final List<AggregateCall> calls = new ArrayList<>();

    Query(List<DataType> types) {
      this.types = new ArrayList<>(types);
    }

    static Query random(Random random) {
      return random(random, RandomBatches.ALL_TYPES);
    }

    static Query random(Random random, List<DataType> types) {
      Query query = new Query(types);
      query.types.add(DataType.BOOLEAN);
      int numKeys = random.nextInt(4);
      for (int i = 0; i < numKeys; i++) {
        query.keys.add(random.nextInt(types.size()));
      }
      query.calls.add(AggregateCall.of(Function.COUNT, -1, query.filter(random), DataType.BIGINT));
      for (int c = 0; c < types.size(); c++) {
        DataType type = query.types.get(c);
        for (String function : List.of(Function.COUNT, Function.MIN, Function.MAX)) {
          DataType result = function.equals(Function.COUNT) ? DataType.BIGINT : type;
          if (random.nextBoolean()) {
            query.calls.add(AggregateCall.of(function, c, query.filter(random), result));
          }
        }
        if (random.nextInt(4) == 0) {
          query.calls.add(AggregateCall.of(Function.ANY_VALUE, c, query.filter(random), type));
        }
        if (type.isNumeric() && type.kind() != DataType.Kind.BIGINT) {
          DataType sum =
              switch (type.kind()) {
                case FLOAT, DOUBLE -> DataType.DOUBLE;
                case DECIMAL -> DataType.decimal(38, ((DecimalType) type).scale());
                default -> DataType.BIGINT;
              };
          query.calls.add(AggregateCall.of(Function.SUM, c, query.filter(random), sum));
        }
      }
      return query;
    }

    private int filter(Random random) {
      return random.nextInt(3) == 0 ? types.size() - 1 : -1;
    }

    private Schema output() {
      List<DataType> output = new ArrayList<>();
      keys.forEach(k -> output.add(types.get(k)));
      calls.forEach(c -> output.add(c.type()));
      return OperatorFixture.schema(output);
    }

    static List<AggregateCall> onStates(List<AggregateCall> calls, int numKeys) {
      List<AggregateCall> onStates = new ArrayList<>();
      for (AggregateCall call : calls) {
        onStates.add(call.overState(numKeys + onStates.size()));
      }
      return onStates;
    }

    Operator single(OperatorFixture fixture, List<VectorBatch> batches) {
      return new HashAggregationOperator(
          new PlanNode.Aggregate(
              OperatorFixture.input(types), AggregationPhase.SINGLE, keys, calls, output()),
          new BatchSource(batches),
          fixture.context());
    }

    PlanNode.Aggregate partial() {
      List<DataType> states = new ArrayList<>();
      keys.forEach(k -> states.add(types.get(k)));
      for (AggregateCall call : calls) {
        List<DataType> arguments = call.columns().stream().map(types::get).toList();
        states.add(AggregateFunctions.stateType(call, arguments));
      }
      return new PlanNode.Aggregate(
          OperatorFixture.input(types),
          AggregationPhase.PARTIAL,
          keys,
          calls,
          OperatorFixture.schema(states));
    }

    Operator twoPhase(OperatorFixture fixture, List<VectorBatch> batches) {
      PlanNode.Aggregate partial = partial();
      List<Integer> finalKeys = new ArrayList<>();
      for (int k = 0; k < keys.size(); k++) {
        finalKeys.add(k);
      }
      PlanNode.Aggregate last =
          new PlanNode.Aggregate(
              partial, AggregationPhase.FINAL, finalKeys, onStates(calls, keys.size()), output());
      return new HashAggregationOperator(
          last,
          new HashAggregationOperator(
              partial, new BatchSource(batches), fixture.otherContext("partial aggregation")),
          fixture.context());
    }

    Map<List<Object>, List<Object>> oracle(List<VectorBatch> batches) {
      Map<List<Object>, List<List<Object>>> groups = new HashMap<>();
      for (List<Object> row : RandomBatches.rows(batches)) {
        List<Object> key = new ArrayList<>();
        keys.forEach(k -> key.add(row.get(k)));
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
      }
      Map<List<Object>, List<Object>> results = new HashMap<>();
      groups.forEach(
          (key, rows) -> {
            List<Object> result = new ArrayList<>();
            calls.forEach(call -> result.add(evaluate(call, rows)));
            results.put(key, result);
          });
      return results;
    }

    private static Object evaluate(AggregateCall call, List<List<Object>> rows) {
      List<Object> values = new ArrayList<>();
      for (List<Object> row : rows) {
        boolean counts = call.filter() < 0 || Boolean.TRUE.equals(row.get(call.filter()));
        Object value = call.columns().isEmpty() ? (Object) true : row.get(call.columns().get(0));
        if (counts && value != null) {
          values.add(value);
        }
      }
      if (call.function().equals(Function.COUNT)) {
        return (long) values.size();
      }
      if (call.function().equals(Function.ANY_VALUE)) {
        return values;
      }
      return values.stream().reduce((a, b) -> combine(call, a, b)).orElse(null);
    }

    private static Object combine(AggregateCall call, Object a, Object b) {
      if (call.function().equals(Function.SUM)) {
        if (a instanceof Long x) {
          return x + (Long) b;
        }
        return a instanceof Double x ? x + (Double) b : ((BigDecimal) a).add((BigDecimal) b);
      }
      int order = RandomBatches.compare(call.type(), a, b);
      return call.function().equals(Function.MIN) == (order <= 0) ? a : b;
    }

    void checkGroup(List<Object> key, List<Object> actual, List<Object> expected) {
      for (int i = 0; i < calls.size(); i++) {
        AggregateCall call = calls.get(i);
        Object value = actual.get(i);
        if (call.function().equals(Function.ANY_VALUE)) {
          List<?> allowed = (List<?>) expected.get(i);
          if (allowed.isEmpty()) {
            assertThat(value).isNull();
          } else {
            assertThat(allowed.contains(value)).as("%s of %s: %s", call, key, value).isTrue();
          }
        } else if (value instanceof Double number
            && call.function().equals(Function.SUM)
            && Double.isFinite(number)) {
          double wanted = (Double) expected.get(i);
          assertThat(number)
              .as("%s of %s", call, key)
              .isCloseTo(wanted, org.assertj.core.data.Offset.offset(1e-6));
        } else {
          assertThat(value).as("%s of %s", call, key).isEqualTo(expected.get(i));
        }
      }
    }
  }
}
