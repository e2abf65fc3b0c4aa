package io.distaff.parquet.read;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.expression.Expression;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.ReadAhead;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.LargeValues;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whole files as lists of rows, through the reader and through DuckDB. */
final class ParquetScans {
  static final FileStore FILES = FileStore.open(Map.of());
  static final ReadAhead READ_AHEAD = new ReadAhead(2);

  private ParquetScans() {}

  static FileInfo info(Path file) {
    return FILES.file(file.toUri().toString()).orElseThrow();
  }

  static ParquetFooter footer(Path file) {
    return footer(info(file));
  }

  static ParquetFooter footer(FileInfo file) {
    try (FooterMemory.Reading reading = FooterMemory.halfOfHeap().begin()) {
      return reading.read(FILES, file, new FooterCache(0));
    }
  }

  static ParquetSplit whole(Path file) {
    FileInfo info = info(file);
    return split(info, 0, info.sizeBytes());
  }

  static ParquetSplit split(FileInfo info, long start, long length) {
    return new ParquetSplit(
        info.path(), info.sizeBytes(), info.modificationMillis(), start, length, Map.of());
  }

  /** All rows of all readable columns; bytes as hexadecimal text. */
  static List<List<Object>> read(Path file) {
    return read(List.of(whole(file)), footer(file).schema(), null, new TaskMetrics(), 1L << 30);
  }

  static List<List<Object>> read(Path file, Schema schema) {
    return read(List.of(whole(file)), schema, null, new TaskMetrics(), 1L << 30);
  }

  static List<List<Object>> read(
      List<ParquetSplit> splits,
      Schema schema,
      Expression predicate,
      TaskMetrics metrics,
      long memoryBytes) {
    MemoryManager manager = new MemoryManager(memoryBytes);
    List<List<Object>> rows = new ArrayList<>();
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            open(
                new ParquetReader.Request(splits, schema, predicate),
                memory.operator("scan"),
                metrics)) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        for (int selected = 0; selected < batch.numSelected(); selected++) {
          int row = batch.selectedRow(selected);
          List<Object> values = new ArrayList<>();
          for (int i = 0; i < batch.numColumns(); i++) {
            Object value = Vectors.value(batch.column(i), row);
            values.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
          }
          rows.add(values);
        }
      }
    }
    if (manager.usedBytes() != 0) {
      throw new AssertionError(manager.usedBytes() + " bytes are still reserved");
    }
    return rows;
  }

  /** The rows for which a predicate is true, of all rows. */
  static List<List<Object>> filtered(
      List<ParquetSplit> splits, Schema schema, Expression predicate) {
    MemoryManager manager = new MemoryManager(1L << 28);
    List<List<Object>> rows = new ArrayList<>();
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            open(
                new ParquetReader.Request(splits, schema, null),
                memory.operator("scan"),
                new TaskMetrics())) {
      var filter = ExpressionCompiler.compilePredicate(predicate, ReservedArrays.uncounted());
      for (VectorBatch all = reader.next(); all != null; all = reader.next()) {
        SelectionVector selection = filter.select(all, null);
        VectorBatch batch = all.withSelection(selection);
        for (int i = 0; i < batch.numSelected(); i++) {
          List<Object> values = new ArrayList<>();
          for (int column = 0; column < batch.numColumns(); column++) {
            Object value = Vectors.value(batch.column(column), batch.selectedRow(i));
            values.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  /** Writes the rows of a file with our writer. */
  static void rewrite(Path source, Path target, Map<String, String> options) throws IOException {
    Schema schema = footer(source).schema();
    MemoryManager manager = new MemoryManager(1L << 28);
    try (TaskMemory memory = manager.startTask("test");
        ParquetReader reader =
            open(
                new ParquetReader.Request(List.of(whole(source)), schema, null),
                memory.operator("scan"),
                new TaskMetrics());
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              out,
              target.toString(),
              schema,
              ParquetWriteOptions.of(options),
              memory.operator("writer"));
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        writer.write(batch);
      }
      writer.close();
    }
  }

  static ParquetReader open(
      ParquetReader.Request request, OperatorMemory memory, TaskMetrics metrics) {
    return open(request, new ParquetReader.Resources(memory, metrics, LargeValues.none()));
  }

  static ParquetReader open(ParquetReader.Request request, ParquetReader.Resources resources) {
    return new ParquetReader(
        new ParquetReader.Files(FILES, new FooterCache(1 << 20), READ_AHEAD),
        request,
        resources,
        () -> {});
  }

  static void duckDb(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What DuckDB reads of the same columns, in the same classes. */
  static List<List<Object>> readWithDuckDb(Path file, Schema schema) throws SQLException {
    String columns =
        schema.fields().stream().map(ParquetScans::comparable).collect(Collectors.joining(", "));
    List<List<Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery("SELECT " + columns + " FROM read_parquet('" + file + "')")) {
      while (results.next()) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
          values.add(value(results, i + 1, schema.type(i)));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static String comparable(Field field) {
    String name = "\"" + field.name() + "\"";
    return switch (field.type().kind()) {
      case TINYINT, SMALLINT, INT, BIGINT -> "CAST(" + name + " AS BIGINT)";
      case FLOAT, DOUBLE -> "CAST(" + name + " AS DOUBLE)";
      case DATE -> "CAST(date_diff('day', DATE '1970-01-01', " + name + ") AS BIGINT)";
      case TIMESTAMP, TIMESTAMP_LOCAL -> "epoch_us(" + name + ")";
      case BINARY -> "lower(hex(" + name + "))";
      case DECIMAL -> "CAST(" + name + " AS " + field.type().sqlName() + ")";
      case STRING -> "CAST(" + name + " AS VARCHAR)";
      case NULL, BOOLEAN -> name;
      case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(name);
    };
  }

  private static Object value(ResultSet results, int index, DataType type) throws SQLException {
    Object value =
        switch (type.kind()) {
          case NULL -> null;
          case BOOLEAN -> results.getBoolean(index);
          case TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP, TIMESTAMP_LOCAL ->
              results.getLong(index);
          case FLOAT, DOUBLE -> results.getDouble(index);
          case DECIMAL -> results.getBigDecimal(index);
          case STRING, BINARY -> results.getString(index);
          case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
        };
    return results.wasNull() ? null : value;
  }
}
