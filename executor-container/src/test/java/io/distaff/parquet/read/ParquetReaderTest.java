package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.storage.FileInfo;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.VectorBatch;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParquetReaderTest {
  private static final GroupFiles.Spec PLAIN_SPEC =
      new GroupFiles.Spec("SNAPPY", "v1", false, false, 8 << 10, 0, 0.1);

  /** Of more than one batch. */
  private static final int WRITTEN_ROWS = 4_500;

  @TempDir private Path directory;

  /** Codec, version, dictionary, byte stream split, page size, distinct values, share of nulls. */
  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, v1, true,  false,  4096,  50, 0.0",
    "UNCOMPRESSED, v1, true,  false,  4096,  50, 0.2",
    "UNCOMPRESSED, v1, false, false,  4096,   0, 0.2",
    "UNCOMPRESSED, v2, true,  false,  4096,  50, 0.2",
    "UNCOMPRESSED, v2, false, false,  4096,   0, 0.2",
    "UNCOMPRESSED, v2, false, true,   4096,   0, 0.2",
    "SNAPPY,       v1, true,  false,  4096,   0, 0.2",
    "SNAPPY,       v1, true,  false, 65536, 900, 0.0",
    "SNAPPY,       v2, true,  false, 10000,  30, 0.9",
    "SNAPPY,       v1, false, true,  10000,   0, 0.5",
    "GZIP,         v1, true,  false, 10000, 100, 0.2",
    "GZIP,         v2, false, false, 10000,   0, 0.2",
    "ZSTD,         v1, true,  false, 10000, 100, 0.2",
    "ZSTD,         v2, true,  false, 10000,   0, 0.02",
    "LZ4_RAW,      v1, true,  false, 10000, 100, 0.2",
    "LZ4_RAW,      v2, false, false, 10000,   0, 0.2",
    "SNAPPY,       v1, true,  false, 10000,   1, 0.0",
    "SNAPPY,       v2, true,  false, 10000,   1, 1.0",
  })
  void readsWhatParquetJavaWrites(
      String codec,
      String version,
      boolean dictionary,
      boolean byteStreamSplit,
      int pageBytes,
      int distinctValues,
      double nulls)
      throws Exception {
    Path file = directory.resolve("written.parquet");
    GroupFiles.Spec spec =
        new GroupFiles.Spec(
            codec, version, dictionary, byteStreamSplit, pageBytes, distinctValues, nulls);
    GroupFiles.write(file, GroupFiles.EVERY_TYPE, WRITTEN_ROWS, spec, 42);

    Schema schema = ParquetScans.footer(file).schema();
    assertThat(schema.size()).isEqualTo(GroupFiles.EVERY_TYPE.getFieldCount());
    List<List<Object>> expected = ParquetScans.readWithDuckDb(file, schema);
    assertThat(expected).hasSize(WRITTEN_ROWS);
    assertSameRows(ParquetScans.read(file, schema), expected, schema);
  }

  @ParameterizedTest
  @CsvSource({
    "uncompressed, V1",
    "snappy, V1",
    "gzip, V1",
    "zstd, V1",
    "lz4_raw, V1",
    "uncompressed, V2",
    "snappy, V2",
    "zstd, V2",
    "lz4_raw, V2",
  })
  void readsWhatDuckDbWrites(String codec, String version) throws Exception {
    Path file = directory.resolve("duck.parquet");
    ParquetScans.duckDb(
        """
        COPY (SELECT
            CASE WHEN i %% 7 <> 0 THEN i %% 3 = 0 END AS flag,
            CASE WHEN i %% 11 <> 0 THEN CAST(i %% 200 - 100 AS TINYINT) END AS tiny,
            CAST(i %% 30000 AS SMALLINT) AS small,
            CASE WHEN i %% 2 = 0 THEN CAST(hash(i) %% 2000000000 AS INTEGER) END AS i32,
            CAST(hash(i) %% 1000000007 AS BIGINT) - 500000000 AS i64,
            CAST(hash(i) %% 4294967296 AS UINTEGER) AS u32,
            hash(i) AS u64,
            CAST(i AS FLOAT) / 7 AS f32,
            CASE WHEN i %% 5 <> 0 THEN i / 3.0::DOUBLE END AS f64,
            DATE '1992-01-01' + CAST(i %% 2500 AS INTEGER) AS day,
            TIMESTAMP '2001-02-03 04:05:06.789' + INTERVAL (i) MINUTE AS ts,
            CAST(i %% 100000 AS DECIMAL(9,2)) / 7 AS quotient,
            CAST(i AS DECIMAL(15,2)) + 0.25 AS dec15,
            CASE WHEN i %% 4 <> 0 THEN CAST(i AS DECIMAL(38,5)) * -12345678901234567890 END AS dec38,
            'value ' || (i %% 1000) AS text,
            CASE WHEN i %% 3 <> 0 THEN 'unique ' || hash(i) END AS unique_text,
            CASE WHEN i %% 3 <> 0 THEN encode('bytes ' || i) END AS raw,
            CAST(NULL AS INTEGER) AS nothing
          FROM range(15000) t(i))
        TO '%s' (FORMAT parquet, COMPRESSION %s, ROW_GROUP_SIZE 6144, PARQUET_VERSION %s)
        """
            .formatted(file, codec, version));
    Schema schema = ParquetScans.footer(file).schema();
    assertSameRows(
        ParquetScans.read(file, schema), ParquetScans.readWithDuckDb(file, schema), schema);
  }

  private static void assertSameRows(
      List<List<Object>> actual, List<List<Object>> expected, Schema schema) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int row = 0; row < actual.size(); row++) {
      for (int i = 0; i < schema.size(); i++) {
        Object a = actual.get(row).get(i);
        Object e = expected.get(row).get(i);
        if (!same(a, e)) {
          assertThat(a).as("row %d, column %s", row, schema.field(i)).isEqualTo(e);
        }
      }
    }
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      return x.compareTo(y) == 0;
    }
    return Objects.equals(a, b);
  }

  @Test
  void dictionariesStayDictionariesUntilThePagesArePlain() throws Exception {
    Path file = directory.resolve("fallback.parquet");
    MessageType type =
        MessageTypeParser.parseMessageType("message m { optional binary text (STRING); }");
    GroupFiles.Spec spec = new GroupFiles.Spec("SNAPPY", "v1", true, false, 1000, 0, 0);
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, type, spec)) {
      for (int i = 0; i < 20_000; i++) {
        Group group = groups.newGroup();
        if (i % 10 != 0) {
          // Unique values overflow the dictionary of 16 KiB, and the writer goes on with PLAIN.
          group.add("text", "value " + (i < 7_000 ? i % 50 : i));
        }
        writer.write(group);
      }
    }
    Schema schema = ParquetScans.footer(file).schema();
    List<Boolean> dictionaries = new ArrayList<>();
    try (TaskMemory memory = new MemoryManager(1 << 28).startTask("test");
        ParquetReader reader =
            ParquetScans.open(
                new ParquetReader.Request(List.of(ParquetScans.whole(file)), schema, null),
                memory.operator("scan"),
                new TaskMetrics())) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        ColumnVector vector = batch.column(0);
        dictionaries.add(vector instanceof DictionaryVector);
      }
    }
    assertThat(dictionaries).contains(true, false);
    assertSameRows(
        ParquetScans.read(file, schema), ParquetScans.readWithDuckDb(file, schema), schema);
  }

  @Test
  void readsColumnsByNameInAnyOrderAndWidened() throws Exception {
    Path file = directory.resolve("subset.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CAST(i AS INTEGER) AS a, CAST(i AS FLOAT) AS b, 'x' || i AS \"Text\", CAST(i"
            + " AS DECIMAL(9,2)) AS d, CAST(i % 100 AS TINYINT) AS t FROM range(10000) r(i)) TO '"
            + file
            + "' (FORMAT parquet)");
    Schema wanted =
        Schema.of(
            new Field("TEXT", DataType.STRING, true),
            new Field("missing", DataType.decimal(30, 2), true),
            new Field("d", DataType.decimal(38, 2), true),
            new Field("b", DataType.DOUBLE, true),
            new Field("a", DataType.BIGINT, true),
            new Field("t", DataType.INT, true));
    List<List<Object>> rows = ParquetScans.read(file, wanted);
    assertThat(rows).hasSize(10_000);
    for (int i = 0; i < 10_000; i++) {
      List<Object> row = new ArrayList<>();
      row.add("x" + i);
      row.add(null);
      row.add(BigDecimal.valueOf(i * 100L, 2));
      row.add((double) i);
      row.add((long) i);
      row.add(i % 100L);
      assertThat(rows.get(i)).isEqualTo(row);
    }
  }

  @Test
  void countsRowsWithoutReadingColumns() throws Exception {
    Path file = directory.resolve("count.parquet");
    GroupFiles.write(file, GroupFiles.EVERY_TYPE, 5_000, PLAIN_SPEC, 1);
    TaskMetrics metrics = new TaskMetrics();
    assertThat(
            ParquetScans.read(
                List.of(ParquetScans.whole(file)), Schema.EMPTY, null, metrics, 1 << 20))
        .hasSize(5_000);
    assertThat(metrics.count(Counter.ROWS_READ)).isEqualTo(5_000);
    assertThat(metrics.count(Counter.BYTES_READ)).isLessThanOrEqualTo(64 << 10);
  }

  @Test
  void refusesAnotherTypeWithFileColumnAndBothTypes() throws Exception {
    Path file = directory.resolve("mismatch.parquet");
    ParquetScans.duckDb("COPY (SELECT 'a' AS c) TO '" + file + "' (FORMAT parquet)");
    assertThatThrownBy(
            () -> ParquetScans.read(file, Schema.of(new Field("c", DataType.BIGINT, true))))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
        .hasMessageContaining("mismatch.parquet")
        .hasMessageContaining("column c")
        .hasMessageContaining("string")
        .hasMessageContaining("bigint");
  }

  @Test
  void refusesWhatItCannotReadOnlyWhenAskedForIt() throws Exception {
    Path file = directory.resolve("nested.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT [1, 2] AS l, 7 AS a, {'x': 1, 'y': [2]} AS s, MAP {1: 2} AS m, 8 AS b,"
            + " TIME '01:02:03' AS t, {'x': 1, 'y': [TIME '01:02:03']} AS st) TO '"
            + file
            + "' (FORMAT parquet)");
    ParquetFooter footer = ParquetScans.footer(file);
    assertThat(footer.unreadableColumns()).containsOnlyKeys("t", "st");
    assertThat(ParquetScans.read(file))
        .containsExactly(
            List.of(List.of(1L, 2L), 7L, List.of(1L, List.of(2L)), Map.of(1L, 2L), 8L));
    assertThatThrownBy(
            () -> ParquetScans.read(file, Schema.of(new Field("ST", DataType.BIGINT, true))))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
        .hasMessageContaining("column st of")
        .hasMessageContaining("a part st.y.list.element that is a TIME");
  }

  @Test
  void everyRowGroupBelongsToOneSplit() throws Exception {
    Path file = directory.resolve("splits.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT i AS a FROM range(40960) r(i)) TO '"
            + file
            + "' (FORMAT parquet, ROW_GROUP_SIZE 4096, PARQUET_VERSION V1)");
    FileInfo info = ParquetScans.info(file);
    Schema schema = ParquetScans.footer(file).schema();
    List<List<Object>> all = ParquetScans.read(file);
    assertThat(all).hasSize(40_960);
    for (long splitBytes : new long[] {1000, 7_001, info.sizeBytes() / 3, info.sizeBytes()}) {
      List<List<Object>> rows = new ArrayList<>();
      List<ParquetSplit> splits = new ArrayList<>();
      for (long start = 0; start < info.sizeBytes(); start += splitBytes) {
        splits.add(ParquetScans.split(info, start, splitBytes));
        rows.addAll(
            ParquetScans.read(
                splits.subList(splits.size() - 1, splits.size()),
                schema,
                null,
                new TaskMetrics(),
                1 << 28));
      }
      assertThat(rows).isEqualTo(all);
      assertThat(ParquetScans.read(splits, schema, null, new TaskMetrics(), 1 << 28))
          .isEqualTo(all);
    }
  }

  /** Each row is in one of the splits, those of a small page size in the middle of a page too. */
  @ParameterizedTest
  @ValueSource(strings = {"20000", "7000"})
  void dividesARowGroupAmongSplits(String pageRows) throws Exception {
    Path source = directory.resolve("source.parquet");
    Path file = directory.resolve("divided.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CAST(i AS INTEGER) AS a, 'k' || i % 777 AS s, range(i % 4) AS l"
            + " FROM range(260000) r(i)) TO '"
            + source
            + "' (FORMAT parquet)");
    ParquetScans.rewrite(source, file, Map.of("pageRows", pageRows));
    FileInfo info = ParquetScans.info(file);
    Schema schema = ParquetScans.footer(file).schema();
    assertThat(ParquetScans.footer(file).rowGroups()).hasSize(1);
    List<List<Object>> all = ParquetScans.read(file);
    Expression some =
        call(FunctionNames.LESS, new InputRef(0, DataType.INT), literal(DataType.INT, 140_000L));
    for (long splitBytes : new long[] {info.sizeBytes() / 3, info.sizeBytes() / 30}) {
      List<ParquetSplit> splits = new ArrayList<>();
      for (long start = 0; start < info.sizeBytes(); start += splitBytes) {
        splits.add(ParquetScans.split(info, start, splitBytes));
      }
      List<List<Object>> rows = new ArrayList<>();
      List<List<Object>> matching = new ArrayList<>();
      long most = 0;
      for (ParquetSplit split : splits) {
        TaskMetrics metrics = new TaskMetrics();
        rows.addAll(ParquetScans.read(List.of(split), schema, null, metrics, 1 << 28));
        most = Math.max(most, metrics.count(Counter.ROWS_READ));
        matching.addAll(
            ParquetScans.read(List.of(split), schema, some, new TaskMetrics(), 1 << 28));
      }
      assertThat(rows).isEqualTo(all);
      assertThat(matching).isEqualTo(all.subList(0, 140_000));
      assertThat(most).isLessThanOrEqualTo(100_000);
      assertThat(ParquetScans.read(splits, schema, null, new TaskMetrics(), 1 << 28))
          .isEqualTo(all);
    }
  }

  @Test
  void skipsRowGroupsThatThePredicateRulesOut() throws Exception {
    Path file = directory.resolve("pruned.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CAST(i AS INTEGER) AS a, 'k' || lpad(CAST(i AS VARCHAR), 6, '0') AS k,"
            + " CAST(i AS DECIMAL(12,2)) AS d, CASE WHEN i < 20480 THEN i END AS n,"
            + " CAST(i AS DOUBLE) AS f"
            + " FROM range(40960) r(i)) TO '"
            + file
            + "' (FORMAT parquet, ROW_GROUP_SIZE 4096)");
    Schema schema = ParquetScans.footer(file).schema();
    assertThat(ParquetScans.footer(file).rowGroups()).hasSize(10);
    InputRef a = new InputRef(0, DataType.INT);
    InputRef k = new InputRef(1, DataType.STRING);
    InputRef d = new InputRef(2, schema.type(2));
    InputRef n = new InputRef(3, schema.type(3));
    InputRef f = new InputRef(4, DataType.DOUBLE);

    assertThat(pruned(file, call(FunctionNames.EQUAL, a, literal(DataType.INT, 5000L))))
        .isEqualTo(9);
    assertThat(pruned(file, call(FunctionNames.GREATER, literal(DataType.INT, 4096L), a)))
        .isEqualTo(9);
    assertThat(pruned(file, call(FunctionNames.GREATER_OR_EQUAL, a, literal(DataType.INT, 4096L))))
        .isEqualTo(1);
    assertThat(
            pruned(
                file,
                call(
                    FunctionNames.IN,
                    a,
                    literal(DataType.INT, 1L),
                    literal(DataType.INT, 40_000L),
                    literal(DataType.INT, null))))
        .isEqualTo(8);
    assertThat(
            pruned(
                file,
                call(
                    FunctionNames.AND,
                    call(FunctionNames.GREATER, a, literal(DataType.INT, 10_000L)),
                    call(FunctionNames.LESS, a, literal(DataType.INT, 20_000L)))))
        .isEqualTo(7);
    assertThat(
            pruned(
                file,
                call(
                    FunctionNames.OR,
                    call(FunctionNames.LESS, a, literal(DataType.INT, 10L)),
                    call(FunctionNames.GREATER, a, literal(DataType.INT, 40_900L)))))
        .isEqualTo(8);
    assertThat(pruned(file, call(FunctionNames.EQUAL, k, literal(DataType.STRING, "k005000"))))
        .isEqualTo(9);
    assertThat(
            pruned(
                file,
                call(
                    FunctionNames.LESS,
                    d,
                    literal(DataType.decimal(5, 1), new BigDecimal("100.5")))))
        .isEqualTo(9);
    assertThat(pruned(file, call(FunctionNames.IS_NULL, n))).isEqualTo(5);
    assertThat(pruned(file, call(FunctionNames.IS_NOT_NULL, n))).isEqualTo(5);
    assertThat(pruned(file, call(FunctionNames.LESS, f, literal(DataType.DOUBLE, 1.0))))
        .isEqualTo(9);
    // NaN is larger than all, and statistics don't tell of it.
    assertThat(pruned(file, call(FunctionNames.GREATER, f, literal(DataType.DOUBLE, 1e9))))
        .isEqualTo(0);
    assertThat(pruned(file, call(FunctionNames.EQUAL, a, literal(DataType.INT, null))))
        .isEqualTo(10);
    assertThat(pruned(file, call(FunctionNames.NOT_EQUAL, a, literal(DataType.INT, 3L))))
        .isEqualTo(0);
  }

  private static Expression call(String function, Expression... arguments) {
    return new Call(function, DataType.BOOLEAN, arguments);
  }

  private static Literal literal(DataType type, Object value) {
    return Literal.of(type, value);
  }

  private static long pruned(Path file, Expression predicate) {
    TaskMetrics metrics = new TaskMetrics();
    Schema schema = ParquetScans.footer(file).schema();
    List<List<Object>> rows =
        ParquetScans.read(List.of(ParquetScans.whole(file)), schema, predicate, metrics, 1L << 28);
    assertThat(metrics.count(Counter.ROW_GROUPS_READ) + metrics.count(Counter.ROW_GROUPS_PRUNED))
        .isEqualTo(10);
    assertThat(metrics.count(Counter.ROWS_READ))
        .isEqualTo(metrics.count(Counter.ROW_GROUPS_READ) * 4096);
    assertThat(rows)
        .hasSize((int) (metrics.count(Counter.ROWS_READ) - metrics.count(Counter.ROWS_FILTERED)));
    return metrics.count(Counter.ROW_GROUPS_PRUNED);
  }

  @Test
  void noticesThatAFileHasChanged() throws Exception {
    Path file = directory.resolve("changed.parquet");
    GroupFiles.write(file, GroupFiles.EVERY_TYPE, 100, PLAIN_SPEC, 1);
    ParquetSplit split = ParquetScans.whole(file);
    Schema schema = ParquetScans.footer(file).schema();
    GroupFiles.Spec other = new GroupFiles.Spec("ZSTD", "v1", false, false, 8 << 10, 0, 0.1);
    Files.delete(file);
    assertThatThrownBy(
            () -> ParquetScans.read(List.of(split), schema, null, new TaskMetrics(), 1 << 28))
        .hasMessageContaining("is gone");
    Files.deleteIfExists(directory.resolve(".changed.parquet.crc"));
    GroupFiles.write(file, GroupFiles.EVERY_TYPE, 120, other, 1);
    assertThatThrownBy(
            () -> ParquetScans.read(List.of(split), schema, null, new TaskMetrics(), 1 << 28))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.READ_FAILED))
        .hasMessageContaining("has changed");
  }

  @Test
  void footersAreReadOnceWhileTheCacheHoldsThem() throws Exception {
    Path file = directory.resolve("cached.parquet");
    GroupFiles.write(file, GroupFiles.EVERY_TYPE, 100, PLAIN_SPEC, 1);
    FooterCache cache = new FooterCache(1 << 20);
    try (FooterMemory.Reading reading = FooterMemory.halfOfHeap().begin()) {
      ParquetFooter first = reading.read(ParquetScans.FILES, ParquetScans.info(file), cache);
      assertThat(reading.read(ParquetScans.FILES, ParquetScans.info(file), cache)).isSameAs(first);
      assertThat(cache.sizeBytes()).isEqualTo(first.sizeBytes());
    }
    assertThat(new FooterCache(0).find(ParquetScans.info(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNCOMPRESSED", "SNAPPY"})
  void readsThroughWindowsWhereMemoryIsShort(String codec) throws Exception {
    Path file = directory.resolve("large.parquet");
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { required int64 a; optional double b; optional binary c (STRING);"
                + " required int32 d; }");
    GroupFiles.Spec spec = new GroupFiles.Spec(codec, "v1", true, false, 8 << 10, 0, 0);
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    Random random = new Random(3);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, type, spec, 64 << 20)) {
      for (int i = 0; i < 100_000; i++) {
        Group group = groups.newGroup();
        group.add("a", random.nextLong());
        if (i % 10 != 0) {
          group.add("b", random.nextDouble());
          // One value is longer than the window.
          group.add("c", i == 50_001 ? "x".repeat(100_000) : "value " + random.nextLong());
        }
        group.add("d", i % 1000);
        writer.write(group);
      }
    }
    Schema schema = ParquetScans.footer(file).schema();
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    List<List<Object>> expected = ParquetScans.readWithDuckDb(file, schema);
    assertThat(ParquetScans.info(file).sizeBytes()).isGreaterThan(3 << 20);
    assertThat(ParquetScans.read(splits, schema, null, new TaskMetrics(), 2 << 20))
        .isEqualTo(expected);
    assertThat(ParquetScans.read(splits, schema, null, new TaskMetrics(), 64 << 20))
        .isEqualTo(expected);
    assertThatThrownBy(() -> ParquetScans.read(splits, schema, null, new TaskMetrics(), 100 << 10))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED));
  }

  @Test
  void longValuesComeInSmallBatches() throws Exception {
    Path file = directory.resolve("long.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT repeat(chr(97 + CAST(i % 26 AS INTEGER)), 100000) || i AS t FROM range(400)"
            + " r(i)) TO '"
            + file
            + "' (FORMAT parquet)");
    Schema schema = ParquetScans.footer(file).schema();
    TaskMetrics metrics = new TaskMetrics();
    List<List<Object>> rows =
        ParquetScans.read(List.of(ParquetScans.whole(file)), schema, null, metrics, 200L << 20);
    assertThat(rows).hasSize(400);
    assertThat((String) rows.get(399).get(0)).hasSize(100_003).endsWith("399");
  }
}
