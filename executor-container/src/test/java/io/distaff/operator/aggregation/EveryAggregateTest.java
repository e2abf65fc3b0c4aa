package io.distaff.operator.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.eval.Coverage;
import io.distaff.eval.Domain;
import io.distaff.eval.DuckDb;
import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.AggregationPhase;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every aggregate agrees with DuckDB or with a reference of the test's own over all types that it
 * takes: in many groups and in one, with a filter and without, in one phase and in two, with all
 * groups spilled before each batch, over vectors of every form and selections. A function, a
 * signature or a type of one that no line of the table has is an error.
 */
class EveryAggregateTest {
  /** Written by the planner with others: what they give is tested from SQL. */
  private static final Set<String> PLANNED = Set.of("avg", "try_avg", "collect_set", "listagg");

  private static final List<AggregateLine> TABLE = AggregateLines.all();
  private static final long POOL_BYTES = 1L << 28;
  private static final int ROWS = 240;
  private static final int KEYS = 30;
  private static final int BATCHES = 4;

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> agrees() {
    Map<String, List<AggregateLine>> byName =
        TABLE.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.function().name(), TreeMap::new, Collectors.toList()));
    return byName.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> entry.getValue().forEach(this::check)));
  }

  @TestFactory
  Stream<DynamicTest> everySignatureHasItsLines() {
    return AggregateFunctions.registry().all().stream()
        .filter(function -> !PLANNED.contains(function.name()))
        .map(
            function -> {
              List<Coverage.Walked> walked =
                  TABLE.stream()
                      .filter(line -> line.function().equals(function))
                      .map(
                          line ->
                              new Coverage.Walked(
                                  line.bound().signature(), line.bound().argumentTypes()))
                      .toList();
              return DynamicTest.dynamicTest(
                  function.name(), () -> assertThat(Coverage.missing(function, walked)).isEmpty());
            });
  }

  private void check(AggregateLine line) {
    Rows rows = new Rows(line);
    for (boolean grouped : new boolean[] {true, false}) {
      for (boolean filtered : new boolean[] {true, false}) {
        Map<Object, List<List<Object>>> groups = rows.groups(grouped, filtered);
        Map<Object, Object> wanted =
            line.sql() == null ? Map.of() : rows.askDuckDb(grouped, filtered);
        for (Way way : ways(grouped, filtered)) {
          Map<Object, Object> results = run(line, rows, grouped, filtered, way);
          assertThat(results.keySet()).as("groups of %s", line).isEqualTo(groups.keySet());
          groups.forEach(
              (key, group) -> {
                Object result = results.get(key);
                if (!line.isRight(result, wanted.get(key), group)) {
                  throw new AssertionError(
                      "%s, group %s, filtered %s, %s: is %s, not %s, of %s"
                          .formatted(
                              line,
                              key,
                              filtered,
                              way,
                              result,
                              wanted.getOrDefault(key, "what is right"),
                              group));
                }
              });
        }
      }
    }
  }

  private enum Way {
    ONE_PHASE,
    TWO_PHASES,
    ONE_PHASE_SPILLED,
    TWO_PHASES_SPILLED
  }

  private static List<Way> ways(boolean grouped, boolean filtered) {
    if (grouped && filtered) {
      return List.of(Way.values());
    }
    if (grouped) {
      return List.of(Way.ONE_PHASE, Way.ONE_PHASE_SPILLED);
    }
    return filtered ? List.of(Way.ONE_PHASE) : List.of(Way.ONE_PHASE, Way.TWO_PHASES);
  }

  private Map<Object, Object> run(
      AggregateLine line, Rows rows, boolean grouped, boolean filtered, Way way) {
    try (OperatorFixture fixture = new OperatorFixture(directory, POOL_BYTES)) {
      AggregateCall call = line.call(filtered ? line.columns().size() + 1 : -1);
      List<Integer> keys = grouped ? List.of(0) : List.of();
      boolean spilled = way == Way.ONE_PHASE_SPILLED || way == Way.TWO_PHASES_SPILLED;
      UnaryOperator<Operator> input =
          spilled
              ? o -> new HungryInput(o, fixture.otherContext("hungry"), POOL_BYTES)
              : UnaryOperator.identity();
      Operator operator =
          way == Way.ONE_PHASE || way == Way.ONE_PHASE_SPILLED
              ? rows.inOnePhase(keys, call, input, fixture)
              : rows.inTwoPhases(keys, call, input, fixture);
      Map<Object, Object> results = new HashMap<>();
      for (List<Object> row : fixture.run(operator)) {
        results.put(grouped ? row.get(0) : "all", row.get(row.size() - 1));
      }
      assertThat(fixture.bytesSpilled() > 0).isEqualTo(spilled);
      return results;
    }
  }

  /** Rows of a key, a line's arguments and a filter, as values and in batches. */
  private static final class Rows {
    private final Random random = new Random(20_241_130);
    private final AggregateLine line;
    private final List<DataType> types = new ArrayList<>();
    private final List<List<Object>> all = new ArrayList<>();
    private final List<VectorBatch> batches = new ArrayList<>();

    Rows(AggregateLine line) {
      this.line = line;
      types.add(DataType.BIGINT);
      types.addAll(line.types());
      types.add(DataType.BOOLEAN);
      for (int i = 0; i < ROWS; i++) {
        // Few rows for the first keys, only nulls for the last.
        long key = Math.min(random.nextInt(KEYS), random.nextInt(KEYS));
        List<Object> row = new ArrayList<>(List.of(key));
        for (Domain column : line.columns()) {
          boolean isNull = key == KEYS / 2 || random.nextInt(6) == 0;
          List<Object> values = column.values();
          row.add(isNull ? null : values.get(random.nextInt(values.size())));
        }
        int flag = random.nextInt(5);
        row.add(flag == 0 ? null : (Object) (flag > 1));
        all.add(row);
      }
      for (int b = 0; b < BATCHES; b++) {
        batches.add(batch(all.subList(b * ROWS / BATCHES, (b + 1) * ROWS / BATCHES)));
      }
    }

    /** Every second batch has rows between these, which aren't selected. */
    private VectorBatch batch(List<List<Object>> rows) {
      boolean selects = batches.size() % 2 == 1;
      int stride = selects ? 2 : 1;
      ColumnVector[] columns = new ColumnVector[types.size()];
      for (int c = 0; c < columns.length; c++) {
        List<Object> values = new ArrayList<>();
        for (List<Object> row : rows) {
          values.add(row.get(c));
          if (selects) {
            values.add(rows.get(random.nextInt(rows.size())).get(c));
          }
        }
        columns[c] = new RandomBatches(random.nextInt()).vector(types.get(c), values);
      }
      if (!selects) {
        return new VectorBatch(rows.size(), columns);
      }
      int[] selected = new int[rows.size()];
      Arrays.setAll(selected, i -> stride * i);
      SelectionVector selection = new SelectionVector(selected, selected.length);
      return new VectorBatch(stride * rows.size(), selection, columns);
    }

    /** The arguments of the rows that count, by group. */
    Map<Object, List<List<Object>>> groups(boolean grouped, boolean filtered) {
      Map<Object, List<List<Object>>> groups = new HashMap<>();
      for (List<Object> row : all) {
        Object key = grouped ? row.get(0) : "all";
        List<List<Object>> group = groups.computeIfAbsent(key, unseen -> new ArrayList<>());
        if (!filtered || Boolean.TRUE.equals(row.get(row.size() - 1))) {
          group.add(row.subList(1, row.size() - 1));
        }
      }
      return groups;
    }

    Map<Object, Object> askDuckDb(boolean grouped, boolean filtered) {
      List<String> names = new ArrayList<>(List.of("k"));
      for (int c = 0; c < line.columns().size(); c++) {
        names.add(c == 0 ? "x" : "y");
      }
      names.add("f");
      String rows =
          all.stream()
              .map(
                  row -> {
                    List<String> literals = new ArrayList<>();
                    for (int c = 0; c < row.size(); c++) {
                      literals.add(DuckDb.literal(types.get(c), row.get(c)));
                    }
                    return "(" + String.join(", ", literals) + ")";
                  })
              .collect(Collectors.joining(", "));
      String filter = filtered ? " FILTER (WHERE f)" : "";
      String call = DuckDb.typed(line.sql().replace("$F", filter), line.bound().resultType());
      Map<Object, Object> results = new HashMap<>();
      for (List<Object> row :
          DuckDb.rows(
              "SELECT %s, %s FROM (VALUES %s) AS t(%s)%s"
                  .formatted(
                      grouped ? "k" : "'all'",
                      call,
                      rows,
                      String.join(", ", names),
                      grouped ? " GROUP BY k" : ""))) {
        results.put(row.get(0), row.get(1));
      }
      return results;
    }

    Operator inOnePhase(
        List<Integer> keys,
        AggregateCall call,
        UnaryOperator<Operator> input,
        OperatorFixture fixture) {
      return new HashAggregationOperator(
          node(OperatorFixture.input(types), AggregationPhase.SINGLE, keys, call, call.type()),
          input.apply(new BatchSource(batches)),
          fixture.context());
    }

    private static PlanNode.Aggregate node(
        PlanNode input,
        AggregationPhase phase,
        List<Integer> keys,
        AggregateCall call,
        DataType result) {
      List<DataType> output = new ArrayList<>();
      keys.forEach(key -> output.add(DataType.BIGINT));
      output.add(result);
      return new PlanNode.Aggregate(
          input, phase, keys, List.of(call), OperatorFixture.schema(output));
    }

    /** Every batch a task of its own, whose states are put together. */
    Operator inTwoPhases(
        List<Integer> keys,
        AggregateCall call,
        UnaryOperator<Operator> input,
        OperatorFixture fixture) {
      DataType state = AggregateFunctions.stateType(call, line.types());
      PlanNode.Aggregate partial =
          node(OperatorFixture.input(types), AggregationPhase.PARTIAL, keys, call, state);
      List<Operator> tasks = new ArrayList<>();
      for (VectorBatch batch : batches) {
        tasks.add(
            new HashAggregationOperator(
                partial,
                input.apply(new BatchSource(List.of(batch))),
                fixture.otherContext("partial")));
      }
      return new HashAggregationOperator(
          node(partial, AggregationPhase.FINAL, keys, call.overState(keys.size()), call.type()),
          input.apply(new OneAfterTheOther(tasks)),
          fixture.context());
    }
  }
}
