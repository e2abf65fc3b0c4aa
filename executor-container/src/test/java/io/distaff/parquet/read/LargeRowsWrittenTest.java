package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.storage.LocalDisks;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import java.io.BufferedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows whose values together have no room in the memory of the task that writes them. */
final class LargeRowsWrittenTest {
  private static final int LEAST_BYTES = 1000;
  private static final int LARGE_BYTES = 2_000_000;
  private static final long MEMORY_BYTES = 9 << 20;

  private static final StructType PAIR =
      new StructType(
          List.of(
              new StructType.Member("n", DataType.BIGINT),
              new StructType.Member("t", DataType.STRING)));

  private static final Schema SCHEMA =
      Schema.of(
          new Field("id", DataType.BIGINT, false),
          new Field("a", DataType.STRING, true),
          new Field("b", DataType.STRING, false),
          new Field("l", new ArrayType(DataType.STRING), true),
          new Field("m", new MapType(DataType.STRING, DataType.STRING), true),
          new Field("s", PAIR, true));

  @TempDir Path directory;

  /** Bytes that differ from one another in their last letters only, and hardly shrink. */
  private static String text(int bytes, int number) {
    StringBuilder text = new StringBuilder(bytes);
    long state = 1;
    while (text.length() < bytes - 8) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      text.append((char) (' ' + (state >>> 33) % 90));
    }
    return text.append("%08d".formatted(number)).toString();
  }

  private static Map<String, String> map(String... keysAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /** Rows without large values, with some that go into a page, and with more than there is room. */
  private static List<List<Object>> rows() {
    String large = text(LARGE_BYTES, 1);
    String other = text(LARGE_BYTES, 2);
    String third = text(LARGE_BYTES - 5, 3);
    String some = text(5000, 4);
    List<List<Object>> rows = new ArrayList<>();
    for (long id = 0; id < 10; id++) {
      int kind = (int) id % 10;
      String a = kind == 3 ? large : kind == 5 ? some : kind == 7 ? null : "a" + id;
      String b = kind == 3 || kind == 8 ? other : kind == 6 ? some : "b";
      List<String> l =
          kind == 3
              ? Arrays.asList(large, null, "small", third, large)
              : kind == 4 ? List.of() : kind == 5 ? List.of(some, "x") : null;
      Map<String, String> m = kind == 8 ? map("k", large, third, null) : map("k", "v" + id);
      List<Object> s = kind == 3 ? List.of(id, other) : kind == 6 ? List.of(id, some) : null;
      rows.add(Arrays.asList(id, a, b, l, m, s));
    }
    return rows;
  }

  private static ColumnVector[] columns(List<List<Object>> rows) {
    ColumnVector[] columns = new ColumnVector[SCHEMA.size()];
    for (int c = 0; c < columns.length; c++) {
      int column = c;
      columns[c] = Vectors.of(SCHEMA.type(c), rows.stream().map(row -> row.get(column)).toList());
    }
    return columns;
  }

  private Path write(List<List<Object>> rows, Map<String, String> options) throws Exception {
    Path file = directory.resolve("rows.parquet");
    MemoryManager manager = new MemoryManager(MEMORY_BYTES);
    try (TaskMemory memory = manager.startTask("test");
        LargeValues values =
            new LargeValues(
                memory.operator("values"),
                new LocalDisks(List.of(directory)),
                new TaskMetrics(),
                LEAST_BYTES)) {
      ExchangedTexts stored = values.storing(ReservedArrays.uncounted());
      ColumnVector[] tokens =
          Arrays.stream(columns(rows)).map(stored::of).toArray(ColumnVector[]::new);
      ParquetFileWriter writer =
          new ParquetFileWriter(
              new BufferedOutputStream(Files.newOutputStream(file)),
              file.toString(),
              SCHEMA,
              ParquetWriteOptions.of(options),
              memory.operator("writer"),
              values);
      writer.write(new VectorBatch(rows.size(), tokens));
      writer.close();
    }
    assertThat(manager.usedBytes()).isZero();
    return file;
  }

  private static List<List<String>> query(Path file, String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet results = statement.executeQuery(sql.replace("FILE", "'" + file + "'"))) {
      while (results.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= results.getMetaData().getColumnCount(); c++) {
          row.add(results.getString(c));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, 1",
    "zstd, 2",
    "gzip, 1",
    "lz4_raw, 2",
    "uncompressed, 2",
  })
  void rowsComeAsTheyWereWritten(String codec, String version) throws Exception {
    List<List<Object>> rows = rows();
    Path file = write(rows, Map.of("compression", codec, "dataPageVersion", version));
    List<List<Object>> read = ParquetScans.read(file, SCHEMA);
    assertThat(read).hasSameSizeAs(rows);
    List<List<String>> others =
        query(
            file,
            "SELECT a, b, l[1], l[2], l[4], l[5], m['k'], map_keys(m)[2], s.t FROM FILE ORDER BY"
                + " id");
    for (int i = 0; i < rows.size(); i++) {
      // Not compared by the assertion: the message would be as long.
      assertThat(read.get(i).equals(rows.get(i))).as("row %s", i).isTrue();
      assertThat(others.get(i).equals(picked(rows.get(i)))).as("row %s", i).isTrue();
    }
    // Two rows are row groups of their own, and end those before them.
    assertThat(query(file, "SELECT num_row_groups FROM parquet_file_metadata(FILE)"))
        .isEqualTo(List.of(List.of("5")));
  }

  /** What the query in DuckDB's words picks of a row. */
  @SuppressWarnings("unchecked")
  private static List<String> picked(List<Object> row) {
    List<String> l = (List<String>) row.get(3);
    Map<String, String> m = (Map<String, String>) row.get(4);
    List<Object> s = (List<Object>) row.get(5);
    List<String> keys = new ArrayList<>(m.keySet());
    return Arrays.asList(
        (String) row.get(1),
        (String) row.get(2),
        at(l, 0),
        at(l, 1),
        at(l, 3),
        at(l, 4),
        m.get("k"),
        at(keys, 1),
        s == null ? null : (String) s.get(1));
  }

  private static String at(List<String> list, int index) {
    return list == null || index >= list.size() ? null : list.get(index);
  }

  @Test
  void boundsAndBloomFiltersHoldForLargeValues() throws Exception {
    List<List<Object>> rows = rows();
    Path file = write(rows, Map.of("bloomFilter", "b,l.list.element"));
    List<List<String>> bounds =
        query(
            file,
            "SELECT stats_min_value <= (SELECT min(b) FROM FILE WHERE id % 10 = 8) AND"
                + " stats_max_value > (SELECT max(b) FROM FILE WHERE id % 10 = 8),"
                + " length(stats_max_value) <= 64, max_is_exact FROM parquet_metadata(FILE) WHERE"
                + " path_in_schema = 'b' AND num_values = 1 AND total_uncompressed_size > 1e6");
    assertThat(bounds).hasSize(2).containsOnly(List.of("true", "true", "false"));
    for (String text : List.of(text(LARGE_BYTES, 2), text(LARGE_BYTES, 9), "b", "c")) {
      long holding = rows.stream().filter(row -> row.get(2).equals(text)).count();
      List<List<String>> passed =
          query(
              file,
              "SELECT count(*) FROM parquet_bloom_probe(FILE, 'b', '"
                  + text.replace("'", "''")
                  + "') WHERE NOT bloom_filter_excludes");
      assertThat(Long.parseLong(passed.get(0).get(0)))
          .as(text.substring(0, 1))
          .isEqualTo(text.equals("b") ? 3 : holding);
    }
  }
}
