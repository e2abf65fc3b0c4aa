package io.distaff.oracle;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tables of the same columns and different sizes, with nulls, many duplicates and one value that is
 * much more frequent than others; as tables of DuckDB and as Parquet files.
 */
final class RandomTables {
  /** A table's name and rows, and into how many files they go. */
  record Table(String name, int rows, int files) {}

  static final List<Table> TABLES =
      List.of(
          new Table("large", 2000, 3),
          new Table("middle", 300, 2),
          new Table("small", 40, 1),
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
          new Column("b", Kind.BOOLEAN));

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
          Map.entry("b", "r % 3 = 0"));

  private RandomTables() {}

  /** Makes them, as a function of the seed, and writes each to a directory of its name. */
  static void make(Statement duckDb, Path directory, long seed) throws SQLException {
    for (Table table : TABLES) {
      duckDb.execute(creation(table, seed));
      directory.resolve(table.name()).toFile().mkdirs();
      for (int file = 0; file < table.files(); file++) {
        duckDb.execute(
            "COPY (SELECT * FROM %1$s WHERE id %% %2$d = %3$d) TO '%4$s/%1$s/%3$d.parquet' (ROW_GROUP_SIZE 2048)"
                .formatted(table.name(), table.files(), file, directory));
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
        "CREATE TABLE %s AS SELECT CAST(j AS int) AS id, %s FROM range(%d) AS numbers(j)",
        table.name(),
        columns,
        table.rows());
  }
}
