package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import io.distaff.types.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV and JSON in partition directories. */
class PartitionedTextTest {
  @TempDir static Path directory;
  private static Session session;
  private static DataFrame orders;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    orders =
        session.sql(
            "SELECT o_orderkey, o_clerk, o_orderstatus AS status, EXTRACT(YEAR FROM o_orderdate) AS"
                + " year FROM tpch.`sf0.01`.orders WHERE o_orderkey < 6000");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static void file(String name, String content) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private static String path(String name) {
    return directory.resolve(name).toString();
  }

  private static List<List<Object>> values(DataFrame frame) {
    return frame.collect().stream().map(Row::values).toList();
  }

  @Test
  void whatIsWrittenByPartitionIsReadBackInEveryFormat() {
    for (String format : List.of("csv", "json")) {
      for (String compression : List.of("none", "gzip", "zstd")) {
        String path = path(format + "-" + compression);
        orders
            .write()
            .format(format)
            .option("compression", compression)
            .partitionBy("year", "status")
            .save(path);
        DataFrame read =
            session.read().format(format).schema("o_orderkey bigint, o_clerk string").load(path);
        assertThat(read.schema())
            .isEqualTo(
                SchemaParser.parse("o_orderkey bigint, o_clerk string, year int, status string"));
        read.createOrReplaceTempView("partitioned");
        orders.createOrReplaceTempView("flat");
        for (String query :
            List.of(
                "SELECT o_orderkey, o_clerk, status, year FROM %s ORDER BY o_orderkey",
                "SELECT year, status, count(*) FROM %s GROUP BY 1, 2 ORDER BY 1, 2",
                "SELECT count(*) FROM %s WHERE year = 1995",
                "SELECT year, max(o_clerk) FROM %s WHERE year IN (1993, 1997) AND status <> 'F'"
                    + " GROUP BY year ORDER BY year",
                "SELECT status FROM %s WHERE o_orderkey = 7",
                "SELECT count(*) FROM %s WHERE year = 1800",
                "SELECT DISTINCT status FROM %s ORDER BY 1")) {
          assertThat(session.sql(query.formatted("partitioned")).collect().toString())
              .as(format + " " + compression + ": " + query)
              .isEqualTo(session.sql(query.formatted("flat")).collect().toString());
        }
        assertThat(read.limit(5).collect()).hasSize(5);
      }
    }
  }

  @Test
  void directoriesThatConditionsLeaveOutArentRead() throws IOException {
    file("pruned/k=1/a.csv", "1,x\n2,y\n");
    file("pruned/k=2/a.csv", "no,number,but more fields\n");
    file("pruned/k=2/b=9/a.csv", "a partition inside of a partition\n");
    DataFrame read = session.read().schema("n int, s string, k int").csv(path("pruned/k=1"));
    assertThat(read.columns()).containsExactly("n", "s", "k");
    DataFrame pruned =
        session
            .read()
            .option("basePath", path("pruned"))
            .schema("n int, s string")
            .csv(path("pruned/k=1"));
    assertThat(values(pruned))
        .containsExactlyInAnyOrder(Arrays.asList(1, "x", 1), Arrays.asList(2, "y", 1));
    file("late/k=1/a.csv", "1,x\n2,y\n");
    file("late/k=2/a.csv", "no,number,but more fields\n");
    DataFrame late = session.read().schema("n int, s string").csv(path("late"));
    assertThat(values(late.filter("k + 1 = 2"))).hasSize(2);
    assertThatThrownBy(late::collect).hasMessageContaining("k=2/a.csv, line 1");
    assertThat(late.filter("k < 2").explained("physical"))
        .contains("TextScan")
        .contains("(1 partition, 1 file)");
  }

  @Test
  void columnsOfDirectoriesHideThoseOfFiles() throws IOException {
    file("both/b=7/x.csv", "a,B,c\n1,2,3\n");
    DataFrame csv = session.read().option("header", true).csv(path("both"));
    assertThat(csv.columns()).containsExactly("a", "c", "b");
    assertThat(values(csv)).containsExactly(Arrays.asList("1", "3", 7));
    assertThat(values(csv.select("c"))).containsExactly(List.of("3"));
    file("jboth/b=7/x.json", "{\"a\":1,\"b\":2,\"c\":3}\n");
    DataFrame json = session.read().json(path("jboth"));
    assertThat(json.columns()).containsExactly("a", "c", "b");
    assertThat(values(json)).containsExactly(Arrays.asList(1L, 3L, 7));
  }

