package io.distaff.text;

import static io.distaff.text.TextScans.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.DistaffException;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.FileFormat;
import io.distaff.storage.FileInfo;
import io.distaff.text.TextScans.Scan;
import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that go through a buffer of a few bytes, against the same ones in one that takes them
 * whole: what is read, what is malformed, and what is said of it.
 */
class LargeRecordTest {
  private static final int SMALLEST_LARGE = 5;
  private static final int LARGEST_LARGE = 40;
  private static final int MOST_RECORDS = 6;

  @TempDir Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final int records = random.nextBoolean() ? 1 : MOST_RECORDS;

  @RepeatedTest(12)
  void csvIsTheSameInPieces() throws IOException {
    Map<String, String> options = new TreeMap<>();
    maybe(options, "multiLine", "true");
    maybe(options, "escape", "\\");
    maybe(options, "ignoreLeadingWhiteSpace", "true");
    maybe(options, "ignoreTrailingWhiteSpace", "true");
    maybe(options, "nullValue", "NA");
    maybe(options, "comment", "#");
    if (random.nextInt(6) == 0) {
      options.put("quote", "");
      options.remove("escape");
    }
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < records; i++) {
      for (int field = 0; field < 4; field++) {
        content.append(field > 0 ? "," : "").append(csvField(field));
      }
      content.append(random.nextInt(8) == 0 ? ",more" : "");
      content.append(i == records - 1 && random.nextBoolean() ? "" : lineEnd());
    }
    compare(
        FileFormat.CSV,
        options,
        SchemaParser.parse("a string, n int, b string, c binary"),
        content.toString());
  }

  private String lineEnd() {
    return random.nextBoolean() ? "\n" : "\r\n";
  }

  private String csvField(int number) {
    if (number == 1 && random.nextInt(4) > 0) {
      return any("12345", " 7", "\"7\"", "", "NA");
    }
    String[] plain = {"", "7", "NA", "abc", " ", "\t", "\r", "é", "😀", "#", "\\", "longer text"};
    String[] inQuotes = {"\"\"", "\\\"", "\\\\", "\\x", ",", "\n", "\r\n", "\""};
    StringBuilder field = new StringBuilder();
    boolean isQuoted = random.nextInt(3) > 0;
    for (int n = random.nextInt(8); n > 0; n--) {
      boolean special = isQuoted && random.nextInt(3) == 0;
      // The last of them ends the field too early, and is rare.
      int numSpecial = random.nextInt(30) == 0 ? inQuotes.length : inQuotes.length - 1;
      field.append(special ? inQuotes[random.nextInt(numSpecial)] : any(plain));
    }
    String space = any("", "", "", " ", "\t ");
    return isQuoted ? space + "\"" + field + "\"" + any("", "", "", " ", "x") : field.toString();
  }

  @RepeatedTest(12)
  void jsonIsTheSameInPieces() throws IOException {
    Map<String, String> options = new TreeMap<>();
    maybe(options, "multiLine", "true");
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < records; i++) {
      String first = any("a", "\\u0061", "other");
      // What is wrong within arrays and objects that nobody wants needn't be found.
      String record =
          "{\"%s\":%s, \"n\" : %s,%s:[%s,%s ],%s:{%s:%s,\"n\":%s,\"t\":%s},%s:{%s: %s, \"k\":%s}}"
              .formatted(
                  first,
                  jsonValue(first.equals("other") ? 0 : 2),
                  any("1", "-2", "null", "\"3\"", "\"x\"", "[1,\"y\"]"),
                  any("\"l\"", "\"a\""),
                  jsonValue(1),
                  jsonValue(1),
                  any("\"s\"", "\"a\""),
                  any("\"x\"", "\"é\"", "\"z\""),
                  jsonString(),
                  any("1.5", "12345678901234567890", "true"),
                  jsonValue(1),
                  any("\"m\"", "\"a\""),
                  jsonString(),
                  jsonValue(1),
                  jsonString());
      content.append(mutated(record)).append(random.nextInt(8) == 0 ? " " : "").append(lineEnd());
    }
    compare(
        FileFormat.JSON,
        options,
        SchemaParser.parse(
            "a string, n int, l array<string>, s struct<x: string, n: decimal(20,0), t: binary>,"
                + " m map<string, string>"),
        content.toString());
  }

  private String jsonValue(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> any("null", "true", "false");
      case 1 -> any("1", "-1234.5e-10", "123456789012345678901234567890", "NaN");
      case 6 -> "[" + jsonValue(depth - 1) + " , " + jsonValue(depth - 1) + "]";
      case 7 -> "{" + jsonString() + ": " + jsonValue(depth - 1) + "}";
      case 8 -> any("[]", "{ }", "[[]]");
      default -> jsonString();
    };
  }

  private String jsonString() {
    String[] pieces = {
      "",
      "a",
      "long text",
      "{",
      "]",
      ",",
      ":",
      "é",
      "😀",
      "\\n",
      "\\\"",
      "\\\\",
      "\\/",
      "\\u00e9",
      "\\ud83d",
      "\\ude00",
      "\\ud83d\\uDE00",
      "\\u0000",
      " "
    };
    StringBuilder text = new StringBuilder("\"");
    for (int n = random.nextInt(6); n > 0; n--) {
      text.append(any(pieces));
    }
    return text.append('"').toString();
  }

  /** Sometimes with a byte that is another one, is missing, or is there once more. */
  private String mutated(String record) {
    if (random.nextInt(3) > 0) {
      return record;
    }
    int at = random.nextInt(record.length());
    String with = any("", "\"", "\\", "x", "\t", "{", "]", "\ud800", "0", ",,");
    return record.substring(0, at) + with + record.substring(at + random.nextInt(2));
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void maybe(Map<String, String> options, String key, String value) {
    if (random.nextBoolean()) {
      options.put(key, value);
    }
  }

  private void compare(
      FileFormat format, Map<String, String> options, Schema schema, String content)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) 0xc3;
    }
    Path file = Files.write(directory.resolve("records." + format.label()), bytes);
    FileInfo info = TextScans.info(file);
    Schema withRecord = schema.concat(SchemaParser.parse("_corrupt_record string"));
    List<Integer> some = new ArrayList<>();
    for (int column = 0; column < schema.size(); column++) {
      if (random.nextBoolean()) {
        some.add(0, column);
      }
    }
    // In a batch of many, another record is found to be malformed first; and a line end that should
    // have been in quotes makes two of one.
    boolean isOne = content.lines().count() == 1;
    for (String mode : List.of("null", "drop", isOne ? "fail" : "null")) {
      options.put("mode", mode);
      Scan whole = new Scan(format, options, schema, 1 << 16);
      for (Schema columns : List.of(schema, withRecord, schema.select(some))) {
        if (format == FileFormat.JSON && columns.size() < schema.size()) {
          // What is wrong within columns that aren't read needn't be found.
          continue;
        }
        String expected = outcome(whole, info, columns);
        for (int large = SMALLEST_LARGE; large < LARGEST_LARGE; large += 1 + large / 12) {
          assertThat(outcome(whole.withLargeValues(large), info, columns))
              .as(
                  "seed %d, %s, columns %s, large from %d:\n%s",
                  seed, options, columns, large, content)
              .isEqualTo(expected);
        }
      }
    }
  }

  /** The rows and counts, or the error. */
  private static String outcome(Scan scan, FileInfo file, Schema columns) {
    TaskMetrics metrics = new TaskMetrics();
    try {
      List<List<Object>> rows =
          scan.read(List.of(split(file, 0, file.sizeBytes())), columns, metrics);
      StringBuilder text = new StringBuilder();
      for (List<Object> row : rows) {
        for (Object value : row) {
          text.append(shown(value)).append('|');
        }
        text.append('\n');
      }
      return "%s%d with nulls, %d dropped"
          .formatted(
              text,
              metrics.count(Counter.RECORDS_WITH_NULLS),
              metrics.count(Counter.RECORDS_DROPPED));
    } catch (DistaffException e) {
      return e.code() + ": " + e.getMessage();
    }
  }

  private static String shown(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(LargeRecordTest::shown).toList().toString();
    }
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }
}
