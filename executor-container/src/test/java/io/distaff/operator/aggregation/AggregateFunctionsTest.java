package io.distaff.operator.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distaff.expression.BoundSignature;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.Literal;
import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every function gives the same in one phase, in two with states split at random, and when states
 * go through files. What it gives is checked from SQL.
 */
class AggregateFunctionsTest {
  private static final long PLENTY = 1L << 30;
  private static final long LITTLE = 3L << 20;

  /** So far apart that groups are found by hashing. */
  private static final long FAR_APART = 1_000_003;

  /** So near that groups are found in an array over their range, as long as there is memory. */
  private static final long WITH_GAPS = 12;

  /** So many that their states are larger than little memory. */
  private static final int MANY_KEYS = 50_000;

  private static final double TOLERANCE = 1e-9;

  /** Key, two numbers, text, an integer and a filter. */
  private static final List<DataType> TYPES =
      List.of(
          DataType.BIGINT,
          DataType.DOUBLE,
          DataType.DOUBLE,
          DataType.STRING,
          DataType.BIGINT,
          DataType.BOOLEAN);

  @TempDir Path directory;

  /** A call, how far results may differ, and memory that its states are too large for. */
  private record Case(AggregateCall call, double tolerance, long littleBytes) {
    @Override
    public String toString() {
      return call.function();
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (FunctionDefinition function : AggregateFunctions.registry().all()) {
      switch (function.name()) {
        case "avg", "try_avg", "collect_set", "listagg" -> {} // not computed under these names
        case "first", "last", "any_value" -> {} // depend on the order
        case "count_if", "bool_and", "bool_or" -> cases.add(of(function, List.of(5)));
        case "min_by", "max_by" -> cases.add(of(function, List.of(4, 1)));
        case "corr",
            "covar_pop",
            "covar_samp",
            "regr_slope",
            "regr_intercept",
            "regr_r2",
            "regr_avgx",
            "regr_avgy",
            "regr_sxx",
            "regr_syy",
            "regr_sxy",
            "regr_count" ->
            cases.add(of(function, List.of(1, 2)));
        case "percentile", "approx_percentile" ->
            cases.add(of(function, List.of(1), new Literal(DataType.DOUBLE, "0.9")));
        case "quantile_disc" ->
            cases.add(of(function, List.of(3), new Literal(DataType.DOUBLE, "0.4")));
        case "min", "max", "mode", "histogram", "collect_list", "approx_count_distinct" ->
            cases.add(of(function, List.of(3)));
        case "bit_and", "bit_or", "bit_xor", "sum", "try_sum" ->
            cases.add(of(function, List.of(4)));
        default -> cases.add(of(function, List.of(1)));
      }
    }
    return cases;
  }

