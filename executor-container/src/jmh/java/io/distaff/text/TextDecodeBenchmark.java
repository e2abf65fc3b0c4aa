package io.distaff.text;

import io.distaff.KernelBenchmark;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.FileFormat;
import io.distaff.text.record.CsvTokenizer;
import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.BytesVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Records of an integer, an amount, a date, a word in quotes and a comment. */
public class TextDecodeBenchmark extends KernelBenchmark {
  private static final Schema SCHEMA =
      SchemaParser.parse("k bigint, amount decimal(15,2), day date, mode string, note string");
  private static final int FILE_ROWS = 4 * ROWS;

  private final TaskMemory memory = new MemoryManager(1L << 30).startTask("scan");
  private final byte[][] records = new byte[ROWS][];
  private CsvTokenizer tokenizer;
  private Path csv;
  private Path json;

  @Setup
  public void prepare() throws IOException {
    SplittableRandom random = new SplittableRandom(19);
    BytesVector notes = new BenchmarkColumns().comments(0);
    StringBuilder csvText = new StringBuilder();
    StringBuilder jsonText = new StringBuilder();
    for (int i = 0; i < FILE_ROWS; i++) {
      long key = random.nextLong(1L << 32);
      String amount = random.nextInt(100_000) + "." + random.nextInt(10, 100);
      String day = "199" + random.nextInt(10) + "-0" + random.nextInt(1, 10) + "-12";
      int row = i % ROWS;
      String note =
          new String(
              notes.data(), notes.starts()[row], notes.lengths()[row], StandardCharsets.US_ASCII);
      String record = "%d,%s,%s,\"TRUCK\",%s".formatted(key, amount, day, note);
      records[row] = record.getBytes(StandardCharsets.US_ASCII);
      csvText.append(record).append('\n');
      jsonText
          .append("{\"k\":%d,\"amount\":%s,\"day\":\"%s\",".formatted(key, amount, day))
          .append("\"mode\":\"TRUCK\",\"note\":\"%s\"}\n".formatted(note));
    }
    csv = Files.createTempFile("distaff-jmh", ".csv");
    json = Files.createTempFile("distaff-jmh", ".json");
    Files.writeString(csv, csvText);
    Files.writeString(json, jsonText);
    tokenizer = new CsvTokenizer(TextReadOptions.of(FileFormat.CSV, Map.of()).dialect());
  }

  @TearDown
  public void delete() throws IOException {
    memory.close();
    Files.delete(csv);
    Files.delete(json);
  }

  @Benchmark
  public int tokenizeCsv() {
    int fields = 0;
    for (byte[] record : records) {
      if (tokenizer.tokenize(record, 0, record.length) != null) {
        throw new IllegalStateException("a record isn't read");
      }
      fields += tokenizer.count();
    }
    return fields;
  }

  /** From the file to vectors. */
  @Benchmark
  @OperationsPerInvocation(FILE_ROWS)
  public void readCsv(Blackhole blackhole) {
    read(FileFormat.CSV, csv, blackhole);
  }

  /** From the file to vectors. */
  @Benchmark
  @OperationsPerInvocation(FILE_ROWS)
  public void readJson(Blackhole blackhole) {
    read(FileFormat.JSON, json, blackhole);
  }

  private void read(FileFormat format, Path file, Blackhole blackhole) {
    TextReader.Request request =
        new TextReader.Request(
            List.of(TextScans.split(TextScans.info(file), 0, file.toFile().length())),
            TextReadOptions.of(format, Map.of()),
            SCHEMA,
            SCHEMA);
    try (TextReader reader =
        new TextReader(
            new TextReader.Files(TextScans.FILES, TextScans.DISKS, LargeValues.none()),
            request,
            memory.operator("scan"),
            new TaskMetrics())) {
      for (VectorBatch batch = reader.next(); batch != null; batch = reader.next()) {
        blackhole.consume(batch);
      }
    }
  }
}
