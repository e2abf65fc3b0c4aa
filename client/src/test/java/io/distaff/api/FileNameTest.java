package io.distaff.api;

import static io.distaff.api.Functions.col;
import static io.distaff.api.Functions.input_file_name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a row, as {@code input_file_name()} tells it. */
class FileNameTest {
  @TempDir static Path directory;
  private static Session session;

  /** Four files in two partition directories of each format; numbers below 100 are in one. */
  @BeforeAll
  static void write() {
    session = Session.builder().master("local[2]").getOrCreate();
    for (String format : List.of("parquet", "csv", "json")) {
      for (int part = 0; part < 2; part++) {
        session
            .sql(
                "SELECT id, id / 2 AS half, mod(id, 2) AS odd FROM range(%d, %d)"
                    .formatted(part * 100, part * 100 + 100))
            .write()
            .format(format)
            .mode("append")
            .partitionBy("odd")
            .save(path(format));
      }
      read(format, path(format)).createOrReplaceTempView(format + "_files");
    }
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static DataFrame read(String format, String path) {
    DataFrameReader reader = session.read().format(format);
    return format.equals("parquet")
        ? reader.load(path)
        : reader.schema("id bigint, half double").load(path);
  }

  private static String path(String name) {
    return directory.resolve(name).toString();
  }

  private static List<List<Object>> values(String query) {
    return session.sql(query).collect().stream().map(Row::values).toList();
  }

  @Test
  void everyRowHasThePathOfItsFile() throws IOException {
    for (String format : List.of("parquet", "csv", "json")) {
      List<List<Object>> files =
          values(
              "SELECT input_file_name(), min(id), max(id), count(*) FROM %s_files GROUP BY 1 ORDER BY 2"
                  .formatted(format));
      assertThat(files).hasSize(4);
      assertThat(files.stream().map(file -> file.subList(1, 4)))
          .containsExactly(
              List.of(0L, 98L, 50L),
              List.of(1L, 99L, 50L),
              List.of(100L, 198L, 50L),
              List.of(101L, 199L, 50L));
      for (List<Object> file : files) {
        Path found = Path.of(file.get(0).toString().replaceFirst("^file:/*", "/"));
        assertThat(Files.isRegularFile(found)).as(found.toString()).isTrue();
        assertThat(found.getParent().getFileName()).hasToString("odd=" + (long) file.get(1) % 2);
        DataFrame alone = read(format, found.toString());
        assertThat(alone.count()).isEqualTo(50);
        assertThat(alone.select(input_file_name()).distinct().first().values())
            .containsExactly(file.get(0));
      }
    }
  }

  @Test
  void filtersColumnsAndJoinsAboveKeepIt() {
    for (String format : List.of("parquet", "csv", "json")) {
      String files = format + "_files";
      String named = "(SELECT id, odd, input_file_name() AS file FROM %s) n".formatted(files);
      String one = "(SELECT max(input_file_name()) FROM %s WHERE id = 101)".formatted(files);
      assertThat(
              values(
                  "SELECT count(*), min(id) FROM %s WHERE input_file_name() = %s"
                      .formatted(files, one)))
          .containsExactly(List.of(50L, 101L));
      assertThat(
              values(
                  "SELECT count(*), min(id) FROM %s WHERE odd = 1 AND input_file_name() = %s"
                      .formatted(files, one)))
          .containsExactly(List.of(50L, 101L));
      assertThat(
              values(
                  "SELECT count(*), count(DISTINCT file), min(r.id) FROM %s JOIN range(150, 300) r ON n.id = r.id WHERE file <> ''"
                      .formatted(named)))
          .containsExactly(List.of(50L, 2L, 150L));
      assertThat(
              values(
                      "SELECT file, row_number() OVER (PARTITION BY file ORDER BY id) AS k FROM %s ORDER BY k DESC LIMIT 1"
                          .formatted(named))
                  .get(0)
                  .get(1))
          .isEqualTo(50L);
      assertThat(
              values(
                  ("SELECT count(DISTINCT f) FROM (SELECT input_file_name() AS f FROM %s WHERE odd"
                          + " = 0 UNION ALL SELECT input_file_name() FROM range(3))")
                      .formatted(files)))
          .containsExactly(List.of(3L));
      assertThat(
              values(
                  ("SELECT count(*) FROM %1$s a WHERE input_file_name() <> '' AND EXISTS (SELECT 1"
                          + " FROM %1$s b WHERE b.id = a.id + 100 AND input_file_name() LIKE"
                          + " '%%odd=1%%')")
                      .formatted(files)))
          .containsExactly(List.of(50L));
    }
  }

  @Test
  void programsSelectItAndFilterByIt() {
    DataFrame named =
        session
            .table("parquet_files")
            .filter(col("id").lt(50))
            .withColumn("file", input_file_name())
            .filter(col("odd").equalTo(1));
    assertThat(named.select("file").distinct().count()).isEqualTo(1);
    assertThat(session.table("json_files").filter(input_file_name().contains("odd=0")).count())
        .isEqualTo(100);
  }

  @Test
  void rowsOfNoFileHaveNone() {
    assertThat(values("SELECT input_file_name(), id FROM range(1)"))
        .containsExactly(List.of("", 0L));
    assertThat(values("SELECT input_file_name()")).containsExactly(List.of(""));
    assertThat(values("SELECT DISTINCT input_file_name() FROM tpch.`sf0.01`.nation"))
        .containsExactly(List.of(""));
  }

  @Test
  void rowsOfSeveralScansAreRefused() {
    for (String query :
        List.of(
            "SELECT input_file_name() FROM parquet_files a JOIN csv_files b ON a.id = b.id",
            "SELECT a.id FROM parquet_files a JOIN csv_files b ON a.id = b.id AND input_file_name()"
                + " <> ''",
            "SELECT odd, input_file_name() FROM parquet_files GROUP BY odd")) {
      assertThatThrownBy(() -> session.sql(query).collect())
          .as(query)
          .hasMessageContaining(
              "input_file_name() is known of rows as they come from files, not of")
          .hasMessageContaining("call it in a sub-query over the files alone");
    }
    DataFrame cached = session.table("csv_files").cache();
    assertThatThrownBy(() -> cached.select(input_file_name()).collect())
        .hasMessageContaining("not of cached rows");
    cached.unpersist();
  }
}
