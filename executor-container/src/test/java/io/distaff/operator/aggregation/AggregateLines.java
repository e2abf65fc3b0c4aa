package io.distaff.operator.aggregation;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.numbers;
import static io.distaff.eval.Domain.oneOf;

import io.distaff.eval.Answers;
import io.distaff.eval.Domain;
import io.distaff.expression.Literal;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.RandomBatches;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the aggregates must agree with. */
final class AggregateLines {
  private static final List<DataType> TYPES =
      Stream.concat(
              Domain.SCALARS.stream(),
              Stream.of(
                  new ArrayType(DataType.INT),
                  RandomBatches.struct(DataType.BIGINT, DataType.DATE)))
          .toList();

  /** Sums and moments of these are exact enough to be compared. */
  private static final Domain MODERATE =
      oneOf(DataType.DOUBLE, -2.5, 0.0, 0.125, 1.0, 3.0, 7.5, 100.25, -40.0);

  private static final Domain SPECIAL =
      oneOf(DataType.DOUBLE, Double.NaN, Double.POSITIVE_INFINITY, 1.5, -0.0);

  private final List<AggregateLine> lines = new ArrayList<>();

  static List<AggregateLine> all() {
    AggregateLines table = new AggregateLines();
    TYPES.forEach(table::addOfAnyType);
    table.addCounts();
    table.addSums();
    table.addLogic();
    table.addMoments();
    table.addPercentiles();
    table.addText();
    return table.lines;
  }

  private AggregateLine add(String name, List<Domain> columns, Literal... parameters) {
    AggregateLine line =
        new AggregateLine(
            AggregateFunctions.registry().find(name).orElseThrow(),
            new ArrayList<>(columns),
            List.of(parameters));
    lines.add(line);
    return line;
  }

  private static Literal number(double value) {
    return Literal.of(DataType.DOUBLE, value);
  }

