package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of writing, from SQL and from programs: what the files are like. */
class WriteOptionsTest {
  private static final String ORDERS =
      "SELECT o_orderkey, o_orderstatus, o_totalprice, o_comment FROM tpch.`sf0.01`.orders";

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

  /** The files that a program's write makes, after those of SQL were found to be alike. */
  private static Map<Path, FileMetaData> write(String name, Map<String, String> options)
      throws IOException {
    Path bySql = directory.resolve(name + "-sql");
    String list =
        options.entrySet().stream()
            .map(option -> "'%s' '%s'".formatted(option.getKey(), option.getValue()))
            .collect(Collectors.joining(", "));
    session.sql(
        "INSERT OVERWRITE DIRECTORY '%s' USING parquet %s %s"
            .formatted(bySql, list.isEmpty() ? "" : "OPTIONS (" + list + ")", ORDERS));
    Path byProgram = directory.resolve(name);
    session.sql(ORDERS).write().options(options).parquet(byProgram.toString());
    Map<Path, FileMetaData> files = footers(byProgram);
    assertThat(List.copyOf(footers(bySql).values())).isEqualTo(List.copyOf(files.values()));
    assertThat(files.values().stream().mapToLong(file -> file.num_rows).sum()).isEqualTo(15_000);
    return files;
  }

