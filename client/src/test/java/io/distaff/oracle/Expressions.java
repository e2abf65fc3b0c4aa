package io.distaff.oracle;

import static io.distaff.oracle.Kind.BIGINT;
import static io.distaff.oracle.Kind.BOOLEAN;
import static io.distaff.oracle.Kind.DATE;
import static io.distaff.oracle.Kind.DECIMAL;
import static io.distaff.oracle.Kind.DOUBLE;
import static io.distaff.oracle.Kind.INT;
import static io.distaff.oracle.Kind.STRING;
import static io.distaff.oracle.Kind.TIMESTAMP;
import static io.distaff.oracle.Kind.WIDE;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes well-typed expressions over some columns. Where the engines differ by design (what {@code
 * conf/sql.md} lists) the two texts do, or the case is left out. Confined to one thread.
 */
final class Expressions {
  /** A way to make a value of others: texts with $0, $1, ... and what belongs there. */
  private record Rule(String ours, String duckDb, List<Kind> arguments) {}

  private static final Map<Kind, List<Rule>> RULES = rules();

  private static final Map<Kind, List<String>> LITERALS =
      Map.of(
          BOOLEAN,
          List.of("true", "false"),
          INT,
          List.of("0", "1", "-1", "7", "40", "-13"),
          BIGINT,
          List.of("0", "1", "-5", "100000", "3000000000"),
          DOUBLE,
          List.of("0e0", "1e0", "-2.5e0", "1.25e2", "1e-3"),
          Kind.SPECIAL,
          List.of("'NaN'", "'Infinity'", "'-Infinity'", "0e0", "'-0.0'", "2.5e0"),
          DECIMAL,
          List.of("0", "1.5", "-0.01", "99999.99"),
          WIDE,
          List.of("0", "0.0001", "-12345678901234567890.1234"),
          STRING,
          List.of("''", "'a'", "'S1'", "'s2'", "'日本'", "' x '", "'😀'", "'12'"),
          DATE,
          List.of("'2020-02-29'", "'1970-01-01'", "'1999-12-31'", "'2021-03-01'"),
          TIMESTAMP,
          List.of("'2020-02-29 23:59:59.999999'", "'1969-12-31 00:00:01'"));

  private final Random random;
  private final List<Column> columns;

  /**
   * @param columns those that aren't exact aren't used
   */
  Expressions(Random random, List<Column> columns) {
    this.random = random;
    this.columns = columns.stream().filter(Column::exact).toList();
  }

