package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

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
}
