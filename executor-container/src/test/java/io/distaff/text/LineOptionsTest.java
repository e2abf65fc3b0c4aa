package io.distaff.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Split.TextSplit;
import io.distaff.storage.FileInfo;
import io.distaff.text.TextScans.Scan;
import io.distaff.types.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How lines end, lines that are text themselves, and words for numbers and empty text. */
class LineOptionsTest {
  @TempDir Path directory;

  private static Scan lines(String... options) {
    return new Scan(
        FileFormat.TEXT, Scan.csv("value string", options).options(), TextReadOptions.LINES, 64);
  }

  private static List<List<Object>> rows(Object... values) {
    return Arrays.stream(values).map(Arrays::asList).toList();
  }

  /** Both parts of a file that is cut anywhere. */
  private static void assertEveryCut(Scan scan, Path file, List<List<Object>> expected) {
    FileInfo info = TextScans.info(file);
    for (long cut = 0; cut <= info.sizeBytes(); cut++) {
      List<TextSplit> splits =
          List.of(
              TextScans.split(info, 0, cut), TextScans.split(info, cut, info.sizeBytes() - cut));
      assertThat(scan.read(splits, scan.all(), new TaskMetrics()))
          .as("cut at %d", cut)
          .isEqualTo(expected);
    }
  }

  @Test
  void linesAreGivenAsTheyAre() throws IOException {
    Path file = TextScans.write(directory, "lines.txt", "\"a\",b\\\r\n\n# c\té\n  \n\r\nlast");
    assertEveryCut(lines(), file, rows("\"a\",b\\", "", "# c\té", "  ", "", "last"));
    Path empty = TextScans.write(directory, "empty.txt", "");
    assertThat(lines().read(empty)).isEmpty();
  }

  @Test
  void aLineMayBeLongerThanTheBufferAndLarge() throws IOException {
    String text = "0123456789\"\\,\té".repeat(50);
    Path file = TextScans.write(directory, "long.txt", "a\n" + text + "\n\n" + text);
    assertThat(lines().read(file)).isEqualTo(rows("a", text, "", text));
    assertThat(lines().withLargeValues(100).read(file)).isEqualTo(rows("a", text, "", text));
  }

  @Test
  void aLineThatIsNoUtf8IsAnErrorWithItsPlace() throws IOException {
    Path file =
        Files.write(directory.resolve("bytes.txt"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> lines().read(file))
        .hasMessageContaining("line 2 (byte 2)")
        .hasMessageContaining("UTF-8")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.INVALID_FILE);
    assertThat(lines("charset", "iso-8859-1").read(file)).isEqualTo(rows("a", "ÿ"));
  }

  @Test
  void anotherCharacterEndsRecords() throws IOException {
    Path csv = TextScans.write(directory, "a.csv", "1,a\nb\r;2,\"c;d\";;3,e");
    List<List<Object>> expected =
        List.of(List.of(1L, "a\nb\r"), List.of(2L, "c;d"), List.of(3L, "e"));
    assertThat(Scan.csv("a bigint, b string", "lineSep", ";", "multiLine", "true").read(csv))
        .isEqualTo(expected);
    Path plain = TextScans.write(directory, "b.csv", "1,a\nb\r;2,c;;3,e;");
    List<List<Object>> cut = List.of(List.of(1L, "a\nb\r"), List.of(2L, "c"), List.of(3L, "e"));
    assertEveryCut(Scan.csv("a bigint, b string", "lineSep", ";"), plain, cut);
    Path json = TextScans.write(directory, "a.json", "{\"a\": 1};\n{\"a\": 2};\n");
    assertEveryCut(Scan.json("a bigint", "lineSep", ";"), json, rows(1L, 2L));
    Path text = TextScans.write(directory, "a.txt", "a\n\0b\r\0\0");
    assertEveryCut(lines("lineSep", "\0"), text, rows("a\n", "b\r", ""));
    assertThat(lines("lineSep", "\r\n").read(TextScans.write(directory, "c.txt", "a\r\nb\n")))
        .isEqualTo(rows("a", "b"));
  }

  @Test
  void anEndOfLinesThatCantBeIsRefused() {
    for (String end : List.of("", "||", "é")) {
      assertThatThrownBy(() -> TextReadOptions.of(FileFormat.CSV, Map.of("lineSep", end)))
          .hasMessageContaining("lineSep")
          .hasMessageContaining("neither one ASCII character nor CR and LF");
    }
    assertThatThrownBy(() -> TextReadOptions.of(FileFormat.CSV, Map.of("lineSep", ",")))
        .hasMessageContaining("the same as the delimiter");
    assertThatThrownBy(() -> TextReadOptions.of(FileFormat.TEXT, Map.of("sep", ",")))
        .hasMessageContaining("reading text has no option 'sep'");
  }