  private static Map<Kind, List<Rule>> rules() {
    Map<Kind, List<Rule>> rules = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      rules.put(kind, new ArrayList<>());
    }
    for (Kind kind : Kind.values()) {
      comparisons(rules.get(BOOLEAN), kind);
      choices(rules.get(kind), kind);
    }
    logic(rules.get(BOOLEAN));
    integers(rules.get(INT), rules.get(BIGINT));
    fractions(rules.get(DOUBLE), rules.get(DECIMAL), rules.get(WIDE));
    texts(rules.get(STRING));
    times(rules.get(DATE), rules.get(TIMESTAMP));
    return rules;
  }

  private static void add(List<Rule> rules, String both, Kind... arguments) {
    add(rules, both, both, arguments);
  }

  private static void add(List<Rule> rules, String ours, String duckDb, Kind... arguments) {
    rules.add(new Rule(ours, duckDb, List.of(arguments)));
  }

  private static void comparisons(List<Rule> rules, Kind kind) {
    for (String operator :
        List.of("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM")) {
      add(rules, "($0 " + operator + " $1)", kind, kind);
    }
    add(rules, "($0 IS NULL)", kind);
    add(rules, "($0 IS NOT NULL)", kind);
    add(rules, "($0 BETWEEN $1 AND $2)", kind, kind, kind);
    add(rules, "($0 NOT BETWEEN $1 AND $2)", kind, kind, kind);
    add(rules, "($0 IN ($1, $2, $3))", kind, kind, kind, kind);
    add(rules, "($0 NOT IN ($1, $2))", kind, kind, kind);
  }

  private static void choices(List<Rule> rules, Kind kind) {
    add(
        rules,
        "CASE WHEN $0 THEN $1 WHEN $2 THEN $3 ELSE $4 END",
        BOOLEAN,
        kind,
        BOOLEAN,
        kind,
        kind);
    add(rules, "CASE WHEN $0 THEN $1 END", BOOLEAN, kind);
    add(rules, "CASE $0 WHEN $1 THEN $2 WHEN $3 THEN $4 END", INT, INT, kind, INT, kind);
    add(rules, "coalesce($0, $1)", kind, kind);
    add(rules, "coalesce($0, $1, $2)", kind, kind, kind);
    add(rules, "nullif($0, $1)", kind, kind);
    add(rules, "if($0, $1, $2)", BOOLEAN, kind, kind);
    if (kind != BOOLEAN) {
      add(rules, "greatest($0, $1)", kind, kind);
      add(rules, "least($0, $1, $2)", kind, kind, kind);
    }
  }

  private static void logic(List<Rule> rules) {
    for (int weight = 0; weight < 6; weight++) {
      add(rules, "($0 AND $1)", BOOLEAN, BOOLEAN);
      add(rules, "($0 OR $1)", BOOLEAN, BOOLEAN);
      add(rules, "(NOT $0)", BOOLEAN);
    }
    add(rules, "($0 AND $1 AND $2)", BOOLEAN, BOOLEAN, BOOLEAN);
    add(rules, "($0 OR $1 OR $2)", BOOLEAN, BOOLEAN, BOOLEAN);
    for (String test : List.of("TRUE", "FALSE", "NOT TRUE", "NOT FALSE")) {
      add(rules, "($0 IS " + test + ")", BOOLEAN);
    }
    for (String pattern : List.of("s%", "%1", "%日%", "_2", "s_%", "", "%", "%a%1%", "__")) {
      add(rules, "($0 LIKE '" + pattern + "')", STRING);
      add(rules, "($0 NOT LIKE '" + pattern + "')", STRING);
    }
    add(rules, "($0 ILIKE 'S%')", STRING);
    add(rules, "($0 LIKE '%!%%' ESCAPE '!')", STRING);
    add(rules, "startswith($0, $1)", "starts_with($0, $1)", STRING, STRING);
    add(rules, "endswith($0, $1)", "ends_with($0, $1)", STRING, STRING);
    add(rules, "contains($0, $1)", STRING, STRING);
    add(rules, "rlike($0, '^[a-s]+[0-4]')", "regexp_matches($0, '^[a-s]+[0-4]')", STRING);
    add(rules, "CAST($0 AS boolean)", INT);
  }

  /** Products are cut, so that nested ones stay in range. */
  private static void integers(List<Rule> ints, List<Rule> longs) {
    add(ints, "($0 + $1)", INT, INT);
    add(ints, "($0 - $1)", INT, INT);
    add(ints, "(($0 * $1) % 997)", INT, INT);
    add(ints, "($0 % nullif($1, 0))", INT, INT);
    add(ints, "(-$0)", INT);
    add(ints, "abs($0)", INT);
    add(ints, "CAST(sign($0) AS int)", INT);
    add(ints, "CAST($0 AS int)", BOOLEAN);
    add(ints, "CAST(($0 % 1000) AS int)", BIGINT);
    add(ints, "CAST($0 AS int)", "CAST(trunc($0) AS int)", DOUBLE);
    add(ints, "CAST($0 AS int)", "CAST(trunc($0) AS int)", DECIMAL);
    add(ints, "CAST(length($0) AS int)", STRING);
    add(ints, "CAST(octet_length($0) AS int)", "CAST(strlen($0) AS int)", STRING);
    add(ints, "CAST(position('1' IN $0) AS int)", STRING);
    add(ints, "CAST(instr($0, $1) AS int)", STRING, STRING);
    add(ints, "CAST(ascii($0) AS int)", STRING);
    for (String field : List.of("year", "month", "day", "quarter")) {
      add(ints, "CAST(extract(" + field + " FROM $0) AS int)", DATE);
      add(ints, "CAST(" + field + "($0) AS int)", TIMESTAMP);
    }
    add(ints, "CAST(dayofweek($0) AS int)", "CAST(dayofweek($0) + 1 AS int)", DATE);
    add(ints, "CAST(dayofyear($0) AS int)", DATE);
    add(ints, "CAST(weekofyear($0) AS int)", DATE);
    add(ints, "CAST(hour($0) AS int)", TIMESTAMP);
    add(ints, "CAST(minute($0) AS int)", TIMESTAMP);
    add(ints, "CAST(datediff($0, $1) AS int)", "CAST(datediff('day', $1, $0) AS int)", DATE, DATE);
    add(longs, "($0 + $1)", BIGINT, BIGINT);
    add(longs, "($0 - $1)", BIGINT, BIGINT);
    add(longs, "($0 + $1)", BIGINT, INT);
    add(longs, "((($0 % 100003) * ($1 % 100003)) % 1000003)", BIGINT, BIGINT);
    add(longs, "($0 % nullif($1, 0))", BIGINT, BIGINT);
    add(longs, "(-$0)", BIGINT);
    add(longs, "abs($0)", BIGINT);
    add(longs, "CAST($0 AS bigint)", INT);
    add(longs, "CAST($0 AS bigint)", "CAST(trunc($0) AS bigint)", DOUBLE);
    add(longs, "CAST($0 AS bigint)", "CAST(trunc($0) AS bigint)", DECIMAL);
    add(longs, "CAST(CAST($0 AS varchar) AS bigint)", INT);
    add(longs, "CAST(floor($0) AS bigint)", DOUBLE);
    add(longs, "CAST(ceil($0) AS bigint)", DECIMAL);
  }

  private static void fractions(List<Rule> doubles, List<Rule> decimals, List<Rule> wide) {
    add(doubles, "($0 + $1)", DOUBLE, DOUBLE);
    add(doubles, "($0 - $1)", DOUBLE, DOUBLE);
    add(doubles, "($0 * $1)", DOUBLE, DOUBLE);
    add(doubles, "($0 / nullif($1, 0))", DOUBLE, DOUBLE);
    add(doubles, "($0 / nullif($1, 0))", INT, INT);
    add(doubles, "($0 / nullif($1, 0))", BIGINT, INT);
    add(doubles, "($0 + $1)", DOUBLE, INT);
    add(doubles, "(-$0)", DOUBLE);
    add(doubles, "abs($0)", DOUBLE);
    add(doubles, "sqrt(abs($0))", DOUBLE);
    add(doubles, "CAST($0 AS double)", INT);
    add(doubles, "CAST($0 AS double)", DECIMAL);
    add(decimals, "CAST($0 + $1 AS decimal(12, 2))", DECIMAL, DECIMAL);
    add(decimals, "CAST($0 - $1 AS decimal(12, 2))", DECIMAL, DECIMAL);
    add(decimals, "CAST($0 * CAST($1 % 100 AS decimal(4, 2)) AS decimal(12, 2))", DECIMAL, DECIMAL);
    add(decimals, "($0 % nullif($1, 0))", DECIMAL, DECIMAL);
    add(decimals, "(-$0)", DECIMAL);
    add(decimals, "abs($0)", DECIMAL);
    add(decimals, "CAST($0 AS decimal(12, 2))", INT);
    add(decimals, "CAST(round($0, 1) AS decimal(12, 2))", DECIMAL);
    add(decimals, "CAST($0 % 100000 AS decimal(12, 2))", WIDE);
    add(wide, "CAST($0 + $1 AS decimal(30, 4))", WIDE, WIDE);
    add(wide, "CAST($0 - $1 AS decimal(30, 4))", WIDE, DECIMAL);
    add(wide, "CAST($0 * $1 AS decimal(30, 4))", DECIMAL, DECIMAL);
    add(wide, "CAST($0 AS decimal(30, 4))", BIGINT);
    add(wide, "CAST($0 AS decimal(30, 4))", DECIMAL);
    add(wide, "CAST($0 % nullif($1, 0) AS decimal(30, 4))", WIDE, WIDE);
  }

  private static void texts(List<Rule> rules) {
    add(rules, "($0 || $1)", STRING, STRING);
    add(rules, "upper($0)", STRING);
    add(rules, "lower($0)", STRING);
    add(rules, "trim($0)", STRING);
    add(rules, "ltrim($0)", STRING);
    add(rules, "rtrim($0)", STRING);
    add(rules, "reverse($0)", STRING);
    add(rules, "replace($0, $1, $2)", STRING, STRING, STRING);
    add(rules, "translate($0, 's12', 'xy')", STRING);
    add(rules, "left($0, 2)", STRING);
    add(rules, "right($0, 2)", STRING);
    add(rules, "substring($0, 2)", STRING);
    add(rules, "substring($0, 1, 2)", STRING);
    add(rules, "substring($0, 1 + abs($1) % 5, abs($2) % 4)", STRING, INT, INT);
    add(rules, "lpad($0, 5, 'xy')", STRING);
    add(rules, "rpad($0, 4, '日')", STRING);
    add(rules, "repeat($0, 2)", STRING);
    add(rules, "split_part($0, '1', 1)", STRING);
    add(
        rules,
        "regexp_replace($0, '[0-9]+', '#')",
        "regexp_replace($0, '[0-9]+', '#', 'g')",
        STRING);
    add(rules, "md5($0)", STRING);
    add(rules, "concat_ws('-', $0, $1)", STRING, STRING);
    add(rules, "CAST($0 AS varchar)", INT);
    add(rules, "CAST($0 AS varchar)", BIGINT);
    add(rules, "CAST($0 AS varchar)", DECIMAL);
    add(rules, "CAST($0 AS varchar)", WIDE);
    add(rules, "CAST($0 AS varchar)", DATE);
    add(rules, "CAST($0 AS varchar)", TIMESTAMP);
    add(rules, "CAST($0 AS varchar)", BOOLEAN);
  }

  private static void times(List<Rule> dates, List<Rule> timestamps) {
    add(dates, "date_add($0, $1)", "($0 + ($1))", DATE, INT);
    add(dates, "date_sub($0, $1)", "($0 - ($1))", DATE, INT);
    add(dates, "add_months($0, $1 % 100)", "CAST($0 + to_months($1 % 100) AS date)", DATE, INT);
    add(dates, "($0 + INTERVAL '1' MONTH)", "CAST($0 + INTERVAL '1' MONTH AS date)", DATE);
    add(dates, "last_day($0)", DATE);
    for (String unit : List.of("week", "month", "quarter", "year")) {
      add(dates, "CAST(date_trunc('" + unit + "', $0) AS date)", DATE);
      add(timestamps, "date_trunc('" + unit + "', $0)", TIMESTAMP);
    }
    add(dates, "CAST($0 AS date)", TIMESTAMP);
    add(dates, "CAST(CAST($0 AS varchar) AS date)", DATE);
    for (String unit : List.of("hour", "day", "second", "minute")) {
      add(timestamps, "date_trunc('" + unit + "', $0)", TIMESTAMP);
      add(
          timestamps,
          "($0 + INTERVAL '3' " + unit.toUpperCase(java.util.Locale.ROOT) + ")",
          TIMESTAMP);
    }
    add(timestamps, "($0 - INTERVAL '2' MONTH)", TIMESTAMP);
    add(timestamps, "CAST($0 AS timestamp_ntz)", "CAST($0 AS timestamp)", DATE);
  }

  /** An expression of a kind with at most this many calls in each other. */
  Sql of(Kind kind, int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return leaf(kind);
    }
    List<Rule> rules = RULES.get(kind);
    Rule rule = rules.get(random.nextInt(rules.size()));
    List<Sql> arguments = new ArrayList<>();
    List<Sql> instead = new ArrayList<>(List.of(kind.ofNull()));
    for (Kind argument : rule.arguments()) {
      Sql made = of(argument, depth - 1);
      arguments.add(made);
      if (argument == kind) {
        instead.add(made);
      }
    }
    columns.stream()
        .filter(column -> column.kind() == kind)
        .limit(1)
        .forEach(c -> instead.add(c.sql()));
    return new Sql.Template(rule.ours(), rule.duckDb(), arguments, instead);
  }

  private Sql leaf(Kind kind) {
    List<Column> fitting = columns.stream().filter(column -> column.kind() == kind).toList();
    if (fitting.isEmpty() || random.nextInt(6) == 0) {
      return random.nextInt(10) == 0 ? kind.ofNull() : literal(kind);
    }
    return fitting.get(random.nextInt(fitting.size())).sql();
  }

  private Sql literal(Kind kind) {
    List<String> literals = LITERALS.get(kind);
    String literal = literals.get(random.nextInt(literals.size()));
    return kind == INT || kind == BOOLEAN || kind == STRING ? Sql.of(literal) : kind.cast(literal);
  }
}
