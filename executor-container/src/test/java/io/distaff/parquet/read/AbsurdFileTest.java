package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are made to hurt: schemas that are no trees or too deep, pages that grow on opening.
 */
@Timeout(120)
final class AbsurdFileTest {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final Schema LONGS = Schema.of(new Field("n", DataType.BIGINT, false));
  private static final int BOMB_BYTES = 96 << 20;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1_000_000, 3, 1})
  void groupsThatAreNoTreeAreRefused(int children) throws Exception {
    for (int which : new int[] {0, 1}) {
      List<SchemaElement> schema = List.of(group("schema", 1), group("g", 2), leaf("a"), leaf("b"));
      schema.get(which).setNum_children(children);
      if (which == 0 && children == 1) {
        continue;
      }
      Path file = write(footer(schema, List.of()), new byte[0]);
      assertThatThrownBy(() -> ParquetScans.footer(file))
          .isInstanceOfSatisfying(
              DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
          .hasMessageContaining("absurd.parquet")
          .hasMessageContaining("its schema");
    }
  }

  @Test
  void aFileWithoutASchemaIsRefused() throws Exception {
    Path file = write(footer(List.of(), List.of()), new byte[0]);
    assertThatThrownBy(() -> ParquetScans.footer(file)).hasMessageContaining("its schema ends");
  }

  @Test
  void columnsThatAreTooDeepAreSetAsideAndTheOthersRead() throws Exception {
    int depth = 10_000;
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(group("schema", 2));
    for (int i = 0; i < depth; i++) {
      schema.add(group("g" + i, 1));
    }
    schema.add(leaf("deep"));
    schema.add(leaf("n"));
    byte[] page = page(new byte[8], 8, 1);
    ColumnChunk deep = chunk("deep", CompressionCodec.UNCOMPRESSED, page, 1);
    ColumnChunk flat = chunk("n", CompressionCodec.UNCOMPRESSED, page, 1);
    RowGroup group = new RowGroup(List.of(deep, flat), page.length, 1);
    Path file = write(footer(schema, List.of(group)), page);
    ParquetFooter footer = ParquetScans.footer(file);
    assertThat(footer.unreadableColumns())
        .containsOnlyKeys("g0")
        .hasEntrySatisfying("g0", what -> assertThat(what).contains("nested deeper than 64"));
    assertThat(ParquetScans.read(file)).containsExactly(List.of(0L));
  }

  /** A list that contains itself would be a schema without an end, which the form can't express. */
  @Test
  void aGroupWithoutMembersIsSetAside() throws Exception {
    List<SchemaElement> schema = List.of(group("schema", 2), group("g", 0), leaf("n"));
    byte[] page = page(new byte[8], 8, 1);
    RowGroup rowGroup =
        new RowGroup(List.of(chunk("n", CompressionCodec.UNCOMPRESSED, page, 1)), page.length, 1);
    Path file = write(footer(schema, List.of(rowGroup)), page);
    assertThat(ParquetScans.footer(file).unreadableColumns()).containsEntry("g", "an empty group");
    assertThat(ParquetScans.read(file)).containsExactly(List.of(0L));
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "GZIP", "SNAPPY", "LZ4_RAW", "LZ4"})
  void pagesThatSayToBecomeLargeAreNotBelieved(CompressionCodec codec) throws Exception {
    byte[] page = page(new byte[100], Integer.MAX_VALUE, 1);
    Path file = longs(codec, page, 1);
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
        .hasMessageContaining("row group 0, column n, page at offset 4")
        .hasMessageContaining("after decompression");
  }

  @ParameterizedTest
  @EnumSource(names = {"BROTLI", "LZO"})
  void codecsThatAreNotReadAreNamed(CompressionCodec codec) throws Exception {
    Path file = longs(codec, page(new byte[8], 8, 1), 1);
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
        .hasMessageContaining("absurd.parquet")
        .hasMessageContaining("row group 0, column n is compressed with " + codec);
  }

  @Test
  void aFileWithoutColumnsHasRows() throws Exception {
    RowGroup rowGroup = new RowGroup(List.of(), 0, 5);
    Path file = write(footer(List.of(group("schema", 0)), List.of(rowGroup)), new byte[0]);
    assertThat(ParquetScans.footer(file).schema().size()).isZero();
    assertThat(ParquetScans.read(file)).hasSize(5);
    Schema absent = Schema.of(new Field("a", DataType.INT, true));
    assertThat(ParquetScans.read(file, absent)).hasSize(5).containsOnly(nullRow());
  }

  private static List<Object> nullRow() {
    return Arrays.asList((Object) null);
  }

  @ParameterizedTest
  @CsvSource({
    "INT32, TIME_MILLIS, a TIME",
    "INT64, TIME_MICROS, a TIME",
    "FIXED_LEN_BYTE_ARRAY, INTERVAL, an INTERVAL"
  })
  void typesThatTheEngineHasNotAreNamed(Type type, ConvertedType meaning, String what)
      throws Exception {
    SchemaElement element = leaf("t").setType(type).setConverted_type(meaning);
    if (type == Type.FIXED_LEN_BYTE_ARRAY) {
      element.setType_length(12);
    }
    Path file = write(footer(List.of(group("schema", 1), element), List.of()), new byte[0]);
    assertThat(ParquetScans.footer(file).unreadableColumns()).containsEntry("t", what);
    assertThatThrownBy(() -> ParquetScans.read(file, Schema.of(new Field("t", DataType.INT, true))))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
        .hasMessageContaining("absurd.parquet: it is " + what);
  }

  @Test
  void aPageThatGrowsBeyondTheMemoryIsRefusedBeforeItDoes() throws Exception {
    byte[] bomb = Zstd.compress(new byte[BOMB_BYTES]);
    assertThat(bomb.length).isLessThan(64 << 10);
    int rows = BOMB_BYTES / 8;
    Path file = longs(CompressionCodec.ZSTD, page(bomb, BOMB_BYTES, rows), rows);
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED));
  }

  @Test
  void aPageThatGrowsBeyondWhatItSaysIsRefused() throws Exception {
    byte[] bomb = Zstd.compress(new byte[BOMB_BYTES]);
    Path file = longs(CompressionCodec.ZSTD, page(bomb, 80, 10), 10);
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
        .hasMessageContaining("row group 0, column n, page at offset 4");
  }

  /** Of files as large as their footers say to be; what they hold is nothing. */
  @Test
  void aFooterThatWouldNotFitIsRefusedBeforeItIsRead() throws Exception {
    Path file = directory.resolve("absurd.parquet");
    long length = 1536L << 20;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(length);
      sparse.seek(length - 8);
      sparse.write(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) length - 100)
              .put(MAGIC)
              .array());
    }
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
        .hasMessageContaining("absurd.parquet: its footer is 1610612636 bytes long: ");
    assertThatThrownBy(() -> ParquetScans.footer(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
        .hasMessageContaining("absurd.parquet: its footer is 1610612636 bytes long: ")
        .hasMessageContaining("of the heap");
  }

  @Test
  void aFooterIsCountedWhileItsFileIsOpen() throws Exception {
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(group("schema", 20_000));
    for (int i = 0; i < 20_000; i++) {
      schema.add(leaf("column " + i));
    }
    Path file = write(footer(schema, List.of()), new byte[0]);
    long footerBytes = ParquetScans.footer(file).sizeBytes();
    MemoryManager manager = new MemoryManager(footerBytes * 20);
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            ParquetScans.open(
                new ParquetReader.Request(List.of(ParquetScans.whole(file)), LONGS, null),
                memory.operator("scan"),
                new TaskMetrics())) {
      assertThat(reader.next()).isNull();
      assertThat(manager.usedBytes()).isBetween(2 * footerBytes, 4 * footerBytes);
    }
    assertThat(manager.usedBytes()).isZero();
    assertThatThrownBy(
            () ->
                ParquetScans.read(
                    List.of(ParquetScans.whole(file)),
                    LONGS,
                    null,
                    new TaskMetrics(),
                    footerBytes * 10))
        .hasMessageContaining("its footer is " + footerBytes + " bytes long");
  }

  private static List<List<Object>> read(Path file) {
    return ParquetScans.read(
        List.of(ParquetScans.whole(file)), LONGS, null, new TaskMetrics(), 32 << 20);
  }

  private Path longs(CompressionCodec codec, byte[] page, int rows) throws IOException {
    List<SchemaElement> schema = List.of(group("schema", 1), leaf("n"));
    RowGroup group = new RowGroup(List.of(chunk("n", codec, page, rows)), page.length, rows);
    return write(footer(schema, List.of(group)), page);
  }

  private static SchemaElement group(String name, int children) {
    return new SchemaElement(name)
        .setNum_children(children)
        .setRepetition_type(FieldRepetitionType.REQUIRED);
  }

  private static SchemaElement leaf(String name) {
    return new SchemaElement(name)
        .setType(Type.INT64)
        .setRepetition_type(FieldRepetitionType.REQUIRED);
  }

  private static byte[] page(byte[] body, int uncompressedBytes, int values) throws IOException {
    PageHeader header = new PageHeader(PageType.DATA_PAGE, uncompressedBytes, body.length);
    header.setData_page_header(
        new DataPageHeader(values, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writePageHeader(header, out);
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static ColumnChunk chunk(String name, CompressionCodec codec, byte[] page, long values) {
    return new ColumnChunk(0)
        .setMeta_data(
            new ColumnMetaData(
                Type.INT64,
                List.of(Encoding.PLAIN),
                List.of(name),
                codec,
                values,
                page.length,
                page.length,
                MAGIC.length));
  }

  private static FileMetaData footer(List<SchemaElement> schema, List<RowGroup> groups) {
    long rows = groups.stream().mapToLong(RowGroup::getNum_rows).sum();
    return new FileMetaData(2, schema, rows, groups);
  }

  private Path write(FileMetaData footer, byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(data);
    int start = out.size();
    Util.writeFileMetaData(footer, out);
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    length.putInt(out.size() - start);
    out.writeBytes(length.array());
    out.writeBytes(MAGIC);
    Path file = directory.resolve("absurd.parquet");
    Files.write(file, out.toByteArray());
    return file;
  }
}
