package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Lambda;
import io.distaff.expression.NullRule;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Functions over arrays and maps, of columns in every form (flat, dictionary, constant; with nulls,
 * gaps and selections; of any form inside), against what Java's collections make of the same
 * values, and DuckDB.
 */
class CollectionFunctionsTest {
  private static final int ROUNDS = 10;
  private static final List<DataType> ELEMENTS =
      List.of(
          DataType.INT,
          DataType.BIGINT,
          DataType.STRING,
          new ArrayType(DataType.INT),
          RandomBatches.struct(DataType.BIGINT, DataType.STRING));

  private static Call function(String name, Expression... arguments) {
    FunctionDefinition function = ScalarFunctions.registry().find(name).orElseThrow();
    BoundSignature bound =
        function
            .bind(Arrays.stream(arguments).map(FunctionArgument::of).toList())
            .orElseThrow(() -> new AssertionError(name + Arrays.toString(arguments)));
    return new Call(name, List.of(arguments), bound.resultType());
  }

  /** Compares for random batches; where an argument is null the result is, unless it sees nulls. */
  private static void check(
      Call expression, List<DataType> types, Function<List<Object>, Object> oracle) {
    NullRule nulls =
        ScalarFunctions.registry().find(expression.function()).orElseThrow().nullRule();
    checkAll(
        expression,
        types,
        row -> nulls != NullRule.OWN && row.contains(null) ? null : oracle.apply(row));
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  /** A map, which {@link RandomBatches#rows} gives as the list of its entries. */
  private static Map<Object, Object> map(Object value) {
    Map<Object, Object> map = new LinkedHashMap<>();
    list(value).forEach(entry -> map.put(list(entry).get(0), list(entry).get(1)));
    return map;
  }

  private static List<Object> entries(Map<Object, Object> map) {
    List<Object> entries = new ArrayList<>();
    map.forEach((key, value) -> entries.add(Arrays.asList(key, value)));
    return entries;
  }

  private static void checkOfArray(String name, Function<List<Object>, Object> oracle) {
    for (DataType element : ELEMENTS) {
      ArrayType array = new ArrayType(element);
      check(
          function(name, column(0, array)), List.of(array), row -> oracle.apply(list(row.get(0))));
    }
  }

  private interface Pairs {
    Object apply(List<Object> array, Object other);
  }

  private static void checkOfArrayAndValue(String name, Pairs oracle) {
    for (DataType element : ELEMENTS) {
      ArrayType array = new ArrayType(element);
      check(
          function(name, column(0, array), column(1, element)),
          List.of(array, element),
          row -> row.get(0) == null ? null : oracle.apply(list(row.get(0)), row.get(1)));
    }
  }

  private static void checkOfTwoArrays(String name, Pairs oracle) {
    for (DataType element : ELEMENTS) {
      ArrayType array = new ArrayType(element);
      check(
          function(name, column(0, array), column(1, array)),
          List.of(array, array),
          row -> oracle.apply(list(row.get(0)), row.get(1)));
    }
  }

  private static Comparator<Object> order(DataType type, boolean ascending, boolean nullsFirst) {
    Comparator<Object> values = (a, b) -> RandomBatches.compare(type, a, b);
    Comparator<Object> directed = ascending ? values : values.reversed();
    return nullsFirst ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed);
  }

  private static List<Object> with(
      List<Object> base, java.util.function.Consumer<List<Object>> change) {
    List<Object> copy = new ArrayList<>(base);
    change.accept(copy);
    return copy;
  }

  // Arrays.

  @Test
  void oneArray() {
    checkOfArray("size", a -> (long) a.size());
    checkOfArray("reverse", a -> with(a, Collections::reverse));
    checkOfArray("array_compact", a -> with(a, l -> l.removeIf(Objects::isNull)));
    checkOfArray("array_distinct", a -> new ArrayList<>(new LinkedHashSet<>(a)));
  }

  @Test
  void sorting() {
    for (DataType element : ELEMENTS) {
      ArrayType array = new ArrayType(element);
      Expression column = column(0, array);
      check(
          function("array_sort", column),
          List.of(array),
          row -> with(list(row.get(0)), l -> l.sort(order(element, true, false))));
      check(
          function("sort_array", column, column(1, DataType.BOOLEAN)),
          List.of(array, DataType.BOOLEAN),
          row -> {
            boolean ascending = (Boolean) row.get(1);
            return with(list(row.get(0)), l -> l.sort(order(element, ascending, ascending)));
          });
      check(function("array_min", column), List.of(array), row -> extreme(element, row, 1));
      check(function("array_max", column), List.of(array), row -> extreme(element, row, -1));
    }
  }

