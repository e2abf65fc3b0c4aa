package io.distaff.oracle;

import static io.distaff.oracle.Kind.BIGINT;
import static io.distaff.oracle.Kind.BOOLEAN;
import static io.distaff.oracle.Kind.DECIMAL;
import static io.distaff.oracle.Kind.DOUBLE;
import static io.distaff.oracle.Kind.INT;
import static io.distaff.oracle.Kind.SPECIAL;
import static io.distaff.oracle.Kind.STRING;
import static io.distaff.oracle.Kind.WIDE;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Writes calls of aggregates. Confined to one thread. */
final class Aggregates {
  /**
   * An aggregate: texts around the arguments, the kind it gives, and whether it is the same in both
   * engines to the last digit. {@code %s} is where DISTINCT and FILTER belong.
   */
  private record Rule(
      String ours, String duckDb, Kind result, boolean exact, List<Kind> arguments) {}

  private static final List<Rule> RULES = rules();

  private final Random random;

  Aggregates(Random random) {
    this.random = random;
  }

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      exact(rules, "count($D$0)$F", BIGINT, kind);
      exact(rules, "min($D$0)$F", kind, kind);
      exact(rules, "max($D$0)$F", kind, kind);
    }
    for (Kind kind : List.of(INT, BIGINT)) {
      rules.add(
          new Rule("sum($D$0)$F", "CAST(sum($D$0)$F AS bigint)", BIGINT, true, List.of(kind)));
      exact(rules, "bit_and($0)$F", kind, kind);
      exact(rules, "bit_or($0)$F", kind, kind);
      exact(rules, "bit_xor($0)$F", kind, kind);
    }
    for (Kind kind : List.of(DECIMAL, WIDE)) {
      exact(rules, "CAST(sum($D$0)$F AS decimal(30, 4))", WIDE, kind);
    }
    exact(rules, "count(*)$F", BIGINT);
    exact(rules, "bool_and($0)$F", BOOLEAN, BOOLEAN);
    exact(rules, "bool_or($0)$F", BOOLEAN, BOOLEAN);
    rules.add(
        new Rule("count_if($0)$F", "coalesce(count_if($0)$F, 0)", BIGINT, true, List.of(BOOLEAN)));
    for (Kind kind : List.of(INT, BIGINT, DOUBLE)) {
      near(rules, "avg($D$0)$F", kind);
      near(rules, "stddev_samp($0)$F", kind);
      near(rules, "var_pop($0)$F", kind);
    }
    near(rules, "sum($D$0)$F", DOUBLE);
    near(rules, "sum($0)$F", SPECIAL);
    near(rules, "avg(CAST($0 AS double))$F", DECIMAL);
    near(rules, "covar_pop($0, $1)$F", DOUBLE, INT);
    rules.add(
        new Rule(
            "regr_slope($0, $1)$F",
            "nullif(regr_slope($0, $1)$F, CAST('NaN' AS double))",
            DOUBLE,
            false,
            List.of(DOUBLE, INT)));
    near(rules, "median($0)$F", INT);
    near(rules, "median($0)$F", DOUBLE);
    rules.add(
        new Rule(
            "percentile($0, 0.25)$F", "quantile_cont($0, 0.25)$F", DOUBLE, false, List.of(INT)));
    rules.add(
        new Rule(
            "count(DISTINCT $0, $1)$F",
            "count(DISTINCT CASE WHEN $0 IS NOT NULL AND $1 IS NOT NULL THEN row($0, $1) END)$F",
            BIGINT,
            true,
            List.of(INT, STRING)));
    rules.add(
        new Rule(
            "listagg($D$0, ',') WITHIN GROUP (ORDER BY $0)$F",
            "string_agg($Dcoalesce($0, $0), ',' ORDER BY coalesce($0, $0))$F",
            STRING,
            true,
            List.of(STRING)));
    for (Kind kind : List.of(INT, STRING)) {
      list(rules, "collect_list($D$0)$F", "list($D$0)$F", kind);
      list(rules, "collect_set($0)$F", "list(DISTINCT $0)$F", kind);
    }
    return rules;
  }

  private static void exact(List<Rule> rules, String both, Kind result, Kind... arguments) {
    rules.add(new Rule(both, both, result, true, List.of(arguments)));
  }

  /** Of a list its elements in their order. */
  private static void list(List<Rule> rules, String ours, String duckDb, Kind kind) {
    rules.add(
        new Rule(
            "array_join(array_sort(" + ours + "), ',')",
            "coalesce(array_to_string(list_sort(" + duckDb + "), ','), '')",
            STRING,
            true,
            List.of(kind)));
  }

  private static void near(List<Rule> rules, String both, Kind... arguments) {
    rules.add(new Rule(both, both, DOUBLE, false, List.of(arguments)));
  }

  /** Aggregates over the rows of a scope, some with FILTER where that's allowed. */
  List<Column> columns(Scope scope, int count, boolean filters) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(
          scope.unique().size() == 1 && random.nextInt(6) == 0
              ? byOrder(scope)
              : one(scope, filters));
    }
    return columns;
  }

  private Column one(Scope scope, boolean filters) {
    Rule rule = RULES.get(random.nextInt(RULES.size()));
    Expressions expressions = new Expressions(random, scope.columns());
    int depth = random.nextInt(3) / 2;
    List<Sql> arguments = new ArrayList<>();
    rule.arguments().forEach(kind -> arguments.add(expressions.of(kind, depth)));
    String distinct = random.nextInt(4) == 0 ? "DISTINCT " : "";
    String filter =
        filters && random.nextInt(4) == 0 ? " FILTER (WHERE $" + arguments.size() + ")" : "";
    if (!filter.isEmpty()) {
      arguments.add(expressions.of(BOOLEAN, 1));
    }
    Sql sql =
        new Sql.Template(
            rule.ours().replace("$D", distinct).replace("$F", filter),
            rule.duckDb().replace("$D", distinct).replace("$F", filter),
            arguments,
            Stream.of("count(*)").map(Sql::of).filter(s -> rule.result() == BIGINT).toList());
    return new Column(sql, rule.result(), rule.exact());
  }

  /** What depends on an order, by the only column that gives one. */
  private Column byOrder(Scope scope) {
    Expressions expressions = new Expressions(random, scope.columns());
    Sql order = scope.unique().get(0).sql();
    Sql text = expressions.of(STRING, 1);
    switch (random.nextInt(3)) {
      case 0 -> {
        Sql.Template list =
            new Sql.Template(
                "listagg($0, ',') WITHIN GROUP (ORDER BY $1)",
                "string_agg($0, ',' ORDER BY $1)",
                List.of(text, order),
                List.of());
        return new Column(list, STRING, true);
      }
      case 1 -> {
        Sql.Template least =
            new Sql.Template(
                "min_by($0, $1)", "arg_min_null($0, $1)", List.of(text, order), List.of());
        return new Column(least, STRING, true);
      }
      default -> {
        Sql.Template most =
            new Sql.Template(
                "max_by($0, $1)",
                "arg_max_null($0, $1)",
                List.of(expressions.of(INT, 1), order),
                List.of());
        return new Column(most, INT, true);
      }
    }
  }
}
