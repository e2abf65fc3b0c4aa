package io.distaff.oracle;

import io.distaff.oracle.RandomTables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Writes whole queries over {@link RandomTables}: joins, sub-queries, groups, windows, set
 * operations and limits, whose result doesn't depend on anything that SQL leaves open. Confined to
 * one thread.
 */
final class Queries {
  /**
   * Relations of more rows aren't joined without equal keys, nor are joins expected to give more.
   */
  private static final double MOST_ROWS = 20_000;

  /** The part of two tables' pairs that agree on a column with duplicates, about. */
  private static final double SELECTIVITY = 0.04;

  /**
   * A query.
   *
   * @param ordered whether its rows come in one order only
   */
  record Query(Sql sql, boolean ordered) {}

  /** What WITH gives a name. */
  private record Common(String name, List<Kind> kinds, double rows) {}

  private final List<Common> common = new ArrayList<>();
  private final Random random;
  private final Aggregates aggregates;
  private final Windows windows;
  private final Shapes shapes;
  private int names;

  Queries(long seed) {
    this.random = new Random(seed);
    this.aggregates = new Aggregates(random);
    this.windows = new Windows(random);
    this.shapes = new Shapes(random);
  }

  /** A query with everything in it that fits. */
  Query query() {
    List<Sql> shared = new ArrayList<>();
    while (chance(3)) {
      shared.add(common());
    }
    Sql with = new Sql.Items("WITH ", ", ", " ", 0, shared);
    List<Kind> kinds = kinds(1 + random.nextInt(4));
    boolean exact = random.nextInt(3) > 0;
    Sql body = body(kinds, exact, 2).sql();
    if (exact && chance(10)) {
      // Which rows they are is open, how many isn't.
      String limit = " LIMIT " + random.nextInt(3000) + (chance(2) ? "" : " OFFSET 20");
      Sql count =
          Sql.of(
              "$0SELECT count(*) AS c0 FROM (SELECT * FROM ($1) AS l" + limit + ") AS m",
              with,
              body);
      return new Query(count, true);
    }
    boolean ordered = exact && random.nextInt(3) == 0;
    Sql sql = ordered ? ordered(body, kinds.size()) : body;
    return new Query(Sql.of("$0$1", with, sql), ordered);
  }

  /** A query that others read, by a name. */
  private Sql common() {
    List<Kind> kinds = new ArrayList<>(kinds(3));
    kinds.addAll(List.of(Kind.INT, Kind.STRING));
    Output output = body(kinds, true, 1);
    String name = name("w");
    common.add(new Common(name, kinds, output.rows()));
    return Sql.of(name + " AS ($0)", output.sql());
  }

  private List<Kind> kinds(int count) {
    return Stream.generate(() -> Kind.values()[random.nextInt(Kind.values().length)])
        .limit(count)
        .toList();
  }