  private static Case of(FunctionDefinition function, List<Integer> columns, Literal... constants) {
    List<FunctionArgument> arguments = new ArrayList<>();
    columns.forEach(c -> arguments.add(FunctionArgument.of(TYPES.get(c))));
    Arrays.stream(constants).forEach(c -> arguments.add(FunctionArgument.of(c)));
    BoundSignature bound = function.bind(arguments).orElseThrow();
    boolean ordered = AggregateFunctions.isOrdered(function);
    List<Integer> all = new ArrayList<>(columns);
    if (ordered) {
      // By the key of the group's rows that differs: a number, then the text.
      all.add(2);
    }
    AggregateCall call =
        new AggregateCall(
            function.name(),
            all,
            5,
            List.of(constants),
            ordered
                ? List.of(new SortKey(1, true, false), new SortKey(0, false, false))
                : List.of(),
            bound.resultType());
    return switch (function.name()) {
      case "approx_percentile" -> new Case(call, 0.05, LITTLE + (1 << 20));
      // A difference of large numbers where the line is steep.
      case "regr_intercept" -> new Case(call, 1e-4, LITTLE + (1 << 20));
      case "corr",
          "covar_pop",
          "covar_samp",
          "regr_slope",
          "regr_r2",
          "regr_avgx",
          "regr_avgy",
          "regr_sxx",
          "regr_syy",
          "regr_sxy" ->
          new Case(call, TOLERANCE, LITTLE + (1 << 20));
      default -> new Case(call, TOLERANCE, LITTLE);
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void phasesAndSpillsDoNotMatter(Case one) {
    for (int numKeys : new int[] {1, 40}) {
      phasesAndSpillsDoNotMatter(one, numKeys, 1);
    }
    phasesAndSpillsDoNotMatter(one, MANY_KEYS, FAR_APART);
    phasesAndSpillsDoNotMatter(one, MANY_KEYS, WITH_GAPS);
  }

  private void phasesAndSpillsDoNotMatter(Case one, int numKeys, long keyDistance) {
    List<VectorBatch> batches = batches(new Random(numKeys), numKeys, keyDistance, 40);
    Map<Object, Object> expected = run(one, batches, AggregationPhase.SINGLE, PLENTY);
    assertThat(expected)
        .hasSize((int) batches.stream().flatMapToLong(this::keys).distinct().count());
    same(one, run(one, batches, AggregationPhase.FINAL, PLENTY), expected);
    if (numKeys == MANY_KEYS) {
      same(one, run(one, batches, AggregationPhase.SINGLE, one.littleBytes()), expected);
      same(one, run(one, batches, AggregationPhase.FINAL, 4 * LITTLE), expected);
    }
  }

  private java.util.stream.LongStream keys(VectorBatch batch) {
    return IntStream.range(0, batch.numRows())
        .mapToLong(row -> (Long) Vectors.value(batch.column(0), row));
  }

  private static List<VectorBatch> batches(
      Random random, int numKeys, long keyDistance, int number) {
    List<VectorBatch> batches = new ArrayList<>();
    for (int b = 0; b < number; b++) {
      int rows = 1 + random.nextInt(4096);
      List<List<Object>> columns = new ArrayList<>();
      TYPES.forEach(type -> columns.add(new ArrayList<>()));
      for (int r = 0; r < rows; r++) {
        columns.get(0).add(random.nextInt(numKeys) * keyDistance);
        columns.get(1).add(random.nextInt(8) == 0 ? null : (Object) random.nextGaussian());
        columns.get(2).add(random.nextInt(8) == 0 ? null : (Object) (1e3 + random.nextDouble()));
        columns.get(3).add(random.nextInt(8) == 0 ? null : "t" + random.nextInt(100_000));
        columns.get(4).add(random.nextInt(8) == 0 ? null : (Object) (long) random.nextInt(1000));
        columns.get(5).add(random.nextInt(4) > 0);
      }
      VectorBatch batch =
          new VectorBatch(
              rows,
              IntStream.range(0, TYPES.size())
                  .mapToObj(c -> Vectors.of(TYPES.get(c), columns.get(c)))
                  .toArray(io.distaff.vector.ColumnVector[]::new));
      batches.add(batch);
    }
    return batches;
  }

  private Map<Object, Object> run(
      Case one, List<VectorBatch> batches, AggregationPhase phase, long poolBytes) {
    try (OperatorFixture fixture = new OperatorFixture(directory, poolBytes)) {
      Operator operator =
          phase == AggregationPhase.SINGLE
              ? single(one.call(), batches, fixture)
              : twoPhases(one.call(), batches, fixture);
      Map<Object, Object> results = new HashMap<>();
      for (List<Object> row : fixture.run(operator)) {
        results.put(row.get(0), row.get(1));
      }
      if (poolBytes == one.littleBytes()) {
        assertThat(fixture.bytesSpilled()).isPositive();
      }
      return results;
    }
  }

  private static Operator single(
      AggregateCall call, List<VectorBatch> batches, OperatorFixture fixture) {
    return new HashAggregationOperator(
        new PlanNode.Aggregate(
            OperatorFixture.input(TYPES),
            AggregationPhase.SINGLE,
            List.of(0),
            List.of(call),
            OperatorFixture.schema(List.of(DataType.BIGINT, call.type()))),
        new BatchSource(batches),
        fixture.context());
  }

  /** Several tasks' states, one after the other, into one. */
  private static Operator twoPhases(
      AggregateCall call, List<VectorBatch> batches, OperatorFixture fixture) {
    DataType state =
        AggregateFunctions.stateType(call, call.columns().stream().map(TYPES::get).toList());
    PlanNode.Aggregate partial =
        new PlanNode.Aggregate(
            OperatorFixture.input(TYPES),
            AggregationPhase.PARTIAL,
            List.of(0),
            List.of(call),
            OperatorFixture.schema(List.of(DataType.BIGINT, state)));
    List<Operator> tasks = new ArrayList<>();
    for (int from = 0, size = 1; from < batches.size(); from += size, size++) {
      List<VectorBatch> some = batches.subList(from, Math.min(batches.size(), from + size));
      tasks.add(new HashAggregationOperator(partial, new BatchSource(some), fixture.context()));
    }
    return new HashAggregationOperator(
        new PlanNode.Aggregate(
            partial,
            AggregationPhase.FINAL,
            List.of(0),
            List.of(call.overState(1)),
            OperatorFixture.schema(List.of(DataType.BIGINT, call.type()))),
        new OneAfterTheOther(tasks),
        fixture.context());
  }

  private static void same(Case one, Map<Object, Object> actual, Map<Object, Object> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (key, value) -> {
          Object other = actual.get(key);
          if (value instanceof Double number && other instanceof Double otherNumber) {
            double scale = Math.max(1, Math.abs(number));
            assertThat(otherNumber)
                .as("%s of %s", one, key)
                .isCloseTo(number, within(one.tolerance() * scale));
          } else {
            assertThat(other).as("%s of %s", one, key).isEqualTo(value);
          }
        });
  }

  @Test
  void countsOfManyHashesAreWithinTheirError() {
    Random random = new Random(7);
    for (int precision : new int[] {8, 12, 16}) {
      double error = 1.04 / Math.sqrt(1 << precision);
      double squares = 0;
      int trials = 40;
      for (int trial = 0; trial < trials; trial++) {
        HyperLogLog sketch = new HyperLogLog(precision);
        int n = 20_000 + random.nextInt(100_000);
        for (int i = 0; i < n; i++) {
          sketch.add(random.nextLong());
        }
        double off = (sketch.estimate() - n) / (double) n;
        squares += off * off;
      }
      assertThat(Math.sqrt(squares / trials)).isLessThan(1.4 * error);
    }
  }

  @Test
  void fewHashesAreCountedNearlyExactly() {
    Random random = new Random(8);
    HyperLogLog sketch = new HyperLogLog(12);
    for (int n = 1; n <= 1000; n++) {
      sketch.add(random.nextLong());
      assertThat((double) sketch.estimate()).isCloseTo(n, within(2.0));
    }
  }

  @Test
  void quantilesOfDigestsAreNear() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      TDigest whole = new TDigest();
      double[] values = new double[200_000];
      for (int part = 0; part < 20; part++) {
        TDigest digest = new TDigest();
        for (int i = 0; i < 10_000; i++) {
          double value = Math.exp(3 * random.nextGaussian());
          values[part * 10_000 + i] = value;
          digest.add(value);
        }
        double[] written = new double[digest.writtenLength()];
        digest.write(written, 0);
        whole.merge(written, IntStream.range(0, written.length).toArray(), 0, written.length);
      }
      Arrays.sort(values);
      assertThat(whole.quantile(0)).isEqualTo(values[0]);
      assertThat(whole.quantile(1)).isEqualTo(values[values.length - 1]);
      for (double share : new double[] {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999}) {
        int at = Arrays.binarySearch(values, whole.quantile(share));
        double rank = (at < 0 ? -at - 1 : at) / (double) values.length;
        double allowed = Math.max(0.0005, 0.03 * Math.sqrt(share * (1 - share)));
        assertThat(rank).as("%s, seed %s", share, seed).isCloseTo(share, within(allowed));
      }
    }
  }
}
