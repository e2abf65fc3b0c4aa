package io.distaff.oracle;

import static io.distaff.oracle.Kind.BIGINT;
import static io.distaff.oracle.Kind.DOUBLE;
import static io.distaff.oracle.Kind.INT;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes calls of window functions whose values don't depend on the order of ties. */
final class Windows {
  private final Random random;

  Windows(Random random) {
    this.random = random;
  }

  /** A few of them over the rows of a scope. */
  List<Column> columns(Scope scope) {
    List<Column> exact = scope.columns().stream().filter(Column::exact).toList();
    List<Column> columns = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      boolean unique = !scope.unique().isEmpty() && random.nextBoolean();
      Sql window = new Sql.Items("PARTITION BY ", ", ", " ", 0, some(exact, 2));
      columns.add(
          unique
              ? byRows(scope, exact, window)
              : random.nextBoolean() ? ranks(exact, window) : byTies(exact, window));
    }
    return columns;
  }

  private List<Sql> some(List<Column> columns, int most) {
    List<Sql> some = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      some.add(columns.get(random.nextInt(columns.size())).sql());
    }
    return some;
  }

  private Sql order(List<Column> exact, List<Column> last) {
    List<Sql> keys = new ArrayList<>();
    for (int i = last.isEmpty() ? 1 : random.nextInt(2); i > 0; i--) {
      keys.add(directed(exact.get(random.nextInt(exact.size())).sql()));
    }
    last.forEach(column -> keys.add(directed(column.sql())));
    return new Sql.Items("ORDER BY ", ", ", "", keys.size(), keys);
  }

  private Sql directed(Sql sql) {
    String direction = random.nextBoolean() ? " ASC" : " DESC";
    return Sql.of("$0" + direction + (random.nextBoolean() ? " NULLS FIRST" : " NULLS LAST"), sql);
  }

  private Column ranks(List<Column> exact, Sql partition) {
    Sql order = order(exact, List.of());
    boolean share = random.nextInt(3) == 0;
    String function =
        share
            ? random.nextBoolean() ? "percent_rank()" : "cume_dist()"
            : random.nextBoolean() ? "rank()" : "dense_rank()";
    return new Column(
        Sql.of(function + " OVER ($0$1)", partition, order), share ? DOUBLE : BIGINT, !share);
  }

  /** Functions and frames that count rows: the order must be of single rows. */
  private Column byRows(Scope scope, List<Column> exact, Sql partition) {
    Sql order = order(exact, scope.unique());
    Column column = exact.get(random.nextInt(exact.size()));
    switch (random.nextInt(6)) {
      case 0 -> {
        return new Column(Sql.of("row_number() OVER ($0$1)", partition, order), BIGINT, true);
      }
      case 1 -> {
        String call = "ntile(" + (1 + random.nextInt(9)) + ")";
        return new Column(
            Sql.of("CAST(" + call + " OVER ($0$1) AS int)", partition, order), INT, true);
      }
      case 2 -> {
        String function = random.nextBoolean() ? "lag" : "lead";
        String otherwise = random.nextBoolean() ? ", $0" : "";
        return new Column(
            Sql.of(
                function + "($0, " + random.nextInt(4) + otherwise + ") OVER ($1$2)",
                column.sql(),
                partition,
                order),
            column.kind(),
            true);
      }
      default -> {
        List<String> functions =
            List.of("first_value($0)", "last_value($0)", "nth_value($0, 2)", "max($0)", "min($0)");
        String function = functions.get(random.nextInt(functions.size()));
        return new Column(
            Sql.of(function + " OVER ($1$2 " + rows() + ")", column.sql(), partition, order),
            column.kind(),
            true);
      }
    }
  }

  private String rows() {
    List<String> frames =
        List.of(
            "ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING",
            "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
            "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
            "ROWS BETWEEN 5 PRECEDING AND 2 PRECEDING",
            "ROWS BETWEEN 2 PRECEDING AND 4 FOLLOWING EXCLUDE CURRENT ROW",
            "ROWS BETWEEN 1 FOLLOWING AND 30 FOLLOWING",
            "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");
    return frames.get(random.nextInt(frames.size()));
  }

  /** Aggregates over frames that hold all rows of a tie, or none. */
  private Column byTies(List<Column> exact, Sql partition) {
    List<Column> numbers = exact.stream().filter(column -> column.kind() == INT).toList();
    Column column = exact.get(random.nextInt(exact.size()));
    boolean sum = column.kind() == INT || column.kind() == BIGINT;
    String function =
        sum && random.nextBoolean()
            ? "sum($0)"
            : List.of("count($0)", "max($0)", "min($0)").get(random.nextInt(3));
    Kind kind = function.startsWith("sum") || function.startsWith("count") ? BIGINT : column.kind();
    Sql window;
    if (!numbers.isEmpty() && random.nextBoolean()) {
      List<String> frames =
          List.of(
              "RANGE BETWEEN 10 PRECEDING AND 3 FOLLOWING",
              "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
              "RANGE BETWEEN 2 FOLLOWING AND 20 FOLLOWING",
              "RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE GROUP",
              "GROUPS BETWEEN 2 PRECEDING AND 1 FOLLOWING EXCLUDE TIES",
              "GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING",
              "RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING");
      Column number = numbers.get(random.nextInt(numbers.size()));
      window =
          Sql.of(
              "$0 " + frames.get(random.nextInt(frames.size())), order(List.of(number), List.of()));
    } else {
      window = random.nextBoolean() ? order(exact, List.of()) : Sql.of("");
    }
    List<Column> conditions = exact.stream().filter(c -> c.kind() == Kind.BOOLEAN).toList();
    boolean filtered = !conditions.isEmpty() && random.nextInt(4) == 0;
    String over = (filtered ? " FILTER (WHERE $3)" : "") + " OVER ($1$2)";
    Sql condition = filtered ? conditions.get(random.nextInt(conditions.size())).sql() : Sql.of("");
    return new Column(
        new Sql.Template(
            function + over,
            function.startsWith("sum")
                ? "CAST(" + function + over + " AS bigint)"
                : function + over,
            List.of(column.sql(), partition, window, condition),
            List.of()),
        kind,
        true);
  }
}
