package io.distaff.text;

import static io.distaff.text.TextScans.split;
import static io.distaff.text.TextScans.write;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Split.TextSplit;
import io.distaff.storage.FileInfo;
import io.distaff.text.TextScans.Scan;
import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReaderTest {
  @TempDir Path directory;

  private List<List<Object>> read(String content, Scan scan) throws IOException {
    return scan.read(write(directory, "t.json", content));
  }

  @Test
  void readsMembersByNameInAnyOrder() throws IOException {
    assertThat(
            read(
                "{\"b\":\"x\\n\\u00e9\\ud83d\\ude00\",\"a\":1,\"c\":[1]}\n{\"a\":null}\r\n \n{}",
                Scan.json("a int, b string")))
        .containsExactly(asList(1L, "x\né😀"), asList(null, null), asList(null, null));
  }

  @Test
  void readsNestedValues() throws IOException {
    assertThat(
            read(
                "{\"a\":[1,null,3],\"s\":{\"y\":\"q\",\"x\":1.5},\"m\":{\"k\":[true]}}\n"
                    + "{\"a\":[],\"s\":{}}\n",
                Scan.json(
                    "a array<int>, s struct<x: double, y: string>,"
                        + " m map<string, array<boolean>>")))
        .containsExactly(
            asList(asList(1L, null, 3L), asList(1.5, "q"), Map.of("k", List.of(true))),
            asList(List.of(), asList(null, null), null));
  }

  @Test
  void textTakesAnyValueAsItIsWritten() throws IOException {
    assertThat(
            read(
                "{\"s\": {\"a\": [1, 2]} }\n{\"s\":1.50}\n{\"s\":true}\n{\"s\":[\"é\"]}\n",
                Scan.json("s string")))
        .containsExactly(
            asList("{\"a\": [1, 2]}"), asList("1.50"), asList("true"), asList("[\"é\"]"));
  }

  @Test
  void ofAMemberThatComesTwiceTheLastCounts() throws IOException {
    assertThat(read("{\"a\":[1,2],\"a\":[3]}\n", Scan.json("a array<int>")))
        .containsExactly(asList(List.of(3L)));
  }

  @Test
  void malformedRecordsFollowTheMode() throws IOException {
    String content =
        "{\"a\":[1],\"b\":1}\n{\"a\":[2,\n[1]\n{\"a\":[\"x\"],\"b\":2}\n{\"a\":3,\"b\":3} x\n";
    Path file = write(directory, "m.json", content);
    TaskMetrics metrics = new TaskMetrics();
    assertThat(Scan.json("a array<int>, b int", "mode", "null").read(file, metrics))
        .containsExactly(
            asList(List.of(1L), 1L),
            asList(null, null),
            asList(null, null),
            asList(asList((Object) null), 2L),
            asList(null, null));
    assertThat(metrics.count(Counter.RECORDS_WITH_NULLS)).isEqualTo(4);
    assertThat(Scan.json("a array<int>, b int", "mode", "drop").read(file, metrics))
        .containsExactly(asList(List.of(1L), 1L));
    assertThat(metrics.count(Counter.RECORDS_DROPPED)).isEqualTo(4);
    assertThatThrownBy(() -> Scan.json("a array<int>").read(file))
        .hasMessageContaining("m.json, line 2 (byte 16): the record is no JSON");
    Path values = write(directory, "v.json", "{\"a\":[\"x\"]}\n");
    assertThatThrownBy(() -> Scan.json("a array<int>").read(values))
        .hasMessageContaining("line 1 (byte 0): column a: 'x' can't be read as int");
  }

  @Test
  void everyCutGivesTheRowsOfTheWholeFile() throws IOException {
    Path file = write(directory, "cut.json", "{\"a\":1}\r\n{\"a\":22}\n\n{\"a\":333}\n{\"a\":4}");
    FileInfo info = TextScans.info(file);
    Scan scan = Scan.json("a int").withBuffer(5);
    List<List<Object>> whole = scan.read(file);
    assertThat(whole).hasSize(4);
    for (long cut = 0; cut <= info.sizeBytes(); cut++) {
      List<List<Object>> rows =
          scan.read(
              List.of(split(info, 0, cut), split(info, cut, info.sizeBytes() - cut)),
              scan.all(),
              new TaskMetrics());
      assertThat(rows).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @Test
  void typesAreInferredFromASample() throws IOException {
    Path file =
        write(
            directory,
            "i.json",
            "{\"a\":1,\"b\":\"x\",\"c\":[1],\"d\":{\"e\":true},\"n\":null,\"o\":{}}\n"
                + "broken\n"
                + "{\"a\":2.5,\"b\":1,\"c\":[12345678901234567890],\"d\":{\"f\":[]},\"z\":false}\n");
    assertThat(TextScans.sample(FileFormat.JSON, file).schema())
        .isEqualTo(
            SchemaParser.parse(
                "a double, b string, c array<decimal(38,0)>, d struct<e: boolean, f:"
                    + " array<string>>, n string, o string, z boolean"));
  }

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    long seed = 7;
    Random random = new Random(seed);
    Schema schema =
        SchemaParser.parse(
            "s string, d double, m decimal(30,3), at timestamp, l array<string>,"
                + " p struct<x: bigint, y: array<struct<z: date>>>, k map<string, double>");
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add(
          asList(
              maybe(random, text(random)),
              maybe(random, i % 50 == 0 ? Double.NaN : random.nextGaussian()),
              maybe(random, BigDecimal.valueOf(random.nextInt(), 3)),
              maybe(random, random.nextLong() >> 8),
              maybe(random, asList(text(random), null, text(random))),
              maybe(
                  random,
                  asList(random.nextLong(), asList(asList((Object) (long) random.nextInt(9000))))),
              maybe(random, Map.of(text(random), 1.5))));
    }
    for (String compression : List.of("none", "gzip", "zstd")) {
      for (String ignore : List.of("true", "false")) {
        Map<String, String> options =
            Map.of("compression", compression, "ignoreNullFields", ignore);
        Path file =
            directory.resolve(ignore + TextWriteOptions.of(FileFormat.JSON, options).extension());
        TextScans.writeRows(file, FileFormat.JSON, options, schema, rows);
        assertThat(new Scan(FileFormat.JSON, Map.of(), schema, 200).read(file))
            .as("seed %d", seed)
            .isEqualTo(rows);
        Files.delete(file);
      }
    }
  }

  private static Object maybe(Random random, Object value) {
    return random.nextInt(5) == 0 ? null : value;
  }

  private static String text(Random random) {
    String[] pieces = {"", "a", "\"", "\\", "\n", "\u0001", "é", "😀", "/", "{", " "};
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(5); n > 0; n--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  @Test
  void duckDbReadsTheSame() throws Exception {
    Path file =
        write(
            directory,
            "duck.json",
            "{\"id\":1,\"text\":\"a\\tb\",\"x\":1.5}\n"
                + "{\"x\":-2e3,\"id\":2}\n"
                + "{\"id\":3,\"text\":\"\"}\n");
    List<List<Object>> expected =
        TextScans.duckDb(
            "SELECT * FROM read_json('"
                + file
                + "', format = 'newline_delimited',"
                + " columns = {id: 'BIGINT', text: 'VARCHAR', x: 'DOUBLE'})");
    assertThat(Scan.json("id bigint, text string, x double").read(file)).isEqualTo(expected);
  }

  @Test
  void aRecordOfAnyLengthIsReadThroughASmallBuffer() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Scan all =
        Scan.json(
            "s string, n bigint, l array<string>, p struct<x: string, s: string>, `q\"` string",
            "mode",
            "null");
    for (int round = 0; round < 25; round++) {
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        rows.add(
            asList(
                text(random) + text(random),
                (long) i,
                asList(text(random), text(random)),
                asList(text(random), text(random)),
                maybe(random, text(random))));
      }
      Path file = directory.resolve("any" + round + ".json");
      TextScans.writeRows(file, FileFormat.JSON, Map.of(), all.schema(), rows);
      List<Integer> columns = new ArrayList<>(all.all());
      columns.removeIf(column -> random.nextInt(3) == 0);
      List<List<Object>> expected =
          rows.stream().map(row -> columns.stream().map(row::get).toList()).toList();
      FileInfo info = TextScans.info(file);
      for (int buffer : new int[] {3, 5, 17, 64, 1 << 16}) {
        TaskMetrics metrics = new TaskMetrics();
        assertThat(
                all.withBuffer(buffer)
                    .read(List.of(split(info, 0, info.sizeBytes())), columns, metrics))
            .as("seed %d, round %d, columns %s, buffer %d", seed, round, columns, buffer)
            .isEqualTo(expected);
        assertThat(metrics.count(Counter.RECORDS_WITH_NULLS)).isZero();
      }
    }
  }

  @Test
  void membersThatArentAskedForTakeNoMemory() throws IOException {
    String text = "x\\\"\\u00e9".repeat(1 << 20);
    Path file =
        write(
            directory,
            "wide.json",
            "{\"n\":1,\"s\":\"" + text + "\",\"t\":[{\"n\":\"" + text + "\"}],\"u\":\"z\"}\n");
    Scan scan = Scan.json("n int, t array<struct<n: date>>, u string").withMemory(3 << 20);
    FileInfo info = TextScans.info(file);
    List<TextSplit> splits = List.of(split(info, 0, info.sizeBytes()));
    assertThat(scan.read(splits, List.of(0, 2), new TaskMetrics()))
        .containsExactly(asList(1L, "z"));
    assertThatThrownBy(() -> scan.read(file))
        .hasMessageContaining("wide.json, line 1 (byte 0): there is no room for")
        .hasMessageContaining("most of it in column t")
        .hasMessageContaining("give the task more memory");
  }

  private static final int SMALL_MEMORY = 6 << 20;

  @Test
  void textsMayHaveMoreThanGoesIntoTheMemory() throws IOException {
    String written = "\\\"\\ud83d\\ude00é".repeat(1 << 20);
    String text = "\"😀é".repeat(1 << 20);
    String nested = "[\"" + written + "\", 1]";
    Path file =
        write(
            directory,
            "texts.json",
            "{\"s\":\"%s\",\"o\":[%s],\"t\":{\"x\":[\"a\",\"%s\"]},\"w\":%s}\n"
                .formatted(written, "[1,2],".repeat(1 << 20) + "0", written, nested));
    TaskMetrics metrics = new TaskMetrics();
    List<List<Object>> rows =
        Scan.json("s string, t struct<x: array<string>>, w string")
            .withMemory(SMALL_MEMORY)
            .read(file, metrics);
    assertThat(rows).containsExactly(asList(text, asList(asList("a", text)), nested));
    assertThat(metrics.count(Counter.BYTES_SPILLED)).isPositive();
  }

  @Test
  void aMalformedRecordMayHaveMoreThanGoesIntoTheMemory() throws IOException {
    String text = "é\\n".repeat(2 << 20);
    for (String end : List.of("\\x\"}", "\u0001\"}", "", "\" 1}", "\\u00", "\"} x")) {
      String record = "{\"n\":2,\"s\":\"" + text + end;
      Path file = write(directory, "bad.json", "{\"n\":1}\n" + record + "\n{\"n\":3}\n");
      FileInfo info = TextScans.info(file);
      List<TextSplit> splits = List.of(split(info, 0, info.sizeBytes()));
      TaskMetrics metrics = new TaskMetrics();
      assertThat(
              Scan.json("n int, s string", "mode", "null")
                  .withMemory(SMALL_MEMORY)
                  .read(splits, SchemaParser.parse("_corrupt_record string, n int"), metrics))
          .containsExactly(asList(null, 1L), asList(record, null), asList(null, 3L));
      assertThat(metrics.count(Counter.RECORDS_WITH_NULLS)).isEqualTo(1);
      assertThat(
              Scan.json("n int, s string", "mode", "drop")
                  .withMemory(SMALL_MEMORY)
                  .read(splits, List.of(0), metrics))
          .containsExactly(asList(1L), asList(3L));
      assertThat(metrics.count(Counter.RECORDS_DROPPED)).isEqualTo(1);
      int place = record.getBytes(java.nio.charset.StandardCharsets.UTF_8).length - end.length();
      assertThatThrownBy(
              () ->
                  Scan.json("n int, s string")
                      .withMemory(SMALL_MEMORY)
                      .read(splits, List.of(0), metrics))
          .hasMessageContaining("bad.json, line 2 (byte 8): ")
          .hasMessageContaining(
              switch (end) {
                case "" -> "a string has no end (byte " + place;
                case "\" 1}" -> "a comma or } should be here (byte " + (place + 2);
                case "\"} x" -> "text follows the JSON object";
                case "\u0001\"}" -> "a string has a control character (byte " + place;
                default -> "there is no such escape (byte " + place;
              });
    }
  }

  @Test
  void ofARecordThatIsLongerThanTheSampleTheBeginningsOfItsValuesAreSeen() throws IOException {
    String text = "é\\\"\\ud83d\\ude00".repeat(200_000);
    Path file =
        write(
            directory,
            "long.json",
            "{\"a\":\"" + text + "\",\"b\":1,\"c\":{\"d\":[\"" + text + "\"],\"e\":2.5}}\n");
    long before = TextScans.allocatedBytes();
    TextSample sample = TextScans.sample(FileFormat.JSON, file);
    assertThat(TextScans.allocatedBytes() - before).isLessThan(16 << 20);
    assertThat(sample.schema())
        .isEqualTo(SchemaParser.parse("a string, b bigint, c struct<d: array<string>, e: double>"));
    Path numbers = write(directory, "numbers.json", "{\"a\":[" + "1,".repeat(1 << 20) + "1]}\n");
    assertThat(TextScans.sample(FileFormat.JSON, numbers).schema())
        .isEqualTo(SchemaParser.parse("a array<bigint>"));
  }

  @Test
  void objectsOfAnyFormAndArraysOfThemAreRecords() throws IOException {
    List<List<Object>> expected =
        List.of(asList(1L, "x]\"}"), asList(2L, null), asList(3L, "[{"), asList(null, null));
    String first = "{\n \"a\": 1,\n \"s\" : \"x]\\\"}\",\r\n \"z\": [[{}], {\"y\": \"{\"}]\n}";
    String others = "{\"a\":2}%s{\"s\":\"[{\",\n\"a\":3}%s{\n}";
    for (String content :
        List.of(
            first + others.formatted("", "") + "\n",
            "\ufeff\n" + first + "\n" + others.formatted("\n\n", " "),
            "[" + first + "," + others.formatted(" ,\n", ",") + "]",
            "\n[ " + first + "]\n[" + others.formatted(",", ",") + " ]\n\n")) {
      Path file = write(directory, "multi.json", content);
      for (int buffer : new int[] {3, 4, 7, 30, 1 << 16}) {
        assertThat(Scan.json("a int, s string", "multiLine", "true").withBuffer(buffer).read(file))
            .as("buffer %d: %s", buffer, content)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void whatIsNoObjectInAFileOfManyLinesIsMalformedAlone() throws IOException {
    String content = "[{\"a\":1},\n7, \"x,]\", [2],\n{\"a\" 3}, null,{\"a\":4}";
    Path file = write(directory, "bad.json", content);
    for (int buffer : new int[] {3, 1 << 16}) {
      TaskMetrics metrics = new TaskMetrics();
      assertThat(
              Scan.json("a int", "multiLine", "true", "mode", "drop")
                  .withBuffer(buffer)
                  .read(file, metrics))
          .containsExactly(asList(1L), asList(4L));
      assertThat(metrics.count(Counter.RECORDS_DROPPED)).isEqualTo(6);
    }
    assertThatThrownBy(() -> Scan.json("a int", "multiLine", "true").read(file))
        .hasMessageContaining("bad.json, line 2 (byte 10): the record is no JSON object");
    Path open = write(directory, "open.json", "[{\"a\":1}\n");
    assertThatThrownBy(() -> Scan.json("a int", "multiLine", "true").read(open))
        .hasMessageContaining("open.json, line 2 (byte 9): the record is no JSON: it ends");
    Path half = write(directory, "half.json", "{\"a\":1,\n");
    assertThatThrownBy(() -> Scan.json("a int", "multiLine", "true").read(half))
        .hasMessageContaining("half.json, line 1 (byte 0): the record is no JSON: a name");
    assertThat(
            TextScans.sample(
                    FileFormat.JSON,
                    write(directory, "i.json", "[\n{\"a\":\n1}]"),
                    "multiLine",
                    "true")
                .schema())
        .isEqualTo(SchemaParser.parse("a bigint"));
  }

  @Test
  void primitivesCanBeText() throws IOException {
    Path file = write(directory, "p.json", "{\"a\":1,\"b\":[true],\"c\":{\"d\":1.5}}\n");
    assertThat(TextScans.sample(FileFormat.JSON, file, "primitivesAsString", "true").schema())
        .isEqualTo(SchemaParser.parse("a string, b array<string>, c struct<d string>"));
  }

  @Test
  void datesHaveThePatternThatIsAskedFor() throws IOException {
    Scan scan =
        Scan.json(
            "d date, ts array<timestamp>", "dateFormat", "yyyyMMdd", "timestampFormat", "yyyy");
    List<List<Object>> rows =
        read("{\"d\":\"20240229\",\"ts\":[\"1970\",null]}\n{\"d\":20240301}\n", scan);
    assertThat(rows).containsExactly(asList(19782L, asList(0L, null)), asList(19783L, null));
    Path written = directory.resolve("formats.json");
    TextScans.writeRows(written, FileFormat.JSON, scan.options(), scan.schema(), rows);
    assertThat(written)
        .hasContent("{\"d\":\"20240229\",\"ts\":[\"1970\",null]}\n{\"d\":\"20240301\"}");
  }
}