  private String name(String prefix) {
    return prefix + names++;
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /** What a query gives: columns c0, c1, ... */
  private record Output(Sql sql, double rows) {}

  /** A query of these kinds, or several that are put together. */
  private Output body(List<Kind> kinds, boolean exact, int depth) {
    if (exact && depth > 0 && chance(5)) {
      Output left = body(kinds, true, depth - 1);
      Output right = body(kinds, true, depth - 1);
      List<String> operators =
          List.of("UNION ALL", "UNION", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL");
      String operator = operators.get(random.nextInt(operators.size()));
      return new Output(
          new Sql.Template(
              "($0) " + operator + " ($1)",
              "($0) " + operator + " ($1)",
              List.of(left.sql(), right.sql()),
              List.of(left.sql(), right.sql())),
          left.rows() + right.rows());
    }
    return select(kinds, exact, depth);
  }

  /** Sorted by all columns, so that ties are rows that can't be told apart; mostly with a limit. */
  private Sql ordered(Sql sql, int columns) {
    StringBuilder order = new StringBuilder();
    for (int c = 1; c <= columns; c++) {
      order.append(c == 1 ? "" : ", ").append(c).append(direction());
    }
    String limit = chance(4) ? "" : " LIMIT " + random.nextInt(40);
    String offset = limit.isEmpty() || chance(2) ? "" : " OFFSET " + random.nextInt(10);
    return Sql.of(
        "SELECT * FROM ($0) AS " + name("o") + " ORDER BY " + order + limit + offset, sql);
  }

  private String direction() {
    return (chance(2) ? " ASC" : " DESC") + (chance(2) ? " NULLS FIRST" : " NULLS LAST");
  }

  private Output select(List<Kind> kinds, boolean exact, int depth) {
    Scope scope = from(depth);
    List<Sql> conditions = new ArrayList<>();
    if (chance(2)) {
      conditions.add(new Expressions(random, scope.columns()).of(Kind.BOOLEAN, 2));
    }
    while (chance(3)) {
      conditions.add(subQueryCondition(scope, chance(2)));
    }
    if (chance(10)) {
      Column value = scalarSubQuery(scope);
      conditions.add(
          new Expressions(
                  random, Stream.concat(scope.columns().stream(), Stream.of(value)).toList())
              .of(Kind.BOOLEAN, 2));
    }
    Sql where = new Sql.Items(" WHERE ", " AND ", "", 0, conditions);
    if (chance(2)) {
      return grouped(scope, where, kinds, exact);
    }
    List<Column> columns = new ArrayList<>(scope.columns());
    List<Sql> qualify = new ArrayList<>();
    if (chance(3)) {
      List<Column> windowed = windows.columns(scope);
      columns.addAll(windowed);
      if (chance(4)) {
        Sql condition = new Expressions(random, windowed).of(Kind.BOOLEAN, 1);
        qualify.add(Sql.of("($0 IS NULL OR $1)", windowed.get(0).sql(), condition));
      }
    }
    if (chance(6)) {
      columns.add(scalarSubQuery(scope));
    }
    if (chance(8)) {
      columns.add(new Column(subQueryCondition(scope, chance(2)), Kind.BOOLEAN, true));
    }
    Sql items = items(columns, kinds, exact);
    String distinct = exact && qualify.isEmpty() && chance(5) ? "DISTINCT " : "";
    Sql qualified = new Sql.Items(" QUALIFY ", " AND ", "", 0, qualify);
    return new Output(
        Sql.of("SELECT " + distinct + "$0 FROM $1$2$3", items, scope.from(), where, qualified),
        scope.rows());
  }

  /** An expression for each kind; where that's allowed one more column that isn't exact. */
  private Sql items(List<Column> columns, List<Kind> kinds, boolean exact) {
    Expressions expressions = new Expressions(random, columns);
    List<Sql> items = new ArrayList<>();
    for (Kind kind : kinds) {
      items.add(Sql.of("$0 AS c" + items.size(), expressions.of(kind, random.nextInt(3))));
    }
    if (!exact) {
      for (Column column : columns) {
        if (!column.exact() && items.size() < 8) {
          items.add(Sql.of("$0 AS c" + items.size(), column.sql()));
        }
      }
    }
    return new Sql.Items("", ", ", "", 1, items);
  }

  private Output grouped(Scope scope, Sql where, List<Kind> kinds, boolean exact) {
    Expressions expressions = new Expressions(random, scope.columns());
    List<Column> keys = new ArrayList<>();
    for (int k = random.nextInt(4); k > 0; k--) {
      Column column = scope.columns().get(random.nextInt(scope.columns().size()));
      if (column.exact()) {
        Sql sql =
            chance(3)
                ? Sql.of("coalesce($0, $1)", column.sql(), expressions.of(column.kind(), 1))
                : column.sql();
        keys.add(new Column(sql, column.kind(), true));
      }
    }
    List<Column> columns = new ArrayList<>(keys);
    boolean sets = keys.size() > 1 && chance(3);
    boolean windowed = !sets && !keys.isEmpty() && chance(5);
    columns.addAll(aggregates.columns(scope, 1 + random.nextInt(4), !windowed));
    if (sets) {
      keys.forEach(
          key ->
              columns.add(
                  new Column(Sql.of("CAST(grouping($0) AS int)", key.sql()), Kind.INT, true)));
    } else if (windowed) {
      columns.addAll(windows.columns(scope.grouped(columns, keys)));
    }
    List<Sql> having = new ArrayList<>();
    if (chance(4)) {
      List<Column> grouped = columns.subList(0, keys.size() + 1);
      having.add(new Expressions(random, grouped).of(Kind.BOOLEAN, 2));
    }
    if (!sets && !keys.isEmpty() && chance(8)) {
      having.add(subQueryCondition(scope.grouped(keys, keys), false));
    }
    Sql sql =
        Sql.of(
            "SELECT $0 FROM $1$2$3$4",
            items(columns, kinds, exact),
            scope.from(),
            where,
            groupBy(keys, sets),
            new Sql.Items(" HAVING ", " AND ", "", 0, having));
    return new Output(sql, scope.rows());
  }

  private Sql groupBy(List<Column> keys, boolean sets) {
    List<Sql> texts = keys.stream().map(Column::sql).distinct().toList();
    if (keys.isEmpty()) {
      // All rows are one group, also if there are none.
      return new Sql.Items("", "", "", 0, List.of());
    }
    if (!sets) {
      return new Sql.Items(" GROUP BY ", ", ", "", 1, texts);
    }
    if (chance(3)) {
      return new Sql.Items(" GROUP BY ROLLUP (", ", ", ")", 1, texts);
    }
    if (chance(2)) {
      return new Sql.Items(" GROUP BY CUBE (", ", ", ")", 1, texts);
    }
    List<Sql> groups = new ArrayList<>(List.of(Sql.of("()")));
    groups.add(new Sql.Items("(", ", ", ")", 1, texts));
    texts.forEach(text -> groups.add(Sql.of("($0)", text)));
    return new Sql.Items(" GROUP BY GROUPING SETS (", ", ", ")", 1, groups);
  }

  private Scope from(int depth) {
    Scope scope = chance(6) ? shaped() : relation(depth);
    int joins = random.nextInt(3);
    if (joins > 0 && scope.alias() != null && chance(6)) {
      return using(scope);
    }
    for (int i = 0; i < joins; i++) {
      scope = join(scope, relation(depth));
    }
    return chance(8) ? unnested(scope) : scope;
  }

  /** A row for each element of an array. */
  private Scope unnested(Scope scope) {
    String name = name("u");
    Sql array = list(scope);
    boolean outer = chance(2);
    Sql from =
        Sql.of(
            "$0 "
                + (outer ? "LEFT" : "CROSS")
                + " JOIN UNNEST($1) AS "
                + name
                + "(e)"
                + (outer ? " ON TRUE" : ""),
            scope.from(),
            array);
    List<Column> columns = new ArrayList<>(scope.columns());
    columns.add(new Column(name + ".e", Kind.INT));
    return new Scope(from, null, columns, List.of(), scope.rows() * 3);
  }

  private Sql list(Scope scope) {
    if (scope.alias() != null && chance(2)) {
      return Sql.of(scope.alias() + ".a");
    }
    Expressions expressions = new Expressions(random, scope.columns());
    Sql one = expressions.of(Kind.INT, 0);
    Sql other = expressions.of(Kind.INT, 1);
    return new Sql.Template("array($0, $1)", "[$0, $1]", List.of(one, other), List.of());
  }

  private Scope relation(int depth) {
    if (depth == 0 || !chance(4)) {
      return table();
    }
    List<Kind> kinds = new ArrayList<>(kinds(2 + random.nextInt(3)));
    kinds.add(Kind.INT);
    Output output = body(kinds, true, depth - 1);
    Sql sql = chance(4) ? ordered(output.sql(), kinds.size()) : output.sql();
    return derived(sql, kinds, output.rows());
  }

  private Scope shaped() {
    Shapes.Shape shape = shapes.any();
    return derived(shape.sql(), shape.kinds(), shape.rows());
  }

  private Scope derived(Sql sql, List<Kind> kinds, double rows) {
    String alias = name("q");
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      columns.add(new Column(alias + ".c" + i, kinds.get(i)));
    }
    return new Scope(Sql.of("($0) AS " + alias, sql), null, columns, List.of(), rows);
  }

  /** Something with a name, or a few values. */
  private Scope table() {
    if (!common.isEmpty() && chance(3)) {
      return named(common.get(random.nextInt(common.size())));
    }
    return chance(15) ? values() : stored();
  }

  private Scope named(Common common) {
    String alias = name("t");
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < common.kinds().size(); i++) {
      columns.add(new Column(alias + ".c" + i, common.kinds().get(i)));
    }
    Sql from = Sql.of(common.name() + " AS " + alias);
    return new Scope(from, null, columns, List.of(), common.rows());
  }