  private static Object extreme(DataType element, List<Object> row, int direction) {
    return list(row.get(0)).stream()
        .filter(Objects::nonNull)
        .min((a, b) -> direction * RandomBatches.compare(element, a, b))
        .orElse(null);
  }

  @Test
  void arraysAndValues() {
    checkOfArrayAndValue(
        "array_contains",
        (a, v) -> a.contains(v) ? (Object) true : a.contains(null) ? null : false);
    checkOfArrayAndValue("array_position", (a, v) -> a.indexOf(v) + 1L);
    checkOfArrayAndValue("array_remove", (a, v) -> with(a, l -> l.removeIf(v::equals)));
    checkOfArrayAndValue("array_append", (a, v) -> with(a, l -> l.add(v)));
    checkOfArrayAndValue("array_prepend", (a, v) -> with(a, l -> l.add(0, v)));
  }

  @Test
  void twoArrays() {
    checkOfTwoArrays("concat", (a, b) -> with(a, l -> l.addAll(list(b))));
    checkOfTwoArrays(
        "array_union",
        (a, b) -> new ArrayList<>(new LinkedHashSet<>(with(a, l -> l.addAll(list(b))))));
    checkOfTwoArrays(
        "array_intersect",
        (a, b) -> new ArrayList<>(new LinkedHashSet<>(with(a, l -> l.retainAll(list(b))))));
    checkOfTwoArrays(
        "array_except",
        (a, b) -> new ArrayList<>(new LinkedHashSet<>(with(a, l -> l.removeAll(list(b))))));
    checkOfTwoArrays(
        "arrays_overlap",
        (a, b) -> {
          boolean any = a.stream().anyMatch(v -> v != null && list(b).contains(v));
          boolean nulls = a.contains(null) || list(b).contains(null);
          boolean open = nulls && !a.isEmpty() && !list(b).isEmpty();
          return any ? (Object) true : open ? null : false;
        });
    checkOfTwoArrays(
        "arrays_zip",
        (a, b) -> {
          List<Object> zipped = new ArrayList<>();
          for (int i = 0; i < Math.max(a.size(), list(b).size()); i++) {
            zipped.add(Arrays.asList(at(a, i), at(list(b), i)));
          }
          return zipped;
        });
  }

