package io.distaff.oracle;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables of the same columns and different sizes, with nulls, many duplicates and one value that is
 * much more frequent than others; as tables of DuckDB and as Parquet files.
 */
final class RandomTables {
  /**
   * A table's name and rows, and into how many files they go.
   *
   * @param files 0 = a directory for each value of {@code p}
   */
  record Table(String name, int rows, int files) {}

  static final List<Table> TABLES =
      List.of(
          new Table("large", 6000, 2),
          new Table("middle", 300, 2),
          new Table("small", 40, 1),
          new Table("parted", 500, 0),
          new Table("nothing", 0, 1));

  /** A name and a kind for each column; {@code id} is unique, and the only one without nulls. */
  static final List<Column> COLUMNS =
      List.of(
          new Column("id", Kind.INT),
          new Column("k", Kind.INT),
          new Column("i", Kind.INT),
          new Column("l", Kind.BIGINT),
          new Column("d", Kind.DOUBLE),
          new Column("x", Kind.SPECIAL),
          new Column("n", Kind.DECIMAL),
          new Column("w", Kind.WIDE),
          new Column("s", Kind.STRING),
          new Column("v", Kind.STRING),
          new Column("t", Kind.DATE),
          new Column("ts", Kind.TIMESTAMP),
          new Column("b", Kind.BOOLEAN),
          new Column("p", Kind.INT));

  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("k", "CASE WHEN r % 10 = 0 THEN 7 ELSE r % 61 END"),
          Map.entry("i", "CASE WHEN r % 50 = 0 THEN 40000 ELSE r % 1000 - 500 END"),
          Map.entry("l", "CASE WHEN r % 50 = 0 THEN 5000000000 ELSE r % 1000001 - 300000 END"),
          Map.entry("d", "(r % 16001 - 8000) / 8"),
          Map.entry(
              "x",
              "CAST(['NaN', 'Infinity', '-Infinity', '0', '-0.0', '1.5', '-2.25', '3e300',"
                  + " '1e-300'][1 + r % 9] AS double)"),
          Map.entry("n", "CAST(r % 2000001 - 1000000 AS decimal(12, 0)) / 100"),
          Map.entry(
              "w",
              "CAST(r % 1000000007 AS decimal(30, 4)) * 1000000007 - CAST(r % 65537 AS decimal(30,"
                  + " 4)) / 10000"),
          Map.entry("s", "CASE WHEN r % 8 = 0 THEN 's1' ELSE 's' || (r % 40) END"),
          Map.entry(
              "v",
              "['', ' pad ', 'ünïcødé', '日本語', '😀x', 'a%b', 'A_B', 'abcabc', '12', '-7.5', 'S1',"
                  + " 'x1y1z'][1 + r % 12]"),
          Map.entry("t", "DATE '2019-11-30' + CAST(r % 800 AS int)"),
          Map.entry(
              "ts",
              "TIMESTAMP '1969-12-30 00:00:00' + to_microseconds(r % 40000000000000 // 7 * 7)"),
          Map.entry("b", "r % 3 = 0"),
          Map.entry("p", "r % 4"));

  /** Columns of nested types, of which only parts are compared. */
  private static final String NESTED =
      "CASE WHEN id % 9 = 4 THEN NULL ELSE struct_pack(a := k, c := s) END AS st, CASE WHEN id % 11"
          + " = 3 THEN NULL WHEN id % 5 = 0 THEN [] ELSE [k, i % 100, p] END AS a, CASE WHEN id %"
          + " 13 = 2 THEN NULL WHEN s IS NULL THEN MAP {'x': p} ELSE MAP {s: k, 'x': i} END AS m";

  /** How a search that found nothing goes on: whether null was among what was searched. */
  private static final String UNKNOWN =
      "WHEN len(list_filter(X.a, lambda e: e IS NULL)) = 0 THEN false";

  private RandomTables() {}

  /** What a table has under an alias: its columns, and what is within those of nested types. */
  static List<Column> columns(String alias) {
    Stream<Column> columns =
        COLUMNS.stream()
            .map(column -> new Column(alias + "." + column.sql().ours(), column.kind()));
    return Stream.concat(columns, parts(alias)).toList();
  }

  private static Stream<Column> parts(String alias) {
    return Stream.of(
        part(alias, "X.st.a", "X.st.a", Kind.INT),
        part(alias, "X.st.c", "X.st.c", Kind.STRING),
        part(alias, "get(X.a, 0)", "X.a[1]", Kind.INT),
        part(alias, "try_element_at(X.a, 2)", "X.a[2]", Kind.INT),
        part(alias, "X.m['s1']", "X.m['s1']", Kind.INT),
        part(
            alias,
            "array_contains(X.a, 7)",
            "CASE WHEN list_contains(X.a, 7) THEN true " + UNKNOWN + " END",
            Kind.BOOLEAN),
        part(
            alias,
            "exists(X.a, e -> e > 40)",
            "CASE WHEN len(list_filter(X.a, lambda e: e > 40)) > 0 THEN true " + UNKNOWN + " END",
            Kind.BOOLEAN));
  }

  private static Column part(String alias, String ours, String duckDb, Kind kind) {
    Sql sql = Sql.of(ours.replace("X.", alias + "."), duckDb.replace("X.", alias + "."));
    return new Column(sql, kind, true);
  }

  /** Makes them, as a function of the seed, and writes each to a directory of its name. */
  static void make(Statement duckDb, Path directory, long seed) throws SQLException {
    for (Table table : TABLES) {
      duckDb.execute(creation(table, seed));
      Path target = directory.resolve(table.name());
      if (table.files() == 0) {
        duckDb.execute(
            "COPY %s TO '%s' (FORMAT parquet, PARTITION_BY (p))".formatted(table.name(), target));
        continue;
      }
      target.toFile().mkdirs();
      for (int file = 0; file < table.files(); file++) {
        duckDb.execute(
            "COPY (SELECT * FROM %s WHERE id %% %d = %d) TO '%s/%d.parquet' (ROW_GROUP_SIZE 2048)"
                .formatted(table.name(), table.files(), file, target, file));
      }
    }
  }

  private static String creation(Table table, long seed) {
    String columns =
        COLUMNS.stream()
            .skip(1)
            .map(
                column -> {
                  String name = column.sql().ours();
                  String hash = "hash(j, '%s %s', %d)".formatted(table.name(), name, seed);
                  String value =
                      VALUES.get(name).replaceAll("\\br\\b", "CAST(" + hash + " // 16 AS bigint)");
                  return "CAST(CASE WHEN %s %% 16 = 0 THEN NULL ELSE %s END AS %s) AS %s"
                      .formatted(hash, value, column.kind().type().duckDb(), name);
                })
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "CREATE TABLE %s AS SELECT *, %s FROM (SELECT CAST(j AS int) AS id, %s FROM range(%d) AS"
            + " numbers(j))",
        table.name(),
        NESTED,
        columns,
        table.rows());
  }
}