  private Scope values() {
    String alias = name("t");
    Sql from =
        Sql.of(
            "(VALUES (7, 's1'), (40, 's2'), (NULL, ''), (-1, NULL), (7, 's1')) AS "
                + alias
                + "(c0, c1)");
    List<Column> columns =
        List.of(new Column(alias + ".c0", Kind.INT), new Column(alias + ".c1", Kind.STRING));
    return new Scope(from, null, columns, List.of(), 5);
  }

  private Scope stored() {
    List<Table> tables = RandomTables.TABLES;
    Table table = tables.get(chance(15) ? tables.size() - 1 : random.nextInt(tables.size() - 1));
    String alias = name("t");
    List<Column> columns = RandomTables.columns(alias);
    Sql from = Sql.of(table.name() + " AS " + alias);
    return new Scope(from, alias, columns, List.of(columns.get(0)), table.rows());
  }

  /** Two tables and the columns they share; what isn't shared is left out. */
  private Scope using(Scope left) {
    Scope right = stored();
    boolean wide = left.rows() * right.rows() * SELECTIVITY > MOST_ROWS;
    String shared = wide ? "id" : chance(2) ? "k" : "k, s";
    List<Column> columns = new ArrayList<>();
    for (Column column : RandomTables.COLUMNS) {
      if (!List.of(shared.split(", ")).contains(column.sql().ours())) {
        String name = "." + column.sql().ours();
        columns.add(new Column(left.alias() + name, column.kind()));
        columns.add(new Column(right.alias() + name, column.kind()));
      }
    }
    String type = List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN").get(random.nextInt(4));
    return new Scope(
        Sql.of("$0 " + type + " $1 USING (" + shared + ")", left.from(), right.from()),
        null,
        columns,
        List.of(),
        left.rows() * right.rows() * SELECTIVITY);
  }

