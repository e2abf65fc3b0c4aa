package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DataFrames that become tables, or go into them. */
class SavedTablesTest {
  @TempDir static Path directory;
  private static Session session;

  @BeforeAll
  static void open() {
    session =
        Session.builder()
            .master("local[2]")
            .config("distaff.sql.warehouse.dir", directory.resolve("warehouse").toString())
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static DataFrame rows(String values, String columns) {
    return session.sql("SELECT * FROM (VALUES " + values + ") AS v(" + columns + ")");
  }

  private static List<List<Object>> table(String name) {
    return session.table(name).collect().stream()
        .map(Row::values)
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  private static void assertFails(ErrorCode code, String message, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void modesSayWhatHappensToATableThatIsThere() {
    DataFrame first = rows("(1, 'x')", "a, b");
    first.write().saveAsTable("modes");
    assertThat(table("modes")).containsExactly(List.of(1, "x"));
    assertFails(
        ErrorCode.NAME_ALREADY_EXISTS,
        "table default.modes exists already",
        () -> first.write().saveAsTable("modes"));
    rows("(2, 'y')", "a, b").write().mode("ignore").saveAsTable("default.modes");
    assertThat(table("modes")).containsExactly(List.of(1, "x"));
    rows("('z', 3)", "B, A").write().mode("append").saveAsTable("modes");
    assertThat(table("modes")).containsExactly(List.of(1, "x"), List.of(3, "z"));
    session
        .table("modes")
        .selectExpr("a + 10 AS c")
        .write()
        .mode("overwrite")
        .format("json")
        .saveAsTable("modes");
    assertThat(table("modes")).containsExactly(List.of(11), List.of(13));
    assertThat(session.sql("SHOW TABLES LIKE 'modes'").first().values())
        .containsExactly("default", "modes", "json");
  }

  @Test
  void tablesHaveTheFormatTheOptionsAndThePartitionsOfTheirWriter() throws Exception {
    Path files = directory.resolve("outside");
    rows("(1, 'x', 7), (2, 'y', 8)", "a, p, b")
        .write()
        .format("csv")
        .option("compression", "gzip")
        .option("path", files.toString())
        .partitionBy("p")
        .saveAsTable("laid");
    assertThat(files.resolve("p=x")).isDirectoryContaining("glob:**.csv.gz");
    assertThat(session.table("laid").columns()).containsExactly("a", "b", "p");
    DataFrame more = rows("('y', 9, 3)", "p, b, a");
    more.write().mode("overwrite_partitions").partitionBy("p").saveAsTable("laid");
    assertThat(table("laid")).containsExactly(List.of(1, 7, "x"), List.of(3, 9, "y"));
    assertFails(
        ErrorCode.SEMANTIC_ERROR,
        "is in csv, not in json",
        () -> more.write().mode("append").format("json").saveAsTable("laid"));
    assertFails(
        ErrorCode.SEMANTIC_ERROR,
        "is partitioned by [p], not by [a]",
        () -> more.write().mode("append").partitionBy("a").saveAsTable("laid"));
    assertFails(
        ErrorCode.SEMANTIC_ERROR,
        "options of its own: leave out sep",
        () -> more.write().mode("append").option("sep", ";").saveAsTable("laid"));
    assertFails(
        ErrorCode.SEMANTIC_ERROR,
        "no column q",
        () -> rows("(1)", "q").write().mode("append").saveAsTable("laid"));
    assertFails(
        ErrorCode.INVALID_CONFIGURATION,
        "Did you mean sep?",
        () -> more.write().format("csv").option("sepp", ";").saveAsTable("other"));
    session.sql("DROP TABLE laid");
    assertThat(files).isDirectory();
  }

  @Test
  void rowsGoIntoATableByPosition() {
    session.sql("CREATE TABLE into_it (a bigint, p string) PARTITIONED BY (p)");
    rows("(1, 'x'), (2, 'y')", "p, a").write().insertInto("into_it");
    rows("(3, 'y')", "a, p").write().mode("append").insertInto("into_it");
    assertThat(table("into_it"))
        .containsExactly(List.of(1L, "x"), List.of(2L, "y"), List.of(3L, "y"));
    rows("(4, 'y')", "a, p").write().mode("overwrite_partitions").insertInto("into_it");
    assertThat(table("into_it")).containsExactly(List.of(1L, "x"), List.of(4L, "y"));
    rows("(5, 'y')", "a, p").write().mode("overwrite").insertInto("into_it");
    assertThat(table("into_it")).containsExactly(List.of(5L, "y"));
    DataFrame wrong = rows("(5, 'y', 1)", "a, p, q");
    assertFails(
        ErrorCode.SEMANTIC_ERROR,
        "gives 3 columns, but 2 are wanted",
        () -> wrong.write().insertInto("into_it"));
    assertFails(
        ErrorCode.TABLE_NOT_FOUND,
        "did you mean into_it?",
        () -> wrong.write().insertInto("into_at"));
    assertFails(
        ErrorCode.USAGE, "set none", () -> wrong.write().partitionBy("p").insertInto("into_it"));
    assertFails(
        ErrorCode.USAGE, "never write", () -> wrong.write().mode("ignore").insertInto("into_it"));
  }

  /** What a reader of a table that is being replaced sees is the old one. */
  @Test
  void aTableThatFailsToBeReplacedStays() throws Exception {
    rows("(1), (2)", "a").write().saveAsTable("stays");
    assertFails(
        ErrorCode.RAISED_BY_QUERY,
        "no",
        () ->
            session
                .table("stays")
                .selectExpr("CASE WHEN a = 2 THEN raise_error('no') ELSE 'x' END AS b")
                .write()
                .mode("overwrite")
                .saveAsTable("stays"));
    assertThat(table("stays")).containsExactly(List.of(1), List.of(2));
    try (var tables = Files.list(directory.resolve("warehouse/default.db"))) {
      assertThat(tables.filter(path -> path.getFileName().toString().contains("stays"))).hasSize(1);
    }
  }

  @Test
  void theCatalogKnowsDatabases() {
    session.sql("CREATE DATABASE stock");
    assertThat(session.catalog().currentDatabase()).isEqualTo("default");
    assertThat(session.catalog().listDatabases()).contains("default", "stock");
    assertThat(session.catalog().databaseExists("Stock")).isTrue();
    assertThat(session.catalog().databaseExists("stocks")).isFalse();
    session.catalog().setCurrentDatabase("stock");
    try {
      rows("(1)", "a").write().saveAsTable("parts");
      assertThat(session.catalog().tableExists("stock.parts")).isTrue();
      session.table("parts").cache().count();
      assertThat(session.catalog().isCached("parts")).isTrue();
      session.catalog().refreshTable("parts");
      assertThat(session.catalog().isCached("parts")).isFalse();
    } finally {
      session.catalog().setCurrentDatabase("default");
    }
  }
}
