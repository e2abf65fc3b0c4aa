package io.distaff.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That DuckDB and parquet-java find the same rows whether or not they leave row groups and pages
 * out by what is written of them: bounds, counts, dictionaries, Bloom filters. The values are those
 * whose bounds are hard: NaN and both zeros, text and bytes that are cut, numbers of both signs,
 * pages without any.
 *
 * <p>More is run with {@code -Ddistaff.pruning.seeds=200 -Ddistaff.pruning.seed=1}.
 */
final class PruningByOthersTest {
  private static final int ROWS = 3000;

  private static final Schema SCHEMA =
      Schema.of(
          new Field("id", DataType.INT, true),
          new Field("d", DataType.DOUBLE, true),
          new Field("f", DataType.FLOAT, true),
          new Field("s", DataType.STRING, true),
          new Field("b", DataType.BINARY, true),
          new Field("wide", DataType.decimal(38, 10), true),
          new Field("narrow", DataType.decimal(18, 4), true),
          new Field("ts", DataType.TIMESTAMP_LOCAL, true),
          new Field("none", DataType.BIGINT, true),
          new Field(
              "r", new StructType(List.of(new StructType.Member("x", DataType.BIGINT))), true));

  @TempDir private Path directory;
  private Random random;

  static LongStream seeds() {
    long first = Long.getLong("distaff.pruning.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("distaff.pruning.seeds", 2));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findTheSameRows(long seed) throws Exception {
    random = new Random(seed);
    List<List<Object>> rows = rows();
    Path file = directory.resolve("hard.parquet");
    write(file, rows);
    long leftOut = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duck = connection.createStatement();
        ParquetFileReader java = ParquetFileReader.open(new LocalInputFile(file))) {
      duck.execute("CREATE TABLE t AS SELECT * FROM read_parquet('" + file + "')");
      for (int i = 0; i < 60; i++) {
        int column = random.nextInt(SCHEMA.size());
        Object value = value(column, random.nextInt(ROWS), rows);
        String operator = pick("=", "=", "<>", "<", "<=", ">", ">=");
        if (value == null) {
          continue;
        }
        String condition = name(column) + " " + operator + " " + sql(column, value);
        assertThat(ids(duck, "read_parquet('" + file + "')", condition))
            .as("DuckDB, seed %d: %s", seed, condition)
            .isEqualTo(ids(duck, "t", condition));
        FilterPredicate predicate = predicate(column, operator, value);
        List<Integer> pruned = read(file, predicate, true);
        assertThat(pruned)
            .as("parquet-java, seed %d: %s", seed, predicate)
            .isEqualTo(read(file, predicate, false));
        leftOut += java.getRecordCount() - candidates(file, predicate);
      }
    }
    assertThat(leftOut).isGreaterThan(10 * ROWS);
  }

  // What is written.

  private List<List<Object>> rows() {
    List<List<Object>> rows = new ArrayList<>();
    String prefix = "ä".repeat(random.nextInt(40)) + "\uD83D\uDE00".repeat(random.nextInt(20));
    byte[] highest = new byte[random.nextInt(100)];
    Arrays.fill(highest, (byte) 0xff);
    for (int i = 0; i < ROWS; i++) {
      // Runs, so that pages have bounds that differ, and some have only nulls.
      int run = i / 97;
      boolean isNull = run % 9 == 4 || random.nextInt(10) == 0;
      List<Object> row = new ArrayList<>();
      row.add(i);
      row.add(isNull ? null : floating(run, i));
      row.add(isNull ? null : (Object) (double) (float) floating(run, i + 1));
      row.add(isNull ? null : prefix + (char) ('a' + run % 26) + "~\u007f".repeat(i % 40) + i % 50);
      byte[] bytes = Arrays.copyOf(highest, highest.length + 2);
      bytes[highest.length] = (byte) (run * 3);
      bytes[highest.length + 1] = (byte) i;
      row.add(isNull ? null : bytes);
      BigInteger wide = new BigInteger(random.nextInt(120), random).multiply(sign(run));
      row.add(isNull ? null : new BigDecimal(wide, 10));
      row.add(isNull ? null : BigDecimal.valueOf((run - 15) * 100_000L + i % 300, 4));
      row.add(isNull ? null : (Object) ((run - 10) * 86_400_000_000L + i));
      row.add(null);
      row.add(
          isNull ? null : Arrays.asList(i % 5 == 0 ? null : (Object) (long) (run * 10 + i % 7)));
      rows.add(row);
    }
    return rows;
  }

  private static BigInteger sign(int run) {
    return BigInteger.valueOf(run % 3 == 0 ? -1 : 1);
  }

  private double floating(int run, int i) {
    return switch (run % 6) {
      case 0 -> i % 2 == 0 ? -0.0 : -1.5;
      case 1 -> i % 3 == 0 ? 0.0 : 2.5;
      case 2 -> random.nextInt(20) == 0 ? Double.NaN : i / 4.0;
      case 3 -> i % 50 == 0 ? Double.NEGATIVE_INFINITY : -i;
      default -> (run - 20) * 8.0 + i % 16;
    };
  }

