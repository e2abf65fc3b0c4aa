package io.distaff.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BloomFilterBuilderTest {
  private static final Schema LONGS = Schema.of(new Field("n", DataType.BIGINT, false));

  @TempDir Path directory;

  private final MemoryManager memoryManager = new MemoryManager(256L << 20);
  private final TaskMemory memory = memoryManager.startTask("test");

  @AfterEach
  void memoryIsGivenBack() {
    assertThat(memory.heldBytes()).isZero();
    memory.close();
    assertThat(memoryManager.usedBytes()).isZero();
  }

  /** Every value of every type is found by parquet-java, with and without dictionaries. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void contentsAreFoundByParquetJava(boolean dictionary) throws Exception {
    Schema schema = RandomTable.randomSchema(5);
    RandomTable table = new RandomTable(5, schema);
    Map<String, String> options = new HashMap<>();
    options.put("dictionary", Boolean.toString(dictionary));
    options.put("pageRows", "500");
    options.put("rowGroupRows", "8000");
    for (Field field : schema.fields()) {
      if (field.type().kind() != DataType.Kind.BOOLEAN) {
        options.put("bloomFilter." + field.name(), "true");
      }
    }
    Path file = directory.resolve("types.parquet");
    ParquetFileWriter writer = writer(file, schema, options);
    for (int i = 0; i < 5; i++) {
      writer.write(table.nextBatch(4000));
    }
    writer.close();

    int row = 0;
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
      for (BlockMetaData group : reader.getRowGroups()) {
        int end = row + (int) group.getRowCount();
        for (int column = 0; column < schema.size(); column++) {
          DataType type = schema.type(column);
          ColumnChunkMetaData chunk = group.getColumns().get(column);
          int ofColumn = column;
          List<List<Object>> rows = table.rows().subList(row, end);
          boolean allNull = rows.stream().allMatch(values -> values.get(ofColumn) == null);
          if (type.kind() == DataType.Kind.BOOLEAN || allNull) {
            assertThat(chunk.getBloomFilterOffset()).isNegative();
            continue;
          }
          assertThat(chunk.getBloomFilterLength()).isPositive();
          BloomFilter filter = reader.readBloomFilter(chunk);
          for (List<Object> values : rows) {
            if (values.get(column) != null) {
              assertThat(filter.findHash(hash(filter, type, values.get(column))))
                  .as("%s of %s", values.get(column), type)
                  .isTrue();
            }
          }
        }
        row = end;
      }
    }
    assertThat(row).isEqualTo(table.rows().size());
  }

  private static long hash(BloomFilter filter, DataType type, Object value) {
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INT, DATE -> filter.hash(((Long) value).intValue());
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> filter.hash((long) (Long) value);
      case FLOAT -> filter.hash(((Double) value).floatValue());
      case DOUBLE -> filter.hash((double) (Double) value);
      case STRING -> filter.hash(Binary.fromString((String) value));
      case BINARY -> filter.hash(Binary.fromConstantByteArray((byte[]) value));
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        if (decimal.isLong()) {
          yield filter.hash(((BigDecimal) value).unscaledValue().longValueExact());
        }
        byte[] shortest = ((BigDecimal) value).unscaledValue().toByteArray();
        byte[] fixed = new byte[ParquetColumn.of(new Field("d", type, true)).width()];
        Arrays.fill(fixed, (byte) (shortest[0] >> 7));
        System.arraycopy(shortest, 0, fixed, fixed.length - shortest.length, shortest.length);
        yield filter.hash(Binary.fromConstantByteArray(fixed));
      }
      case NULL, BOOLEAN, ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  /** Distinct values, and bytes of a filter for one false positive in a hundred. */
  @ParameterizedTest
  @CsvSource({"1, 32", "20, 32", "1000, 2048", "40000, 65536", "300000, 524288"})
  void sizesFollowTheDistinctValuesThatAreMeasured(int distinct, int bytes) throws Exception {
    Path measured = write("measured.parquet", distinct, Map.of("bloomFilter", "n"));
    Path told =
        write("told.parquet", distinct, Map.of("bloomFilter.N", Integer.toString(distinct)));

    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(measured));
        ParquetFileReader other = ParquetFileReader.open(new LocalInputFile(told))) {
      BloomFilter filter = filter(reader);
      assertThat(filter.getBitsetSize()).isEqualTo(bytes);
      assertThat(filter(other)).isEqualTo(filter);
      int found = 0;
      for (long i = 0; i < 100_000; i++) {
        found += filter.findHash(filter.hash(-1 - i)) ? 1 : 0;
      }
      assertThat(found).isLessThan(1500);
    }
  }

  @Test
  void aFilterStaysUnderItsSizeAndIsLeftOutWhenWorthless() throws Exception {
    Path small = write("small.parquet", 3000, Map.of("bloomFilter", "n", "bloomFilterSize", "2k"));
    Path worthless =
        write("worthless.parquet", 50_000, Map.of("bloomFilter", "n", "bloomFilterSize", "2k"));
    Path strict =
        write("strict.parquet", 3000, Map.of("bloomFilter", "n", "bloomFilterFpp", "0.0001"));
    try (ParquetFileReader first = ParquetFileReader.open(new LocalInputFile(small));
        ParquetFileReader second = ParquetFileReader.open(new LocalInputFile(worthless));
        ParquetFileReader third = ParquetFileReader.open(new LocalInputFile(strict))) {
      assertThat(filter(first).getBitsetSize()).isEqualTo(2048);
      assertThat(filter(second)).isNull();
      assertThat(filter(third).getBitsetSize()).isEqualTo(8192);
    }
  }

  @Test
  void aLeafOfANestedColumnMayHaveOne() throws Exception {
    ArrayType type = new ArrayType(DataType.BIGINT);
    Schema schema = Schema.of(new Field("a", type, false));
    long[] values = new long[300];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 7L;
    }
    int[] starts = new int[100];
    int[] lengths = new int[100];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = i * 3;
      lengths[i] = 3;
    }
    for (String name : List.of("a", "A.list.element")) {
      Path file = directory.resolve("nested-" + name + ".parquet");
      ParquetFileWriter writer = writer(file, schema, Map.of("bloomFilter", name));
      writer.write(
          new VectorBatch(
              100,
              new ArrayVector(
                  type,
                  starts,
                  lengths,
                  new LongVector(DataType.BIGINT, values, null, values.length),
                  null,
                  100)));
      writer.close();
      try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
        BloomFilter filter = filter(reader);
        for (long value : values) {
          assertThat(filter.findHash(filter.hash(value))).isTrue();
        }
      }
    }
  }

  @Test
  void duckDbLeavesOutRowGroupsByIt() throws Exception {
    Path file = write("duck.parquet", 1000, Map.of("bloomFilter", "n"));
    assertThat(duckDbExcludes(file, 1_000_001)).isTrue();
    assertThat(duckDbExcludes(file, 999)).isFalse();
  }

  private static boolean duckDbExcludes(Path file, long value) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement();
        ResultSet result =
            duckDb.executeQuery(
                "SELECT bool_and(bloom_filter_excludes) FROM parquet_bloom_probe('"
                    + file
                    + "', 'n', "
                    + value
                    + ")")) {
      result.next();
      return result.getBoolean(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bloomFilter, m, have no column 'm'",
    "bloomFilter, flags, Did you mean 'flag'?",
    "bloomFilter, flag, of no use",
    "bloomFilter.x, 10, have no column 'x'",
    "bloomFilter.n, -1, neither true nor",
    "bloomFilter.n, some, neither true nor",
    "bloomFilterFpp, 1, between 0 and 1",
    "bloomFilterFpp, 1%, not a number",
    "bloomFilterSize, 1, between 1024",
    "bloomFilters, n, 'bloomFilter'",
  })
  void mistakesAreRefused(String key, String value, String message) {
    Schema schema =
        Schema.of(
            new Field("n", DataType.BIGINT, false), new Field("flag", DataType.BOOLEAN, false));
    assertThatThrownBy(() -> ParquetWriteOptions.of(Map.of(key, value)).requireColumns(schema))
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining(message);
  }

  private static BloomFilter filter(ParquetFileReader reader) throws IOException {
    return reader.readBloomFilter(reader.getRowGroups().get(0).getColumns().get(0));
  }

  /** Each of the values 0 to {@code distinct} - 1, twice, in one row group. */
  private Path write(String name, int distinct, Map<String, String> options) throws IOException {
    Path file = directory.resolve(name);
    ParquetFileWriter writer = writer(file, LONGS, options);
    for (int from = 0; from < 2 * distinct; from += 4096) {
      int count = Math.min(4096, 2 * distinct - from);
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = ((long) from + i) % distinct;
      }
      writer.write(new VectorBatch(count, new LongVector(DataType.BIGINT, values, null, count)));
    }
    writer.close();
    return file;
  }

  private ParquetFileWriter writer(Path file, Schema schema, Map<String, String> options)
      throws IOException {
    return new ParquetFileWriter(
        new BufferedOutputStream(Files.newOutputStream(file)),
        file.toString(),
        schema,
        ParquetWriteOptions.of(options),
        memory.operator("writer"));
  }
}
