package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in partition directories, written and read. */
class PartitionedDataTest {
  @TempDir static Path directory;
  private static Session session;
  private static DataFrame orders;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    orders =
        session.sql(
            "SELECT o_orderkey, o_totalprice, o_orderstatus AS status,"
                + " EXTRACT(YEAR FROM o_orderdate) AS year FROM tpch.`sf0.01`.orders");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static List<Row> rows(DataFrame frame) {
    return frame.orderBy("o_orderkey").collect();
  }

  private static List<String> partitions(Path path) throws Exception {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".parquet"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .map(file -> path.relativize(file.getParent()).toString())
          .distinct()
          .sorted()
          .toList();
    }
  }

  /** Makes the files of a partition unreadable. */
  private static void spoil(Path partition) throws Exception {
    try (Stream<Path> files = Files.walk(partition)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.writeString(file, "no Parquet any more");
      }
    }
  }

  @Test
  void whatIsWrittenByPartitionIsReadBack() throws Exception {
    Path path = directory.resolve("orders");
    orders.write().partitionBy("year", "STATUS").parquet(path.toString());
    assertThat(partitions(path)).contains("year=1992/status=F", "year=1998/status=O");
    DataFrame read = session.read().parquet(path.toString());
    assertThat(read.columns()).containsExactly("o_orderkey", "o_totalprice", "year", "status");
    assertThat(rows(read.select("o_orderkey", "o_totalprice", "status", "year")).toString())
        .isEqualTo(rows(orders).toString());
    read.createOrReplaceTempView("partitioned");
    orders.createOrReplaceTempView("flat");
    String counts =
        "SELECT year, count(*), sum(o_totalprice) FROM %s WHERE %s GROUP BY 1 ORDER BY 1";
    for (String condition :
        List.of(
            "year = 1995",
            "year IN (1993, 1997) AND status <> 'F'",
            "year + 1 = 1996 OR substring(status, 1, 1) = 'P'",
            "status LIKE 'O%' AND o_orderkey < 1000",
            "year = 1800",
            "status IS NULL")) {
      assertThat(session.sql(counts.formatted("partitioned", condition)).collect().toString())
          .as(condition)
          .isEqualTo(session.sql(counts.formatted("flat", condition)).collect().toString());
    }
    assertThat(
            session
                .sql(
                    "SELECT a.year, count(*) FROM partitioned a JOIN partitioned b ON"
                        + " a.o_orderkey = b.o_orderkey WHERE a.year = 1995 AND b.status = 'F'"
                        + " GROUP BY a.year UNION ALL SELECT year, count(*) FROM partitioned"
                        + " WHERE year = 1994 GROUP BY year")
                .count())
        .isEqualTo(2);
  }

  @Test
  void patternsBelowABasePathKeepTheirPartitionColumns() throws Exception {
    Path path = directory.resolve("pruned");
    orders.write().partitionBy("year").parquet(path.toString());
    spoil(path.resolve("year=1992"));
    DataFrame read =
        session.read().option("basePath", path.toString()).parquet(path + "/year=199[3-8]");
    assertThat(read.filter("year >= 1993").count()).isEqualTo(orders.filter("year > 1992").count());
  }

  /** Names and values that mean something to file systems, and names that would be hidden. */
  @Test
  void whateverTheNamesAndValuesAreTheyComeBack() throws Exception {
    List<String> values =
        List.of(
            "a/b",
            "..",
            ".",
            "50%",
            "%2F",
            "k=v",
            " x ",
            "[x]{y}*?",
            "grüße 漢😀",
            "10:30",
            "\\n\"'");
    for (String column : List.of("_", "_id", ".x", "k=v", "a/b %41")) {
      Path path = directory.resolve("names" + column.hashCode());
      Schema schema =
          Schema.of(new Field("n", DataType.INT, false), new Field(column, DataType.STRING, true));
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        rows.add(Row.of(schema, i, values.get(i)));
      }
      rows.add(Row.of(schema, values.size(), null));
      session.createDataFrame(rows, schema).write().partitionBy(column).parquet("" + path);
      DataFrame read = session.read().parquet("" + path);
      assertThat(read.orderBy("n").collect().toString()).as(column).isEqualTo(rows.toString());
      assertThat(read.filter(Functions.col("`" + column + "`").equalTo("..")).count()).isEqualTo(1);
    }
  }

  @Test
  void dynamicOverwriteReplacesOnlyWhatItWrites() throws Exception {
    Path path = directory.resolve("dynamic");
    orders.write().partitionBy("status").parquet(path.toString());
    DataFrame finished = orders.filter("status = 'F' AND year = 1992");
    finished
        .write()
        .partitionBy("status")
        .mode("overwrite")
        .option("partitionOverwriteMode", "dynamic")
        .parquet(path.toString());
    DataFrame read = session.read().parquet(path.toString());
    assertThat(read.filter("status = 'F'").count()).isEqualTo(finished.count());
    assertThat(read.filter("status = 'O'").count())
        .isEqualTo(orders.filter("status = 'O'").count());
    session.sql(
        "INSERT OVERWRITE DIRECTORY '%s' USING parquet OPTIONS (partitionBy 'status')"
                .formatted(path)
            + " SELECT 1 AS o_orderkey, 'F' AS status");
    assertThat(session.read().parquet(path.toString()).count()).isEqualTo(1);
  }

  @Test
  void morePartitionsThanOpenWritersAreSorted() throws Exception {
    Path path = directory.resolve("many");
    session.conf().set("distaff.write.maxOpenPartitions", "2");
    try {
      orders
          .selectExpr(
              "o_orderkey", "CASE WHEN o_orderkey % 50 = 0 THEN NULL ELSE o_orderkey % 50 END AS k")
          .write()
          .partitionBy("k")
          .parquet(path.toString());
    } finally {
      session.conf().unset("distaff.write.maxOpenPartitions");
    }
    DataFrame read = session.read().parquet(path.toString());
    assertThat(read.filter("k IS NULL").count())
        .isEqualTo(orders.filter("o_orderkey % 50 = 0").count());
    assertThat(read.filter("k = o_orderkey % 50").count())
        .isEqualTo(orders.filter("o_orderkey % 50 <> 0").count());

    // Not in the sample of directories that is looked at before the conditions are known.
    spoil(path.resolve("k=11"));
    DataFrame spoiled = session.read().parquet(path.toString());
    assertThat(spoiled.filter("k % 50 <> 11").count())
        .isEqualTo(orders.filter("o_orderkey % 50 NOT IN (0, 11)").count());
    assertThatThrownBy(() -> spoiled.filter("k = 11").count()).hasMessageContaining("k=11");
  }

  @Test
  void wrongPartitionColumnsAreToldBeforeAnythingRuns() {
    String path = directory.resolve("wrong").toString();
    assertThatThrownBy(() -> orders.write().partitionBy("month").parquet(path))
        .hasMessageContaining("month");
    assertThatThrownBy(() -> orders.select("year").write().partitionBy("year").parquet(path))
        .hasMessageContaining("every column");
    assertThatThrownBy(() -> orders.write().partitionBy("year", "year").parquet(path))
        .hasMessageContaining("twice");
    assertThat(Path.of(path)).doesNotExist();
  }

  @Test
  void filesOfOneTableMayDifferWhenTheirSchemasAreMerged() {
    Path path = directory.resolve("merged");
    orders
        .selectExpr("CAST(o_orderkey AS int) AS a", "year")
        .limit(10)
        .write()
        .parquet(path.toString());
    orders
        .selectExpr("o_orderkey AS a", "status AS extra")
        .limit(5)
        .write()
        .mode("append")
        .parquet(path.toString());
    DataFrame read = session.read().option("mergeSchema", true).parquet(path.toString());
    assertThat(read.columns()).containsExactlyInAnyOrder("a", "year", "extra");
    assertThat(read.filter("extra IS NULL").count()).isEqualTo(10);
    assertThat(read.filter("year IS NULL").count()).isEqualTo(5);
  }
}