  private void write(Path file, List<List<Object>> rows) throws IOException {
    Map<String, String> options =
        Map.of(
            "dataPageVersion", pick("1", "2"),
            "compression", pick("zstd", "snappy", "uncompressed"),
            "dictionary", pick("true", "false"),
            "pageRows", pick("20", "90", "1000"),
            "rowGroupRows", pick("200", "1000"),
            "bloomFilter", "id,d,f,s,b,wide,narrow,ts,r");
    MemoryManager manager = new MemoryManager(64 << 20);
    try (TaskMemory memory = manager.startTask("test")) {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              new BufferedOutputStream(Files.newOutputStream(file)),
              file.toString(),
              SCHEMA,
              ParquetWriteOptions.of(options),
              memory.operator("writer"));
      for (int from = 0; from < ROWS; from += 100) {
        ColumnVector[] columns = new ColumnVector[SCHEMA.size()];
        for (int c = 0; c < columns.length; c++) {
          List<Object> values = new ArrayList<>();
          for (List<Object> row : rows.subList(from, from + 100)) {
            values.add(row.get(c) instanceof Integer id ? (Object) (long) id : row.get(c));
          }
          columns[c] = Vectors.of(SCHEMA.type(c), values);
        }
        writer.write(new VectorBatch(100, columns));
      }
      writer.close();
    }
  }

  // What is asked.

  private String pick(String... some) {
    return some[random.nextInt(some.length)];
  }

  /** One that is there, or beside it. */
  private Object value(int column, int row, List<List<Object>> rows) {
    Object value = rows.get(row).get(column);
    boolean near = random.nextBoolean();
    if (value instanceof Double number) {
      return number.isNaN() ? (Double) (random.nextBoolean() ? 0.0 : -0.0) : number;
    }
    if (value instanceof String text) {
      return near
          ? text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2))
          : text;
    }
    if (value instanceof byte[] bytes) {
      return near ? Arrays.copyOf(bytes, bytes.length / 2) : bytes;
    }
    if (value instanceof BigDecimal decimal) {
      return near ? decimal.add(BigDecimal.valueOf(1, decimal.scale())) : decimal;
    }
    if (value instanceof List<?> struct) {
      return struct.get(0);
    }
    return column == SCHEMA.indexOf("none") ? (Long) 5L : value;
  }

  private static String name(int column) {
    return SCHEMA.field(column).name().equals("r") ? "r.x" : SCHEMA.field(column).name();
  }

  private static String sql(int column, Object value) {
    return switch (SCHEMA.type(column).kind()) {
      case DOUBLE -> "CAST('" + value + "' AS DOUBLE)";
      case FLOAT -> "CAST('" + value + "' AS FLOAT)";
      case STRING -> "'" + value + "'";
      case BINARY -> "from_hex('" + HexFormat.of().formatHex((byte[]) value) + "')";
      case TIMESTAMP_LOCAL -> "make_timestamp(" + value + ")";
      default -> value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    };
  }

  private static List<Integer> ids(Statement duck, String table, String condition)
      throws SQLException {
    List<Integer> ids = new ArrayList<>();
    try (ResultSet rows =
        duck.executeQuery("SELECT id FROM " + table + " WHERE " + condition + " ORDER BY id")) {
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
    }
    return ids;
  }

  private static FilterPredicate predicate(int column, String operator, Object value) {
    String name = name(column);
    return switch (SCHEMA.type(column).kind()) {
      case INT -> predicate(FilterApi.intColumn(name), operator, (Integer) value);
      case DOUBLE -> predicate(FilterApi.doubleColumn(name), operator, (Double) value);
      case FLOAT -> predicate(FilterApi.floatColumn(name), operator, ((Double) value).floatValue());
      case STRING ->
          predicate(FilterApi.binaryColumn(name), operator, Binary.fromString((String) value));
      case BINARY ->
          predicate(
              FilterApi.binaryColumn(name), operator, Binary.fromConstantByteArray((byte[]) value));
      case DECIMAL -> {
        BigInteger unscaled = ((BigDecimal) value).unscaledValue();
        yield name.equals("wide")
            ? predicate(
                FilterApi.binaryColumn(name),
                operator,
                Binary.fromConstantByteArray(fixed(unscaled)))
            : predicate(FilterApi.longColumn(name), operator, unscaled.longValueExact());
      }
      default -> predicate(FilterApi.longColumn(name), operator, (Long) value);
    };
  }

  private static byte[] fixed(BigInteger value) {
    byte[] bytes = new byte[16];
    Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
    byte[] shortest = value.toByteArray();
    System.arraycopy(shortest, 0, bytes, bytes.length - shortest.length, shortest.length);
    return bytes;
  }

  private static <T extends Comparable<T>, C extends Operators.Column<T> & Operators.SupportsLtGt>
      FilterPredicate predicate(C column, String operator, T value) {
    return switch (operator) {
      case "<" -> FilterApi.lt(column, value);
      case "<=" -> FilterApi.ltEq(column, value);
      case ">" -> FilterApi.gt(column, value);
      case ">=" -> FilterApi.gtEq(column, value);
      case "<>" -> FilterApi.notEq(column, value);
      default -> FilterApi.eq(column, value);
    };
  }

  // What parquet-java reads.

  private static List<Integer> read(Path file, FilterPredicate predicate, boolean prunes)
      throws IOException {
    List<Integer> ids = new ArrayList<>();
    try (ParquetReader<Group> reader =
        new Groups(file)
            .withFilter(FilterCompat.get(predicate))
            .useStatsFilter(prunes)
            .useDictionaryFilter(prunes)
            .useColumnIndexFilter(prunes)
            .useBloomFilter(prunes)
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        ids.add(row.getInteger("id", 0));
      }
    }
    return ids;
  }

  private static final class Groups extends ParquetReader.Builder<Group> {
    Groups(Path file) {
      super(new LocalInputFile(file), new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /** Rows of the row groups and pages that aren't left out. */
  private static long candidates(Path file, FilterPredicate predicate) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withRecordFilter(FilterCompat.get(predicate))
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      return reader.getFilteredRecordCount();
    }
  }
}