  private Scope join(Scope left, Scope right) {
    double pairs = left.rows() * right.rows();
    List<Column> columns =
        Stream.of(left.columns(), right.columns()).flatMap(List::stream).toList();
    List<Sql> conditions = new ArrayList<>();
    double rows = pairs;
    boolean equal = pairs > MOST_ROWS || !chance(5);
    if (equal) {
      boolean unique = !left.unique().isEmpty() && !right.unique().isEmpty();
      if (pairs * SELECTIVITY > MOST_ROWS && unique) {
        conditions.add(Sql.of("$0 = $1", left.unique().get(0).sql(), right.unique().get(0).sql()));
        rows = Math.max(left.rows(), right.rows());
      } else if (pairs * SELECTIVITY > MOST_ROWS) {
        return left;
      } else {
        rows = pairs * SELECTIVITY;
      }
      if (conditions.isEmpty() || chance(5)) {
        conditions.add(sameColumn(left, right));
      }
    }
    if (!equal || chance(3)) {
      conditions.add(new Expressions(random, columns).of(Kind.BOOLEAN, 1));
    }
    String type =
        List.of("JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN").get(random.nextInt(5));
    List<Column> unique =
        left.unique().isEmpty() || right.unique().isEmpty()
            ? List.of()
            : Stream.of(left.unique(), right.unique()).flatMap(List::stream).toList();
    Sql on = new Sql.Items(" ON ", " AND ", "", 1, conditions);
    Sql from =
        new Sql.Template(
            "$0 " + type + " $1$2",
            "$0 " + type + " $1$2",
            List.of(left.from(), right.from(), on),
            List.of(left.from(), right.from()));
    return new Scope(from, null, columns, unique, rows);
  }

