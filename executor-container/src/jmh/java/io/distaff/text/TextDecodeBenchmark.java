package io.distaff.text;

import io.distaff.KernelBenchmark;
import io.distaff.plan.FileFormat;
import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Records of an integer, an amount, a date, a word in quotes and a comment. */
public class TextDecodeBenchmark extends KernelBenchmark {
  private static final String SCHEMA =
      "k bigint, amount decimal(15,2), day date, mode string, note string";

  private byte[] csv;
  private byte[] json;
  private final int[] csvEnds = new int[ROWS];
  private final int[] jsonEnds = new int[ROWS];
  private CsvTokenizer tokenizer;
  private RecordDecoder csvDecoder;
  private RecordDecoder jsonDecoder;
  private final BitSet failed = new BitSet();

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(19);
    BytesVector notes = new BenchmarkColumns().comments(0);
    StringBuilder csvText = new StringBuilder();
    StringBuilder jsonText = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      long key = random.nextLong(1L << 32);
      String amount = random.nextInt(100_000) + "." + random.nextInt(10, 100);
      String day = "199" + random.nextInt(10) + "-0" + random.nextInt(1, 10) + "-12";
      String note =
          new String(
              notes.data(), notes.starts()[i], notes.lengths()[i], StandardCharsets.US_ASCII);
      csvText.append("%d,%s,%s,\"TRUCK\",%s".formatted(key, amount, day, note));
      csvEnds[i] = csvText.length();
      jsonText.append(
          "{\"k\":%d,\"amount\":%s,\"day\":\"%s\",\"mode\":\"TRUCK\",\"note\":\"%s\"}"
              .formatted(key, amount, day, note));
      jsonEnds[i] = jsonText.length();
    }
    csv = csvText.toString().getBytes(StandardCharsets.US_ASCII);
    json = jsonText.toString().getBytes(StandardCharsets.US_ASCII);
    tokenizer = new CsvTokenizer(TextReadOptions.of(FileFormat.CSV, Map.of()).dialect());
    csvDecoder = decoder(FileFormat.CSV);
    jsonDecoder = decoder(FileFormat.JSON);
  }

  private static RecordDecoder decoder(FileFormat format) {
    Schema schema = SchemaParser.parse(SCHEMA);
    return TextReader.decoder(
        TextReadOptions.of(format, Map.of()), schema, List.of(0, 1, 2, 3, 4), ByteBudget.UNCOUNTED);
  }

  @Benchmark
  public int tokenizeCsv() {
    int fields = 0;
    int start = 0;
    for (int end : csvEnds) {
      requireNothing(tokenizer.tokenize(csv, start, end));
      fields += tokenizer.count();
      start = end;
    }
    return fields;
  }

  @Benchmark
  public ColumnVector[] decodeCsv() {
    return decode(csvDecoder, csv, csvEnds);
  }

  @Benchmark
  public ColumnVector[] decodeJson() {
    return decode(jsonDecoder, json, jsonEnds);
  }

  private ColumnVector[] decode(RecordDecoder decoder, byte[] data, int[] ends) {
    decoder.begin();
    int start = 0;
    for (int end : ends) {
      requireNothing(decoder.add(data, start, end));
      start = end;
    }
    ColumnVector[] columns = decoder.finish(data, failed);
    if (!failed.isEmpty()) {
      throw new IllegalStateException(decoder.failure(failed.nextSetBit(0)));
    }
    return columns;
  }

  private static void requireNothing(String problem) {
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
  }
}
