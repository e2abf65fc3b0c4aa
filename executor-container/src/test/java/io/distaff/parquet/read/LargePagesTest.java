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
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.storage.LocalDisks;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

/** Pages that are larger than the memory of a task, of values that are not. */
final class LargePagesTest {
  private static final MessageType TYPE =
      MessageTypeParser.parseMessageType(
          "message row { required int64 id; optional binary text (STRING); }");
  private static final int ROWS = 400;
  private static final int LARGE_BYTES = 2_500_000;
  private static final long MEMORY_BYTES = 10 << 20;

  /** For a batch of tokens, and a copy as it grows. */
  private static final long MEMORY_FOR_TOKENS_BYTES = 16 << 20;

  @TempDir Path directory;

  /** Those of all rows, which are written and compared often. */
  private static final Map<Integer, String> TEXTS = new HashMap<>();

  private static String text(int row) {
    return row % 5 == 2 ? null : TEXTS.computeIfAbsent(row, LargePagesTest::made);
  }

  /** Nothing long, or, now and then, something long that repeats itself or doesn't. */
  private static String made(int row) {
    Random random = new Random(row);
    if (row % 100 > 2) {
      return "row " + row + "/".repeat(row % 7 * 100);
    }
    StringBuilder text = new StringBuilder();
    int phrase = row % 100 == 0 ? 12 : 100_000;
    StringBuilder repeated = new StringBuilder();
    while (repeated.length() < phrase) {
      repeated.append((char) (' ' + random.nextInt(90)));
    }
    while (text.length() < LARGE_BYTES + row) {
      text.append(repeated).append(row);
    }
    return text.toString();
  }

