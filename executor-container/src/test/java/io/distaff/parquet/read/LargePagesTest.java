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
import io.distaff.metrics.TaskMetrics;
import io.distaff.types.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

  @TempDir Path directory;

  /** Nothing, nothing long, or, now and then, something long that repeats itself or doesn't. */
  private static String text(int row) {
    Random random = new Random(row);
    if (row % 5 == 2) {
      return null;
    }
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
  })
  void rowsComeAsTheyWereWritten(String codec, String version, int pageBytes) throws Exception {
    int[] all = new int[ROWS];
    Arrays.setAll(all, i -> i);
    assertRows(read(write(codec, version, pageBytes), null), all);
  }

  @Test
  void rowsOfLargePagesArePassedOver() throws Exception {
    Path file = write("ZSTD", "v1", 33554432);
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
    Path damaged = directory.resolve("damaged.parquet");
    Files.write(damaged, bytes);
    assertThatThrownBy(() -> read(damaged, null))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
        .hasMessageContaining("damaged.parquet")
        .hasMessageContaining("column text");
  }
}
