package io.distaff.oracle;

import io.distaff.oracle.RandomTables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Writes relations of the shapes that rules of the optimizer look for, which would hardly come up
 * by chance: rows beside an aggregate of their like, groups beside finer ones of the same rows, the
 * first rows of outer joins, windows over sub-queries and within them. Confined to one thread.
 */
final class Shapes {
  /**
   * A relation.
   *
   * @param kinds those of its columns c0, c1, ...
   */
  record Shape(Sql sql, List<Kind> kinds, double rows) {}

  /** A column of the tables that rows may have in common. */
  private record Key(String name, Kind kind) {}

  private static final List<Key> KEYS =
      List.of(
          new Key("k", Kind.INT),
          new Key("s", Kind.STRING),
          new Key("i", Kind.INT),
          new Key("p", Kind.INT),
          new Key("t", Kind.DATE),
          new Key("x", Kind.SPECIAL),
          new Key("v", Kind.STRING));

  private static final List<Key> VALUES =
      List.of(
          new Key("i", Kind.INT),
          new Key("l", Kind.BIGINT),
          new Key("n", Kind.DECIMAL),
          new Key("w", Kind.WIDE),
          new Key("x", Kind.SPECIAL),
          new Key("v", Kind.STRING),
          new Key("ts", Kind.TIMESTAMP));

  private static final List<String> COMPARISONS = List.of("=", "<", "<=", ">", ">=", "<>");

  private final Random random;

  Shapes(Random random) {
    this.random = random;
  }

