package io.distaff.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.TaskMemory;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetFileWriterTest {
  @TempDir Path directory;

  private final MemoryManager memoryManager = new MemoryManager(256L << 20);
  private final TaskMemory memory = memoryManager.startTask("test");

  @AfterEach
  void memoryIsGivenBack() {
    assertThat(memory.heldBytes()).isZero();
    memory.close();
    assertThat(memoryManager.usedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void writesWhatDuckDbAndParquetJavaRead(long seed) throws Exception {
    Schema schema = RandomTable.randomSchema(seed);
    RandomTable table = new RandomTable(seed, schema);
    Random random = new Random(seed);
    ParquetWriteOptions.Compression[] codecs = ParquetWriteOptions.Compression.values();
    ParquetWriteOptions options =
        ParquetWriteOptions.of(
            Map.of(
                "compression", codecs[(int) (seed % codecs.length)].name(),
                "dataPageVersion", seed % 2 == 0 ? "2" : "1",
                "rowGroupRows", Integer.toString(1000 + random.nextInt(20_000)),
                "pageRows", Integer.toString(10 + random.nextInt(3000)),
                "pageSize", Integer.toString(1024 + random.nextInt(100_000)),
                "dictionarySize", Integer.toString(random.nextInt(30_000))));
    Path file = directory.resolve("random.parquet");
    ParquetFileWriter writer = writer(file, schema, options);
    for (int i = 0; i < 12; i++) {
      writer.write(table.nextBatch(1 + random.nextInt(4096)));
    }
    WrittenFile written = writer.close();

    assertThat(written.rows()).isEqualTo(table.rows().size());
    assertThat(written.bytes()).isEqualTo(Files.size(file));
    assertSameRows(readWithDuckDb(file, schema), table.rows());
    assertSameRows(readWithParquetJava(file, schema), table.rows());
    assertIndexesAreRight(file, schema, table.rows());
  }

  @ParameterizedTest
  @EnumSource(ParquetWriteOptions.Compression.class)
  void writesEveryCodec(ParquetWriteOptions.Compression codec) throws Exception {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, false));
    Path file = directory.resolve("codec.parquet");
    ParquetFileWriter writer =
        writer(file, schema, ParquetWriteOptions.of(Map.of("compression", codec.name())));
    writer.write(longs(0, 4096));
    writer.close();

    assertThat(query(file, "SELECT sum(n), count(*) FROM F")).containsExactly("8386560", "4096");
    assertThat(query(file, "SELECT DISTINCT compression FROM parquet_metadata(P)"))
        .containsExactly(codec.name());
    assertThat(readWithParquetJava(file, schema)).hasSize(4096);
  }

  @Test
  void pagesOfVersion2KeepLevelsAndWhatDoesNotShrinkUncompressed() throws Exception {
    Schema schema =
        Schema.of(
            new Field("same", DataType.BIGINT, true), new Field("noise", DataType.DOUBLE, false));
    Path file = directory.resolve("v2.parquet");
    ParquetFileWriter writer =
        writer(
            file,
            schema,
            ParquetWriteOptions.of(Map.of("dataPageVersion", "v2", "dictionary", "false")));
    long[] validity = Validity.allValid(4096);
    for (int i = 0; i < 1000; i++) {
      Validity.setNull(validity, i * 3);
    }
    double[] noise = new Random(1).doubles(4096).toArray();
    for (int i = 0; i < noise.length; i++) {
      noise[i] = Double.longBitsToDouble(new Random(i).nextLong() >>> 2);
    }
    writer.write(
        new VectorBatch(
            4096,
            new LongVector(DataType.BIGINT, new long[4096], validity, 4096),
            new DoubleVector(DataType.DOUBLE, noise, null, 4096)));
    writer.close();

    List<PageHeader> pages = firstPages(file);
    DataPageHeaderV2 same = pages.get(0).data_page_header_v2;
    assertThat(same.num_values).isEqualTo(4096);
    assertThat(same.num_rows).isEqualTo(4096);
    assertThat(same.num_nulls).isEqualTo(1000);
    assertThat(same.repetition_levels_byte_length).isZero();
    assertThat(same.definition_levels_byte_length).isBetween(300, 700);
    assertThat(same.is_compressed).isTrue();
    assertThat(pages.get(0).compressed_page_size)
        .isBetween(same.definition_levels_byte_length, 1000);
    assertThat(pages.get(0).uncompressed_page_size)
        .isEqualTo(same.definition_levels_byte_length + 3096 * 8);
    assertThat(pages.get(1).data_page_header_v2.is_compressed).isFalse();
    assertThat(pages.get(1).compressed_page_size).isEqualTo(4096 * 8);
    assertThat(query(file, "SELECT count(*), count(same), sum(same) FROM F"))
        .containsExactly("4096", "3096", "0");
    assertThat(readWithParquetJava(file, schema)).hasSize(4096);
  }

  /** The first page header of each chunk of the first row group. */
  private static List<PageHeader> firstPages(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<PageHeader> headers = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      for (ColumnChunkMetaData chunk : reader.getFooter().getBlocks().get(0).getColumns()) {
        int start = (int) chunk.getStartingPos();
        headers.add(
            Util.readPageHeader(new ByteArrayInputStream(bytes, start, bytes.length - start)));
      }
    }
    return headers;
  }

  @Test
  void aFileWithoutRowsIsValid() throws Exception {
    Schema schema = RandomTable.randomSchema(1);
    Path file = directory.resolve("empty.parquet");
    WrittenFile written = writer(file, schema, ParquetWriteOptions.DEFAULTS).close();

    assertThat(written.rows()).isZero();
    assertThat(readWithDuckDb(file, schema)).isEmpty();
    assertThat(readWithParquetJava(file, schema)).isEmpty();
  }

  @Test
  void theFooterSaysWhoWroteItAndWhatTheTypesAre() throws Exception {
    Schema schema =
        Schema.of(
            new Field("b", DataType.TINYINT, true),
            new Field("d", DataType.decimal(15, 2), false),
            new Field("w", DataType.decimal(38, 4), true),
            new Field("t", DataType.TIMESTAMP, true),
            new Field("l", DataType.TIMESTAMP_LOCAL, true),
            new Field("s", DataType.STRING, true),
            new Field("x", DataType.BINARY, false));
    Path file = directory.resolve("types.parquet");
    writer(file, schema, ParquetWriteOptions.DEFAULTS).close();

    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      assertThat(reader.getFileMetaData().getCreatedBy()).isEqualTo("distaff version 0.1.0");
      assertThat(reader.getFileMetaData().getSchema().toString())
          .isEqualTo(
              """
              message schema {
                optional int32 b (INTEGER(8,true));
                required int64 d (DECIMAL(15,2));
                optional fixed_len_byte_array(16) w (DECIMAL(38,4));
                optional int64 t (TIMESTAMP(MICROS,true));
                optional int64 l (TIMESTAMP(MICROS,false));
                optional binary s (STRING);
                required binary x;
              }
              """);
    }
    assertThat(query(file, "SELECT converted_type FROM parquet_schema(P) WHERE name <> 'schema'"))
        .containsExactly(
            "INT_8", "DECIMAL", "DECIMAL", "TIMESTAMP_MICROS", "TIMESTAMP_MICROS", "UTF8", null);
  }

  @Test
  void aColumnOfTheTypeOfNullIsAlwaysNull() throws Exception {
    Schema schema =
        Schema.of(new Field("n", DataType.NULL, true), new Field("i", DataType.BIGINT, true));
    Path file = directory.resolve("null.parquet");
    ParquetFileWriter writer = writer(file, schema, ParquetWriteOptions.DEFAULTS);
    writer.write(
        new VectorBatch(
            3, ConstantVector.ofNull(DataType.NULL, 3), ConstantVector.ofNull(DataType.NULL, 3)));
    writer.close();

    assertThat(query(file, "SELECT count(*), count(n), count(i) FROM F"))
        .containsExactly("3", "0", "0");
    assertThat(readWithParquetJava(file, schema)).hasSize(3);
  }

  @Test
  void anUnselectedBatchAddsNothing() throws Exception {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, false));
    Path file = directory.resolve("none.parquet");
    ParquetFileWriter writer = writer(file, schema, ParquetWriteOptions.DEFAULTS);
    writer.write(longs(0, 10).withSelection(new SelectionVector(new int[10], 0)));
    assertThat(writer.close().rows()).isZero();
    assertThat(query(file, "SELECT count(*) FROM F")).containsExactly("0");
  }

  @Test
  void dictionariesFallBackWhenTheyOutgrowTheirLimit() throws Exception {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, false));
    Path file = directory.resolve("fallback.parquet");
    ParquetFileWriter writer =
        writer(
            file,
            schema,
            ParquetWriteOptions.of(Map.of("dictionarySize", "64k", "pageRows", "5000")));
    long[] repeated = new long[4096];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = i % 100;
    }
    for (int i = 0; i < 5; i++) {
      writer.write(new VectorBatch(4096, new LongVector(DataType.BIGINT, repeated, null, 4096)));
    }
    for (int i = 0; i < 5; i++) {
      writer.write(longs(i * 4096L, 4096));
    }
    writer.close();

    assertThat(query(file, "SELECT encodings FROM parquet_metadata(P)"))
        .containsExactly("PLAIN, RLE_DICTIONARY");
    assertThat(query(file, "SELECT sum(n), count(*), count(DISTINCT n) FROM F"))
        .containsExactly(
            Long.toString(5L * Arrays.stream(repeated).sum() + 20480L * 20479 / 2),
            "40960",
            "20480");
    assertThat(readWithParquetJava(file, schema)).hasSize(40960);
  }

  @Test
  void dictionariesThatDoNotPayAreGivenUp() throws Exception {
    Schema schema =
        Schema.of(
            new Field("unique", DataType.BIGINT, false), new Field("few", DataType.STRING, false));
    Path file = directory.resolve("encodings.parquet");
    ParquetFileWriter writer = writer(file, schema, ParquetWriteOptions.DEFAULTS);
    ColumnVector few = new DictionaryVector(text("GB", "漢字"), new int[4096], null, 4096);
    for (int i = 0; i < 10; i++) {
      writer.write(new VectorBatch(4096, longs(i * 4096L, 4096).column(0), few));
    }
    writer.close();

    assertThat(query(file, "SELECT encodings FROM parquet_metadata(P)"))
        .containsExactly("PLAIN", "PLAIN, RLE_DICTIONARY");
    assertThat(query(file, "SELECT min(few), max(few), sum(\"unique\") FROM F"))
        .containsExactly("GB", "GB", "838840320");
  }

  @Test
  void statisticsFollowTheOrderOfTheType() throws Exception {
    DecimalType wide = DataType.decimal(30, 2);
    Schema schema =
        Schema.of(
            new Field("s", DataType.STRING, true),
            new Field("w", wide, true),
            new Field("d", DataType.DOUBLE, true),
            new Field("z", DataType.DOUBLE, true),
            new Field("i", DataType.INT, true));
    long[] validity = Validity.allValid(4);
    Validity.setNull(validity, 1);
    Path file = directory.resolve("statistics.parquet");
    ParquetFileWriter writer = writer(file, schema, ParquetWriteOptions.DEFAULTS);
    BytesVector strings = text("b", "", "zoë", "a");
    writer.write(
        new VectorBatch(
            4,
            new BytesVector(
                DataType.STRING, strings.data(), strings.starts(), strings.lengths(), validity, 4),
            new LongVector(wide, new long[] {-5, 0, 3, -700}, validity, 4),
            new DoubleVector(DataType.DOUBLE, new double[] {1, 9, Double.NaN, 2}, validity, 4),
            new DoubleVector(DataType.DOUBLE, new double[] {0.0, 9, -0.0, 0.0}, validity, 4),
            new IntVector(DataType.INT, new int[] {-1, -100, 7, 3}, validity, 4)));
    writer.close();

    assertThat(
            query(
                file,
                "SELECT stats_min_value, stats_max_value, stats_null_count"
                    + " FROM parquet_metadata(P)"))
        .containsExactly(
            "a", "zoë", "1", "-7.00", "0.03", "1", null, null, "1", "-0.0", "0.0", "1", "-1", "7",
            "1");
    assertIndexesAreRight(file, schema, readWithParquetJava(file, schema));
  }

  @Test
  void longTextIsCutInStatistics() throws Exception {
    Schema schema = Schema.of(new Field("s", DataType.STRING, false));
    Path file = directory.resolve("long.parquet");
    ParquetFileWriter writer = writer(file, schema, ParquetWriteOptions.DEFAULTS);
    writer.write(new VectorBatch(2, text("漢".repeat(30), "字".repeat(40_000))));
    writer.close();

    List<String> bounds =
        query(
            file,
            "SELECT stats_min_value, stats_max_value, min_is_exact, max_is_exact"
                + " FROM parquet_metadata(P)");
    assertThat(bounds.get(0)).isEqualTo("字".repeat(21));
    assertThat(bounds.get(1)).isGreaterThan("漢".repeat(30)).hasSizeLessThanOrEqualTo(22);
    assertThat(bounds.subList(2, 4)).containsExactly("false", "false");
    assertThat(query(file, "SELECT length(s) FROM F WHERE s > '漢'")).containsExactly("30");
  }

  @Test
  void valuesLargerThanAPageAreWritten() throws Exception {
    Schema schema = Schema.of(new Field("s", DataType.STRING, false));
    Path file = directory.resolve("large.parquet");
    ParquetFileWriter writer =
        writer(
            file, schema, ParquetWriteOptions.of(Map.of("pageSize", "4k", "dictionary", "false")));
    String[] values = new String[500];
    long total = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = Integer.toString(i).repeat(i % 50 == 0 ? 5000 : 10);
      total += values[i].length();
    }
    writer.write(new VectorBatch(values.length, text(values)));
    writer.close();

    assertThat(query(file, "SELECT sum(length(s)), count(*) FROM F"))
        .containsExactly(Long.toString(total), "500");
    assertIndexesAreRight(file, schema, readWithParquetJava(file, schema));
  }

  @Test
  void rowGroupsEndAtTheirSize() throws Exception {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, false));
    Path file = directory.resolve("groups.parquet");
    ParquetFileWriter writer =
        writer(file, schema, ParquetWriteOptions.of(Map.of("rowGroupSize", "1m")));
    for (int i = 0; i < 100; i++) {
      writer.write(longs(i * 4096L, 4096));
    }
    writer.close();

    assertThat(query(file, "SELECT num_row_groups FROM parquet_file_metadata(P)"))
        .containsExactly("4");
    assertThat(query(file, "SELECT sum(n) FROM F"))
        .containsExactly(Long.toString(409_600L * 409_599 / 2));
  }

  /** Of every type, some of which shrink and some of which don't. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void filesComeCloseToTheirSizeWithoutTinyRowGroups(long seed) throws Exception {
    Schema schema = RandomTable.randomSchema(seed);
    RandomTable table = new RandomTable(seed, schema);
    ParquetWriteOptions options =
        ParquetWriteOptions.of(
            Map.of("rowGroupSize", seed == 1 ? "128m" : seed == 2 ? "1m" : "1600k"));
    long target = 2 << 20;
    for (int i = 0; i < 3; i++) {
      Path file = directory.resolve("sized-" + i + ".parquet");
      ParquetFileWriter writer = writer(file, schema, options);
      do {
        writer.write(table.nextBatch(500));
      } while (!writer.isFull(target));
      long bytes = writer.close().bytes();
      List<Long> groups =
          ParquetFooters.read(file).row_groups.stream()
              .map(RowGroup::getTotal_compressed_size)
              .toList();
      assertThat(bytes).isBetween(target * 6 / 10, target * 12 / 10);
      assertThat(groups.get(groups.size() - 1)).isGreaterThan(groups.get(0) * 4 / 10);
    }
  }

  @Test
  void theFooterNotesTheOrderOfRows() throws Exception {
    Schema schema =
        Schema.of(
            new Field(
                "s",
                new StructType(
                    List.of(
                        new StructType.Member("a", DataType.INT),
                        new StructType.Member("b", DataType.INT))),
                true),
            new Field("n", DataType.BIGINT, false),
            new Field("t", DataType.STRING, true));
    List<SortKey> order =
        List.of(
            new SortKey(2, true, false), new SortKey(1, false, true), new SortKey(0, false, true));
    Path file = directory.resolve("sorted.parquet");
    ParquetFileWriter writer =
        writer(file, schema, ParquetWriteOptions.DEFAULTS.withRowOrder(order));
    writer.write(
        new VectorBatch(
            2, ConstantVector.ofNull(schema.type(0), 2), longs(0, 2).column(0), text("b", "a")));
    writer.close();

    // Positions of leaves; a struct has none of its own.
    assertThat(ParquetFooters.read(file).row_groups.get(0).sorting_columns)
        .containsExactly(new SortingColumn(3, true, false), new SortingColumn(2, false, true));
    assertThat(query(file, "SELECT count(*) FROM F")).containsExactly("2");
  }

  @Test
  void aRowGroupEndsEarlyWhenAnotherOperatorNeedsTheMemory() throws Exception {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, false));
    Path file = directory.resolve("early.parquet");
    ParquetFileWriter writer =
        writer(
            file,
            schema,
            ParquetWriteOptions.of(
                Map.of("compression", "uncompressed", "rowGroupRows", "100000000")));
    for (int i = 0; i < 1000; i++) {
      writer.write(longs(i * 4096L, 4096));
    }
    long before = memory.heldBytes();
    try (MemoryReservation other = memory.operator("other").reservation(null)) {
      other.add(memoryManager.poolBytes() - before + (1 << 20));
      assertThat(memory.heldBytes()).isGreaterThan(memoryManager.poolBytes() - (32 << 20));
    }
    writer.write(longs(4_096_000, 4096));
    writer.close();

    assertThat(query(file, "SELECT num_row_groups FROM parquet_file_metadata(P)"))
        .containsExactly("2");
    assertThat(query(file, "SELECT sum(n) FROM F"))
        .containsExactly(Long.toString(4_100_096L * 4_100_095 / 2));
  }

  @Test
  void anAbortedFileCantBeRead() throws Exception {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, false));
    Path file = directory.resolve("aborted.parquet");
    ParquetFileWriter writer =
        writer(file, schema, ParquetWriteOptions.of(Map.of("rowGroupRows", "4096")));
    writer.write(longs(0, 4096));
    writer.abort();
    writer.abort();

    assertThat(Files.size(file)).isPositive();
    assertThatThrownBy(() -> query(file, "SELECT * FROM F")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> readWithParquetJava(file, schema))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(writer::close).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailedStreamLeavesNoFooter() throws Exception {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, false));
    Path file = directory.resolve("failed.parquet");
    OutputStream full =
        new FilterOutputStream(Files.newOutputStream(file)) {
          private long room = 10_000;

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            room -= length;
            if (room < 0 && room > -60_000) {
              throw new IOException("no space left on device");
            }
            out.write(bytes, offset, length);
          }
        };
    ParquetFileWriter writer =
        new ParquetFileWriter(
            full,
            file.toString(),
            schema,
            ParquetWriteOptions.of(Map.of("rowGroupRows", "4096", "compression", "uncompressed")),
            memory.operator("writer"));
    assertThatThrownBy(() -> writer.write(longs(0, 4096)))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_FAILED))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("no space left");
    assertThatThrownBy(writer::close).isInstanceOf(IllegalStateException.class);
    writer.abort();
    assertThatThrownBy(() -> query(file, "SELECT * FROM F")).isInstanceOf(SQLException.class);
  }

  /** Fails at each write in turn, after half of its bytes; with Bloom filters and indexes. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void noFailedWriteLeavesAFileThatCanBeRead(String version) throws Exception {
    Schema schema =
        Schema.of(new Field("n", DataType.BIGINT, false), new Field("t", DataType.STRING, true));
    ParquetWriteOptions options =
        ParquetWriteOptions.of(
            Map.of(
                "rowGroupRows", "200",
                "pageRows", "100",
                "bloomFilter", "n,t",
                "dataPageVersion", version));
    int writes = 0;
    for (int failing = 0; ; failing++) {
      FailingOutput out = new FailingOutput(failing);
      ParquetFileWriter writer =
          new ParquetFileWriter(out, "failing", schema, options, memory.operator("writer"));
      boolean failed = false;
      try {
        for (int i = 0; i < 2; i++) {
          writer.write(
              new VectorBatch(
                  200,
                  longs(i * 200L, 200).column(0),
                  new DictionaryVector(text("GB", "漢字"), new int[200], null, 200)));
        }
        writer.close();
      } catch (DistaffException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.WRITE_FAILED);
        assertThat(e).hasMessageContaining("no space left").hasMessageContaining("failing");
        failed = true;
      }
      writer.abort();
      assertThat(out.isClosed).isTrue();
      Path file = directory.resolve("failing.parquet");
      Files.write(file, out.toByteArray());
      if (!failed) {
        assertThat(query(file, "SELECT count(*) FROM F")).containsExactly("400");
        writes = failing;
        break;
      }
      assertThatThrownBy(() -> ParquetFileReader.open(new LocalInputFile(file)).close())
          .as("write %d", failing)
          .isInstanceOf(Exception.class);
    }
    assertThat(writes).isGreaterThan(20);
  }

  /** Takes some writes, then half of one. */
  private static final class FailingOutput extends OutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final int failing;
    private int writes;
    private boolean isClosed;

    FailingOutput(int failing) {
      this.failing = failing;
    }

    byte[] toByteArray() {
      return taken.toByteArray();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (writes++ == failing) {
        taken.write(bytes, offset, length / 2);
        throw new IOException("no space left on device");
      }
      taken.write(bytes, offset, length);
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  @Test
  void aNullInAColumnThatTakesNoneIsRefused() throws Exception {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, false));
    ParquetFileWriter writer =
        writer(directory.resolve("x.parquet"), schema, ParquetWriteOptions.DEFAULTS);
    VectorBatch nulls = new VectorBatch(2, ConstantVector.ofNull(DataType.BIGINT, 2));
    assertThatThrownBy(() -> writer.write(nulls))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("n bigint not null");
    writer.abort();
  }

  @Test
  void schemasThatParquetCantHoldAreRefused() {
    Field field = new Field("n", DataType.INT, true);
    for (Schema schema : List.of(Schema.EMPTY, Schema.of(field, field))) {
      assertThatThrownBy(
              () -> writer(directory.resolve("y.parquet"), schema, ParquetWriteOptions.DEFAULTS))
          .isInstanceOf(DistaffException.class);
    }
  }

  private ParquetFileWriter writer(Path file, Schema schema, ParquetWriteOptions options)
      throws IOException {
    return new ParquetFileWriter(
        new BufferedOutputStream(Files.newOutputStream(file)),
        file.toString(),
        schema,
        options,
        memory.operator("writer"));
  }

  private static VectorBatch longs(long from, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return new VectorBatch(count, new LongVector(DataType.BIGINT, values, null, count));
  }

  private static BytesVector text(String... values) {
    byte[] data = String.join("", values).getBytes(StandardCharsets.UTF_8);
    int[] starts = new int[values.length];
    int[] lengths = new int[values.length];
    int end = 0;
    for (int i = 0; i < values.length; i++) {
      starts[i] = end;
      lengths[i] = values[i].getBytes(StandardCharsets.UTF_8).length;
      end += lengths[i];
    }
    return new BytesVector(DataType.STRING, data, starts, lengths, null, values.length);
  }

  private static void assertSameRows(List<List<Object>> actual, List<List<Object>> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int row = 0; row < expected.size(); row++) {
      for (int i = 0; i < expected.get(row).size(); i++) {
        assertThat(actual.get(row).get(i))
            .as("row %d, column %d", row, i)
            .isEqualTo(expected.get(row).get(i));
      }
    }
  }

  /** Cells as text, row by row; F = the file as a table, P = its path. */
  private static List<String> query(Path file, String sql) throws SQLException {
    String path = "'" + file + "'";
    String statement =
        sql.replace("FROM F", "FROM read_parquet(" + path + ")").replace("(P)", "(" + path + ")");
    List<String> cells = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement();
        ResultSet result = duckDb.executeQuery(statement)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        for (int i = 1; i <= columns; i++) {
          cells.add(result.getString(i));
        }
      }
    }
    return cells;
  }

  private static List<List<Object>> readWithDuckDb(Path file, Schema schema) throws SQLException {
    StringBuilder select = new StringBuilder();
    for (Field field : schema.fields()) {
      String column = "\"" + field.name() + "\"";
      select
          .append(select.isEmpty() ? "" : ", ")
          .append(
              switch (field.type().kind()) {
                case TIMESTAMP, TIMESTAMP_LOCAL -> "epoch_us(" + column + ")";
                case DATE -> column + " - DATE '1970-01-01'";
                default -> column;
              });
    }
    List<List<Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement();
        ResultSet result =
            duckDb.executeQuery("SELECT " + select + " FROM read_parquet('" + file + "')")) {
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
          row.add(duckDbCell(result, i + 1, schema.type(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static Object duckDbCell(ResultSet result, int column, DataType type)
      throws SQLException {
    if (result.getObject(column) == null) {
      return null;
    }
    return switch (type.kind()) {
      case NULL -> null;
      case BOOLEAN -> result.getBoolean(column);
      case TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP, TIMESTAMP_LOCAL ->
          result.getLong(column);
      case FLOAT -> (double) result.getFloat(column);
      case DOUBLE -> result.getDouble(column);
      case DECIMAL -> result.getBigDecimal(column);
      case STRING -> result.getString(column);
      case BINARY -> result.getBytes(column);
      case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  private static List<List<Object>> readWithParquetJava(Path file, Schema schema)
      throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .usePageChecksumVerification()
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      MessageType message = reader.getFileMetaData().getSchema();
      PageReadStore pages;
      while ((pages = reader.readNextRowGroup()) != null) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(message)
                .getRecordReader(pages, new GroupRecordConverter(message));
        for (long i = 0; i < pages.getRowCount(); i++) {
          Group group = records.read();
          List<Object> row = new ArrayList<>();
          for (int column = 0; column < schema.size(); column++) {
            row.add(
                group.getFieldRepetitionCount(column) == 0
                    ? null
                    : parquetJavaCell(group, column, schema.type(column)));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static Object parquetJavaCell(Group group, int column, DataType type) {
    return switch (type.kind()) {
      case NULL -> null;
      case BOOLEAN -> group.getBoolean(column, 0);
      case TINYINT, SMALLINT, INT, DATE -> (long) group.getInteger(column, 0);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> group.getLong(column, 0);
      case FLOAT -> (double) group.getFloat(column, 0);
      case DOUBLE -> group.getDouble(column, 0);
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        BigInteger unscaled =
            decimal.isLong()
                ? BigInteger.valueOf(group.getLong(column, 0))
                : new BigInteger(group.getBinary(column, 0).getBytes());
        yield new BigDecimal(unscaled, decimal.scale());
      }
      case STRING -> group.getString(column, 0);
      case BINARY -> group.getBinary(column, 0).getBytes();
      case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  /**
   * Every page's rows begin where the index says, and its bounds and null counts are those of the
   * rows.
   */
  private static void assertIndexesAreRight(Path file, Schema schema, List<List<Object>> rows)
      throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      int rowGroupStart = 0;
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        for (int column = 0; column < schema.size(); column++) {
          ColumnChunkMetaData chunk = block.getColumns().get(column);
          OffsetIndex offsets = reader.readOffsetIndex(chunk);
          int last = offsets.getPageCount() - 1;
          assertThat(offsets.getOffset(last) + offsets.getCompressedPageSize(last))
              .isEqualTo(chunk.getStartingPos() + chunk.getTotalSize());
          assertThat(offsets.getFirstRowIndex(0)).isZero();
          ColumnIndex index = reader.readColumnIndex(chunk);
          for (int page = 0; index != null && page <= last; page++) {
            int from = (int) offsets.getFirstRowIndex(page);
            int to =
                (int) (page == last ? block.getRowCount() : offsets.getFirstRowIndex(page + 1));
            assertPageIsDescribed(
                index,
                page,
                column,
                rows.subList(rowGroupStart + from, rowGroupStart + to),
                schema);
          }
        }
        rowGroupStart += (int) block.getRowCount();
      }
      assertThat(rowGroupStart).isEqualTo(rows.size());
    }
  }

  private static void assertPageIsDescribed(
      ColumnIndex index, int page, int column, List<List<Object>> rows, Schema schema) {
    long nulls = rows.stream().filter(row -> row.get(column) == null).count();
    assertThat(index.getNullCounts().get(page)).isEqualTo(nulls);
    assertThat(index.getNullPages().get(page)).isEqualTo(nulls == rows.size());
    if (nulls == rows.size()) {
      return;
    }
    DataType type = schema.type(column);
    if (type.kind() == DataType.Kind.STRING || type.kind() == DataType.Kind.BINARY) {
      byte[] min = bytes(index.getMinValues().get(page));
      byte[] max = bytes(index.getMaxValues().get(page));
      for (List<Object> row : rows) {
        if (row.get(column) != null) {
          byte[] value =
              row.get(column) instanceof String text
                  ? text.getBytes(StandardCharsets.UTF_8)
                  : (byte[]) row.get(column);
          assertThat(Arrays.compareUnsigned(min, value)).isNotPositive();
          assertThat(Arrays.compareUnsigned(max, value)).isNotNegative();
        }
      }
      return;
    }
    BigDecimal smallest = null;
    BigDecimal largest = null;
    for (List<Object> row : rows) {
      if (row.get(column) != null) {
        BigDecimal value = number(row.get(column));
        smallest = smallest == null ? value : smallest.min(value);
        largest = largest == null ? value : largest.max(value);
      }
    }
    assertThat(bound(index.getMinValues().get(page), type)).isEqualByComparingTo(smallest);
    assertThat(bound(index.getMaxValues().get(page), type)).isEqualByComparingTo(largest);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static BigDecimal bound(ByteBuffer buffer, DataType type) {
    ByteBuffer bytes = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    return switch (type.kind()) {
      case NULL, STRING, BINARY, ARRAY, MAP, STRUCT ->
          throw new IllegalArgumentException(type.toString());
      case BOOLEAN -> number(bytes.get() != 0);
      case TINYINT, SMALLINT, INT, DATE -> number((long) bytes.getInt());
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> number(bytes.getLong());
      case FLOAT -> number((double) bytes.getFloat());
      case DOUBLE -> number(bytes.getDouble());
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        BigInteger unscaled =
            decimal.isLong() ? BigInteger.valueOf(bytes.getLong()) : new BigInteger(bytes(buffer));
        yield new BigDecimal(unscaled, decimal.scale());
      }
    };
  }

  /** A number in the order of the values. */
  private static BigDecimal number(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    }
    if (value instanceof Double number) {
      return new BigDecimal(number);
    }
    if (value instanceof BigDecimal number) {
      return number;
    }
    throw new IllegalArgumentException(value.toString());
  }
}
