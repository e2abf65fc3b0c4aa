package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random data of random schemas, written here with random options: we read it as it was, and so do
 * DuckDB and parquet-java, which write what they read in their own encodings, which we read again.
 *
 * <p>More is run with {@code -Ddistaff.roundTrip.seeds=1000 -Ddistaff.roundTrip.seed=1}.
 */
@Timeout(3600)
final class RoundTripTest {
  /** What random types leave out. */
  private static final List<DataType> MORE_TYPES =
      List.of(
          DataType.TIMESTAMP_LOCAL,
          DataType.TIMESTAMP,
          DataType.decimal(9, 9),
          DataType.decimal(18, 0),
          DataType.decimal(19, 3),
          DataType.decimal(38, 38));

  private static final List<String> JAVA_CODECS =
      List.of("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW");
  private static final List<String> DUCK_CODECS =
      List.of("uncompressed", "snappy", "gzip", "zstd", "lz4_raw");

  @TempDir private Path directory;

  static LongStream seeds() {
    long first = Long.getLong("distaff.roundTrip.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("distaff.roundTrip.seeds", 12));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everybodyReadsWhatWeWriteAndWeWhatTheyWrite(long seed) throws Exception {
    Random random = new Random(seed);
    List<Column> columns = columns(seed, random);
    Schema schema = new Schema(columns.stream().map(Column::field).toList());
    List<VectorBatch> written = batches(columns, random);
    List<List<Object>> rows = RandomBatches.rows(written);
    Map<String, String> options = options(schema, random);
    Path file = directory.resolve("ours.parquet");
    write(file, schema, written, options);

    assertThat(ParquetScans.footer(file).schema()).isEqualTo(schema);
    assertThat(read(file, schema)).as("ours, %s", options).isEqualTo(rows);

    Path duck = directory.resolve("duck.parquet");
    String form =
        "(FORMAT parquet, PARQUET_VERSION "
            + (random.nextBoolean() ? "V1" : "V2")
            + ", COMPRESSION "
            + pick(DUCK_CODECS, random)
            + ")";
    ParquetScans.duckDb(
        "SET TimeZone = 'UTC'",
        "COPY (SELECT * FROM read_parquet('" + file + "')) TO '" + duck + "' " + form);
    assertThat(read(duck, schema)).as("DuckDB, %s, of %s", form, options).isEqualTo(rows);

    for (String version : List.of("v1", "v2")) {
      GroupFiles.Spec spec =
          new GroupFiles.Spec(
              pick(JAVA_CODECS, random),
              version,
              random.nextBoolean(),
              random.nextBoolean(),
              1 << (9 + random.nextInt(8)),
              0,
              0);
      Path java = directory.resolve(version + ".parquet");
      rewriteWithParquetJava(file, java, spec);
      assertThat(read(java, schema)).as("%s, of %s", spec, options).isEqualTo(rows);
    }
  }

  /**
   * A column and where its values come from.
   *
   * @param longTexts whether it has texts of up to a megabyte, and nothing else
   */
  private record Column(Field field, RandomBatches values, boolean longTexts) {
    ColumnVector vector(int rows, Random random) {
      if (!longTexts) {
        return values.column(field.type(), rows);
      }
      List<Object> texts = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        int length = random.nextInt(1 << random.nextInt(random.nextInt(40) == 0 ? 21 : 8));
        texts.add(random.nextInt(5) == 0 ? null : "ä漢b".repeat(length / 3));
      }
      return Vectors.of(DataType.STRING, texts);
    }
  }

