package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths of any scheme go to the Hadoop FileSystem that has it, S3's as any other. */
class FileSystemsTest {
  @TempDir static Path directory;
  private static Session session;

  @BeforeAll
  static void open() {
    session =
        Session.builder()
            .master("local[2]")
            .config("distaff.sql.warehouse.dir", uri("warehouse"))
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @BeforeEach
  void forgetCalls() {
    ObjectsFileSystem.CALLS.clear();
  }

  private static String uri(String name) {
    return "objects://bucket" + directory.resolve(name);
  }

  private static DataFrame numbers(long rows) {
    return session.range(rows).select(col("id"), col("id").mod(3).as("part"));
  }

  private static List<String> calls(String kind) {
    return ObjectsFileSystem.CALLS.stream().filter(call -> call.startsWith(kind + " ")).toList();
  }

  private static String counts(String path) {
    return session.read().parquet(path).groupBy("part").count().orderBy("part").collect().stream()
        .map(Row::toString)
        .toList()
        .toString();
  }

  @Test
  void partitionedTablesAreWrittenReadAndReplaced() throws IOException {
    String path = uri("table");
    numbers(9).write().partitionBy("part").parquet(path);
    assertThat(calls("create")).isNotEmpty().allMatch(call -> call.contains("objects://bucket/"));
    try (Stream<Path> entries = Files.list(directory.resolve("table"))) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .contains("part=0", "part=1", "part=2");
    }
    assertThat(counts(path)).isEqualTo("[[0, 3], [1, 3], [2, 3]]");
    assertThat(calls("list")).anyMatch(call -> call.contains("part=1"));
    numbers(3).write().mode("append").partitionBy("part").parquet(path);
    assertThat(counts(path)).isEqualTo("[[0, 4], [1, 4], [2, 4]]");
    numbers(2)
        .write()
        .mode("overwrite")
        .option("partitionOverwriteMode", "dynamic")
        .partitionBy("part")
        .parquet(path);
    assertThat(counts(path)).isEqualTo("[[0, 1], [1, 1], [2, 4]]");
    numbers(1).write().mode("overwrite").partitionBy("part").parquet(path);
    assertThat(counts(path)).isEqualTo("[[0, 1]]");
    assertThatThrownBy(() -> numbers(1).write().parquet(path)).hasMessageContaining(path);
  }

  @Test
  void onlyFilesOfTheWantedPartitionsAreOpened() {
    String path = uri("pruned");
    numbers(30).write().partitionBy("part").parquet(path);
    DataFrame table = session.read().parquet(path);
    ObjectsFileSystem.CALLS.clear();
    assertThat(table.filter("part = 2 AND id >= 0").count()).isEqualTo(10);
    assertThat(calls("open")).isNotEmpty().allMatch(call -> call.contains("part=2"));
  }

  @Test
  void textAndTablesOfSqlAreThereToo() {
    String csv = uri("csv");
    numbers(5).write().option("header", true).csv(csv);
    assertThat(session.read().option("header", true).csv(csv).count()).isEqualTo(5);
    assertThat(session.read().text(csv + "/*.csv").filter("value = 'id,part'").count())
        .isPositive();
    session.sql(
        "CREATE TABLE objects_t (id bigint, part bigint) USING parquet LOCATION '"
            + uri("sql")
            + "'");
    session.sql("INSERT INTO objects_t SELECT id, id FROM range(4)");
    assertThat(session.table("objects_t").count()).isEqualTo(4);
    session.sql("DROP TABLE objects_t");
    assertThat(calls("create")).anyMatch(call -> call.contains("/sql/"));
  }

  @Test
  void aSchemeThatNobodyHasIsTold() {
    assertThatThrownBy(() -> session.read().parquet("nowhere://bucket/table"))
        .hasMessageContaining("nowhere://bucket/table");
  }
}