  @Test
  void aDelimiterMayHaveSeveralCharacters() throws IOException {
    String content = "a||b|c|||d\n||\"x||y\"||\n|\"q\"||e|||\n\"s\"\"t\"||\"\"||u";
    List<List<Object>> expected =
        List.of(
            Arrays.asList("a", "b|c", "|d"),
            Arrays.asList(null, "x||y", null),
            Arrays.asList("|\"q\"", "e", "|"),
            Arrays.asList("s\"t", "", "u"));
    Path file = TextScans.write(directory, "two.csv", content);
    Scan scan = Scan.csv("a string, b string, c string", "sep", "||");
    assertEveryCut(scan, file, expected);
    Path lines = TextScans.write(directory, "lines.csv", content.replace("x||y", "x||\ny"));
    for (int buffer = 24; buffer < 64; buffer++) {
      Scan multiLine = Scan.csv("a string, b string, c string", "sep", "||", "multiLine", "true");
      assertThat(multiLine.withBuffer(buffer).read(lines).get(1))
          .isEqualTo(Arrays.asList(null, "x||\ny", null));
    }
    Path written = directory.resolve("written.csv");
    TextScans.writeRows(written, FileFormat.CSV, Map.of("sep", "||"), scan.schema(), expected);
    assertThat(scan.read(written)).isEqualTo(expected);
    Path selfLike = TextScans.write(directory, "aab.csv", "xaaab\"y\nz\"\naab\"a\na\"\n");
    assertThat(Scan.csv("a string, b string", "sep", "aab", "multiLine", "true").read(selfLike))
        .isEqualTo(List.of(Arrays.asList("xa", "y\nz"), Arrays.asList(null, "a\na")));
  }

  @Test
  void aLongRecordNeedsADelimiterOfOneCharacter() throws IOException {
    Path file = TextScans.write(directory, "long.csv", "a||" + "b".repeat(200) + "\n");
    Scan scan = Scan.csv("a string, b string", "sep", "||").withBuffer(64);
    assertThatThrownBy(() -> scan.read(file))
        .hasMessageContaining("delimiter of several characters")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThatThrownBy(() -> TextReadOptions.of(FileFormat.CSV, Map.of("sep", "|\"")))
        .hasMessageContaining("with the quote or the end of a line within");
  }

  @Test
  void linesAreWrittenWithTheEndThatIsAskedFor() throws IOException {
    Path file = directory.resolve("out.txt");
    List<List<Object>> rows = rows("a\"b", "", null, "ü");
    TextScans.writeRows(
        file, FileFormat.TEXT, Map.of("lineSep", "\r\n"), TextReadOptions.LINES, rows);
    assertThat(Files.readString(file)).isEqualTo("a\"b\r\n\r\n\r\nü\r\n");
    TextScans.writeRows(
        file,
        FileFormat.CSV,
        Map.of("lineSep", ";"),
        SchemaParser.parse("a bigint, b string"),
        List.of(List.of(1L, "x;y"), List.of(2L, "z")));
    assertThat(Files.readString(file)).isEqualTo("1,\"x;y\";2,z;");
    TextScans.writeRows(
        file,
        FileFormat.JSON,
        Map.of("lineSep", "\r\n"),
        SchemaParser.parse("a bigint"),
        rows(1L, 2L));
    assertThat(Files.readString(file)).isEqualTo("{\"a\":1}\r\n{\"a\":2}\r\n");
  }

  @Test
  void textHoldsOneColumnOfStrings() {
    TextWriteOptions options = TextWriteOptions.of(FileFormat.TEXT, Map.of());
    for (String schema : List.of("a bigint", "a string, b string")) {
      assertThatThrownBy(() -> TextFileWriter.requireWritable(SchemaParser.parse(schema), options))
          .hasMessageContaining("text holds one column, a string")
          .hasMessageContaining("concat_ws");
    }
  }

  @Test
  void numbersMayHaveWordsOfTheirOwn() throws IOException {
    Path file = TextScans.write(directory, "n.csv", "-,1\ninf,inf\nnone,x\n1.5,none\n");
    String[] words = {"nanValue", "-", "positiveInf", "inf", "negativeInf", "none"};
    assertThat(Scan.csv("a double, b string", words).read(file))
        .isEqualTo(
            List.of(
                List.of(Double.NaN, "1"),
                List.of(Double.POSITIVE_INFINITY, "inf"),
                List.of(Double.NEGATIVE_INFINITY, "x"),
                List.of(1.5, "none")));
    assertThat(
            TextScans.sample(
                    FileFormat.CSV,
                    file,
                    "inferSchema",
                    "true",
                    "nanValue",
                    "-",
                    "negativeInf",
                    "none")
                .schema()
                .type(0)
                .sqlName())
        .isEqualTo("double");
    assertThat(
            TextScans.sample(FileFormat.CSV, file, "inferSchema", "true")
                .schema()
                .type(0)
                .sqlName())
        .isEqualTo("string");
  }

  @Test
  void emptyTextIsWrittenAsAskedFor() throws IOException {
    Path file = directory.resolve("empty.csv");
    for (Map.Entry<String, String> expected :
        Map.of("", ",x\n", "(empty)", "(empty),x\n", "\"\"", "\"\",x\n").entrySet()) {
      TextScans.writeRows(
          file,
          FileFormat.CSV,
          Map.of("emptyValue", expected.getKey()),
          SchemaParser.parse("a string, b string"),
          List.of(List.of("", "x")));
      assertThat(Files.readString(file)).isEqualTo(expected.getValue());
    }
  }

  @Test
  void aShareOfTheSampleIsAShare() {
    assertThat(TextReadOptions.of(FileFormat.JSON, Map.of("samplingRatio", "0.5")).inferSchema())
        .isTrue();
    for (String share : List.of("0", "1.5", "half", "NaN")) {
      assertThatThrownBy(() -> TextReadOptions.of(FileFormat.JSON, Map.of("samplingRatio", share)))
          .hasMessageContaining("samplingRatio = '" + share + "'")
          .hasMessageContaining("above 0 and up to 1");
    }
  }
}
