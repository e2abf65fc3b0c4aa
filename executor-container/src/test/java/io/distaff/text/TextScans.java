package io.distaff.text;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Split.TextSplit;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Text files as lists of rows, and back. */
final class TextScans {
  static final FileStore FILES = FileStore.open(Map.of());

  /** Files of it are deleted by who makes them; the directory goes with the build's. */
  static final LocalDisks DISKS = new LocalDisks(List.of(Path.of("target", "text-scans")));

  private static final long MEMORY_BYTES = 1L << 30;
  private static final int LEAST_BYTES = 256 << 10;

  private TextScans() {}

  static Path write(Path directory, String name, String content) throws IOException {
    return Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  static FileInfo info(Path file) {
    return FILES.file(file.toUri().toString()).orElseThrow();
  }

  static TextSplit split(FileInfo info, long start, long length) {
    return new TextSplit(
        info.path(), info.sizeBytes(), info.modificationMillis(), start, length, Map.of());
  }

  /** How a test reads. */
  record Scan(
      FileFormat format,
      Map<String, String> options,
      Schema schema,
      int bufferBytes,
      int leastBytes,
      long memoryBytes) {
    Scan(FileFormat format, Map<String, String> options, Schema schema, int bufferBytes) {
      this(format, options, schema, bufferBytes, LEAST_BYTES, MEMORY_BYTES);
    }

    static Scan csv(String schema, String... options) {
      return new Scan(FileFormat.CSV, map(options), SchemaParser.parse(schema), 1 << 16);
    }

    static Scan json(String schema, String... options) {
      return new Scan(FileFormat.JSON, map(options), SchemaParser.parse(schema), 1 << 16);
    }

    private static Map<String, String> map(String... options) {
      return IntStream.range(0, options.length / 2)
          .boxed()
          .collect(java.util.stream.Collectors.toMap(i -> options[2 * i], i -> options[2 * i + 1]));
    }

    Scan withBuffer(int bytes) {
      return new Scan(format, options, schema, bytes, leastBytes, memoryBytes);
    }

    Scan withMemory(long bytes) {
      return new Scan(format, options, schema, bufferBytes, leastBytes, bytes);
    }

    /** Values from a length on are large. */
    Scan withLargeValues(int bytes) {
      return new Scan(format, options, schema, bufferBytes, bytes, memoryBytes);
    }

    List<List<Object>> read(Path file) {
      return read(file, new TaskMetrics());
    }

    List<List<Object>> read(Path file, TaskMetrics metrics) {
      FileInfo info = info(file);
      return read(List.of(split(info, 0, info.sizeBytes())), all(), metrics);
    }

    List<Integer> all() {
      return IntStream.range(0, schema.size()).boxed().toList();
    }

    List<List<Object>> read(List<TextSplit> splits, List<Integer> columns, TaskMetrics metrics) {
      return read(splits, schema.select(columns), metrics);
    }

    /** Of a file with the scan's schema these columns, also those that it hasn't. */
    List<List<Object>> read(List<TextSplit> splits, Schema columns, TaskMetrics metrics) {
      MemoryManager manager = new MemoryManager(memoryBytes);
      List<List<Object>> rows = new ArrayList<>();
      try (TaskMemory memory = manager.startTask("test")) {
        OperatorMemory ofValues = memory.operator("large values");
        try (LargeValues values = new LargeValues(ofValues, DISKS, metrics, leastBytes);
            TextReader reader =
                new TextReader(
                    new TextReader.Files(FILES, DISKS, values),
                    new TextReader.Request(
                        splits, TextReadOptions.of(format, options), schema, columns),
                    memory.operator("scan"),
                    metrics,
                    bufferBytes)) {
          ExchangedTexts texts = values.restoring(ReservedArrays.uncounted());
          for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
            addRows(batch, texts, rows);
          }
        }
        if (memory.heldBytes() != 0) {
          throw new AssertionError("memory is still held: " + memory.heldBytes());
        }
      }
      return rows;
    }
  }

  private static void addRows(VectorBatch batch, ExchangedTexts texts, List<List<Object>> rows) {
    for (int i = 0; i < batch.numSelected(); i++) {
      List<Object> row = new ArrayList<>();
      for (int c = 0; c < batch.numColumns(); c++) {
        row.add(Vectors.value(texts.of(batch.column(c)), batch.selectedRow(i)));
      }
      rows.add(row);
    }
  }

  /** Writes rows, given in the classes of {@link Vectors#value}. */
  static void writeRows(
      Path file,
      FileFormat format,
      Map<String, String> options,
      Schema schema,
      List<List<Object>> rows)
      throws IOException {
    MemoryManager manager = new MemoryManager(MEMORY_BYTES);
    try (TaskMemory memory = manager.startTask("test");
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      TextFileWriter writer =
          new TextFileWriter(
              out,
              file.toString(),
              schema,
              TextWriteOptions.of(format, options),
              memory.operator("writer"),
              LargeValues.none());
      writer.write(batch(schema, rows));
      writer.close();
    }
  }

  private static VectorBatch batch(Schema schema, List<List<Object>> rows) {
    io.distaff.vector.ColumnVector[] columns = new io.distaff.vector.ColumnVector[schema.size()];
    for (int c = 0; c < columns.length; c++) {
      int column = c;
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(row.get(column)));
      columns[c] = Vectors.of(schema.type(c), values);
    }
    return new VectorBatch(rows.size(), columns);
  }

  static TextSample sample(FileFormat format, Path file, String... options) {
    return TextSample.of(
        FILES,
        info(file),
        TextReadOptions.of(format, Scan.map(options)),
        java.util.Optional.empty());
  }

  /** By this thread so far. */
  static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** What DuckDB makes of a query; every value as text. */
  static List<List<Object>> duckDb(String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          row.add(result.getObject(c));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