  Shape any() {
    return switch (random.nextInt(6)) {
      case 0 -> comparedWithTheirLike();
      case 1 -> besideTheirGroups();
      case 2 -> groupsBesideFinerOnes();
      case 3 -> firstOfOuterJoin();
      case 4 -> windowsOverSubQueries();
      default -> windowsInSubQueries();
    };
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** Mostly the largest: rules want many rows. */
  private Table table() {
    return RandomTables.TABLES.get(chance(2) ? 0 : random.nextInt(RandomTables.TABLES.size()));
  }

  /** The same condition for every alias. */
  private Function<String, Sql> condition() {
    long seed = random.nextLong();
    return alias ->
        new Expressions(new Random(seed), RandomTables.columns(alias)).of(Kind.BOOLEAN, 1);
  }

  private Sql direction() {
    return Sql.of((chance(2) ? " ASC" : " DESC") + (chance(2) ? " NULLS FIRST" : " NULLS LAST"));
  }

  // Rows and groups of their like

  /** Rows o of a table, joined with others x, and what holds for them and for their like. */
  private record Rows(
      Table table, Key key, String from, Sql where, Function<String, Sql> ofLike, double rows) {}

  private Rows rows() {
    Table table = table();
    Key key = one(KEYS);
    Function<String, Sql> condition = condition();
    boolean isOfLike = chance(2);
    List<Sql> conditions = new ArrayList<>();
    if (isOfLike ? !chance(4) : chance(2)) {
      conditions.add(condition.apply("o"));
    }
    String from = table.name() + " AS o";
    double rows = table.rows();
    if (!chance(3)) {
      String joined = key.kind() == Kind.SPECIAL || key.name().equals("p") ? "k" : key.name();
      from += " JOIN small AS x ON x." + joined + " = o." + joined;
      conditions.add(Sql.of("x.i > " + random.nextInt(400)));
      rows = rows / 2 + 40;
    }
    return new Rows(
        table,
        key,
        from,
        new Sql.Items(" WHERE ", " AND ", "", 0, conditions),
        isOfLike ? condition : alias -> Sql.of("TRUE"),
        rows);
  }

  /** Rows for which a comparison with a correlated aggregate is true. */
  private Shape comparedWithTheirLike() {
    Rows rows = rows();
    String equals = chance(6) ? " IS NOT DISTINCT FROM " : " = ";
    Sql like =
        Sql.of(
            "FROM " + rows.table().name() + " AS u WHERE u.$0" + equals + "o.$0 AND $1",
            Sql.of(rows.key().name()),
            rows.ofLike().apply("u"));
    return new Shape(
        Sql.of(
            "SELECT o.id AS c0, o." + rows.key().name() + " AS c1 FROM $0$1",
            Sql.of(rows.from()),
            new Sql.Items("", " AND ", "", 1, List.of(whereOf(rows), comparison(like)))),
        List.of(Kind.INT, rows.key().kind()),
        rows.rows());
  }

  private static Sql whereOf(Rows rows) {
    return rows.where().ours().isEmpty() ? Sql.of(" WHERE TRUE") : rows.where();
  }

  private Sql comparison(Sql like) {
    String operator = " " + one(COMPARISONS) + " ";
    Key value = one(VALUES);
    return switch (random.nextInt(5)) {
      case 0 -> Sql.of("(SELECT count(*) $0)" + operator + random.nextInt(100), like);
      case 1 ->
          // The average of decimals is rounded here, and a floating point number there.
          new Sql.Template(
              "o.n" + operator + "(SELECT avg(u.n) $0)",
              "o.n * (SELECT count(u.n) $0)" + operator + "(SELECT sum(u.n) $0)",
              List.of(like),
              List.of());
      case 2 -> Sql.of("o.l" + operator + "(SELECT sum(u.i) $0)", like);
      default ->
          Sql.of(
              "o.$0" + operator + "(SELECT " + (chance(2) ? "min" : "max") + "(u.$0) $1)",
              Sql.of(value.name()),
              like);
    };
  }

  /** Rows joined with groups of their like. */
  private Shape besideTheirGroups() {
    Rows rows = rows();
    Key second = chance(3) ? one(KEYS) : rows.key();
    Calls calls = calls();
    List<Sql> on = new ArrayList<>(List.of(Sql.of("g.k0 = o." + rows.key().name())));
    if (!second.equals(rows.key())) {
      on.add(Sql.of("g.k1 = o." + second.name()));
    }
    if (chance(4)) {
      on.add(Sql.of("g.n > " + random.nextInt(60)));
    }
    Sql having = chance(4) ? Sql.of(" HAVING count(*) > " + random.nextInt(60)) : Sql.of("");
    Sql sql =
        Sql.of(
            "SELECT o.id AS c0, o."
                + second.name()
                + " AS c1, g.n AS c2, g.a AS c3, g.k0 AS c4 FROM "
                + rows.from()
                + one(List.of(" JOIN ", " JOIN ", " LEFT JOIN ", " RIGHT JOIN "))
                + "(SELECT u.$0 AS k0, u.$1 AS k1, $2 FROM "
                + rows.table().name()
                + " AS u WHERE $3 GROUP BY u.$0, u.$1$4) AS g ON $5$6",
            Sql.of(rows.key().name()),
            Sql.of(second.name()),
            calls.of("u"),
            rows.ofLike().apply("u"),
            having,
            new Sql.Items("", " AND ", "", 1, on),
            rows.where());
    return new Shape(
        sql,
        List.of(Kind.INT, second.kind(), Kind.BIGINT, calls.kind(), rows.key().kind()),
        rows.rows());
  }

  /** A count n, and something else a, of the rows of any alias. */
  private record Calls(Key value, Kind kind, String function) {
    Sql of(String alias) {
      String call = function + "(" + alias + "." + value.name() + ")";
      return Sql.of(
          "count(*) AS n, " + call + " AS a",
          "count(*) AS n, CAST(" + call + " AS " + kind.type().duckDb() + ") AS a");
    }
  }

  private Calls calls() {
    Key value = one(VALUES);
    return switch (value.kind()) {
      case INT, BIGINT -> new Calls(value, Kind.BIGINT, one(List.of("sum", "count")));
      default ->
          chance(4)
              ? new Calls(value, Kind.BIGINT, "count")
              : new Calls(value, value.kind(), one(List.of("min", "max")));
    };
  }

  private Shape groupsBesideFinerOnes() {
    Table table = table();
    Function<String, Sql> condition = chance(3) ? condition() : alias -> Sql.of("TRUE");
    Key first = one(KEYS);
    Key second = one(KEYS);
    Calls calls = calls();
    boolean isOfAll = chance(3);
    Function<String, Function<String, Sql>> groups =
        alias ->
            keys ->
                Sql.of(
                    "(SELECT "
                        + (keys.isEmpty() ? "" : keys + ", ")
                        + "$0 FROM "
                        + table.name()
                        + " AS "
                        + alias
                        + " WHERE $1"
                        + (keys.isEmpty() ? "" : " GROUP BY " + keys)
                        + ")",
                    calls.of(alias),
                    condition.apply(alias));
    boolean areSame = first.name().equals(second.name());
    Sql fine =
        groups.apply("f").apply("f." + first.name() + (areSame ? "" : ", f." + second.name()));
    Sql coarse = groups.apply("g").apply(isOfAll ? "" : "g." + first.name());
    String join =
        isOfAll
            ? " CROSS JOIN $1 AS c"
            : one(List.of(" JOIN ", " LEFT JOIN ", " FULL JOIN "))
                + "$1 AS c ON a."
                + first.name()
                + " = c."
                + first.name()
                + (chance(3) ? " AND a.n * 3 > c.n" : "");
    return new Shape(
        Sql.of(
            "SELECT a."
                + second.name()
                + " AS c0, CAST(a.n AS int) AS c1, c.n AS c2, a.a AS c3, c.a AS c4 FROM $0 AS a"
                + join,
            fine,
            coarse),
        List.of(second.kind(), Kind.INT, Kind.BIGINT, calls.kind(), calls.kind()),
        Math.min(table.rows(), 2000));
  }

  // First rows

  /**
   * Rows of the side that is kept, in an order of theirs; how often one is there is open to ties.
   */
  private Shape firstOfOuterJoin() {
    Table table = table();
    Table other = RandomTables.TABLES.get(1 + random.nextInt(RandomTables.TABLES.size() - 1));
    Key key = one(KEYS);
    List<Sql> on = new ArrayList<>(List.of(Sql.of("o." + key.name() + " = x." + key.name())));
    if (chance(3)) {
      on.add(condition().apply(chance(2) ? "o" : "x"));
    }
    String join =
        chance(2)
            ? table.name() + " AS o LEFT JOIN " + other.name() + " AS x ON $0"
            : other.name() + " AS x RIGHT JOIN " + table.name() + " AS o ON $0";
    Expressions expressions = new Expressions(random, RandomTables.columns("o"));
    Kind kind = one(List.of(Kind.values()));
    List<Sql> order = new ArrayList<>();
    if (chance(2)) {
      order.add(Sql.of("o." + one(KEYS).name() + "$0", direction()));
    }
    order.add(Sql.of("o.id$0", direction()));
    Sql member =
        chance(3)
            ? Sql.of("o.k IN (SELECT m.k FROM small AS m WHERE $0)", condition().apply("m"))
            : Sql.of("o.b");
    Sql sql =
        Sql.of(
            "SELECT o.id AS c0, $1 AS c1, $2 AS c2 FROM "
                + join
                + "$3 LIMIT "
                + random.nextInt(60)
                + (chance(2) ? "" : " OFFSET " + random.nextInt(30)),
            new Sql.Items("", " AND ", "", 1, on),
            expressions.of(kind, 1),
            member,
            new Sql.Items(" ORDER BY ", ", ", "", order.size(), order));
    return new Shape(sql, List.of(Kind.INT, kind, Kind.BOOLEAN), 60);
  }

  // Windows

  private String aggregate() {
    return one(List.of("min(u.i)", "max(u.k)", "count(*)", "count(u.b)"));
  }

  /** A correlated aggregate over the rows of a small table. */
  private Sql subQuery() {
    String key = one(KEYS).name();
    String more = chance(3) ? " AND u.id > o.id" : "";
    String sql =
        "(SELECT " + aggregate() + " FROM small AS u WHERE u." + key + " = o." + key + more + ")";
    return new Sql.Template(sql, sql, List.of(), List.of(Sql.of("o.k")));
  }

  private Shape windowsOverSubQueries() {
    Table table = table();
    String partition = chance(2) ? "PARTITION BY o." + one(KEYS).name() + " " : "";
    Sql subQuery = subQuery();
    Sql order =
        chance(2)
            ? Sql.of("ORDER BY o." + one(KEYS).name() + "$0", direction())
            : chance(3) ? Sql.of("ORDER BY $1$0", direction(), subQuery()) : Sql.of("");
    Sql over =
        Sql.of(
            one(List.of("max", "min", "count")) + "($0) OVER (" + partition + "$1)",
            subQuery,
            order);
    Sql beside =
        switch (random.nextInt(4)) {
          case 0 -> Sql.of("o.k IN (SELECT m.k FROM small AS m WHERE m.id > o.id)");
          case 1 -> Sql.of("EXISTS (SELECT 1 FROM small AS m WHERE m.k = o.k)");
          case 2 ->
              Sql.of(
                  "count(*) OVER ("
                      + partition
                      + ") IN (SELECT m.k FROM small AS m WHERE m.s = o.s)");
          default -> Sql.of("o.b");
        };
    Sql sum =
        Sql.of(
            "CAST($0 AS bigint) + CAST(count(*) OVER (" + partition + ") AS bigint)", subQuery());
    Sql sql =
        Sql.of(
            "SELECT o.id AS c0, CAST($0 AS bigint) AS c1, $1 AS c2, $2 AS c3 FROM "
                + table.name()
                + " AS o"
                + (chance(2) ? "" : " WHERE $3"),
            over,
            beside,
            sum,
            condition().apply("o"));
    return new Shape(sql, List.of(Kind.INT, Kind.BIGINT, Kind.BOOLEAN, Kind.BIGINT), table.rows());
  }

  private Shape windowsInSubQueries() {
    Table table = RandomTables.TABLES.get(1 + random.nextInt(RandomTables.TABLES.size() - 1));
    String key = one(KEYS).name();
    String partition = chance(2) ? "PARTITION BY u." + one(KEYS).name() + " " : "";
    String window =
        one(
            List.of(
                "row_number() OVER (" + partition + "ORDER BY u.id)",
                "count(*) OVER (" + partition + ")",
                "max(u.i) OVER (" + partition + "ORDER BY u.id ROWS 2 PRECEDING)",
                "min(u.i + o.i) OVER (" + partition + ")",
                "count(u.k) OVER (" + partition + "ORDER BY u.i NULLS FIRST)"));
    List<Sql> conditions = new ArrayList<>();
    if (!chance(3)) {
      conditions.add(Sql.of("u." + key + one(List.of(" = ", " = ", " > ")) + "o." + key));
    }
    if (chance(3)) {
      conditions.add(condition().apply("u"));
    }
    boolean outer = chance(3);
    Sql value =
        Sql.of(
            "(SELECT "
                + one(List.of("max", "min", "count"))
                + "(q.a) FROM (SELECT "
                + window
                + " AS a, u.i AS b"
                + (outer ? ", o.k AS c" : "")
                + " FROM small AS u$0) AS q"
                + (chance(3) ? " WHERE q.b > o.i" : "")
                + ")",
            new Sql.Items(" WHERE ", " AND ", "", 0, conditions));
    Sql sql =
        Sql.of("SELECT o.id AS c0, CAST($0 AS bigint) AS c1 FROM " + table.name() + " AS o", value);
    return new Shape(sql, List.of(Kind.INT, Kind.BIGINT), table.rows());
  }
}
