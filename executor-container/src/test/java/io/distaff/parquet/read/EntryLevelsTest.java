package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages whose levels are written down one by one: right ones that few writers make, and wrong ones.
 */
@SuppressWarnings("deprecation") // Old files have BIT_PACKED levels, and this writes such.
final class EntryLevelsTest {
  private static final String LISTS =
      "optional group a (LIST) { repeated group list { optional group element (LIST) {"
          + " repeated group list { optional int32 element; } } } }";
  private static final String PAIRS =
      "optional group a (LIST) { repeated group list { required group element {"
          + " optional int32 x; optional int32 y; } } }";

  @TempDir private Path directory;

  /**
   * The levels of a page; the values are 0, 1, 2...
   *
   * @param encoding of the levels
   */
  private record Page(Encoding encoding, int[] repetition, int[] definition) {
    static Page of(int[] repetition, int[] definition) {
      return new Page(Encoding.RLE, repetition, definition);
    }
  }

  private static int[] levels(int... levels) {
    return levels;
  }

  @Test
  void aRowMayGoOnInTheNextPage() throws Exception {
    Path file =
        write(
            LISTS,
            3,
            List.of(
                Page.of(levels(0, 2), levels(5, 5)),
                Page.of(levels(2), levels(4)),
                Page.of(levels(1, 1, 0), levels(3, 5, 0)),
                Page.of(levels(0), levels(1))));
    List<Object> first = List.of(Arrays.asList(0L, 1L, null), List.of(), List.of(0L));
    assertThat(ParquetScans.read(file))
        .isEqualTo(Arrays.asList(List.of(first), Arrays.asList((Object) null), List.of(List.of())));
  }

  @Test
  void oldWritersPackedLevelsFromTheTop() throws Exception {
    Page page = new Page(Encoding.BIT_PACKED, levels(0, 2, 1, 0, 0), levels(5, 4, 2, 1, 5));
    Path file = write(LISTS, 3, List.of(page));
    assertThat(ParquetScans.read(file))
        .isEqualTo(
            List.of(
                List.of(Arrays.asList(Arrays.asList(0L, null), null)),
                List.of(List.of()),
                List.of(List.of(List.of(1L)))));
  }

  @Test
  void refusesLevelsThatMakeNoRows() throws Exception {
    assertCorrupt(
        LISTS, 1, "it begins in the middle of a row", Page.of(levels(1, 0), levels(5, 5)));
    assertCorrupt(
        LISTS, 1, "continue a list that isn't there", Page.of(levels(0, 1), levels(1, 5)));
    assertCorrupt(
        LISTS, 1, "continue a list that isn't there", Page.of(levels(0, 2), levels(5, 2)));
    assertCorrupt(LISTS, 1, "where 2 is the highest", Page.of(levels(0, 3), levels(5, 5)));
    assertCorrupt(LISTS, 1, "where 5 is the highest", Page.of(levels(0, 1), levels(5, 7)));
    assertCorrupt(
        LISTS, 2, "ends before the rows of its row group", Page.of(levels(0, 1), levels(5, 5)));
    assertCorrupt(
        LISTS, 1, "goes on where its row group ends", Page.of(levels(0, 0), levels(5, 5)));
    assertCorrupt(LISTS, 3, "2 values for 3 rows", Page.of(levels(0, 0), levels(5, 5)));
  }

  @Test
  void refusesLeavesThatDoNotAgree() throws Exception {
    // Three pairs in two rows; another length, another place, another null.
    Page x = Page.of(levels(0, 1, 0), levels(3, 3, 3));
    assertThat(ParquetScans.read(write(PAIRS, 2, List.of(x), List.of(x))))
        .isEqualTo(
            List.of(
                List.of(List.of(List.of(0L, 0L), List.of(1L, 1L))),
                List.of(List.of(List.of(2L, 2L)))));
    for (Page y :
        List.of(
            Page.of(levels(0, 0), levels(3, 3)),
            Page.of(levels(0, 0, 1), levels(3, 3, 3)),
            Page.of(levels(0, 1, 0), levels(3, 3, 1)))) {
      Path file = write(PAIRS, 2, List.of(x), List.of(y));
      assertThatThrownBy(() -> ParquetScans.read(file))
          .isInstanceOfSatisfying(
              DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
          .hasMessageContaining("levels.parquet: row group 0, column a.list.element.")
          .hasMessageContaining("page at offset");
    }
  }

  @Test
  void refusesAKeyThatIsNull() throws Exception {
    String map =
        "optional group a (MAP) { repeated group key_value { optional int32 key;"
            + " required int32 value; } }";
    Page keys = Page.of(levels(0, 1), levels(3, 2));
    Page values = Page.of(levels(0, 1), levels(2, 2));
    Path file = write(map, 1, List.of(keys), List.of(values));
    assertThatThrownBy(() -> ParquetScans.read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
        .hasMessageContaining("column a.key_value.key")
        .hasMessageContaining("a map has a key that is null");
  }

  private void assertCorrupt(String field, int rows, String message, Page page) throws IOException {
    Path file = write(field, rows, List.of(page));
    assertThatThrownBy(() -> ParquetScans.read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
        .hasMessageContaining("levels.parquet: row group 0, column a.list.element.list.element")
        .hasMessageContaining(message);
  }

  /** A file of one row group; each leaf with its pages. */
  @SafeVarargs
  private Path write(String field, int rows, List<Page>... leaves) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + field + " }");
    Path file = directory.resolve("levels.parquet");
    Files.deleteIfExists(file);
    try (ParquetFileWriter writer =
        new ParquetFileWriter(
            new LocalOutputFile(file), schema, ParquetFileWriter.Mode.CREATE, 1 << 20, 0)) {
      writer.start();
      writer.startBlock(rows);
      for (int i = 0; i < leaves.length; i++) {
        ColumnDescriptor column = schema.getColumns().get(i);
        long values = leaves[i].stream().mapToLong(page -> page.repetition.length).sum();
        writer.startColumn(column, values, CompressionCodecName.UNCOMPRESSED);
        for (Page page : leaves[i]) {
          byte[] bytes = bytes(page, column);
          writer.writeDataPage(
              page.repetition.length,
              bytes.length,
              BytesInput.from(bytes),
              Statistics.createStats(column.getPrimitiveType()),
              page.encoding,
              page.encoding,
              Encoding.PLAIN);
        }
        writer.endColumn();
      }
      writer.endBlock();
      writer.end(Map.of());
    }
    return file;
  }

  private static byte[] bytes(Page page, ColumnDescriptor column) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        encoded(page.repetition, EntryLevels.width(column.getMaxRepetitionLevel()), page.encoding));
    out.writeBytes(
        encoded(page.definition, EntryLevels.width(column.getMaxDefinitionLevel()), page.encoding));
    int value = 0;
    for (int level : page.definition) {
      if (level == column.getMaxDefinitionLevel()) {
        out.writeBytes(littleEndian(value++));
      }
    }
    return out.toByteArray();
  }

  private static byte[] encoded(int[] levels, int width, Encoding encoding) {
    if (encoding == Encoding.BIT_PACKED) {
      return OldWriter.packed(levels, width);
    }
    // Runs of one value.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(littleEndian(2 * levels.length));
    for (int level : levels) {
      out.write(1 << 1);
      out.write(level);
    }
    return out.toByteArray();
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