  /** Equality of columns with few duplicates, or of texts or numbers with many. */
  private Sql sameColumn(Scope left, Scope right) {
    List<Kind> kinds =
        List.of(
            Kind.INT,
            Kind.STRING,
            Kind.INT,
            Kind.DATE,
            Kind.DECIMAL,
            Kind.DOUBLE,
            Kind.WIDE,
            Kind.TIMESTAMP,
            Kind.BIGINT);
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    List<Column> these = left.columns().stream().filter(c -> c.kind() == kind).toList();
    List<Column> those = right.columns().stream().filter(c -> c.kind() == kind).toList();
    if (these.isEmpty() || those.isEmpty()) {
      Column one =
          left.columns().stream().filter(c -> c.kind() == Kind.INT).findFirst().orElseThrow();
      Column other =
          right.columns().stream().filter(c -> c.kind() == Kind.INT).findFirst().orElseThrow();
      return Sql.of("$0 = $1", one.sql(), other.sql());
    }
    Column one = these.get(random.nextInt(these.size()));
    Column other = those.get(random.nextInt(those.size()));
    String operator = chance(8) ? "IS NOT DISTINCT FROM" : "=";
    return Sql.of("$0 " + operator + " $1", one.sql(), other.sql());
  }

  /** EXISTS, IN or a comparison with all or any of another table's rows. */
  private Sql subQueryCondition(Scope scope, boolean correlated) {
    Scope inner = table();
    List<Sql> conditions = new ArrayList<>();
    if (correlated) {
      conditions.add(sameColumn(inner, scope));
      if (chance(3)) {
        List<Column> both =
            Stream.of(inner.columns(), scope.columns()).flatMap(List::stream).toList();
        conditions.add(new Expressions(random, both).of(Kind.BOOLEAN, 1));
      }
    }
    if (chance(2)) {
      conditions.add(new Expressions(random, inner.columns()).of(Kind.BOOLEAN, 1));
    }
    Sql where = new Sql.Items(" WHERE ", " AND ", "", 0, conditions);
    String not = chance(2) ? "NOT " : "";
    if (correlated && chance(2)) {
      return Sql.of("(" + not + "EXISTS (SELECT 1 FROM $0$1))", inner.from(), where);
    }
    Kind kind = chance(3) ? Kind.STRING : Kind.INT;
    Sql value = new Expressions(random, scope.columns()).of(kind, 1);
    Sql listed = new Expressions(random, inner.columns()).of(kind, chance(3) ? 1 : 0);
    String operator = chance(5) ? quantified() : not + "IN";
    Sql in =
        Sql.of("$0 " + operator + " (SELECT $1 FROM $2$3)", value, listed, inner.from(), where);
    return chance(5)
        ? Sql.of("($0 OR $1)", in, new Expressions(random, scope.columns()).of(Kind.BOOLEAN, 1))
        : in;
  }

  private String quantified() {
    List<String> operators = List.of("<", "<=", ">", ">=", "=", "<>");
    return operators.get(random.nextInt(operators.size())) + (chance(2) ? " ALL" : " ANY");
  }

  private Column scalarSubQuery(Scope scope) {
    Scope inner = table();
    Sql where = chance(3) ? Sql.of("") : Sql.of(" WHERE $0", sameColumn(inner, scope));
    boolean count = chance(3);
    Sql value = new Expressions(random, inner.columns()).of(Kind.BIGINT, 0);
    Sql sql =
        Sql.of(
            "(SELECT " + (count ? "count" : chance(2) ? "max" : "min") + "($0) FROM $1$2)",
            value,
            inner.from(),
            where);
    return new Column(sql, Kind.BIGINT, true);
  }
}
