package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.row.Row;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What EXPLAIN ANALYZE says of a query that has run. */
class ExplainAnalyzeTest {
  @TempDir Path directory;
  private Session session;

  @BeforeEach
  void writeRowGroups() {
    session =
        Session.builder()
            .master("local[2]")
            .config("distaff.sql.warehouse.dir", directory.resolve("warehouse").toString())
            .getOrCreate();
    session.conf().set("distaff.sql.single-task.threshold", "0");
    session.conf().set("distaff.sql.single-task.rows", "0");
    String path = directory.resolve("orders").toString();
    session
        .sql("SELECT o_orderkey, o_custkey FROM tpch.`sf0.01`.orders ORDER BY o_orderkey")
        .write()
        .option("rowGroupRows", "1500")
        .parquet(path);
    session.read().parquet(path).createOrReplaceTempView("orders");
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void tellsWhatStagesAndOperatorsDid() {
    List<String> lines =
        lines("SELECT o_custkey % 2 AS k, count(*) AS n FROM orders GROUP BY o_custkey % 2");
    assertThat(lines.get(0)).startsWith("Stage 0: ");
    assertThat(line(lines, "ParquetScan")).containsPattern("\\(15,000 rows, [\\d.]+ ms, held ");
    assertThat(line(lines, "Aggregate")).contains("(2 rows, ");
    assertThat(line(lines, "to the result")).startsWith("Stage ");
    assertThat(line(lines, "read from files")).contains("15,000 rows read");
    assertThat(line(lines, "row groups read")).isEqualTo("  10 row groups read");
  }

  @Test
  void countsWhatScansLeaveOut() {
    List<String> lines = lines("SELECT * FROM orders WHERE o_orderkey < 100");
    assertThat(line(lines, "row groups read"))
        .startsWith("  1 row groups read, 9 row groups pruned");
    assertThat(line(lines, "ParquetScan")).contains("(27 rows, ");
  }

  @Test
  void tellsProgramsWhatWasExpectedAndWhatBecameOfIt() {
    String query =
        "SELECT o_custkey % 2 AS k, count(*) AS n FROM orders WHERE o_orderkey < 100 GROUP BY 1";
    String json = json("ANALYZE FORMAT JSON " + query);
    assertThat(json).startsWith("{\"version\":1,\"stages\":[{\"stage\":0,\"tasks\":");
    assertThat(json)
        .containsPattern(
            "\"operator\":\"ParquetScan\",\"description\":\"ParquetScan [^\"]*\","
                + "\"estimatedRows\":[1-9][\\d.]*,\"actual\":\\{\"rows\":27,");
    assertThat(json).contains("\"rowGroupsRead\":1,\"rowGroupsPruned\":9,");
    assertThat(json).containsPattern("\"taskRows\":\\{\"mean\":[\\d.]+,\"most\":[\\d.]+,\"skew\":");
    assertThat(json("FORMAT JSON " + query))
        .contains("\"actual\":null")
        .doesNotContain("wallMillis");
  }

  private String json(String explained) {
    List<Row> rows = session.sql("EXPLAIN " + explained).collect();
    assertThat(rows).hasSize(1);
    return (String) rows.get(0).values().get(0);
  }

  @Test
  void runsWhatWrites() {
    Path out = directory.resolve("few");
    String few = " SELECT o_orderkey FROM orders WHERE o_orderkey < 100";
    List<String> written =
        strings("EXPLAIN ANALYZE INSERT INTO DIRECTORY '%s' USING parquet".formatted(out) + few);
    assertThat(line(written, "ParquetScan")).contains("(27 rows, ");
    assertThat(written.get(0)).startsWith("Stage 0: ").contains("to parquet files");
    assertThat(session.read().parquet(out.toString()).count()).isEqualTo(27);

    assertThat(strings("EXPLAIN ANALYZE CREATE TABLE few AS" + few))
        .anyMatch(line -> line.contains("ParquetScan") && line.contains("(27 rows, "));
    assertThat(strings("EXPLAIN ANALYZE INSERT INTO few" + few))
        .anyMatch(line -> line.contains("(27 rows, "));
    assertThat(session.table("few").count()).isEqualTo(54);
    assertThat(strings("EXPLAIN ANALYZE CREATE TABLE IF NOT EXISTS few AS" + few))
        .containsExactly("Nothing to run: the table is there");
  }

  @Test
  void aQueryThatFailsFails() {
    assertThatThrownBy(() -> lines("SELECT 1 / (o_orderkey - o_orderkey) FROM orders"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("zero");
  }

  private List<String> lines(String query) {
    return strings("EXPLAIN ANALYZE " + query);
  }

  private List<String> strings(String statement) {
    return session.sql(statement).collect().stream()
        .map(row -> (String) row.values().get(0))
        .toList();
  }

  private static String line(List<String> lines, String word) {
    return lines.stream().filter(line -> line.contains(word)).findFirst().orElse("no " + word);
  }
}
