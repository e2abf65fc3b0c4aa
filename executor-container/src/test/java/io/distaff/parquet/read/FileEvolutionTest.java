package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.storage.FileInfo;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that aren't quite what the table is. */
class FileEvolutionTest {
  @TempDir Path directory;

  private Path file(String name, String query) throws Exception {
    Path file = directory.resolve(name + ".parquet");
    ParquetScans.duckDb("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
    return file;
  }

  private static Schema schema(Object... namesAndTypes) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(new Field((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1], true));
    }
    return new Schema(fields);
  }

  private static ParquetSplit in(Path file, Map<String, Literal> partition) {
    FileInfo info = ParquetScans.info(file);
    return new ParquetSplit(
        info.path(), info.sizeBytes(), info.modificationMillis(), 0, info.sizeBytes(), partition);
  }

  /** What DuckDB makes of the files together. */
  private void assertReadAsDuckDbDoes(Schema schema, Path... files) throws Exception {
    List<ParquetSplit> splits = Arrays.stream(files).map(ParquetScans::whole).toList();
    Path together = directory.resolve("together.parquet");
    String list =
        Arrays.stream(files).map(f -> "'" + f + "'").collect(Collectors.joining(",", "[", "]"));
    ParquetScans.duckDb(
        "COPY (SELECT * FROM read_parquet("
            + list
            + ", union_by_name=true)) TO '"
            + together
            + "' (FORMAT parquet)");
    assertThat(ParquetScans.read(splits, schema, null, new TaskMetrics(), 1L << 30))
        .isEqualTo(ParquetScans.readWithDuckDb(together, schema));
  }

  @Test
  void columnsMayBeAddedDroppedAndReordered() throws Exception {
    assertReadAsDuckDbDoes(
        schema("a", DataType.INT, "b", DataType.STRING, "c", DataType.DOUBLE),
        file("first", "SELECT 1::INT AS a, 'x' AS b UNION ALL SELECT NULL, 'y'"),
        file("second", "SELECT 2.5::DOUBLE AS c, 'z' AS b, 7::INT AS a"),
        file("third", "SELECT 3.5::DOUBLE AS c"));
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, BIGINT",
    "SMALLINT, INT",
    "INT, BIGINT",
    "FLOAT, DOUBLE",
    "INT, DOUBLE",
    "TINYINT, DOUBLE",
    "'DECIMAL(5,2)', 'DECIMAL(9,2)'",
    "'DECIMAL(5,2)', 'DECIMAL(12,4)'",
    "'DECIMAL(18,2)', 'DECIMAL(38,10)'",
    "INT, 'DECIMAL(12,2)'",
    "BIGINT, 'DECIMAL(30,3)'"
  })
  void narrowValuesAreReadAsTheWiderType(String narrow, String wide) throws Exception {
    String values =
        "SELECT CASE WHEN i %% 3 = 0 THEN NULL ELSE (i - 50)::%s END AS v FROM range(100) r(i)";
    Path first = file("narrow", values.formatted(narrow));
    Path second = file("wide", values.formatted(wide));
    DataType type = ParquetScans.footer(second).schema().type(0);
    assertThat(TypeWidening.common(ParquetScans.footer(first).schema().type(0), type))
        .contains(type);
    assertReadAsDuckDbDoes(schema("v", type), first, second);
  }

  @Test
  void theCommonTypeHoldsBoth() {
    assertThat(TypeWidening.common(DataType.INT, DataType.decimal(5, 2)))
        .contains(DataType.decimal(12, 2));
    assertThat(TypeWidening.common(DataType.decimal(10, 1), DataType.decimal(8, 6)))
        .contains(DataType.decimal(15, 6));
    assertThat(TypeWidening.common(DataType.FLOAT, DataType.INT)).contains(DataType.DOUBLE);
    assertThat(TypeWidening.common(DataType.NULL, DataType.STRING)).contains(DataType.STRING);
    assertThat(TypeWidening.common(DataType.decimal(38, 0), DataType.decimal(5, 5))).isEmpty();
    assertThat(TypeWidening.common(DataType.BIGINT, DataType.DOUBLE)).isEmpty();
    assertThat(TypeWidening.common(DataType.STRING, DataType.INT)).isEmpty();
    assertThat(TypeWidening.common(DataType.DATE, DataType.TIMESTAMP)).isEmpty();
  }

  @Test
  void whatWouldLoseValuesNamesFileColumnAndBothTypes() throws Exception {
    Path file = file("wide", "SELECT 1::BIGINT AS n");
    assertThatThrownBy(() -> ParquetScans.read(file, schema("n", DataType.INT)))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("column n")
        .hasMessageContaining("the file has bigint, the table int;")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.SCHEMA_MISMATCH);
  }

  @Test
  void namesMayDifferInCaseWhereThatIsUnambiguous() throws Exception {
    Path file = file("case", "SELECT 1::INT AS \"Amount\"");
    assertThat(ParquetScans.read(file, schema("amount", DataType.INT)))
        .containsExactly(List.of(1L));
  }

  @Test
  void directoriesGiveValuesThatHideTheFilesColumns() throws Exception {
    Path file = file("p", "SELECT i::INT AS a, 1::INT AS year FROM range(3) r(i)");
    Schema schema = schema("a", DataType.INT, "year", DataType.INT, "region", DataType.STRING);
    Map<String, Literal> partition =
        Map.of(
            "year",
            new Literal(DataType.INT, "2024"),
            "region",
            new Literal(DataType.STRING, null));
    assertThat(
            ParquetScans.read(
                List.of(in(file, partition)), schema, null, new TaskMetrics(), 1 << 30))
        .containsExactly(
            Arrays.asList(0L, 2024L, null),
            Arrays.asList(1L, 2024L, null),
            Arrays.asList(2L, 2024L, null));
    TaskMetrics metrics = new TaskMetrics();
    Expression other =
        new Call(
            FunctionNames.EQUAL,
            DataType.BOOLEAN,
            new InputRef(1, DataType.INT),
            new Literal(DataType.INT, "1"));
    assertThat(ParquetScans.read(List.of(in(file, partition)), schema, other, metrics, 1 << 30))
        .isEmpty();
    assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED)).isEqualTo(1);
  }

  @Test
  void widenedColumnsArePrunedByTheStatisticsOfTheirFile() throws Exception {
    Path file = file("pruned", "SELECT i::INT AS v FROM range(100) r(i)");
    DataType wide = DataType.decimal(12, 2);
    TaskMetrics metrics = new TaskMetrics();
    Expression over =
        new Call(
            FunctionNames.GREATER,
            DataType.BOOLEAN,
            new InputRef(0, wide),
            Literal.of(wide, new BigDecimal("99.50")));
    assertThat(
            ParquetScans.read(
                List.of(ParquetScans.whole(file)), schema("v", wide), over, metrics, 1 << 30))
        .isEmpty();
    assertThat(metrics.count(Counter.ROW_GROUPS_PRUNED)).isEqualTo(1);
  }

  @Test
  void aFileOfTenThousandColumnsIsReadInBoundedMemory() throws Exception {
    String columns =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "(i + " + i + ")::INT AS c" + i)
            .collect(Collectors.joining(", "));
    Path file = file("wide", "SELECT " + columns + " FROM range(3) r(i)");
    Schema all = ParquetScans.footer(file).schema();
    assertThat(all.size()).isEqualTo(10_000);
    List<List<Object>> rows =
        ParquetScans.read(
            List.of(ParquetScans.whole(file)), all, null, new TaskMetrics(), 2L << 30);
    assertThat(rows).hasSize(3);
    assertThat(rows.get(2).get(9_999)).isEqualTo(10_001L);
    assertThat(ParquetScans.read(file, schema("C9998", DataType.BIGINT)))
        .containsExactly(List.of(9_998L), List.of(9_999L), List.of(10_000L));
  }
}