  private static Map<Path, FileMetaData> footers(Path path) throws IOException {
    Map<Path, FileMetaData> footers = new TreeMap<>();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length - 8;
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        footers.put(
            file, Util.readFileMetaData(new ByteArrayInputStream(bytes, end - length, length)));
      }
    }
    return footers;
  }

  private static FileMetaData one(Map<Path, FileMetaData> files) {
    assertThat(files).hasSize(1);
    return files.values().iterator().next();
  }

  private static ColumnMetaData column(FileMetaData file, int column) {
    return file.row_groups.get(0).columns.get(column).meta_data;
  }

  @Test
  void pagesAreAsAskedFor() throws Exception {
    ColumnMetaData usual = column(one(write("usual", Map.of())), 1);
    assertThat(usual.codec).isEqualTo(CompressionCodec.ZSTD);
    assertThat(usual.encodings).contains(Encoding.RLE_DICTIONARY);
    assertThat(usual.encoding_stats)
        .extracting(pages -> pages.page_type)
        .containsOnly(PageType.DICTIONARY_PAGE, PageType.DATA_PAGE);
    assertThat(usual.isSetBloom_filter_offset()).isFalse();

    FileMetaData other =
        one(
            write(
                "other",
                Map.of(
                    "compression", "none",
                    "dataPageVersion", "v2",
                    "dictionary", "false",
                    "pageRows", "1000",
                    "bloomFilter", "o_orderkey",
                    "bloomFilterFpp", "0.001")));
    ColumnMetaData status = column(other, 1);
    assertThat(status.codec).isEqualTo(CompressionCodec.UNCOMPRESSED);
    assertThat(status.encodings).doesNotContain(Encoding.RLE_DICTIONARY);
    assertThat(status.encoding_stats)
        .extracting(pages -> pages.page_type)
        .containsOnly(PageType.DATA_PAGE_V2);
    assertThat(status.encoding_stats.get(0).count).isGreaterThanOrEqualTo(15);
    assertThat(status.isSetBloom_filter_offset()).isFalse();
    // 15 000 values at a thousandth: 14.4 bits each, in the next power of two.
    assertThat(column(other, 0).bloom_filter_length).isBetween(32 << 10, (32 << 10) + 64);
    for (String name : List.of("snappy", "gzip", "lz4_raw")) {
      assertThat(column(one(write(name, Map.of("compression", name))), 0).codec)
          .isEqualTo(CompressionCodec.valueOf(name.toUpperCase(Locale.ROOT)));
    }
  }

  @Test
  void rowGroupsAndFilesEndAtTheirSizes() throws Exception {
    assertThat(one(write("rows", Map.of("rowGroupRows", "7000"))).row_groups)
        .extracting(group -> group.num_rows)
        .containsExactly(7000L, 7000L, 1000L);
    List<RowGroup> groups =
        one(write("bytes", Map.of("rowGroupSize", "200k", "dictionary", "false"))).row_groups;
    assertThat(groups).hasSizeGreaterThan(3);
    assertThat(groups.subList(0, groups.size() - 1))
        .allSatisfy(group -> assertThat(group.total_byte_size).isBetween(200L << 10, 600L << 10));

    // One task's output, in files of about the size.
    Map<Path, FileMetaData> files =
        write("files", Map.of("targetFileSize", "100k", "pageRows", "500"));
    assertThat(files.size()).isBetween(2, 6);
    List<Path> paths = List.copyOf(files.keySet());
    for (Path file : paths.subList(0, paths.size() - 1)) {
      assertThat(Files.size(file)).isBetween(50L << 10, 220L << 10);
    }
    for (String format : List.of("csv", "json")) {
      Path text = directory.resolve("files." + format);
      session.sql(ORDERS).write().format(format).option("targetFileSize", "100k").save("" + text);
      try (Stream<Path> written = Files.list(text)) {
        assertThat(written.filter(file -> file.toString().endsWith("." + format)))
            .hasSizeBetween(3, 12);
      }
    }
  }

  @Test
  void manyTasksWithFewRowsDoNotMakeFilesWithoutAny() throws Exception {
    Path path = directory.resolve("few");
    session.sql(ORDERS).filter("o_orderkey < 4").repartition(16).write().parquet("" + path);
    assertThat(footers(path).values())
        .hasSizeBetween(1, 4)
        .filteredOn(file -> file.num_rows == 0)
        .hasSizeLessThan(2);
    // Small files are read, and written again, several by one task.
    Path small = directory.resolve("small");
    for (int i = 0; i < 12; i++) {
      session
          .sql(ORDERS)
          .filter("o_orderkey % 12 = " + i)
          .write()
          .mode("append")
          .parquet("" + small);
    }
    assertThat(footers(small)).hasSize(12);
    Path compact = directory.resolve("compact");
    session.read().parquet("" + small).write().parquet("" + compact);
    assertThat(footers(compact)).hasSizeLessThan(4);
    assertThat(session.read().parquet("" + compact).count()).isEqualTo(15_000);
  }

  @Test
  void theOrderOfRowsIsNotedInFooters() throws Exception {
    Path sorted = directory.resolve("sorted");
    session.sql(ORDERS).write().sortBy("o_orderstatus", "o_orderkey").parquet("" + sorted);
    assertThat(footers(sorted).values())
        .allSatisfy(
            file ->
                assertThat(file.row_groups.get(0).sorting_columns)
                    .containsExactly(
                        new SortingColumn(1, false, true), new SortingColumn(0, false, true)));
    Path ordered = directory.resolve("ordered");
    session.sql(
        "INSERT OVERWRITE DIRECTORY '%s' USING parquet %s ORDER BY o_totalprice DESC NULLS LAST"
            .formatted(ordered, ORDERS));
    assertThat(footers(ordered).values())
        .allSatisfy(
            file ->
                assertThat(file.row_groups.get(0).sorting_columns)
                    .containsExactly(new SortingColumn(2, true, false)));
    Path partitioned = directory.resolve("sorted-partitions");
    session
        .sql(ORDERS)
        .write()
        .sortBy("o_totalprice")
        .partitionBy("o_orderstatus")
        .parquet("" + partitioned);
    assertThat(footers(partitioned).values())
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(
            file ->
                assertThat(file.row_groups.get(0).sorting_columns)
                    .containsExactly(new SortingColumn(1, false, true)));
  }

  @Test
  void tablesKeepTheirOptions() throws Exception {
    Path files = directory.resolve("table");
    session.sql(
        ("CREATE TABLE kept USING parquet OPTIONS (compression 'snappy', targetFileSize '100k',"
                + " pageRows '500') LOCATION '%s' AS %s")
            .formatted(files, ORDERS));
    assertThat(footers(files).values())
        .hasSizeGreaterThan(2)
        .allSatisfy(file -> assertThat(column(file, 0).codec).isEqualTo(CompressionCodec.SNAPPY));
    assertThatThrownBy(
            () -> session.sql("CREATE TABLE k (a int) USING csv OPTIONS (targetFileSize '1x')"))
        .hasMessageContaining("targetFileSize = '1x'");
  }

  @Test
  void mistakesAreToldBeforeAnythingRuns() {
    String path = directory.resolve("never").toString();
    for (String size : List.of("0", "many", "-1m")) {
      assertThatThrownBy(() -> session.sql(ORDERS).write().option("TargetFileSize", size).csv(path))
          .hasMessageContaining("targetFileSize = '" + size + "'");
    }
    assertThatThrownBy(
            () -> session.sql(ORDERS).write().option("bloomFilter", "o_none").parquet(path))
        .hasMessageContaining("o_none");
    assertThat(Path.of(path)).doesNotExist();
  }
}