  /** The values of the first argument that aren't null. */
  private static List<Object> values(List<List<Object>> rows) {
    return rows.stream()
        .map(row -> RandomBatches.comparable(row.get(0)))
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static AggregateLine.Reference ofValues(Function<List<Object>, Object> reference) {
    return (result, rows) -> Answers.same(reference.apply(values(rows)), result, 0);
  }

  private void addOfAnyType(DataType type) {
    List<Domain> column = List.of(any(type));
    Comparator<Object> order = (a, b) -> RandomBatches.compare(type, a, b);
    add("count", column).duckDb("count(x)$F");
    if (type.isNested()) {
      add("min", column).java(ofValues(v -> v.stream().min(order).orElse(null)));
      add("max", column).java(ofValues(v -> v.stream().max(order).orElse(null)));
    } else {
      add("min", column).duckDb("min(x)$F");
      add("max", column).duckDb("max(x)$F");
    }
    add("any_value", column).java((result, rows) -> isOneOf(result, values(rows)));
    List<Domain> both = List.of(any(type), any(DataType.INT));
    add("min_by", both).java((result, rows) -> isBeside(result, rows, 1));
    add("max_by", both).java((result, rows) -> isBeside(result, rows, -1));
    List<Domain> swapped = List.of(any(DataType.INT), any(type));
    add("min_by", swapped).java((result, rows) -> isBeside(result, rows, order));
    add("max_by", swapped).java((result, rows) -> isBeside(result, rows, order.reversed()));
    for (String name : List.of("first", "last")) {
      Literal ignore = Literal.of(DataType.BOOLEAN, true);
      add(name, column).java((result, rows) -> isOneOf(result, firsts(rows)));
      add(name, column, ignore).java((result, rows) -> isOneOf(result, values(rows)));
    }
    add("quantile_disc", column, number(0.4)).java(ofValues(v -> discrete(v, order, 0.4)));
    add("mode", column).java(ofValues(v -> mode(v, order)));
    add("histogram", column).java(ofValues(v -> entries(counts(v, order))));
    add("collect_list", column)
        .java(
            (result, rows) -> {
              List<Object> wanted = values(rows);
              List<Object> actual = new ArrayList<>((List<?>) RandomBatches.comparable(result));
              wanted.sort(order);
              actual.sort(order);
              return wanted.equals(actual);
            });
    add("approx_count_distinct", column).java(AggregateLines::isNear);
    add("approx_count_distinct", column, number(0.01)).java(AggregateLines::isNear);
  }

  private static boolean isOneOf(Object result, List<Object> values) {
    return values.isEmpty() ? result == null : values.contains(RandomBatches.comparable(result));
  }

  private static List<Object> firsts(List<List<Object>> rows) {
    List<Object> firsts = new ArrayList<>();
    rows.forEach(row -> firsts.add(RandomBatches.comparable(row.get(0))));
    return firsts;
  }

  private static boolean isBeside(Object result, List<List<Object>> rows, int direction) {
    return isBeside(result, rows, (a, b) -> direction * RandomBatches.compare(DataType.INT, a, b));
  }

  /** Whether it stands in a row whose second value is the smallest. */
  private static boolean isBeside(
      Object result, List<List<Object>> rows, Comparator<Object> order) {
    List<Object> seconds =
        rows.stream()
            .map(row -> RandomBatches.comparable(row.get(1)))
            .filter(Objects::nonNull)
            .toList();
    Object smallest = seconds.stream().min(order).orElse(null);
    List<Object> beside = new ArrayList<>();
    rows.stream()
        .filter(row -> smallest != null && smallest.equals(RandomBatches.comparable(row.get(1))))
        .forEach(row -> beside.add(RandomBatches.comparable(row.get(0))));
    return isOneOf(result, beside);
  }

  private static Object discrete(List<Object> values, Comparator<Object> order, double share) {
    if (values.isEmpty()) {
      return null;
    }
    values.sort(order);
    return values.get(Math.max(0, (int) Math.ceil(share * values.size()) - 1));
  }

  private static Map<Object, Object> counts(List<Object> values, Comparator<Object> order) {
    Map<Object, Object> counts = new LinkedHashMap<>();
    values.stream().sorted(order).forEach(v -> counts.merge(v, 1L, (a, b) -> (Long) a + 1));
    return counts;
  }

  private static Object entries(Map<Object, Object> counts) {
    List<Object> entries = new ArrayList<>();
    counts.forEach((value, count) -> entries.add(Arrays.asList(value, count)));
    return entries.isEmpty() ? null : entries;
  }

  private static Object mode(List<Object> values, Comparator<Object> order) {
    Object mode = null;
    long most = 0;
    for (Map.Entry<Object, Object> entry : counts(values, order).entrySet()) {
      if ((Long) entry.getValue() > most) {
        most = (Long) entry.getValue();
        mode = entry.getKey();
      }
    }
    return mode;
  }

  private static boolean isNear(Object result, List<List<Object>> rows) {
    long exact = values(rows).stream().distinct().count();
    return Math.abs((Long) result - exact) <= Math.max(1, 0.05 * exact);
  }

  private void addCounts() {
    add("count", List.of()).duckDb("count(*)$F");
    add("count", List.of(any(DataType.INT), any(DataType.STRING)))
        .duckDb("count(CASE WHEN y IS NOT NULL THEN x END)$F");
    add("count_if", List.of(any(DataType.BOOLEAN))).duckDb("coalesce(count_if(x)$F, 0)");
  }

  private void addSums() {
    for (DataType type : Domain.INTEGRAL) {
      add("sum", List.of(numbers(type, -100, 100))).duckDb("sum(x)$F::BIGINT");
      add("try_sum", List.of(any(type))).duckDb("TRY_CAST(sum(x)$F AS BIGINT)");
      for (String name : List.of("bit_and", "bit_or", "bit_xor")) {
        add(name, List.of(any(type))).duckDb(name + "(x)$F");
      }
    }
    for (DataType type : Domain.DECIMALS) {
      DecimalType decimal = (DecimalType) type;
      BigDecimal largest = BigDecimal.TEN.pow(Math.min(decimal.precision(), 30) - decimal.scale());
      Object[] values =
          any(type).values().stream()
              .filter(value -> ((BigDecimal) value).abs().compareTo(largest) < 0)
              .toArray();
      for (String name : List.of("sum", "try_sum")) {
        add(name, List.of(oneOf(type, values))).duckDb("sum(x)$F");
      }
    }
    Object[] large = {whole("9e37"), whole("5e37"), whole("1")};
    add("try_sum", List.of(oneOf(DataType.decimal(38, 0), large)))
        .java(ofValues(AggregateLines::sumOf38Digits));
    for (Domain values : List.of(MODERATE, SPECIAL, oneOf(DataType.FLOAT, 1.5, -0.25, 1e10))) {
      for (String name : List.of("sum", "try_sum")) {
        add(name, List.of(values)).duckDb("sum(x::DOUBLE)$F");
      }
    }
    add("product", List.of(oneOf(DataType.DOUBLE, 1.0, -1.5, 0.5, 2.0))).duckDb("product(x)$F");
  }

  private static BigDecimal whole(String number) {
    return new BigDecimal(number).setScale(0);
  }

  private static Object sumOf38Digits(List<Object> values) {
    return values.stream()
        .map(BigDecimal.class::cast)
        .reduce(BigDecimal::add)
        .filter(sum -> sum.precision() - sum.scale() <= 38)
        .orElse(null);
  }

  private void addLogic() {
    add("bool_and", List.of(any(DataType.BOOLEAN))).duckDb("bool_and(x)$F");
    add("bool_or", List.of(any(DataType.BOOLEAN))).duckDb("bool_or(x)$F");
  }

  private void addMoments() {
    for (String name : List.of("var_samp", "var_pop", "stddev_samp", "stddev_pop")) {
      add(name, List.of(MODERATE)).duckDb(name + "(x)$F");
    }
    add("skewness", List.of(MODERATE)).java((result, rows) -> isMoment(result, rows, 3, 0));
    add("kurtosis", List.of(MODERATE)).java((result, rows) -> isMoment(result, rows, 4, 3));
    for (String name :
        List.of(
            "covar_pop",
            "covar_samp",
            "corr",
            "regr_slope",
            "regr_intercept",
            "regr_r2",
            "regr_avgx",
            "regr_avgy",
            "regr_sxx",
            "regr_syy",
            "regr_sxy")) {
      add(name, List.of(MODERATE, oneOf(DataType.DOUBLE, 1.0, 2.0, 4.0, -8.0)))
          .duckDb("nullif(" + name + "(x, y)$F, 'NaN'::DOUBLE)");
    }
    add("regr_count", List.of(any(DataType.DOUBLE), any(DataType.DOUBLE)))
        .duckDb("regr_count(x, y)$F");
  }

  /** The standardised moment of a whole population, less that of the normal distribution. */
  private static boolean isMoment(
      Object result, List<List<Object>> rows, int order, double normal) {
    double[] values = values(rows).stream().mapToDouble(v -> (Double) v).toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double variance = Arrays.stream(values).map(v -> Math.pow(v - mean, 2)).average().orElse(0);
    double moment = Arrays.stream(values).map(v -> Math.pow(v - mean, order)).average().orElse(0);
    return variance == 0
        ? result == null
        : Math.abs(moment / Math.pow(variance, order / 2.0) - normal - (Double) result) < 1e-9;
  }

  private void addPercentiles() {
    List<Domain> column = List.of(MODERATE);
    add("median", column).duckDb("median(x)$F");
    add("percentile", column, number(0.25)).duckDb("quantile_cont(x, 0.25)$F");
    add("approx_percentile", column, number(0.25)).duckDb("quantile_cont(x, 0.25)$F");
    add("approx_percentile", column, number(0.25), Literal.of(DataType.BIGINT, 100L))
        .duckDb("quantile_cont(x, 0.25)$F");
  }

  private void addText() {
    Domain text = any(DataType.STRING);
    Domain order = numbers(DataType.BIGINT, 0, 1_000_000);
    add("collect_list", List.of(text))
        .orderedBy(order)
        .duckDb(
            "coalesce(list_filter(list(x ORDER BY y NULLS FIRST, x)$F, lambda e: e IS NOT NULL),"
                + " [])");
  }
}
