package io.distaff.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResultFormatTest {
  private static final Schema SCHEMA =
      Schema.of(
          new Field("id", DataType.INT, true),
          new Field("note", DataType.STRING, true),
          new Field("ratio", DataType.DOUBLE, true));

  /** Three rows: the second is all null. */
  private static VectorBatch batch() {
    String[] notes = {"plain", "", "a,\"b\"\tc|d\n\\"};
    byte[] data = String.join("", notes).getBytes(StandardCharsets.UTF_8);
    int[] starts = {0, 5, 5};
    int[] lengths = {5, 0, data.length - 5};
    long[] validity = {0b101};
    return new VectorBatch(
        3,
        new IntVector(DataType.INT, new int[] {1, 0, -30}, validity, 3),
        new BytesVector(DataType.STRING, data, starts, lengths, validity, 3),
        new DoubleVector(DataType.DOUBLE, new double[] {0.1, 0, Double.NaN}, validity, 3));
  }

  private static String written(ResultFormat format, Schema schema, VectorBatch... batches) {
    StringBuilder out = new StringBuilder();
    try {
      ResultWriter writer = format.writer(schema, out);
      for (VectorBatch batch : batches) {
        writer.write(batch);
      }
      writer.finish();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString();
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertThat(written(ResultFormat.CSV, SCHEMA, batch()))
        .isEqualTo("id,note,ratio\n1,plain,0.1\n,,\n-30,\"a,\"\"b\"\"\tc|d\n\\\",NaN\n");
  }

  @Test
  void csvTellsAnEmptyTextFromNull() {
    Schema schema = Schema.of(new Field("a", DataType.STRING, true));
    VectorBatch empty = new VectorBatch(1, Vectors.single(DataType.STRING, ""));
    VectorBatch none = new VectorBatch(1, Vectors.nullOf(DataType.STRING));
    assertThat(written(ResultFormat.CSV, schema, empty, none)).isEqualTo("a\n\"\"\n\n");
  }

  @Test
  void tsvEscapes() {
    assertThat(written(ResultFormat.TSV, SCHEMA, batch()))
        .isEqualTo(
            "id\tnote\tratio\n1\tplain\t0.1\n\\N\t\\N\t\\N\n-30\ta,\"b\"\\tc|d\\n\\\\\tNaN\n");
  }

  @Test
  void jsonIsOneObjectALine() {
    assertThat(written(ResultFormat.JSON, SCHEMA, batch()))
        .isEqualTo(
            """
            {"id":1,"note":"plain","ratio":0.1}
            {"id":null,"note":null,"ratio":null}
            {"id":-30,"note":"a,\\"b\\"\\tc|d\\n\\\\","ratio":"NaN"}
            """);
  }

  @Test
  void tableAlignsNumbersToTheRight() {
    assertThat(written(ResultFormat.TABLE, SCHEMA, batch()))
        .isEqualTo(
            """
               id | note          | ratio
            ------+---------------+-------
                1 | plain         |   0.1
             NULL | NULL          |  NULL
              -30 | a,"b"\\tc|d\\n\\ |   NaN
            """);
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    Schema schema = Schema.of(new Field("名前", DataType.STRING, true));
    VectorBatch[] rows =
        Stream.of("東京", "cafe\u0301", "🚀")
            .map(name -> new VectorBatch(1, Vectors.single(DataType.STRING, name)))
            .toArray(VectorBatch[]::new);
    assertThat(written(ResultFormat.MARKDOWN, schema, rows))
        .isEqualTo("| 名前 |\n|------|\n| 東京 |\n| cafe\u0301 |\n| 🚀   |\n");
  }

  @Test
  void shortenedValuesEndInDotsAndFit() {
    assertThat(DisplayWidth.shortened("12345", 5)).isEqualTo("12345");
    assertThat(DisplayWidth.shortened("123456", 5)).isEqualTo("12...");
    assertThat(DisplayWidth.shortened("123456", 3)).isEqualTo("123");
    assertThat(DisplayWidth.shortened("東京都庁", 6)).isEqualTo("東...");
    assertThat(DisplayWidth.shortened("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301e\u0301");
  }

  @Test
  void markdownEscapesPipes() {
    assertThat(written(ResultFormat.MARKDOWN, SCHEMA, batch()))
        .isEqualTo(
            """
            |   id | note           | ratio |
            |-----:|----------------|------:|
            |    1 | plain          |   0.1 |
            | NULL | NULL           |  NULL |
            |  -30 | a,"b"\\tc\\|d\\n\\ |   NaN |
            """);
  }

  @Test
  void anEmptyResultHasItsHeader() {
    assertThat(written(ResultFormat.CSV, SCHEMA)).isEqualTo("id,note,ratio\n");
    assertThat(written(ResultFormat.TABLE, SCHEMA)).startsWith(" id | note | ratio\n");
    assertThat(written(ResultFormat.JSON, SCHEMA)).isEmpty();
  }

  @Test
  void onlySelectedRowsAreWritten() {
    VectorBatch selected = batch().withSelection(new SelectionVector(new int[] {2, 9}, 1));
    assertThat(written(ResultFormat.JSON, SCHEMA, selected).lines()).hasSize(1);
  }

  @Test
  void longTablesKeepTheWidthsOfTheirFirstRows() {
    Schema schema = Schema.of(new Field("n", DataType.BIGINT, true));
    int rows = AlignedWriter.SAMPLED_ROWS + 1;
    long[] values = new long[rows];
    values[rows - 1] = 12345;
    VectorBatch batch = new VectorBatch(rows, new LongVector(DataType.BIGINT, values, null, rows));
    assertThat(written(ResultFormat.TABLE, schema, batch).lines())
        .hasSize(rows + 2)
        .startsWith(" n", "---", " 0")
        .endsWith(" 12345");
  }

  @Test
  void everyTypeHasItsText() {
    assertThat(text(DataType.BOOLEAN, true)).isEqualTo("true");
    assertThat(text(DataType.FLOAT, (double) 0.1f)).isEqualTo("0.1");
    assertThat(text(DataType.DOUBLE, 1e21)).isEqualTo("1.0E21");
    assertThat(text(DataType.decimal(38, 10), new BigDecimal("-1234567890123456789.0000000001")))
        .isEqualTo("-1234567890123456789.0000000001");
    assertThat(text(DataType.decimal(15, 2), new BigDecimal("0.00"))).isEqualTo("0.00");
    assertThat(text(DataType.DATE, LocalDate.of(1998, 12, 1).toEpochDay())).isEqualTo("1998-12-01");
    assertThat(text(DataType.BINARY, new byte[] {0, (byte) 0xAB})).isEqualTo("00ab");
  }

  @Test
  void nestedValuesAreTextOrJson() {
    StructType struct =
        new StructType(
            List.of(
                new StructType.Member("day", DataType.DATE),
                new StructType.Member("tags", new ArrayType(DataType.STRING))));
    DataType type = new MapType(DataType.INT, struct);
    Object value =
        Collections.singletonMap(7L, Arrays.asList(0L, Arrays.asList("a\"b", null, "c")));
    assertThat(text(type, value)).isEqualTo("{7 -> {1970-01-01, [a\"b, null, c]}}");
    assertThat(text(new ArrayType(DataType.DOUBLE), List.of())).isEqualTo("[]");
    Schema schema = Schema.of(new Field("m", type, true));
    VectorBatch batch = new VectorBatch(1, Vectors.single(type, value));
    assertThat(written(ResultFormat.JSON, schema, batch))
        .isEqualTo("{\"m\":{\"7\":{\"day\":\"1970-01-01\",\"tags\":[\"a\\\"b\",null,\"c\"]}}}\n");
    assertThat(written(ResultFormat.CSV, schema, batch))
        .isEqualTo("m\n\"{7 -> {1970-01-01, [a\"\"b, null, c]}}\"\n");
  }

  @Test
  void timestampsShowTheFractionTheyHave() {
    long second = LocalDateTime.of(2024, 1, 1, 0, 0, 0).toEpochSecond(ZoneOffset.UTC);
    assertThat(text(DataType.TIMESTAMP, second * 1_000_000)).isEqualTo("2024-01-01 00:00:00");
    assertThat(text(DataType.TIMESTAMP_LOCAL, second * 1_000_000 + 123_456))
        .isEqualTo("2024-01-01 00:00:00.123456");
    assertThat(text(DataType.TIMESTAMP, -1L)).isEqualTo("1969-12-31 23:59:59.999999");
  }

  private static String text(DataType type, Object value) {
    ColumnVector vector = Vectors.single(type, value);
    return ValueText.of(vector, 0);
  }
}