  private static List<Column> columns(long seed, Random random) {
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      types.add(new RandomBatches(seed * 31 + i).type(random.nextInt(4)));
    }
    for (int i = 0; i < 4; i++) {
      types.add(pick(RandomBatches.FLAT_AND_NESTED_TYPES, random));
      types.add(pick(MORE_TYPES, random));
    }
    List<Column> columns = new ArrayList<>();
    for (DataType type : types) {
      double nulls = pick(List.of(0.0, 0.02, 0.3, 0.9, 1.0), random);
      RandomBatches values =
          new RandomBatches(seed * 31 + columns.size())
              .nullRate(nulls)
              .numDistinct(pick(List.of(1, 50, 10_000), random))
              .withoutSelections();
      String name = (random.nextBoolean() ? "c" : "Spalte ö ") + columns.size();
      columns.add(new Column(new Field(name, type, nulls > 0), values, false));
    }
    if (random.nextInt(3) == 0) {
      columns.add(new Column(new Field("texts", DataType.STRING, true), null, true));
    }
    return columns;
  }

  private static List<VectorBatch> batches(List<Column> columns, Random random) {
    List<VectorBatch> batches = new ArrayList<>();
    int mostRows = 1 << random.nextInt(11);
    for (int i = random.nextInt(6); i > 0; i--) {
      int rows = 1 + random.nextInt(mostRows);
      ColumnVector[] vectors = new ColumnVector[columns.size()];
      for (int c = 0; c < vectors.length; c++) {
        vectors[c] = columns.get(c).vector(rows, random);
      }
      VectorBatch batch = new VectorBatch(rows, vectors);
      if (random.nextInt(3) == 0) {
        int[] selected = random.ints(0, rows).limit(rows / 2).distinct().sorted().toArray();
        batch = batch.withSelection(new SelectionVector(selected, selected.length));
      }
      batches.add(batch);
    }
    return batches;
  }

  private static Map<String, String> options(Schema schema, Random random) {
    Map<String, String> options = new HashMap<>();
    options.put("compression", pick(DUCK_CODECS, random));
    options.put("dataPageVersion", random.nextBoolean() ? "1" : "2");
    options.put("dictionary", Boolean.toString(random.nextInt(3) > 0));
    options.put("dictionarySize", Integer.toString(random.nextInt(1 << random.nextInt(20))));
    options.put("pageRows", Integer.toString(1 + random.nextInt(1 << random.nextInt(14))));
    options.put("pageSize", Integer.toString(1024 + random.nextInt(60_000)));
    options.put("rowGroupRows", Integer.toString(50 + random.nextInt(5000)));
    if (random.nextBoolean()) {
      options.put("bloomFilterSize", "2k");
      options.put(
          "bloomFilter",
          schema.fields().stream()
              .filter(f -> !f.type().isNested() && f.type().kind() != DataType.Kind.BOOLEAN)
              .map(Field::name)
              .collect(Collectors.joining(",")));
    }
    options.values().removeIf(String::isEmpty);
    return options;
  }

  private static <T> T pick(List<T> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }

  private static void write(
      Path file, Schema schema, List<VectorBatch> batches, Map<String, String> options)
      throws IOException {
    MemoryManager manager = new MemoryManager(256L << 20);
    try (TaskMemory memory = manager.startTask("test")) {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              new BufferedOutputStream(Files.newOutputStream(file)),
              file.toString(),
              schema,
              ParquetWriteOptions.of(options),
              memory.operator("writer"));
      try {
        batches.forEach(writer::write);
        writer.close();
      } finally {
        writer.abort();
      }
    }
    assertThat(manager.usedBytes()).isZero();
  }

  private static List<List<Object>> read(Path file, Schema schema) {
    List<List<Object>> rows = new ArrayList<>();
    MemoryManager manager = new MemoryManager(256L << 20);
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            ParquetScans.open(
                new ParquetReader.Request(List.of(ParquetScans.whole(file)), schema, null),
                memory.operator("scan"),
                new TaskMetrics())) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        rows.addAll(RandomBatches.rows(batch));
      }
    }
    assertThat(manager.usedBytes()).isZero();
    return rows;
  }

  private static void rewriteWithParquetJava(Path from, Path to, GroupFiles.Spec spec)
      throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .usePageChecksumVerification()
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(from), options)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      try (ParquetWriter<Group> writer = GroupFiles.writer(to, schema, spec)) {
        for (PageReadStore pages = reader.readNextRowGroup();
            pages != null;
            pages = reader.readNextRowGroup()) {
          RecordReader<Group> records =
              new ColumnIOFactory()
                  .getColumnIO(schema)
                  .getRecordReader(pages, new GroupRecordConverter(schema));
          for (long i = 0; i < pages.getRowCount(); i++) {
            writer.write(records.read());
          }
        }
      }
    }
  }
}
