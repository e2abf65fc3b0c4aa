package io.distaff.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.catalog.TableMetadata.FileMetadata;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.parquet.read.FooterCache;
import io.distaff.parquet.read.FooterMemory;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.storage.FileStore;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as they lie on a file system. */
class TableLayoutTest {
  private static final ReadOptions MERGE = ReadOptions.of(Map.of("mergeschema", "TRUE"));

  @TempDir Path directory;

  private final FooterMetadataReader reader =
      new FooterMetadataReader(
          new FileStore(new Configuration()), new FooterCache(1 << 20), FooterMemory.halfOfHeap());

  private void file(String path, String query) throws Exception {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
    }
  }

  private TableMetadata read(ReadOptions options, String... paths) {
    return reader.read(
        List.of(paths).stream().map(path -> directory.resolve(path).toString()).toList(), options);
  }

  private TableMetadata read(String... paths) {
    return read(ReadOptions.DEFAULT, paths);
  }

  private String columns(TableMetadata table) {
    return table.schema().fields().stream()
        .map(f -> f.name() + " " + f.type().sqlName())
        .collect(Collectors.joining(", "));
  }

  private List<String> files(TableMetadata table) {
    return table.files().stream()
        .map(f -> f.file().path())
        .map(
            path ->
                path.substring(
                    path.indexOf(directory.toString()) + directory.toString().length() + 1))
        .toList();
  }

  private static Expression equal(int column, Field field, String text) {
    return new Call(
        FunctionNames.EQUAL,
        DataType.BOOLEAN,
        new InputRef(column, field.type()),
        new Literal(field.type(), text));
  }

  private void assertMismatch(Runnable action, String... parts) {
    assertThatThrownBy(action::run)
        .isInstanceOf(DistaffException.class)
        .hasMessageContainingAll(parts)
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.SCHEMA_MISMATCH);
  }

  @Test
  void columnsOfFilesBecomeThoseOfTheTable() throws Exception {
    file("t/a.parquet", "SELECT 1::INT AS n, 1.5::FLOAT AS f, 'x' AS s");
    file("t/b.parquet", "SELECT 2::BIGINT AS N, 2.5::DOUBLE AS f, DATE '2024-01-01' AS d");
    file("t/c.parquet", "SELECT 3.25::DECIMAL(10,2) AS n");
    assertThat(columns(read("t"))).isEqualTo("n decimal(21,2), f double, s string, d date");
    assertThat(read("t").rows()).isEqualTo(3);
    assertThat(read("t").schema().fields()).filteredOn(Field::nullable).hasSize(3);
  }

  @Test
  void typesThatDontGoTogetherAreToldWithFilesAndColumn() throws Exception {
    file("t/a.parquet", "SELECT 1 AS n, 'x' AS s");
    file("t/b.parquet", "SELECT 1 AS n, 7 AS s");
    assertMismatch(() -> read("t"), "column s", "string", "int", "a.parquet", "b.parquet");
  }

  @Test
  void aBoundedSampleOfFootersIsRead() throws Exception {
    file("t/p00.parquet", "SELECT i AS n FROM range(100) r(i)");
    Path first = directory.resolve("t/p00.parquet");
    for (int i = 1; i < 60; i++) {
      Files.copy(first, directory.resolve("t/p%02d.parquet".formatted(i)));
    }
    Files.delete(directory.resolve("t/p03.parquet"));
    file("t/p03.parquet", "SELECT i AS n, 'new' AS added FROM range(100) r(i)");
    TableMetadata sampled = read("t");
    assertThat(sampled.files()).hasSize(60);
    assertThat(sampled.files().stream().filter(FileMetadata::isRead))
        .hasSizeLessThanOrEqualTo(FooterMetadataReader.FOOTERS);
    assertThat(sampled.rows()).isBetween(5_500L, 6_500L);
    TableMetadata merged = read(MERGE, "t");
    assertThat(merged.files()).allMatch(FileMetadata::isRead);
    assertThat(merged.rows()).isEqualTo(6_000);
    assertThat(columns(merged)).isEqualTo("n bigint, added string");
    var splits =
        new SplitEnumerator(BlockHosts.none(), new GeneratedTpch())
            .splits(new TableHandle.ParquetTable("t", List.of("t"), sampled), 2);
    assertThat(splits.stream().map(s -> ((ParquetSplit) s.split()).path())).hasSize(60);
  }

  @Test
  void partitionDirectoriesGiveTypedColumns() throws Exception {
    file("t/_y=2023/d=2024-01-05/k=a%2Fb/r=1.5/a.parquet", "SELECT 1 AS n, 'hidden' AS k");
    file("t/_y=2024/d=2024-02-29/k=7/r=2/b.parquet", "SELECT 2 AS n, 'hidden' AS k");
    file("t/_y=2024/d=__HIVE_DEFAULT_PARTITION__/k=x y/r=2/c.parquet", "SELECT 3 AS n");
    Files.createDirectories(directory.resolve("t/_temporary/k=1"));
    Files.createFile(directory.resolve("t/_SUCCESS"));
    TableMetadata table = read("t");
    assertThat(columns(table)).isEqualTo("n int, _y int, d date, k string, r double");
    assertThat(table.partitions().orElseThrow().columns().size()).isEqualTo(4);
    Map<String, Literal> first = table.files().get(0).partition();
    assertThat(first)
        .containsEntry("_y", new Literal(DataType.INT, "2023"))
        .containsEntry("k", new Literal(DataType.STRING, "a/b"))
        .containsEntry("r", new Literal(DataType.DOUBLE, "1.5"));
    assertThat(table.files().get(2).partition().get("d").isNull()).isTrue();
    ReadOptions text = ReadOptions.of(Map.of("partitionColumnTypeInference", "false"));
    assertThat(columns(read(text, "t")))
        .isEqualTo("n int, _y string, d string, k string, r string");
    assertThat(columns(read(ReadOptions.of(Map.of("recursiveFileLookup", "true")), "t")))
        .isEqualTo("n int, k string");
    ReadOptions base = ReadOptions.of(Map.of("basePath", directory.resolve("t").toString()));
    assertThat(read(base, "t/_y=2024").files().get(0).partition())
        .containsEntry("_y", new Literal(DataType.INT, "2024"));
  }

  @Test
  void nothingIsListedBelowDirectoriesThatDontMatch() throws Exception {
    for (int year = 1900; year < 1980; year++) {
      file("t/year=" + year + "/month=1/a.parquet", "SELECT 1 AS n");
    }
    PartitionedFiles<TableMetadata> partitions = read("t").partitions().orElseThrow();
    // Outside of the sample: whoever lists it finds a layout that doesn't go with the others.
    file("t/year=1903/oops.parquet", "SELECT 1 AS n");
    file("t/year=1904/month=2/b.parquet", "SELECT 4 AS n");
    Field year = partitions.columns().field(0);
    assertThat(files(partitions.matching(List.of(equal(0, year, "1904")))))
        .containsExactly("t/year=1904/month=1/a.parquet", "t/year=1904/month=2/b.parquet");
    Expression product =
        new Call(
            FunctionNames.EQUAL,
            DataType.BOOLEAN,
            new Call(
                FunctionNames.ADD,
                DataType.INT,
                new InputRef(0, DataType.INT),
                new InputRef(1, DataType.INT)),
            new Literal(DataType.INT, "1906"));
    assertThat(files(partitions.matching(List.of(equal(0, year, "1904"), product))))
        .containsExactly("t/year=1904/month=2/b.parquet");
    assertThat(partitions.matching(List.of(equal(0, year, "5"))).files()).isEmpty();
    assertMismatch(() -> partitions.matching(List.of()), "year=1903");
  }

  @Test
  void statisticsAreThoseOfTheMatchingPartitions() throws Exception {
    file("t/k=1/a.parquet", "SELECT i AS n FROM range(10) r(i)");
    file("t/k=2/a.parquet", "SELECT i AS n FROM range(1000) r(i)");
    TableMetadata table = read("t");
    Field k = table.partitions().orElseThrow().columns().field(0);
    TableMetadata one = table.partitions().orElseThrow().matching(List.of(equal(0, k, "1")));
    assertThat(one.rows()).isEqualTo(10);
    TableStatistics statistics =
        TableStatistics.of(new TableHandle.ParquetTable("t", List.of("t"), one));
    assertThat(statistics.distinctValues("k")).isEqualTo(1);
    assertThat(statistics.sizeBytes(List.of("k"))).isZero();
  }

  @Test
  void valuesThatAppearLaterMustGoWithTheColumnsType() throws Exception {
    for (int i = 0; i < 70; i++) {
      file("t/k=" + (1000 + i) + "/a.parquet", "SELECT 1 AS n");
    }
    PartitionedFiles<TableMetadata> partitions = read("t").partitions().orElseThrow();
    assertThat(partitions.columns().type(0)).isEqualTo(DataType.INT);
    assertThat(partitions.matching(List.of()).files()).hasSize(70);
    for (int i = 0; i < 3; i++) {
      file("deep/a=1/k=" + i + "/a.parquet", "SELECT 1 AS n");
    }
    file("deep/a=2/k=x/a.parquet", "SELECT 1 AS n");
    assertThat(columns(read("deep"))).isEqualTo("n int, a int, k string");
  }

  @Test
  void directoriesOfOneTableAreAlike() throws Exception {
    file("mixed/k=1/a.parquet", "SELECT 1 AS n");
    file("mixed/b.parquet", "SELECT 1 AS n");
    assertMismatch(() -> read("mixed"), "k=1", "b.parquet", "recursiveFileLookup");
    file("named/k=1/a.parquet", "SELECT 1 AS n");
    file("named/j=1/a.parquet", "SELECT 1 AS n");
    assertMismatch(() -> read("named"), "k=1", "j=1");
    file("plain/sub/k=1/a.parquet", "SELECT 1 AS n");
    assertMismatch(() -> read("plain"), "k=1");
    assertThat(read(ReadOptions.of(Map.of("recursiveFileLookup", "true")), "plain").files())
        .hasSize(1);
    file("nested/sub/deeper/a.parquet", "SELECT 1 AS n");
    file("nested/b.parquet", "SELECT 1 AS n");
    assertThat(files(read("nested")))
        .containsExactly("nested/b.parquet", "nested/sub/deeper/a.parquet");
  }

  @Test
  void pathsMayBePatternsAndSeveral() throws Exception {
    for (String month : List.of("2023-12", "2024-01", "2024-02", "2024-03")) {
      file(month + "/a.parquet", "SELECT 1 AS n");
    }
    file("[odd]/a.parquet", "SELECT 1 AS n");
    assertThat(read("2024-*").files()).hasSize(3);
    assertThat(files(read("2024-0[1-2]/*.parquet")))
        .containsExactly("2024-01/a.parquet", "2024-02/a.parquet");
    assertThat(read("{2023-12,2024-03}").files()).hasSize(2);
    assertThat(read("2024-0?", "2023-12/a.parquet").files()).hasSize(4);
    assertThat(files(read("[odd]"))).containsExactly("[odd]/a.parquet");
    assertThatThrownBy(() -> read("2025-*"))
        .hasMessageContaining("2025-*")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.PATH_NOT_FOUND);
  }

  @Test
  void emptyAndHiddenFilesAreLeftOut() throws Exception {
    file("t/a.parquet", "SELECT 1 AS n");
    file("t/none.parquet", "SELECT 1 AS n WHERE false");
    Files.createFile(directory.resolve("t/empty.parquet"));
    Files.writeString(directory.resolve("t/.hidden"), "x");
    Files.writeString(directory.resolve("t/_committed"), "x");
    assertThat(files(read("t"))).containsExactly("t/a.parquet", "t/none.parquet");
    assertThat(read("t").rows()).isEqualTo(1);
    Files.createDirectories(directory.resolve("nothing"));
    Files.createFile(directory.resolve("nothing/empty.parquet"));
    assertThatThrownBy(() -> read("nothing")).hasMessageContaining("no Parquet file");
  }

  private TableStatistics statistics(String path) {
    return TableStatistics.of(new TableHandle.ParquetTable(path, List.of(path), read(MERGE, path)));
  }

  @Test
  void countsTheValuesOfPartitions() throws Exception {
    for (String country : List.of("at", "be", "ch")) {
      file("t/c=" + country + "/a.parquet", "SELECT i AS n FROM range(10) r(i)");
      file("t/c=" + country + "/b.parquet", "SELECT i AS n FROM range(10) r(i)");
    }
    assertThat(statistics("t").distinctValues("c")).isEqualTo(3);
  }

  /** Bits per row would say: 1 value where they are sorted, as many as rows where rows are few. */
  @Test
  void estimatesDistinctValuesByDictionaries() throws Exception {
    file(
        "t/a.parquet",
        "SELECT printf('Clerk#%09d', hash(i) % 1000) AS clerk, printf('%04d', i // 200) AS sorted,"
            + " ['AIR', 'FOB', 'MAIL', 'RAIL', 'REG AIR', 'SHIP', 'TRUCK'][1 + (hash(i) %"
            + " 7)::BIGINT] AS mode, 20200000 + 100 * (i % 12) + i % 28 AS day, (i % 500) / 7e0 AS"
            + " x, hash(i)::VARCHAR AS id FROM range(50000) r(i)");
    TableStatistics statistics = statistics("t");
    assertThat(statistics.distinctValues("clerk")).isBetween(300.0, 3000.0);
    assertThat(statistics.distinctValues("sorted")).isBetween(80.0, 1000.0);
    assertThat(statistics.distinctValues("mode")).isBetween(4.0, 14.0);
    assertThat(statistics.distinctValues("day")).isBetween(84.0, 84.0 * 5);
    assertThat(statistics.distinctValues("x")).isBetween(200.0, 1500.0);
    assertThat(statistics.distinctValues("id")).isEqualTo(50000);
  }

  @Test
  void sortedFilesHaveDifferentValues() throws Exception {
    for (int file = 0; file < 8; file++) {
      file(
          "t/" + file + ".parquet",
          "SELECT printf('%06d', " + file * 100 + " + i // 100) AS k FROM range(10000) r(i)");
    }
    assertThat(statistics("t").distinctValues("k")).isBetween(300.0, 2000.0);
  }

  @Test
  void infinityIsABoundLikeOthers() throws Exception {
    file("t/a.parquet", "SELECT i / 2e0 AS x FROM range(10) r(i)");
    file("t/b.parquet", "SELECT 'Infinity'::DOUBLE AS x FROM range(10)");
    assertThat(statistics("t").largest("x")).hasValue(Double.POSITIVE_INFINITY);
    assertThat(statistics("t").smallest("x")).hasValue(-0.0);
  }

  @Test
  void knowsTheShareOfNulls() throws Exception {
    file("t/a.parquet", "SELECT CASE WHEN i % 4 = 0 THEN i END AS x FROM range(100) r(i)");
    assertThat(statistics("t").nullShare("x")).hasValue(0.75);
    assertThat(statistics("t").distinctValues("x")).isEqualTo(25);
  }

  @Test
  void unknownOptionsAreErrors() {
    assertThatThrownBy(() -> ReadOptions.of(Map.of("mergeSchemas", "true")))
        .hasMessageContaining("Did you mean 'mergeSchema'?");
    assertThat(ReadOptions.of(Map.of("basePath", "/t")).directories().basePath())
        .isEqualTo(Optional.of("/t"));
  }

  @Test
  void nestedColumnsHaveASizeButNoBounds() throws Exception {
    file("t/a.parquet", "SELECT [{'x': 1::INTEGER}] AS l, 7 AS n FROM range(100)");
    file("t/b.parquet", "SELECT [{'x': 2::BIGINT, 'y': 'z'}] AS l, 8 AS n FROM range(100)");
    TableMetadata table = read(MERGE, "t");
    assertThat(columns(table)).isEqualTo("l array<struct<x:bigint,y:string>>, n int");
    TableStatistics statistics =
        TableStatistics.of(new TableHandle.ParquetTable("t", List.of("t"), table));
    assertThat(statistics.sizeBytes(List.of("l"))).isPositive();
    assertThat(statistics.smallest("l")).isEmpty();
    assertThat(statistics.distinctValues("l")).isEqualTo(200);
    assertThat(statistics.distinctValues("n")).isEqualTo(2);
  }
}
