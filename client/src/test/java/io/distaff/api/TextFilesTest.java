package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import io.distaff.types.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV and JSON lines through the whole engine, in SQL and in DataFrames. */
class TextFilesTest {
  private static final long ORDERS = 15_000;
  private static final String SUMS =
      "SELECT count(*), sum(o_orderkey), sum(CAST(o_totalprice AS decimal(15,2))),"
          + " min(CAST(o_orderdate AS date)), max(o_comment) FROM ";

  @TempDir static Path directory;
  private static Session session;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static List<List<Object>> values(DataFrame frame) {
    return frame.collect().stream().map(Row::values).toList();
  }

  private static List<String> endings(Path written) throws IOException {
    try (Stream<Path> files = Files.list(written)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("part-"))
          .map(name -> name.substring(name.indexOf('.')))
          .distinct()
          .toList();
    }
  }

  @Test
  void ordersMakeTheRoundTripInEveryFormat() throws IOException {
    List<Object> expected = session.sql(SUMS + "tpch.`sf0.01`.orders").first().values();
    String columns =
        "o_orderkey bigint, o_custkey bigint, o_orderstatus string, o_totalprice decimal(15,2),"
            + " o_orderdate date, o_orderpriority string, o_clerk string, o_shippriority int,"
            + " o_comment string";
    for (String format : List.of("csv", "json")) {
      for (String compression : List.of("none", "gzip", "zstd")) {
        Path path = directory.resolve(format + "-" + compression);
        session.sql(
            ("INSERT OVERWRITE DIRECTORY '%s' USING %s OPTIONS (compression '%s') "
                    + "SELECT * FROM tpch.`sf0.01`.orders")
                .formatted(path, format, compression));
        String ending =
            compression.equals("none") ? "" : compression.equals("gzip") ? ".gz" : ".zst";
        assertThat(endings(path)).containsExactly("." + format + ending);
        session.sql(
            "CREATE OR REPLACE TEMPORARY VIEW back USING %s OPTIONS (path '%s', schema '%s')"
                .formatted(format, path, columns));
        assertThat(session.sql(SUMS + "back").first().values())
            .as(format + " " + compression)
            .isEqualTo(expected);
      }
    }
    assertThat(values(session.sql("SHOW TABLES"))).contains(Arrays.asList("", "back", "json"));
  }

  @Test
  void readersAndWritersOfDataFramesTakeOptions() throws IOException {
    Path path = directory.resolve("frame");
    session
        .sql("SELECT o_orderkey AS k, o_comment AS c, o_orderdate AS d FROM tpch.`sf0.01`.orders")
        .write()
        .option("header", "true")
        .option("sep", "|")
        .csv(path.toString());
    DataFrame read =
        session
            .read()
            .option("header", "true")
            .option("sep", "|")
            .option("inferSchema", "true")
            .csv(path.toString());
    assertThat(read.schema()).isEqualTo(SchemaParser.parse("k bigint, c string, d date"));
    assertThat(read.count()).isEqualTo(ORDERS);
    assertThat(read.filter("k = 1").collect()).hasSize(1);
    assertThat(
            session
                .read()
                .option("sep", "|")
                .option("header", "true")
                .schema("a int, b string," + " c string")
                .csv(path.toString())
                .limit(7)
                .count())
        .isEqualTo(7);
  }

  @Test
  void aPathIsATable() throws IOException {
    Path csv = Files.writeString(directory.resolve("p.csv"), "1,a\n2,b\n");
    Path json =
        Files.writeString(
            directory.resolve("p.json"), "{\"id\":2,\"tags\":[\"x\",\"y\"]}\n{\"id\":1}\n");
    DataFrame joined =
        session.sql(
            "SELECT c._c1, j.tags FROM csv.`%s` c JOIN json.`%s` j ON CAST(c._c0 AS bigint) = j.id ORDER BY 1"
                .formatted(csv, json));
    assertThat(values(joined))
        .containsExactly(Arrays.asList("a", null), Arrays.asList("b", List.of("x", "y")));
  }

  @Test
  void nullsWithoutATypeAndConstantsAreWritten() throws IOException {
    for (String format : List.of("csv", "json")) {
      Path path = directory.resolve("constants-" + format);
      session.sql(
          "INSERT OVERWRITE DIRECTORY '%s' USING %s SELECT 1 AS a, NULL AS b, 'x' AS c"
              .formatted(path, format));
      try (Stream<Path> files = Files.list(path)) {
        Path file = files.filter(f -> f.toString().endsWith(format)).findFirst().orElseThrow();
        assertThat(file).hasContent(format.equals("csv") ? "1,,x" : "{\"a\":1,\"c\":\"x\"}");
      }
    }
  }

  @Test
  void tablesOfTheSameFilesWithOtherOptionsAreOthers() throws IOException {
    Path path = Files.writeString(directory.resolve("twice.csv"), "a\n1\n2\n");
    DataFrame with = session.read().option("header", "true").csv(path.toString());
    DataFrame without = session.read().csv(path.toString());
    with.createOrReplaceTempView("with_header");
    without.createOrReplaceTempView("without_header");
    assertThat(
            session
                .sql(
                    "SELECT (SELECT count(*) FROM with_header), (SELECT count(*) FROM"
                        + " without_header)")
                .first()
                .values())
        .containsExactly(2L, 3L);
  }

  @Test
  void malformedRecordsFailWithTheirPlaceUnlessTheModeSaysOtherwise() throws IOException {
    Path path = Files.writeString(directory.resolve("bad.csv"), "1,a\nx,b\n3\n");
    assertThatThrownBy(
            () -> session.read().schema("n int, s string").csv(path.toString()).collect())
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code().category()).isEqualTo(ErrorCode.Category.USER))
        .hasMessageContaining("bad.csv, line 3");
    DataFrame dropped =
        session.read().schema("n int, s string").option("mode", "drop").csv(path.toString());
    assertThat(values(dropped)).containsExactly(Arrays.asList(1, "a"));
    DataFrame nulls =
        session.read().schema("n int, s string").option("mode", "null").csv(path.toString());
    assertThat(values(nulls))
        .containsExactlyInAnyOrder(
            Arrays.asList(1, "a"), Arrays.asList(null, "b"), Arrays.asList(3, null));
  }

  @Test
  void wrongOptionsFormatsAndSchemasAreToldAtOnce() throws IOException {
    Path path = Files.writeString(directory.resolve("o.csv"), "1\n");
    assertThatThrownBy(() -> session.read().option("heade", "true").csv(path.toString()))
        .hasMessageContaining("Did you mean 'header'?");
    assertThatThrownBy(() -> session.read().schema("a itn").csv(path.toString()))
        .hasMessageContaining("did you mean int?");
    assertThatThrownBy(() -> session.sql("CREATE TEMPORARY VIEW v USING cvs OPTIONS (path 'x')"))
        .hasMessageContaining("did you mean csv?");
    DataFrame nested = session.sql("SELECT ARRAY[1] AS a");
    assertThatThrownBy(() -> nested.write().csv(directory.resolve("no").toString()))
        .hasMessageContaining("csv can't hold column a");
    assertThat(directory.resolve("no")).doesNotExist();
  }

  record Sale(String shop, double amount) {}

  @Test
  void columnsOfCsvAreTextUnlessToldOtherwise() throws IOException {
    Path file = Files.writeString(directory.resolve("sales.csv"), "shop,amount\na,1.5\n");
    DataFrame sales = session.read().option("header", true).csv(file.toString());
    // Before anything runs, with the column, its type and what to do.
    assertThatThrownBy(() -> sales.as(Sale.class))
        .hasMessageContaining("column amount is string, which can't become double without loss")
        .hasMessageContaining("CAST it");
    assertThatThrownBy(() -> sales.first().getDouble("amount"))
        .hasMessageContaining("column amount is string, so getDouble can't read it")
        .hasMessageContaining("CAST it");
    DataFrame inferred =
        session.read().option("header", true).option("inferSchema", true).csv(file.toString());
    assertThat(inferred.as(Sale.class).collect()).containsExactly(new Sale("a", 1.5));
  }
}
