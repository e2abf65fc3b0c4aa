package io.distaff.text;

import static io.distaff.text.TextScans.split;
import static io.distaff.text.TextScans.write;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Split.TextSplit;
import io.distaff.storage.FileInfo;
import io.distaff.text.TextScans.Scan;
import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
  @TempDir Path directory;

  private List<List<Object>> read(String content, Scan scan) throws IOException {
    return scan.read(write(directory, "t.csv", content));
  }

  @Test
  void readsValuesOfEveryType() throws IOException {
    Scan scan =
        Scan.csv(
            "a boolean, b int, c bigint, d double, e decimal(10,2), f date, g timestamp, h string");
    assertThat(
            read("true,-1,9000000000,1.5e3,12.34,1970-01-02,1970-01-01 00:00:01.5,héllo\n", scan))
        .containsExactly(
            asList(
                true,
                -1L,
                9_000_000_000L,
                1500.0,
                new BigDecimal("12.34"),
                1L,
                1_500_000L,
                "héllo"));
  }

  @Test
  void quotesKeepDelimitersQuotesAndEmptyText() throws IOException {
    assertThat(read("\"a,b\",\"say \"\"hi\"\"\"\n\"\",\n", Scan.csv("x string, y string")))
        .containsExactly(asList("a,b", "say \"hi\""), asList("", null));
  }

  @Test
  void anEscapeOtherThanTheQuoteEscapesQuotesAndItselfAlone() throws IOException {
    assertThat(
            read(
                "\"a\\\"b\",\"c\\\\\",\"d\\n\"\n",
                Scan.csv("x string, y string, z string", "escape", "\\")))
        .containsExactly(asList("a\"b", "c\\", "d\\n"));
  }

  @Test
  void quotedLineEndsNeedMultiLine() throws IOException {
    String content = "1,\"a\nb\"\r\n2,\"c\r\nd\"\n";
    assertThat(read(content, Scan.csv("n int, s string", "multiLine", "true")))
        .containsExactly(asList(1L, "a\nb"), asList(2L, "c\r\nd"));
    assertThatThrownBy(() -> read(content, Scan.csv("n int, s string")))
        .hasMessageContaining("line 1 (byte 0)")
        .hasMessageContaining("multiLine");
  }

  @Test
  void byteOrderMarkCrlfBlankLinesCommentsAndAMissingLastLineEndAreNoData() throws IOException {
    String content = "\ufeffid,name\r\n\r\n# no\r\n1,a\r\n2,b";
    assertThat(read(content, Scan.csv("n int, s string", "header", "true", "comment", "#")))
        .containsExactly(asList(1L, "a"), asList(2L, "b"));
  }

  @Test
  void nullTextIsNullUnlessQuoted() throws IOException {
    assertThat(read("NA,NA\n1,\"NA\"\n,\n", Scan.csv("n int, s string", "nullValue", "NA")))
        .containsExactly(asList(null, null), asList(1L, "NA"), asList(null, ""));
  }

  @Test
  void aBlankLineOfASingleColumnIsARecord() throws IOException {
    assertThat(read("a\n\nb\n", Scan.csv("s string")))
        .containsExactly(asList("a"), asList((Object) null), asList("b"));
  }

  @Test
  void raggedRecordsFollowTheMode() throws IOException {
    String content = "1,a\n2\n3,c,x\nz,d\n";
    TaskMetrics metrics = new TaskMetrics();
    Path file = write(directory, "r.csv", content);
    assertThat(Scan.csv("n int, s string", "mode", "permissive").read(file, metrics))
        .containsExactly(asList(1L, "a"), asList(2L, null), asList(3L, "c"), asList(null, "d"));
    assertThat(metrics.count(Counter.RECORDS_WITH_NULLS)).isEqualTo(3);
    assertThat(Scan.csv("n int, s string", "mode", "drop").read(file, metrics))
        .containsExactly(asList(1L, "a"));
    assertThat(metrics.count(Counter.RECORDS_DROPPED)).isEqualTo(3);
    assertThatThrownBy(() -> Scan.csv("n int, s string").read(file))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FILE))
        .hasMessageContaining("r.csv, line 2 (byte 4): the record has 1 fields, not 2");
  }

  @Test
  void aValueOfAnotherTypeIsToldWithItsPlace() throws IOException {
    assertThatThrownBy(() -> read("1,a\n2x,b\n", Scan.csv("n int, s string")))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CAST))
        .hasMessageContaining("t.csv, line 2 (byte 4): column n: '2x' can't be read as int");
  }

  @Test
  void whichRowsAreDroppedDoesntDependOnTheColumns() throws IOException {
    Path file = write(directory, "d.csv", "1,a\nx,b\n3,c\n");
    FileInfo info = TextScans.info(file);
    Scan scan = Scan.csv("n int, s string", "mode", "drop");
    assertThat(scan.read(List.of(split(info, 0, info.sizeBytes())), List.of(1), new TaskMetrics()))
        .containsExactly(asList("a"), asList("c"));
  }

  @Test
  void textThatIsNoUtf8IsMalformed() throws IOException {
    Path file = Files.write(directory.resolve("l1.csv"), new byte[] {'a', (byte) 0xe9, '\n'});
    assertThatThrownBy(() -> Scan.csv("s string").read(file)).hasMessageContaining("UTF-8");
  }

  @Test
  void everyCutGivesTheRowsOfTheWholeFile() throws IOException {
    String content = "\ufeffid,s\r\n1,aa\r\n\n22,\"b,b\"\n333,\n4,dd";
    Path file = write(directory, "cut.csv", content);
    FileInfo info = TextScans.info(file);
    Scan scan = Scan.csv("n int, s string", "header", "true").withBuffer(8);
    List<List<Object>> whole = scan.read(file);
    assertThat(whole).hasSize(4);
    for (long length = 1; length <= info.sizeBytes(); length++) {
      List<TextSplit> splits = new ArrayList<>();
      for (long start = 0; start < info.sizeBytes(); start += length) {
        splits.add(split(info, start, Math.min(length, info.sizeBytes() - start)));
      }
      assertThat(scan.read(splits, scan.all(), new TaskMetrics()))
          .as("splits of %d bytes", length)
          .isEqualTo(whole);
    }
  }

  @Test
  void anyBufferGivesTheSameRows() throws IOException {
    String content = "1,\"a\nb\"\n2,\"c\"\"d\"\n3,\"\"\n";
    Path file = write(directory, "b.csv", content);
    Scan scan = Scan.csv("n int, s string", "multiLine", "true");
    for (int buffer = 1; buffer < 40; buffer++) {
      assertThat(scan.withBuffer(buffer).read(file))
          .containsExactly(asList(1L, "a\nb"), asList(2L, "c\"d"), asList(3L, ""));
    }
  }

  @Test
  void compressedFilesAreReadByTheirEnding() throws IOException {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      content.append(i).append(",row ").append(i).append('\n');
    }
    byte[] bytes = content.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (TextCompression compression : TextCompression.values()) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out = compression.compress(packed)) {
        out.write(bytes);
      }
      Path file = directory.resolve("big.csv" + compression.extension());
      Files.write(file, packed.toByteArray());
      List<List<Object>> rows = Scan.csv("n int, s string").read(file);
      assertThat(rows).hasSize(20_000);
      assertThat(rows.get(19_999)).isEqualTo(asList(19_999L, "row 19999"));
      if (compression != TextCompression.NONE) {
        Files.write(file, java.util.Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        assertThatThrownBy(() -> Scan.csv("n int, s string").read(file))
            .hasMessageContaining("can't be decompressed");
      }
    }
  }

  @Test
  void aRecordOverTheLimitIsAnError() throws IOException {
    String content = "1,a\n2," + "x".repeat(300) + "\n";
    assertThat(read(content, Scan.csv("n int, s string").withBuffer(16))).hasSize(2);
    assertThatThrownBy(
            () -> read(content, Scan.csv("n int, s string", "maxRecordSize", "100").withBuffer(16)))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
        .hasMessageContaining("line 2 (byte 4)");
  }

  @Test
  void unknownOptionsNameTheNearest() {
    assertThatThrownBy(() -> TextReadOptions.of(FileFormat.CSV, Map.of("headr", "true")))
        .hasMessageContaining("Did you mean 'header'?");
    assertThatThrownBy(() -> TextReadOptions.of(FileFormat.CSV, Map.of("sep", "é")))
        .hasMessageContaining("not one to 16 ASCII characters");
  }

  @Test
  void typesAreInferredFromASample() throws IOException {
    Path file =
        write(
            directory,
            "i.csv",
            "n,Big,d,t,day,at,s,s,none\n"
                + "1,12345678901234567890,1,true,2024-01-01,2024-01-01,x,1,\n"
                + ",2,1.5,FALSE,2024-02-01,2024-01-01 10:00:00,2,y,\n");
    TextSample typed =
        TextScans.sample(FileFormat.CSV, file, "header", "true", "inferSchema", "true");
    assertThat(typed.schema())
        .isEqualTo(
            SchemaParser.parse(
                "n bigint, Big decimal(38,0), d double, t boolean, day date, at timestamp,"
                    + " s string, s_1 string, none string"));
    assertThat(typed.records()).isEqualTo(2);
    assertThat(TextScans.sample(FileFormat.CSV, file).schema().field(1).toString())
        .isEqualTo("_c1 string");
  }

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    long seed = 42;
    Random random = new Random(seed);
    String[] pieces = {"", "a", ",", "\"", "\\", "\n", "\r\n", "é", "😀", "NA", " ", "#", "\t"};
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(4); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      rows.add(
          asList(
              random.nextInt(5) == 0 ? null : text.toString(),
              random.nextInt(5) == 0 ? null : random.nextLong(),
              random.nextInt(5) == 0 ? null : random.nextGaussian(),
              random.nextInt(5) == 0 ? null : (long) random.nextInt(100_000),
              random.nextInt(5) == 0 ? null : random.nextLong() >> 8,
              random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextInt(), 3)));
    }
    Scan all = Scan.csv("s string, n bigint, d double, day date, at timestamp, m decimal(30,3)");
    for (String[] more :
        new String[][] {
          {},
          {"header", "true", "compression", "gzip"},
          {"sep", ";", "quote", "'", "escape", "\\", "compression", "zstd"},
          {"nullValue", "NA", "escape", "\\"}
        }) {
      Scan write = Scan.csv("a int", more);
      Path file =
          directory.resolve(
              "random" + TextWriteOptions.of(FileFormat.CSV, write.options()).extension());
      TextScans.writeRows(file, FileFormat.CSV, write.options(), all.schema(), rows);
      Map<String, String> options = new java.util.TreeMap<>(write.options());
      options.remove("compression");
      options.put("multiLine", "true");
      assertThat(new Scan(FileFormat.CSV, options, all.schema(), 200).read(file))
          .as("seed %d, options %s", seed, List.of(more))
          .isEqualTo(rows);
    }
  }

  @Test
  void duckDbReadsTheSame() throws Exception {
    Path file =
        write(
            directory,
            "duck.csv",
            "id,text,x\n1,\"a,b\",1.5\n2,\"say \"\"hi\"\"\",-2e3\n3,plain,\n4,\"two\nlines\",0\n");
    List<List<Object>> expected =
        TextScans.duckDb(
            "SELECT * FROM read_csv('"
                + file
                + "', header = true, columns = {id: 'BIGINT', text: 'VARCHAR', x: 'DOUBLE'})");
    assertThat(
            Scan.csv("id bigint, text string, x double", "header", "true", "multiLine", "true")
                .read(file))
        .isEqualTo(expected);
  }

  @Test
  void aRecordOfAnyLengthIsReadThroughASmallBuffer() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {"a", ",", "\"", "\\", "\n", "é", "😀", "12", " ", "\\\"", "\"\""};
    for (int round = 0; round < 25; round++) {
      String[] options =
          random.nextBoolean()
              ? new String[] {"multiLine", "true", "mode", "null"}
              : new String[] {"multiLine", "true", "mode", "null", "escape", "\\"};
      List<List<Object>> rows = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        rows.add(
            asList(text(random, pieces), (long) i, text(random, pieces), text(random, pieces)));
      }
      Scan all = Scan.csv("s string, n bigint, t string, u string", options);
      Path file = directory.resolve("any" + round + ".csv");
      Map<String, String> written = new java.util.TreeMap<>(all.options());
      written.keySet().retainAll(List.of("escape"));
      TextScans.writeRows(file, FileFormat.CSV, written, all.schema(), rows);
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

  private static String text(Random random, String[] pieces) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(30); n > 0; n--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  @Test
  void columnsThatArentAskedForTakeNoMemory() throws IOException {
    Path file =
        write(
            directory,
            "wide.csv",
            "1," + "x".repeat(3 << 20) + ",\"" + "y,\"\"".repeat(1 << 20) + "\",z\n2,a,b,c\n");
    Scan scan = Scan.csv("n int, s int, t int, u string").withMemory(3 << 20);
    FileInfo info = TextScans.info(file);
    List<TextSplit> splits = List.of(split(info, 0, info.sizeBytes()));
    assertThat(scan.read(splits, List.of(0, 3), new TaskMetrics()))
        .containsExactly(asList(1L, "z"), asList(2L, "c"));
    assertThatThrownBy(() -> scan.read(splits, List.of(0, 1), new TaskMetrics()))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
        .hasMessageContaining("wide.csv, line 1 (byte 0): there is no room for")
        .hasMessageContaining("most of it in column s")
        .hasMessageContaining("give the task more memory");
  }

  private static final int SMALL_MEMORY = 5 << 20;

  @Test
  void textsMayHaveMoreThanGoesIntoTheMemory() throws IOException {
    String first = "\r x".repeat(2 << 20);
    String second = "\"\"é\n".repeat(1 << 20);
    Path file = write(directory, "texts.csv", first + ",7,\"" + second + "\"\r\n");
    TaskMetrics metrics = new TaskMetrics();
    List<List<Object>> rows =
        Scan.csv("s string, n int, t binary", "multiLine", "true")
            .withMemory(SMALL_MEMORY)
            .read(file, metrics);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get(0)).isEqualTo(first);
    assertThat(rows.get(0).get(1)).isEqualTo(7L);
    assertThat((byte[]) rows.get(0).get(2))
        .isEqualTo("\"é\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
    assertThat(metrics.count(Counter.BYTES_SPILLED)).isPositive();
    byte[] utf16 = (first + ",7,\"" + second + "\"\r\n").getBytes(StandardCharsets.UTF_16LE);
    Files.write(file, utf16);
    assertThat(
            Scan.csv("s string, n int, t binary", "multiLine", "true", "charset", "utf-16le")
                .withMemory(SMALL_MEMORY)
                .read(file)
                .get(0)
                .get(0))
        .isEqualTo(first);
  }

  @Test
  void aMalformedRecordMayHaveMoreThanGoesIntoTheMemory() throws IOException {
    String text = "éx".repeat(2 << 20);
    Schema wanted = SchemaParser.parse("_corrupt_record string, n int, s string");
    byte[] bad = ("3," + text + "\n").getBytes(StandardCharsets.UTF_8);
    bad[bad.length / 2] = (byte) 0xff;
    for (byte[] record : List.of(("3,\"" + text + "\n").getBytes(StandardCharsets.UTF_8), bad)) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      content.writeBytes("1,a\n".getBytes(StandardCharsets.UTF_8));
      content.writeBytes(record);
      content.writeBytes("4,b\n".getBytes(StandardCharsets.UTF_8));
      Path file = Files.write(directory.resolve("bad.csv"), content.toByteArray());
      FileInfo info = TextScans.info(file);
      List<TextSplit> splits = List.of(split(info, 0, info.sizeBytes()));
      String raw = new String(record, 0, record.length - 1, StandardCharsets.UTF_8);
      TaskMetrics metrics = new TaskMetrics();
      List<List<Object>> rows =
          Scan.csv("n int, s string", "mode", "null")
              .withMemory(SMALL_MEMORY)
              .read(splits, wanted, metrics);
      assertThat(rows).hasSize(3);
      assertThat(((String) rows.get(1).get(0)).replaceAll("[?\ufffd]+", ""))
          .isEqualTo(raw.replaceAll("\ufffd+", ""));
      assertThat(rows.get(1).subList(1, 3)).containsOnlyNulls();
      assertThat(rows.get(2)).containsExactly(null, 4L, "b");
      assertThat(metrics.count(Counter.RECORDS_WITH_NULLS)).isEqualTo(1);
      assertThat(
              Scan.csv("n int, s string", "mode", "drop")
                  .withMemory(SMALL_MEMORY)
                  .read(splits, List.of(0), metrics))
          .containsExactly(asList(1L), asList(4L));
      assertThat(metrics.count(Counter.RECORDS_DROPPED)).isEqualTo(1);
      assertThatThrownBy(() -> Scan.csv("n int, s string").withMemory(SMALL_MEMORY).read(file))
          .hasMessageContaining("bad.csv, line 2 (byte 4): ")
          .hasMessageContaining(record == bad ? "isn't UTF-8" : "a quote isn't closed");
    }
  }

  @Test
  void anUnclosedQuoteEndsAtTheLimitWithItsPlace() throws IOException {
    String content = "1,a\n2,\"" + "x\n".repeat(300);
    assertThatThrownBy(
            () ->
                read(
                    content,
                    Scan.csv("n int, s string", "multiLine", "true", "maxRecordSize", "100")
                        .withBuffer(16)))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
        .hasMessageContaining("t.csv, line 2 (byte 4): the record is longer than 100 bytes")
        .hasMessageContaining("a quote");
  }

  @Test
  void ofARecordThatIsLongerThanTheSampleTheBeginningsOfItsValuesAreSeen() throws IOException {
    String text = "\"" + "é,\"\"".repeat(400_000) + "\"";
    Path file = write(directory, "long.csv", "7," + text + ",2.5," + text + ",2024-01-01\n1,2\n");
    long before = TextScans.allocatedBytes();
    TextSample sample = TextScans.sample(FileFormat.CSV, file, "inferSchema", "true");
    assertThat(TextScans.allocatedBytes() - before).isLessThan(16 << 20);
    assertThat(sample.schema())
        .isEqualTo(SchemaParser.parse("_c0 bigint, _c1 string, _c2 double, _c3 string, _c4 date"));
    assertThat(sample.records()).isEqualTo(1);
    Path fields = write(directory, "fields.csv", "1,".repeat(1 << 20) + "1\n");
    assertThatThrownBy(() -> TextScans.sample(FileFormat.CSV, fields))
        .hasMessageContaining("fields.csv, first record: it is too long to tell its columns")
        .hasMessageContaining("schema");
  }

  @Test
  void malformedRecordsAreKeptAsTheyStandInTheFile() throws IOException {
    Path file = directory.resolve("raw.csv");
    Files.write(
        file, "1,a\n2,g\u00fc\u00ff,\nx,long text\n4,b".getBytes(StandardCharsets.ISO_8859_1));
    byte[] bytes = Files.readAllBytes(file);
    FileInfo info = TextScans.info(file);
    Schema wanted = SchemaParser.parse("_corrupt_record string, n int");
    for (int buffer : List.of(3, 8, bytes.length, 1 << 16)) {
      TaskMetrics metrics = new TaskMetrics();
      assertThat(
              Scan.csv("n int, s string", "mode", "null")
                  .withBuffer(buffer)
                  .read(List.of(split(info, 0, info.sizeBytes())), wanted, metrics))
          .containsExactly(
              asList(null, 1L),
              asList("2,g??,", null),
              asList("x,long text", null),
              asList(null, 4L));
      assertThat(metrics.count(Counter.RECORDS_WITH_NULLS)).isEqualTo(2);
    }
    assertThat(
            Scan.csv("n int, s string", "mode", "drop")
                .read(List.of(split(info, 0, info.sizeBytes())), wanted, new TaskMetrics()))
        .containsExactly(asList(null, 1L), asList(null, 4L));
  }

  @Test
  void escapesOfMalformedRecordsStandAsTheyWere() throws IOException {
    Path file = write(directory, "escapes.csv", "x,\"a\"\"b\"\"c\"\n1,\"d\"\"\"\n");
    FileInfo info = TextScans.info(file);
    for (int buffer : List.of(5, 1 << 16)) {
      assertThat(
              Scan.csv("n int, s string", "mode", "null")
                  .withBuffer(buffer)
                  .read(
                      List.of(split(info, 0, info.sizeBytes())),
                      SchemaParser.parse("_corrupt_record string, s string"),
                      new TaskMetrics()))
          .containsExactly(asList("x,\"a\"\"b\"\"c\"", "a\"b\"c"), asList(null, "d\""));
    }
  }

  @Test
  void spaceAroundFieldsIsPartOfThemUnlessItIsToBeIgnored() throws IOException {
    String content = "  1 ,\t\" a, \n\"\"b \" \n2, c d  \n 3,  \n";
    Scan plain = Scan.csv("n string, s string");
    assertThat(read(" x , y \n", plain)).containsExactly(asList(" x ", " y "));
    for (int buffer : List.of(3, 7, 1 << 16)) {
      Scan both =
          Scan.csv(
                  "n string, s string",
                  "ignoreLeadingWhiteSpace",
                  "true",
                  "ignoreTrailingWhiteSpace",
                  "true",
                  "multiLine",
                  "true")
              .withBuffer(buffer);
      assertThat(read(content, both))
          .containsExactly(asList("1", " a, \n\"b "), asList("2", "c d"), asList("3", null));
    }
    assertThat(
            read(" x , y\t\n", Scan.csv("n string, s string", "ignoreTrailingWhiteSpace", "true")))
        .containsExactly(asList(" x", " y"));
    assertThat(
            read(
                "\t  x\n",
                Scan.csv("n string, s string", "sep", "\\t", "ignoreLeadingWhiteSpace", "true")))
        .containsExactly(asList(null, "x"));
  }

  @Test
  void datesAndTimestampsHaveThePatternsThatAreAskedFor() throws IOException {
    String[] formats = {"dateFormat", "dd.MM.yyyy", "timestampFormat", "d/M/yyyy HH:mm"};
    Scan scan = Scan.csv("d date, t timestamp, l timestamp_ntz", formats);
    List<List<Object>> rows = read("29.02.2024,1/3/2024 13:05,31/12/1969 23:59\n,,\n", scan);
    assertThat(rows)
        .containsExactly(asList(19782L, 1709298300000000L, -60000000L), asList(null, null, null));
    Path written = directory.resolve("formats.csv");
    TextScans.writeRows(written, FileFormat.CSV, scan.options(), scan.schema(), rows);
    assertThat(written).hasContent("29.02.2024,1/3/2024 13:05,31/12/1969 23:59\n,,");
    assertThatThrownBy(() -> read("30.02.2024,,\n", scan))
        .hasMessageContaining("column d: '30.02.2024' can't be read as date");
    Path file = write(directory, "infer.csv", "29.02.2024,1/3/2024 13:05,2024-01-01\n");
    assertThat(
            TextScans.sample(
                    FileFormat.CSV,
                    file,
                    "inferSchema",
                    "true",
                    "dateFormat",
                    "dd.MM.yyyy",
                    "timestampFormat",
                    "d/M/yyyy HH:mm")
                .schema())
        .isEqualTo(SchemaParser.parse("_c0 date, _c1 timestamp, _c2 string"));
    for (String key : List.of("dateFormat", "timestampFormat")) {
      assertThatThrownBy(() -> read("x\n", Scan.csv("d date", key, "yyyy-bb")))
          .hasMessageContaining("option " + key + " = 'yyyy-bb'");
    }
    assertThatThrownBy(() -> read("x\n", Scan.csv("d date", "dateFromat", "yyyy")))
        .hasMessageContaining("Did you mean 'dateFormat'?");
  }

  @Test
  void otherEncodingsAreReadAsTheyAre() throws IOException {
    for (String encoding : List.of("iso-8859-1", "utf-16le", "UTF-16", "windows-1252")) {
      Path file = directory.resolve(encoding + ".csv");
      String text = "gr\u00fc\u00df,1\n".repeat(5000);
      Files.write(file, text.getBytes(java.nio.charset.Charset.forName(encoding)));
      for (int buffer : List.of(16, 1 << 16)) {
        List<List<Object>> rows =
            Scan.csv("s string, n int", "encoding", encoding).withBuffer(buffer).read(file);
        assertThat(rows).hasSize(5000).containsOnly(asList("gr\u00fc\u00df", 1L));
      }
      assertThat(
              TextReadOptions.of(FileFormat.CSV, Map.of("charset", encoding)).isSplittable("x.csv"))
          .isFalse();
    }
    Path wide = directory.resolve("wide.csv");
    Files.write(
        wide, "x".repeat(8191).concat("\ud83d\ude00,1\n").getBytes(StandardCharsets.UTF_16LE));
    assertThat(Scan.csv("s string, n int", "encoding", "utf-16le").read(wide).get(0).get(0))
        .asString()
        .endsWith("x\ud83d\ude00");
    assertThatThrownBy(() -> TextReadOptions.of(FileFormat.JSON, Map.of("encoding", "utf-9")))
        .hasMessageContaining("there is no such encoding");
    assertThatThrownBy(() -> TextWriteOptions.of(FileFormat.JSON, Map.of("encoding", "latin1")))
        .hasMessageContaining("only UTF-8 is written");
  }

  @Test
  void everyFieldIsQuotedWhereThatIsAskedFor() throws IOException {
    Scan scan = Scan.csv("n bigint, s string");
    Path file = directory.resolve("quoted.csv");
    List<List<Object>> rows = List.of(asList(1L, "a"), asList(null, "b\"c"));
    TextScans.writeRows(
        file, FileFormat.CSV, Map.of("quoteAll", "true", "header", "true"), scan.schema(), rows);
    assertThat(file).hasContent("\"n\",\"s\"\n\"1\",\"a\"\n,\"b\"\"c\"");
    assertThat(Scan.csv("n bigint, s string", "header", "true").read(file)).isEqualTo(rows);
  }
}
