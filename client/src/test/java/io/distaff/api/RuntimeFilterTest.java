package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.driver.DecodedStatement;
import io.distaff.metrics.Counter;
import io.distaff.row.Row;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans that know what the build sides of the joins above them have. */
class RuntimeFilterTest {
  private static final String[] SWITCHES = {"true", "false"};

  @TempDir Path directory;

  @Test
  void joinsReadWhatCanMatch() throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        Session session = Session.builder().master("local[2]").getOrCreate()) {
      session.conf().set("distaff.sql.single-task.threshold", "0");
      session.conf().set("distaff.sql.single-task.rows", "0");
      statement.execute(
          "CREATE TABLE fact AS SELECT CAST(i AS int) AS id, CAST(i // 10 AS bigint) AS k,"
              + " CASE WHEN i % 7 = 0 THEN NULL ELSE CAST(i % 100 AS decimal(8, 2)) END AS d,"
              + " DATE '2020-01-01' + CAST(i // 100 AS int) AS t FROM range(20000) AS x(i)");
      statement.execute(
          "CREATE TABLE dim AS SELECT CAST(i AS bigint) AS k,"
              + " CAST(i % 100 AS decimal(8, 2)) AS d, DATE '2020-01-01' + CAST(i AS int) AS t,"
              + " i % 3 AS g FROM range(150) AS x(i)");
      for (String table : new String[] {"fact", "dim"}) {
        String file = directory.resolve(table + ".parquet").toString();
        statement.execute("COPY %s TO '%s' (ROW_GROUP_SIZE 2048)".formatted(table, file));
        session.read().parquet(file).createOrReplaceTempView(table);
      }
      for (String condition :
          new String[] {
            "fact JOIN dim ON fact.k = dim.k",
            "fact JOIN dim ON fact.d = dim.d WHERE dim.g = 1",
            "fact JOIN dim ON fact.t = dim.t AND fact.k = dim.k * 10",
            "fact JOIN dim ON fact.k = dim.k JOIN dim AS e ON fact.t = e.t",
            "fact LEFT JOIN dim ON fact.k = dim.k JOIN dim AS e ON fact.t = e.t WHERE e.g = 2",
            "dim LEFT JOIN fact ON fact.k = dim.k AND fact.id > 700",
            "fact WHERE k IN (SELECT k FROM dim WHERE g = 0)",
            "fact WHERE k NOT IN (SELECT k FROM dim WHERE g = 0)",
            "fact JOIN dim ON fact.k = dim.k WHERE dim.g = 17",
          }) {
        String sql = "SELECT count(*), sum(id) FROM " + condition;
        try (ResultSet expected = statement.executeQuery(sql)) {
          expected.next();
          String wanted = expected.getString(1) + "," + expected.getString(2);
          var row = session.sql(sql).collect().get(0).values();
          assertThat(row.get(0) + "," + row.get(1)).as(sql).isEqualTo(wanted);
        }
      }
    }
  }

  /** Both sides of every join are exchanged: the filter goes by way of the driver. */
  @Test
  void scansOfOtherStagesReadWhatCanMatch() throws SQLException, IOException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        Session session = Session.builder().master("local[2]").getOrCreate()) {
      session.conf().set("distaff.sql.single-task.threshold", "0");
      session.conf().set("distaff.sql.single-task.rows", "0");
      session.conf().set("distaff.sql.broadcast.threshold", "0");
      session.conf().set("distaff.sql.exchange.partitions", "3");
      statement.execute(
          "CREATE TABLE fact AS SELECT CAST(i AS int) AS id, CAST(i * 7919 % 100003 AS bigint) AS"
              + " k, CASE WHEN i % 11 = 0 THEN NULL ELSE 'key ' || (i * 7919 % 100003) END AS s,"
              + " CAST(i % 50 AS varchar) AS few, CAST(i * 13 % 5003 AS double) AS f, CAST(i * 7919"
              + " % 100003 AS decimal(30, 2)) AS d FROM range(60000) AS x(i)");
      statement.execute(
          "CREATE TABLE dim AS SELECT CAST(i * 37 AS bigint) AS k, 'key ' || (i * 37) AS s,"
              + " CAST(i % 3 AS varchar) AS few, CAST(i AS double) AS f,"
              + " CAST(i * 37 AS decimal(30, 2)) AS d, i % 5 AS g FROM range(1500) AS x(i)");
      for (String table : new String[] {"fact", "dim"}) {
        Files.createDirectory(directory.resolve(table));
        for (int file = 0; file < 3; file++) {
          statement.execute(
              "COPY (SELECT * FROM %s WHERE k %% 3 = %d) TO '%s/%d.parquet' (ROW_GROUP_SIZE 4096)"
                  .formatted(table, file, directory.resolve(table), file));
        }
      }
      for (String condition :
          new String[] {
            "fact JOIN dim ON fact.k = dim.k",
            "fact JOIN dim ON fact.s = dim.s",
            "fact JOIN dim ON fact.few = dim.few AND fact.k = dim.k",
            "fact JOIN dim ON fact.f = dim.f WHERE dim.g < 4",
            "fact JOIN dim ON fact.d = dim.d",
            "fact WHERE k IN (SELECT k FROM dim WHERE g = 0)",
            "fact WHERE s IN (SELECT s FROM dim WHERE g = 0 AND k > 1000)",
            // All of dim, though by the estimate next to nothing.
            "fact JOIN dim ON fact.s = dim.s WHERE dim.few LIKE '_' AND dim.few LIKE '_%' AND"
                + " dim.few LIKE '%_'",
            "(SELECT k, sum(id) AS id FROM fact GROUP BY k) AS fact JOIN dim ON fact.k = dim.k",
            "dim LEFT JOIN fact ON fact.k = dim.k",
            "fact JOIN (SELECT k, count(*) AS n FROM dim GROUP BY k) AS e ON fact.k = e.k",
            "fact JOIN dim ON fact.k = dim.k JOIN dim AS e ON fact.s = e.s AND e.g = 1",
            "fact WHERE k IN (SELECT b.k FROM dim AS a LEFT JOIN dim AS b ON a.few = b.few"
                + " AND a.k = b.k + 37 WHERE a.g = 2 OR b.g = 1)",
            "fact JOIN dim ON fact.k = dim.k WHERE dim.g = 17",
          }) {
        String query = "SELECT count(*), sum(id) FROM " + condition;
        String ours =
            query
                .replaceAll("(FROM|JOIN) (fact|dim) AS", "$1 parquet.`" + directory + "/$2` AS")
                .replaceAll(
                    "(FROM|JOIN) (fact|dim)\\b(?! AS)", "$1 parquet.`" + directory + "/$2` AS $2");
        try (ResultSet expected = statement.executeQuery(query)) {
          expected.next();
          session.conf().set("distaff.sql.runtime-filters", "true");
          assertThat(session.sql("EXPLAIN " + ours).collect().toString())
              .contains("among the keys of stage");
          long[] filtered = new long[2];
          for (int i = 0; i < SWITCHES.length; i++) {
            session.conf().set("distaff.sql.runtime-filters", SWITCHES[i]);
            try (DecodedStatement execution = session.driver().execute(ours)) {
              Row row = new RowIterator(execution).next();
              assertThat(row.values().get(0) + "," + row.values().get(1))
                  .as("%s, runtime filters %s", query, SWITCHES[i])
                  .isEqualTo(expected.getString(1) + "," + expected.getString(2));
              assertThat(execution.next()).isNull();
              filtered[i] = notRead(execution.statistics());
            }
          }
          assertThat(filtered[0]).as(query).isGreaterThan(filtered[1]);
        }
      }
    }
  }

  @Test
  void limitedSortsReadWhatIsWanted() throws SQLException, IOException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        Session session = Session.builder().master("local[2]").getOrCreate()) {
      session.conf().set("distaff.sql.single-task.threshold", "0");
      session.conf().set("distaff.sql.single-task.rows", "0");
      statement.execute(
          "CREATE TABLE fact AS SELECT CAST(i AS int) AS id, CAST(i * 7919 % 100003 AS bigint) AS"
              + " k, CASE WHEN i % 9001 = 0 THEN NULL ELSE CAST(i // 3 AS decimal(9, 2)) END AS d,"
              + " DATE '2020-01-01' + CAST(i // 100 AS int) AS t FROM range(60000) AS x(i)");
      Path table = Files.createDirectory(directory.resolve("fact"));
      for (int file = 0; file < 4; file++) {
        statement.execute(
            "COPY (SELECT * FROM fact WHERE id %% 4 = %d) TO '%s/%d.parquet' (ROW_GROUP_SIZE 4096)"
                .formatted(file, table, file));
      }
      session.read().parquet(table.toString()).createOrReplaceTempView("fact");
      for (String query :
          new String[] {
            "SELECT id, t FROM fact ORDER BY t, id LIMIT 20",
            "SELECT * FROM fact WHERE id > 5000 ORDER BY d NULLS LAST, id LIMIT 30 OFFSET 10",
            "SELECT id, d FROM fact ORDER BY d NULLS FIRST, id LIMIT 12",
            "SELECT id, k FROM fact WHERE k % 2 = 0 ORDER BY k DESC, id LIMIT 50",
            "SELECT t, count(*) AS n FROM fact GROUP BY t ORDER BY t LIMIT 5",
          }) {
        StringBuilder expected = new StringBuilder();
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
              expected.append(rows.getString(c)).append(' ');
            }
          }
        }
        long[] left = new long[2];
        for (int i = 0; i < SWITCHES.length; i++) {
          session.conf().set("distaff.sql.runtime-filters", SWITCHES[i]);
          StringBuilder actual = new StringBuilder();
          try (DecodedStatement execution = session.driver().execute(query)) {
            RowIterator rows = new RowIterator(execution);
            while (rows.hasNext()) {
              rows.next().values().forEach(value -> actual.append(value).append(' '));
            }
            left[i] = notRead(execution.statistics());
          }
          assertThat(actual.toString())
              .as("%s, runtime filters %s", query, SWITCHES[i])
              .isEqualTo(expected.toString());
        }
        if (query.contains("GROUP BY")) {
          // Groups are sorted when all rows have been read.
          assertThat(left[0]).as(query).isEqualTo(left[1]);
        } else {
          assertThat(left[0]).as(query).isGreaterThan(left[1]);
        }
      }
    }
  }

  /** Rows of fact that its scan left out: that it read and filtered, of row groups and of files. */
  private static long notRead(StatementStatistics statistics) {
    return statistics.count(Counter.ROWS_FILTERED)
        + statistics.count(Counter.ROW_GROUPS_PRUNED) * 4096
        + statistics.count(Counter.FILES_PRUNED) * 20000;
  }
}
