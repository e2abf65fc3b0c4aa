package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.Cast;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which types can be cast to which, and a value of each pair. */
class CastMatrixTest {
  private static final DataType DEC = DataType.decimal(9, 2);
  private static final long SECOND = 1_000_000;

  private static final List<DataType> TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.SMALLINT,
          DataType.INT,
          DataType.BIGINT,
          DataType.FLOAT,
          DataType.DOUBLE,
          DEC,
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_LOCAL,
          DataType.STRING,
          DataType.BINARY);

  /** A line for each type to cast from, y where its column in {@link #TYPES} can be cast to. */
  private static final String[] MATRIX = {
    "yyyyyyyy---y-", // boolean
    "yyyyyyyy-y-y-", // tinyint
    "yyyyyyyy-y-y-", // smallint
    "yyyyyyyy-y-y-", // int
    "yyyyyyyy-y-y-", // bigint
    "yyyyyyyy-y-y-", // float
    "yyyyyyyy-y-y-", // double
    "yyyyyyyy-y-y-", // decimal
    "--------yyyy-", // date
    "-yyyyyyyyyyy-", // timestamp
    "--------yyyy-", // timestamp_ntz
    "yyyyyyyyyyyyy", // string
    "-----------yy", // binary
  };

  private static Object cast(String function, DataType from, Object value, DataType to) {
    return Vectors.value(
        ExpressionCompiler.compile(call(function, to, column(0, from)), ReservedArrays.uncounted())
            .evaluate(new VectorBatch(1, Vectors.single(from, value)), null),
        0);
  }

  private static Object cast(DataType from, Object value, DataType to) {
    return cast(FunctionNames.CAST, from, value, to);
  }

  @Test
  void thereIsACastForEachPairOfSparks() {
    for (int i = 0; i < TYPES.size(); i++) {
      for (int j = 0; j < TYPES.size(); j++) {
        boolean exists =
            Cast.of(TYPES.get(i), TYPES.get(j), false, ReservedArrays.uncounted()) != null;
        assertThat(exists)
            .as(TYPES.get(i).sqlName() + " to " + TYPES.get(j).sqlName())
            .isEqualTo(MATRIX[i].charAt(j) == 'y');
      }
    }
  }

  @Test
  void oneOfEachTypeIsOneOfTheOthers() {
    Map<DataType, Object> ones =
        Map.of(
            DataType.BOOLEAN,
            true,
            DataType.TINYINT,
            1L,
            DataType.SMALLINT,
            1L,
            DataType.INT,
            1L,
            DataType.BIGINT,
            1L,
            DataType.FLOAT,
            1.0,
            DataType.DOUBLE,
            1.0,
            DEC,
            new BigDecimal("1.00"),
            DataType.TIMESTAMP,
            SECOND);
    ones.forEach(
        (from, value) ->
            ones.forEach(
                (to, expected) -> {
                  boolean exists = Cast.of(from, to, false, ReservedArrays.uncounted()) != null;
                  if (exists) {
                    String pair = from.sqlName() + " to " + to.sqlName();
                    assertThat(cast(from, value, to)).as(pair).isEqualTo(expected);
                    assertThat(cast(FunctionNames.TRY_CAST, from, value, to))
                        .as(pair)
                        .isEqualTo(expected);
                  }
                }));
  }

  @Test
  void instantsAreSecondsAsNumbers() {
    assertThat(cast(DataType.TIMESTAMP, -1L, DataType.BIGINT)).isEqualTo(-1L);
    assertThat(cast(DataType.TIMESTAMP, 1_500_000L, DataType.DOUBLE)).isEqualTo(1.5);
    assertThat(cast(DataType.TIMESTAMP, 1_555_000L, DEC)).isEqualTo(new BigDecimal("1.56"));
    assertThat(cast(DataType.DOUBLE, 1.5, DataType.TIMESTAMP)).isEqualTo(1_500_000L);
    assertThat(cast(DEC, new BigDecimal("-1.25"), DataType.TIMESTAMP)).isEqualTo(-1_250_000L);
    for (Object[] tooLarge :
        new Object[][] {
          {DataType.BIGINT, Long.MAX_VALUE, DataType.TIMESTAMP},
          {DataType.DOUBLE, Double.NaN, DataType.TIMESTAMP},
          {DataType.TIMESTAMP, 128 * SECOND, DataType.TINYINT}
        }) {
      DataType from = (DataType) tooLarge[0];
      DataType to = (DataType) tooLarge[2];
      assertThat(cast(FunctionNames.TRY_CAST, from, tooLarge[1], to)).isNull();
      assertThatThrownBy(() -> cast(from, tooLarge[1], to))
          .isInstanceOfSatisfying(
              DistaffException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OVERFLOW));
    }
  }

  @Test
  void bytesAreTextInUtf8() {
    byte[] bytes = "añb".getBytes(StandardCharsets.UTF_8);
    assertThat(cast(DataType.BINARY, bytes, DataType.STRING)).isEqualTo("añb");
    assertThat((byte[]) cast(DataType.STRING, "añb", DataType.BINARY)).isEqualTo(bytes);
  }

  @Test
  void readsTextAsSparkDoes() {
    assertThat(cast(DataType.STRING, "2024", DataType.DATE))
        .isEqualTo(cast(DataType.STRING, "2024-01-01", DataType.DATE));
    assertThat(cast(DataType.STRING, "2024-3", DataType.DATE))
        .isEqualTo(cast(DataType.STRING, "2024-03-01T23:00", DataType.DATE));
    assertThat(cast(DataType.STRING, "1970-01-01 01:00 Europe/Berlin", DataType.TIMESTAMP))
        .isEqualTo(0L);
    assertThat(cast(DataType.STRING, "1970-01-01T02:00:00+2", DataType.TIMESTAMP)).isEqualTo(0L);
    assertThat(cast(FunctionNames.TRY_CAST, DataType.STRING, "1970-01-01 01 x", DataType.TIMESTAMP))
        .isNull();
  }

  @Test
  void nestedValuesAreCastPartByPart() {
    DataType texts = new ArrayType(DataType.STRING);
    DataType ints = new ArrayType(DataType.INT);
    assertThat(cast(texts, Arrays.asList("1", null, " 3 "), ints))
        .isEqualTo(Arrays.asList(1L, null, 3L));
    assertThat(cast(FunctionNames.TRY_CAST, texts, List.of("1", "x"), ints))
        .isEqualTo(Arrays.asList(1L, null));
    assertThatThrownBy(() -> cast(texts, List.of("1", "x"), ints))
        .hasMessageContaining("'x' can't be read as int");
    DataType map = new MapType(DataType.INT, DataType.DOUBLE);
    assertThat(cast(map, Map.of(1L, 2.5), new MapType(DataType.STRING, DataType.INT)))
        .isEqualTo(Map.of("1", 2L));
    StructType from =
        new StructType(
            List.of(new StructType.Member("a", DataType.INT), new StructType.Member("b", texts)));
    StructType to =
        new StructType(
            List.of(new StructType.Member("x", DataType.STRING), new StructType.Member("y", ints)));
    assertThat(cast(from, List.of(7L, List.of("8")), to)).isEqualTo(List.of("7", List.of(8L)));
    assertThat(Cast.of(from, texts, false, ReservedArrays.uncounted())).isNull();
  }

  @Test
  void nestedValuesAreWrittenAsSparkShowsThem() {
    assertThat(cast(new ArrayType(DataType.DATE), Arrays.asList(0L, null), DataType.STRING))
        .isEqualTo("[1970-01-01, null]");
    assertThat(
            cast(
                new MapType(DataType.STRING, new ArrayType(DataType.INT)),
                Map.of("k", List.of(1L)),
                DataType.STRING))
        .isEqualTo("{k -> [1]}");
    StructType struct =
        new StructType(
            List.of(
                new StructType.Member("a", DataType.INT),
                new StructType.Member("b", DataType.STRING)));
    assertThat(cast(struct, Arrays.asList(1L, null), DataType.STRING)).isEqualTo("{1, null}");
  }
}
