package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetFooterTest {
  private static final GroupFiles.Spec SPEC =
      new GroupFiles.Spec("SNAPPY", "v1", true, false, 8 << 10, 0, 0.1);

  @TempDir private Path directory;

  @Test
  void typesOfTheFormatBecomeTypesOfTheEngine() throws Exception {
    Path file = directory.resolve("types.parquet");
    GroupFiles.write(file, GroupFiles.EVERY_TYPE, 10, SPEC, 1);
    assertThat(ParquetScans.footer(file).schema())
        .isEqualTo(
            Schema.of(
                new Field("flag", DataType.BOOLEAN, true),
                new Field("tiny", DataType.TINYINT, true),
                new Field("small", DataType.SMALLINT, true),
                new Field("i32", DataType.INT, true),
                new Field("i64", DataType.BIGINT, true),
                new Field("u32", DataType.BIGINT, true),
                new Field("u64", DataType.decimal(20, 0), true),
                new Field("f32", DataType.FLOAT, true),
                new Field("f64", DataType.DOUBLE, true),
                new Field("day", DataType.DATE, true),
                new Field("ts_millis", DataType.TIMESTAMP, true),
                new Field("ts_micros", DataType.TIMESTAMP, true),
                new Field("ts_nanos", DataType.TIMESTAMP_LOCAL, true),
                new Field("ts_int96", DataType.TIMESTAMP, true),
                new Field("dec9", DataType.decimal(9, 2), true),
                new Field("dec18", DataType.decimal(18, 4), true),
                new Field("dec_bytes", DataType.decimal(16, 3), true),
                new Field("dec_fixed", DataType.decimal(16, 3), true),
                new Field("dec_wide_bytes", DataType.decimal(38, 10), true),
                new Field("dec_wide", DataType.decimal(38, 10), true),
                new Field("text", DataType.STRING, true),
                new Field("word", DataType.STRING, true),
                new Field("json", DataType.STRING, true),
                new Field("raw", DataType.BINARY, true),
                new Field("fixed", DataType.BINARY, true),
                new Field("half", DataType.FLOAT, true),
                new Field("uuid", DataType.STRING, true),
                new Field("required_long", DataType.BIGINT, false),
                new Field("required_text", DataType.STRING, false)));
  }

  @Test
  void rowGroupsHaveRowsBytesAndStatistics() throws Exception {
    Path file = directory.resolve("statistics.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CAST(i AS INTEGER) - 100 AS a, CASE WHEN i % 2 = 0 THEN 'k' || i END AS k,"
            + " CAST(i AS DECIMAL(12,2)) AS d, DATE '2020-01-01' + CAST(i AS INTEGER) AS day,"
            + " CAST(i AS DOUBLE) AS f, CAST(i AS DECIMAL(30, 1)) AS w, i % 2 = 0 AS b"
            + " FROM range(4096) r(i)) TO '"
            + file
            + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    ParquetFooter footer = ParquetScans.footer(file);
    assertThat(footer.numRows()).isEqualTo(4096);
    assertThat(footer.rowGroups()).extracting(RowGroup::numRows).containsExactly(2048L, 2048L);
    RowGroup first = footer.rowGroups().get(0);
    RowGroup second = footer.rowGroups().get(1);
    assertThat(first.start()).isEqualTo(4);
    assertThat(second.start()).isEqualTo(4 + first.compressedBytes());
    long columnBytes = 0;
    for (int i = 0; i < footer.schema().size(); i++) {
      columnBytes += first.compressedBytes(i);
    }
    assertThat(columnBytes).isEqualTo(first.compressedBytes());

    assertThat(first.statistics(0)).isEqualTo(new ColumnStatistics(-100L, 1947L, 0));
    assertThat(first.statistics(1)).isEqualTo(new ColumnStatistics("k0", "k998", 1024));
    assertThat(first.statistics(2))
        .isEqualTo(new ColumnStatistics(new BigDecimal("0.00"), new BigDecimal("2047.00"), 0));
    long day = LocalDate.of(2020, 1, 1).toEpochDay();
    assertThat(second.statistics(3)).isEqualTo(new ColumnStatistics(day + 2048, day + 4095, 0));
    assertThat(first.statistics(4)).isEqualTo(new ColumnStatistics(-0.0, 2047.0, 0));
    assertThat(second.statistics(5))
        .isEqualTo(new ColumnStatistics(new BigDecimal("2048.0"), new BigDecimal("4095.0"), 0));
    assertThat(first.statistics(6)).isEqualTo(new ColumnStatistics(false, true, 0));
  }

  @Test
  void timestampsAreCutToMicroseconds() throws Exception {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { required int64 n (TIMESTAMP(NANOS,true));"
                + " required int64 m (TIMESTAMP(MILLIS,false)); }");
    Path file = directory.resolve("timestamps.parquet");
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    try (ParquetWriter<Group> writer = GroupFiles.writer(file, type, SPEC)) {
      writer.write(groups.newGroup().append("n", 1_999L).append("m", 5L));
      writer.write(groups.newGroup().append("n", -1L).append("m", -7L));
    }
    assertThat(ParquetScans.read(file)).containsExactly(List.of(1L, 5000L), List.of(-1L, -7000L));
    ParquetFooter footer = ParquetScans.footer(file);
    assertThat(footer.rowGroups().get(0).statistics(0)).isEqualTo(new ColumnStatistics(-1L, 1L, 0));
    assertThat(footer.rowGroups().get(0).statistics(1))
        .isEqualTo(new ColumnStatistics(-7000L, 5000L, 0));
  }

  /** As the format asks of readers that meet an order which came after them. */
  @Test
  void boundsInAnOrderThatIsNotKnownSayNothing() throws Exception {
    Path source = directory.resolve("source.parquet");
    Path file = directory.resolve("ordered.parquet");
    ParquetScans.duckDb("COPY (SELECT 'b' || i AS s FROM range(9) t(i)) TO '" + source + "'");
    ParquetScans.rewrite(source, file, Map.of());
    assertThat(ParquetScans.footer(file).rowGroups().get(0).statistics(0).min()).isEqualTo("b0");

    byte[] bytes = Files.readAllBytes(file);
    // At the footer's end a list of one union, of which field 1 is an empty structure.
    int at = bytes.length - 8 - 5;
    assertThat(Arrays.copyOfRange(bytes, at, at + 5)).containsExactly(0x1c, 0x1c, 0, 0, 0);
    bytes[at + 1] = 0x7c;
    Files.write(file, bytes);
    RowGroup group = ParquetScans.footer(file).rowGroups().get(0);
    assertThat(group.statistics(0).min()).isNull();
    assertThat(group.statistics(0).max()).isNull();
    assertThat(group.statistics(0).nullCount()).isZero();
    assertThat(ParquetScans.read(file)).hasSize(9).contains(List.of("b8"));
  }
}