  @Test
  void aGivenSchemaSaysWhatDirectoriesAre() throws IOException {
    file("given/k=01/x.csv", "a\n");
    file("given/k=2/x.csv", "b\n");
    assertThat(session.read().csv(path("given")).schema())
        .isEqualTo(SchemaParser.parse("_c0 string, k int"));
    assertThat(
            session
                .read()
                .option("partitionColumnTypeInference", false)
                .csv(path("given"))
                .schema())
        .isEqualTo(SchemaParser.parse("_c0 string, k string"));
    DataFrame given = session.read().schema("K string, s string").csv(path("given"));
    assertThat(given.schema()).isEqualTo(SchemaParser.parse("s string, K string"));
    assertThat(values(given.filter("K = '01'"))).containsExactly(Arrays.asList("a", "01"));
    DataFrame flat =
        session.read().option("recursiveFileLookup", true).schema("s string").csv(path("given"));
    assertThat(flat.columns()).containsExactly("s");
    assertThat(flat.count()).isEqualTo(2);
    assertThatThrownBy(() -> session.read().schema("s string, k date").csv(path("given")).collect())
        .hasMessageContaining("which is no date");
    assertThatThrownBy(() -> session.read().schema("s string, k array<int>").csv(path("given")))
        .hasMessageContaining("can't be the name of a directory");
    assertThatThrownBy(() -> session.read().schema("s string, s int").csv(path("given")))
        .hasMessageContaining("two columns are called s");
    assertThatThrownBy(() -> session.read().schema("k int").csv(path("given")))
        .hasMessageContaining("no column of the files");
    assertThatThrownBy(() -> session.read().option("recursiveFileLokup", true).csv(path("given")))
        .hasMessageContaining("Did you mean 'recursiveFileLookup'?");
  }

  @Test
  void patternsAndSeveralPathsMakeOneTable() throws IOException {
    for (int year = 2020; year < 2024; year++) {
      file("several/year=" + year + "/x.json", "{\"n\":" + year + "}\n");
    }
    DataFrame some =
        session.read().option("basePath", path("several")).json(path("several/year=202[12]"));
    assertThat(values(some.orderBy("n")))
        .containsExactly(Arrays.asList(2021L, 2021), Arrays.asList(2022L, 2022));
    DataFrame two =
        session
            .read()
            .option("basePath", path("several"))
            .json(path("several/year=2020"), path("several/year=2023"));
    assertThat(two.filter("year > 2020").count()).isEqualTo(1);
    assertThat(two.count()).isEqualTo(2);
    file("several/loose.json", "{\"n\":1}\n");
    assertThatThrownBy(() -> session.read().json(path("several")))
        .hasMessageContaining("one is a partition directory, the other is not");
  }

  @Test
  void malformedRecordsGoToTheColumnForThem() throws IOException {
    file("corrupt/p=1/x.csv", "1,a\nx,b\n\"3\n4,c,d\n5,e\n");
    DataFrame csv =
        session
            .read()
            .option("mode", "permissive")
            .schema("n int, _corrupt_record string, s string")
            .csv(path("corrupt"));
    assertThat(csv.columns()).containsExactly("n", "_corrupt_record", "s", "p");
    assertThat(values(csv))
        .containsExactly(
            Arrays.asList(1, null, "a", 1),
            Arrays.asList(null, "x,b", "b", 1),
            Arrays.asList(null, "\"3", null, 1),
            Arrays.asList(4, "4,c,d", "c", 1),
            Arrays.asList(5, null, "e", 1));
    assertThat(values(csv.filter("_corrupt_record IS NOT NULL").select("_corrupt_record", "p")))
        .containsExactly(
            Arrays.asList("x,b", 1), Arrays.asList("\"3", 1), Arrays.asList("4,c,d", 1));
    assertThat(csv.filter("_corrupt_record IS NULL").count()).isEqualTo(2);
    file("corrupt.json", "{\"a\":1}\n{\"a\":\n[2]\n{\"a\":2}\n");
    DataFrame json = session.read().option("mode", "null").json(path("corrupt.json"));
    assertThat(values(json))
        .containsExactly(
            Arrays.asList(1L, null),
            Arrays.asList(null, "{\"a\":"),
            Arrays.asList(null, "[2]"),
            Arrays.asList(2L, null));
    assertThat(json.columns()).containsExactly("a", "_corrupt_record");
    DataFrame named =
        session
            .read()
            .option("mode", "null")
            .option("inferSchema", true)
            .option("columnNameOfCorruptRecord", "bad")
            .csv(path("corrupt"));
    assertThat(named.columns()).containsExactly("_c0", "_c1", "bad", "p");
    assertThat(named.filter("bad IS NOT NULL").count()).isEqualTo(2);
    assertThatThrownBy(
            () -> session.read().schema("a int, _corrupt_record int").json(path("corrupt.json")))
        .hasMessageContaining("it is a string, not a int");
    assertThatThrownBy(
            () ->
                session
                    .read()
                    .schema("a int, _corrupt_record string")
                    .json(path("corrupt.json"))
                    .collect())
        .hasMessageContaining("line 2");
  }
}