  private static Object at(List<Object> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  @Test
  void makersAndElements() {
    for (DataType element : ELEMENTS) {
      List<DataType> three = List.of(element, element, element);
      check(
          function("array", column(0, element), column(1, element), column(2, element)),
          three,
          row -> row);
      Call struct =
          function(
              "named_struct",
              EvalFixture.text("a"),
              column(0, element),
              EvalFixture.text("b"),
              column(1, element));
      check(struct, List.of(element, element), row -> row);
      checkAll(
          function("struct_extract", struct, EvalFixture.text("B")),
          List.of(element, element),
          row -> row.get(1));
      ArrayType array = new ArrayType(element);
      check(
          function("get", column(0, array), asBigint(column(1, DataType.TINYINT))),
          List.of(array, DataType.TINYINT),
          row -> {
            long index = (Long) row.get(1);
            boolean outside = index < 0 || index >= list(row.get(0)).size();
            return outside ? null : list(row.get(0)).get((int) index);
          });
    }
  }

  private static Expression asBigint(Expression value) {
    return call(FunctionNames.CAST, DataType.BIGINT, value);
  }

  @Test
  void flattening() {
    ArrayType outer = new ArrayType(new ArrayType(DataType.STRING));
    check(
        function("flatten", column(0, outer)),
        List.of(outer),
        row ->
            list(row.get(0)).contains(null)
                ? null
                : list(row.get(0)).stream()
                    .flatMap(inner -> list(inner).stream())
                    .collect(Collectors.toCollection(ArrayList::new)));
  }

  // Maps.

  @Test
  void maps() {
    for (MapType type :
        List.of(
            new MapType(DataType.STRING, DataType.INT),
            new MapType(DataType.INT, new ArrayType(DataType.STRING)))) {
      Expression column = column(0, type);
      List<DataType> types = List.of(type);
      check(function("map_keys", column), types, r -> new ArrayList<>(map(r.get(0)).keySet()));
      check(function("map_values", column), types, r -> new ArrayList<>(map(r.get(0)).values()));
      check(function("size", column), types, r -> (long) map(r.get(0)).size());
      check(function("map_from_entries", function("map_entries", column)), types, r -> r.get(0));
      check(
          function("map_from_arrays", function("map_keys", column), function("map_values", column)),
          types,
          r -> r.get(0));
      Expression key = column(1, type.key());
      List<DataType> both = List.of(type, type.key());
      check(function("element_at", column, key), both, r -> map(r.get(0)).get(r.get(1)));
      check(
          function("map_contains_key", column, key),
          both,
          r -> map(r.get(0)).containsKey(r.get(1)));
    }
  }

  // Lambdas.

  private static Lambda lambda(List<DataType> parameters, Expression body, Expression... captured) {
    return new Lambda(parameters, List.of(captured), body);
  }

  @Test
  void lambdasOverElements() {
    for (DataType element : ELEMENTS) {
      ArrayType array = new ArrayType(element);
      Expression column = column(0, array);
      Expression other = column(1, element);
      Expression x = column(0, element);
      Expression captured = column(1, element);
      List<DataType> types = List.of(array, element);
      Expression same = call(FunctionNames.IS_NOT_DISTINCT, DataType.BOOLEAN, x, captured);
      Expression equal = call(FunctionNames.EQUAL, DataType.BOOLEAN, x, captured);
      Expression either = call(FunctionNames.COALESCE, element, x, captured);
      // What is captured isn't an argument: where it is null, the result needn't be.
      checkLambda(
          function("transform", column, lambda(List.of(element), either, other)),
          types,
          (a, v) -> with(a, l -> l.replaceAll(e -> e == null ? v : e)));
      checkLambda(
          function("filter", column, lambda(List.of(element), same, other)),
          types,
          (a, v) -> with(a, l -> l.removeIf(e -> !Objects.equals(e, v))));
      checkLambda(
          function("exists", column, lambda(List.of(element), equal, other)),
          types,
          (a, v) ->
              v != null && a.contains(v)
                  ? (Object) true
                  : (a.contains(null) || (v == null && !a.isEmpty())) ? null : false);
      checkLambda(
          function("forall", column, lambda(List.of(element), equal, other)),
          types,
          (a, v) ->
              v != null && a.stream().anyMatch(e -> e != null && !e.equals(v))
                  ? (Object) false
                  : (a.contains(null) || (v == null && !a.isEmpty())) ? null : true);
      // The last element that isn't null, or else the first state.
      Expression later =
          call(FunctionNames.COALESCE, element, column(1, element), column(0, element));
      checkLambda(
          function("aggregate", column, other, lambda(List.of(element, element), later)),
          types,
          (a, v) -> a.stream().filter(Objects::nonNull).reduce(v, (s, e) -> e));
      checkLambda(
          function(
              "aggregate",
              column,
              other,
              lambda(List.of(element, element), later),
              lambda(List.of(element), call(FunctionNames.IS_NULL, DataType.BOOLEAN, x))),
          types,
          (a, v) -> v == null && a.stream().noneMatch(Objects::nonNull));
    }
  }

  /** Over an array, and a value that the lambda sees. */
  private static void checkLambda(Call expression, List<DataType> types, Pairs oracle) {
    checkAll(
        expression,
        types,
        row -> row.get(0) == null ? null : oracle.apply(list(row.get(0)), row.get(1)));
  }

  /** Compares for random batches, nulls too. */
  private static void checkAll(
      Call expression, List<DataType> types, Function<List<Object>, Object> oracle) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Evaluator evaluator = ExpressionCompiler.compile(expression, ReservedArrays.uncounted());
      RandomBatches batches = new RandomBatches(seed).numDistinct(6).nullRate(0.2);
      for (int b = 0; b < 3; b++) {
        VectorBatch batch = batches.batch(types, 120);
        VectorBatch result = batch.withColumns(evaluator.evaluate(batch, batch.selection()));
        List<Object> expected = new ArrayList<>();
        for (List<Object> row : RandomBatches.rows(batch)) {
          expected.add(oracle.apply(row));
        }
        assertThat(RandomBatches.rows(result).stream().map(row -> row.get(0)))
            .as("%s of %s, seed %s", expression, types, seed)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void lambdasOverEntries() {
    MapType type = new MapType(DataType.STRING, DataType.INT);
    Expression column = column(0, type);
    List<DataType> entry = List.of(type.key(), type.value());
    Expression isNull = call(FunctionNames.IS_NULL, DataType.BOOLEAN, column(1, DataType.INT));
    check(
        function("map_filter", column, lambda(entry, isNull)),
        List.of(type),
        row -> {
          Map<Object, Object> kept = new LinkedHashMap<>(map(row.get(0)));
          kept.values().removeIf(Objects::nonNull);
          return entries(kept);
        });
    check(
        function("transform_values", column, lambda(entry, isNull)),
        List.of(type),
        row -> {
          Map<Object, Object> changed = new LinkedHashMap<>(map(row.get(0)));
          changed.replaceAll((k, v) -> v == null);
          return entries(changed);
        });
  }

  // DuckDB.

  @Test
  void duckDbSaysTheSame() throws SQLException {
    ArrayType array = new ArrayType(DataType.INT);
    Expression a = column(0, array);
    Expression b = column(1, array);
    Expression x = column(0, DataType.INT);
    Expression three = EvalFixture.literal(DataType.INT, 3L);
    Expression two = EvalFixture.literal(DataType.BIGINT, 2L);
    List<DataType> one = List.of(DataType.INT);
    Map<String, Call> cases = new LinkedHashMap<>();
    cases.put("len(a)::BIGINT", function("size", a));
    cases.put("list_sort(a, 'ASC', 'NULLS FIRST')", function("sort_array", a));
    cases.put("list_sort(a, 'ASC', 'NULLS LAST')", function("array_sort", a));
    cases.put("list_reverse(a)", function("reverse", a));
    cases.put("list_concat(a, b)", function("concat", a, b));
    cases.put("a[2:3]", function("slice", a, two, two));
    cases.put("list_min(a)", function("array_min", a));
    cases.put("list_max(a)", function("array_max", a));
    cases.put("list_append(a, 3)", function("array_append", a, three));
    cases.put("flatten([b, a])", function("flatten", function("array", b, a)));
    Expression modulus = call(FunctionNames.MODULUS, DataType.INT, x, three);
    cases.put("list_transform(a, lambda x: x % 3)", function("transform", a, lambda(one, modulus)));
    Expression more = call(FunctionNames.GREATER, DataType.BOOLEAN, x, three);
    cases.put("list_filter(a, lambda x: x > 3)", function("filter", a, lambda(one, more)));
    for (int seed = 0; seed < ROUNDS; seed++) {
      VectorBatch batch = new RandomBatches(seed).nullRate(0.2).batch(List.of(array, array), 60);
      List<List<Object>> rows =
          RandomBatches.rows(batch).stream().filter(row -> !row.contains(null)).toList();
      if (rows.isEmpty()) {
        continue; // a column of nulls
      }
      for (Map.Entry<String, Call> duckDb : cases.entrySet()) {
        Evaluator evaluator =
            ExpressionCompiler.compile(duckDb.getValue(), ReservedArrays.uncounted());
        VectorBatch result = batch.withColumns(evaluator.evaluate(batch, batch.selection()));
        List<Object> actual = new ArrayList<>();
        List<List<Object>> all = RandomBatches.rows(batch);
        for (int i = 0; i < all.size(); i++) {
          if (!all.get(i).contains(null)) {
            actual.add(RandomBatches.rows(result).get(i).get(0));
          }
        }
        assertThat(actual)
            .as("%s, seed %s", duckDb.getKey(), seed)
            .isEqualTo(ask(duckDb.getKey(), rows));
      }
    }
  }

  /** The expression for each row of two arrays of integers. */
  private static List<Object> ask(String sql, List<List<Object>> rows) throws SQLException {
    String values =
        rows.stream()
            .map(row -> row.get(0) + "::INT[], " + row.get(1) + "::INT[]")
            .collect(Collectors.joining("), (", "(", ")"));
    List<Object> answers = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery("SELECT " + sql + " FROM (VALUES " + values + ") AS t(a, b)")) {
      while (results.next()) {
        Object value = results.getObject(1);
        answers.add(
            value instanceof Array array ? numbers((Object[]) array.getArray()) : number(value));
      }
    }
    return answers;
  }

  private static List<Object> numbers(Object[] values) {
    return Arrays.stream(values)
        .map(CollectionFunctionsTest::number)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Object number(Object value) {
    return value == null ? null : ((Number) value).longValue();
  }
}