  private Path write(String codec, String version, int pageBytes) throws Exception {
    Path file = directory.resolve(codec + version + pageBytes + ".parquet");
    SimpleGroupFactory factory = new SimpleGroupFactory(TYPE);
    GroupFiles.Spec spec = new GroupFiles.Spec(codec, version, false, false, pageBytes, 0, 0);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, TYPE, spec, 256L << 20)) {
      for (int row = 0; row < ROWS; row++) {
        Group group = factory.newGroup().append("id", (long) row);
        String text = text(row);
        writer.write(text == null ? group : group.append("text", text));
      }
    }
    return file;
  }

  private static List<List<Object>> read(Path file, Expression predicate) {
    return ParquetScans.read(
        List.of(ParquetScans.whole(file)),
        ParquetScans.footer(file).schema(),
        predicate,
        new TaskMetrics(),
        MEMORY_BYTES);
  }

  /** As {@link #read}, with tokens for large values, of which there may be several in a batch. */
  private List<List<Object>> readTokens(Path file) throws IOException {
    MemoryManager manager = new MemoryManager(MEMORY_FOR_TOKENS_BYTES);
    TaskMetrics metrics = new TaskMetrics();
    List<List<Object>> rows = new ArrayList<>();
    try (TaskMemory memory = manager.startTask("test");
        LargeValues values =
            new LargeValues(
                memory.operator("values"), new LocalDisks(List.of(directory)), metrics);
        ParquetReader reader =
            ParquetScans.open(
                new ParquetReader.Request(
                    List.of(ParquetScans.whole(file)), ParquetScans.footer(file).schema(), null),
                new ParquetReader.Resources(memory.operator("scan"), metrics, values))) {
      ExchangedTexts restored = values.restoring(ReservedArrays.uncounted());
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        ColumnVector[] columns =
            Arrays.stream(batch.columns()).map(restored::of).toArray(ColumnVector[]::new);
        for (int row = 0; row < batch.numRows(); row++) {
          rows.add(Arrays.asList(Vectors.value(columns[0], row), Vectors.value(columns[1], row)));
        }
      }
    }
    assertThat(manager.usedBytes()).isZero();
    return rows;
  }

  private static void assertRows(List<List<Object>> rows, int... wanted) {
    assertThat(rows.stream().map(row -> row.get(0)))
        .containsExactlyElementsOf(Arrays.stream(wanted).mapToObj(i -> (long) i).toList());
    for (List<Object> row : rows) {
      String expected = text((int) (long) row.get(0));
      // Not compared by the assertion: the message would be as long.
      assertThat(expected == null ? row.get(1) == null : expected.equals(row.get(1)))
          .as("row %s", row.get(0))
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, v1, 33554432",
    "ZSTD, v1, 6000000",
    "SNAPPY, v1, 33554432",
    "GZIP, v1, 33554432",
    "ZSTD, v1, 33554432",
    "LZ4_RAW, v1, 33554432",
    "SNAPPY, v2, 33554432",
    "ZSTD, v2, 6000000",
  })
  void rowsComeAsTheyWereWritten(String codec, String version, int pageBytes) throws Exception {
    int[] all = new int[ROWS];
    Arrays.setAll(all, i -> i);
    assertRows(read(write(codec, version, pageBytes), null), all);
  }

  @ParameterizedTest
  @CsvSource({"SNAPPY, v1", "ZSTD, v2"})
  void aDictionaryMayBeLarger(String codec, String version) throws Exception {
    Path file = directory.resolve("dictionary.parquet");
    SimpleGroupFactory factory = new SimpleGroupFactory(TYPE);
    GroupFiles.Spec spec = new GroupFiles.Spec(codec, version, true, false, 1 << 20, 0, 0);
    try (ParquetWriter<Group> writer =
        GroupFiles.builder(file, TYPE, spec, 256L << 20).withDictionaryPageSize(64 << 20).build()) {
      for (int row = 0; row < 20; row++) {
        Group group = factory.newGroup().append("id", (long) row % 4);
        String text = text(row % 4);
        writer.write(text == null ? group : group.append("text", text));
      }
    }
    assertThat(Files.size(file)).isLessThan(3L * LARGE_BYTES);
    assertRows(readTokens(file), 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "SNAPPY, v1, 33554432",
    "ZSTD, v1, 33554432",
    "SNAPPY, v1, 1000",
    "SNAPPY, v2, 33554432",
  })
  void valuesWithinArraysMayBeLarge(String codec, String version, int pageBytes) throws Exception {
    Path file = directory.resolve("nested.parquet");
    MessageType type =
        MessageTypeParser.parseMessageType(
            """
            message row {
              required int64 id;
              optional group texts (LIST) {
                repeated group list { optional binary element (STRING); }
              }
            }
            """);
    SimpleGroupFactory factory = new SimpleGroupFactory(type);
    GroupFiles.Spec spec = new GroupFiles.Spec(codec, version, false, false, pageBytes, 0, 0);
    List<List<String>> lists = new ArrayList<>();
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, type, spec, 256L << 20)) {
      for (int row = 0; row < 12; row++) {
        List<String> texts = new ArrayList<>();
        Group group = factory.newGroup().append("id", (long) row);
        Group list = group.addGroup("texts");
        for (int i = 0; i < row % 4; i++) {
          String text = text(i < 2 ? i : row);
          texts.add(text);
          Group element = list.addGroup("list");
          if (text != null) {
            element.append("element", text);
          }
        }
        lists.add(texts);
        writer.write(group);
      }
    }
    List<List<Object>> rows = readTokens(file);
    assertThat(rows).hasSameSizeAs(lists);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(lists.get(row).equals(rows.get(row).get(1))).as("row %s", row).isTrue();
    }
  }

  /** DELTA_BYTE_ARRAY: values that begin as those before them do. */
  @Test
  void valuesMayShareLongBeginnings() throws Exception {
    String base = text(0);
    List<String> texts =
        Arrays.asList(
            base, base + "a", base.substring(0, 2_000_000) + "b", null, "b", base, base, "", "c");
    Path file = directory.resolve("beginnings.parquet");
    SimpleGroupFactory factory = new SimpleGroupFactory(TYPE);
    GroupFiles.Spec spec = new GroupFiles.Spec("UNCOMPRESSED", "v2", false, false, 32 << 20, 0, 0);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, TYPE, spec, 256L << 20)) {
      for (int row = 0; row < texts.size(); row++) {
        Group group = factory.newGroup().append("id", (long) row);
        writer.write(texts.get(row) == null ? group : group.append("text", texts.get(row)));
      }
    }
    assertThat(Files.size(file)).isLessThan(3L * LARGE_BYTES);
    List<List<Object>> rows = readTokens(file);
    assertThat(rows).hasSameSizeAs(texts);
    for (int row = 0; row < texts.size(); row++) {
      assertThat(Objects.equals(rows.get(row).get(1), texts.get(row))).as("row %s", row).isTrue();
    }
  }

  /**
   * DELTA_LENGTH_BYTE_ARRAY: all lengths, of more values than are looked for at first, go first.
   */
  @Test
  void lengthsMayBeAheadOfLargeValues() throws Exception {
    int rows = 100_000;
    Path file = directory.resolve("lengths.parquet");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          ("COPY (SELECT i AS id, CASE WHEN i %% 30000 = 7 THEN repeat('long' || i, 300000) WHEN i"
                  + " %% 5 = 2 THEN NULL ELSE repeat('s', (i * i %% 70)::int) || i END AS text"
                  + " FROM range(%d) r(i) ORDER BY id) TO '%s' (FORMAT parquet, PARQUET_VERSION v2,"
                  + " ROW_GROUP_SIZE %d, STRING_DICTIONARY_PAGE_SIZE_LIMIT 1)")
              .formatted(rows, file, rows));
      try (ResultSet encodings =
          statement.executeQuery(
              "SELECT encodings FROM parquet_metadata('"
                  + file
                  + "') WHERE path_in_schema = 'text'")) {
        encodings.next();
        assertThat(encodings.getString(1)).contains("DELTA_LENGTH_BYTE_ARRAY");
      }
    }
    List<List<Object>> read = readTokens(file);
    assertThat(read).hasSize(rows);
    for (long i = 0; i < rows; i++) {
      String expected =
          i % 30_000 == 7
              ? ("long" + i).repeat(300_000)
              : i % 5 == 2 ? null : "s".repeat((int) (i * i % 70)) + i;
      assertThat(Objects.equals(read.get((int) i).get(1), expected)).as("row %s", i).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"v1", "v2"})
  void rowsOfLargePagesArePassedOver(String version) throws Exception {
    Path file = write("ZSTD", version, 33554432);
    for (int wanted : new int[] {0, 3, 101, 102, 250, 399}) {
      assertRows(read(file, idIs(wanted)), wanted);
    }
  }

  private static Expression idIs(long id) {
    return new Call(
        FunctionNames.EQUAL,
        List.of(new InputRef(0, DataType.BIGINT), new Literal(DataType.BIGINT, Long.toString(id))),
        DataType.BOOLEAN);
  }

  @ParameterizedTest
  @CsvSource({"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void aDamagedPageIsRefused(String codec) throws Exception {
    Path file = write(codec, "v1", 33554432);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x10;
    assertRefused(bytes);
  }

  /**
   * It begins with what these look at at once, and its checksum says that this is as it was
   * written.
   */
  @ParameterizedTest
  @CsvSource({"SNAPPY", "GZIP"})
  void aPageThatItsCodecDidNotWriteIsRefused(String codec) throws Exception {
    FilePages file = FilePages.of(Files.readAllBytes(write(codec, "v1", 33554432)));
    for (int i = 0; i < file.chunks.size(); i++) {
      if (file.described.get(i).meta_data.path_in_schema.contains("text")) {
        file.chunks
            .get(i)
            .replaceAll(
                page -> {
                  byte[] body = page.body().clone();
                  body[0] ^= 0x55;
                  body[1] ^= 0x55;
                  return new FilePages.Page(page.header(), body);
                });
      }
    }
    assertRefused(file.file());
  }

  private void assertRefused(byte[] bytes) throws Exception {
    Path damaged = directory.resolve("damaged.parquet");
    Files.write(damaged, bytes);
    assertThatThrownBy(() -> read(damaged, null))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
        .hasMessageContaining("damaged.parquet")
        .hasMessageContaining("column text");
  }
}
