package io.distaff.api;

import static io.distaff.api.Functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import io.distaff.types.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files belong to a table, and tables of lines, through the whole engine. */
class ReadOptionsTest {
  @TempDir static Path warehouse;
  private static Session session;
  @TempDir Path directory;
  @TempDir Path other;

  @BeforeAll
  static void open() {
    session =
        Session.builder()
            .master("local[2]")
            .config("distaff.sql.warehouse.dir", warehouse.toString())
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private void write(String name, String text, String changed) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(changed)));
  }

  private List<Object> read(String... options) {
    DataFrameReader reader = session.read().schema("a string");
    for (int i = 0; i < options.length; i += 2) {
      reader.option(options[i], options[i + 1]);
    }
    return reader.csv(directory.toString()).orderBy("a").collect().stream()
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void filesAreChosenByNameAndTime() throws IOException {
    write("one.csv", "one\n", "2026-01-01T00:00:00Z");
    write("two.csv", "two\n", "2026-02-01T00:00:00Z");
    write("below/three.txt", "three\n", "2026-03-01T00:00:00Z");
    assertThat(read()).containsExactly("one", "three", "two");
    assertThat(read("pathGlobFilter", "*.csv")).containsExactly("one", "two");
    assertThat(read("pathglobfilter", "t{wo,hree}.*")).containsExactly("three", "two");
    assertThat(read("modifiedAfter", "2026-01-01T00:00:00")).containsExactly("three", "two");
    assertThat(read("modifiedBefore", "2026-02-01 00:00:00")).containsExactly("one");
    assertThat(
            read(
                "modifiedAfter",
                "2026-01-15T00:00:00",
                "pathGlobFilter",
                "*.csv",
                "modifiedBefore",
                "2026-03-01T00:00:00"))
        .containsExactly("two");
    assertThat(read("pathGlobFilter", "*.none")).isEmpty();
    assertThat(
            session
                .read()
                .schema("a string")
                .option("pathGlobFilter", "o*")
                .csv(directory.resolve("*.csv").toString())
                .count())
        .isEqualTo(1);
  }

  @Test
  void ofPartitionDirectoriesAndParquetToo() throws IOException {
    session
        .range(6)
        .withColumn("p", col("id").mod(2))
        .write()
        .partitionBy("p")
        .parquet(directory.resolve("t").toString());
    for (Path part : List.of(directory.resolve("t/p=0"), directory.resolve("t/p=1"))) {
      Files.writeString(part.resolve("note.txt"), "no Parquet");
    }
    DataFrame table =
        session
            .read()
            .option("pathGlobFilter", "*.parquet")
            .parquet(directory.resolve("t").toString());
    assertThat(table.filter("p = 1").count()).isEqualTo(3);
    assertThat(table.count()).isEqualTo(6);
    session.sql(
        "CREATE TEMPORARY VIEW chosen USING parquet OPTIONS (path '%s', pathGlobFilter '*.parquet')"
            .formatted(directory.resolve("t")));
    assertThat(session.table("chosen").count()).isEqualTo(6);
  }

  @Test
  void whatIsNoPatternOrNoTimeIsRefused() {
    assertThatThrownBy(() -> read("pathGlobFilter", "[a"))
        .hasMessageContaining("pathGlobFilter is no pattern");
    assertThatThrownBy(() -> read("modifiedAfter", "yesterday"))
        .hasMessageContaining(
            "modifiedAfter is a time of UTC such as 2026-01-31T12:00:00, not 'yesterday'");
    assertThatThrownBy(() -> read("modifiedSince", "2026-01-01T00:00:00"))
        .hasMessageContaining("no option 'modifiedSince'");
  }

  @Test
  void linesAreATable() throws IOException {
    write("day=1/a.txt", "one two\n\n", "2026-01-01T00:00:00Z");
    write("day=2/b.txt", "three", "2026-01-01T00:00:00Z");
    DataFrame lines = session.read().text(directory.toString());
    assertThat(lines.schema()).hasToString("(value string, day int)");
    assertThat(lines.orderBy("day", "value").collect())
        .hasToString("[[, 1], [one two, 1], [three, 2]]");
    assertThat(session.read().textFile(directory.toString()).collect())
        .containsExactlyInAnyOrder("one two", "", "three");
    assertThat(
            session
                .sql("SELECT count(*) FROM text.`" + directory + "` WHERE day = 1")
                .first()
                .getLong(0))
        .isEqualTo(2);
    Path out = other.resolve("out");
    lines.select(col("value"), col("day")).write().partitionBy("day").text(out.toString());
    assertThat(session.read().text(out.toString()).collect())
        .containsExactlyInAnyOrderElementsOf(lines.collect());
    assertThatThrownBy(() -> lines.write().mode("overwrite").text(out.toString()))
        .hasMessageContaining("text holds one column, a string");
  }

  @Test
  void aTableOfLinesTakesInserts() {
    session.sql(
        "CREATE TABLE notes (note string, day int) USING text PARTITIONED BY (day) LOCATION '%s'"
            .formatted(directory.resolve("notes")));
    session.sql("INSERT INTO notes VALUES ('a, b', 1), ('', 2)");
    assertThat(session.table("notes").orderBy("day").collect())
        .extracting(Row::toString)
        .containsExactly("[a, b, 1]", "[, 2]");
    assertThatThrownBy(() -> session.sql("CREATE TABLE numbers (n int) USING text"))
        .hasMessageContaining("text");
    session.sql("DROP TABLE notes");
  }

  @Test
  void aSchemaSaysTheColumnsOfParquet() throws IOException {
    String path = directory.resolve("asked").toString();
    session
        .sql("SELECT CAST(id AS int) AS id, 'n' || id AS name, id % 2 AS p FROM range(4)")
        .write()
        .partitionBy("p")
        .parquet(path);
    DataFrame asked = session.read().schema("ID bigint, other string").parquet(path);
    assertThat(asked.schema().toDDL()).isEqualTo("`ID` bigint, `other` string, `p` int");
    assertThat(asked.orderBy("id").collect().toString())
        .isEqualTo("[[0, null, 0], [1, null, 1], [2, null, 0], [3, null, 1]]");
    Schema typed = new Schema().add("p", "string").add("name", "string");
    assertThat(session.read().schema(typed).parquet(path).filter("p = '1'").collect().toString())
        .isEqualTo("[[n1, 1], [n3, 1]]");
    session.sql(
        "CREATE TEMPORARY VIEW asked USING parquet OPTIONS (path '%s', schema 'id double')"
            .formatted(path));
    assertThat(session.sql("SELECT sum(id) FROM asked").first().getDouble(0)).isEqualTo(6.0);
    assertThatThrownBy(() -> session.read().schema("name int").parquet(path))
        .hasMessageContaining("can't read the column name of")
        .hasMessageContaining("the file has string, the table int");
    assertThatThrownBy(() -> session.read().schema("name txt").parquet(path))
        .hasMessageContaining("no type txt; did you mean text");
    Path empty = Files.createDirectory(directory.resolve("empty"));
    DataFrame none = session.read().schema("a int").parquet(empty.toString());
    assertThat(none.columns()).containsExactly("a");
    assertThat(none.collect()).isEmpty();
  }
}
