package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.column;
import static io.distaff.eval.EvalFixture.flat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCastTest {
  private static Object cast(String function, DataType from, Object value, DataType to) {
    ColumnVector column = flat(from, List.of(value), () -> value);
    return Vectors.value(
        ExpressionCompiler.compile(call(function, to, column(0, from)), ReservedArrays.uncounted())
            .evaluate(new VectorBatch(1, column), null),
        0);
  }

  private static Object read(String text, DataType to) {
    return cast(FunctionNames.CAST, DataType.STRING, text, to);
  }

  private static Object write(DataType from, Object value) {
    return cast(FunctionNames.CAST, from, value, DataType.STRING);
  }

  private static void assertUnreadable(String text, DataType to) {
    assertThat(cast(FunctionNames.TRY_CAST, DataType.STRING, text, to)).isNull();
    assertThatThrownBy(() -> read(text, to))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CAST))
        .hasMessageContaining("'" + text + "' can't be read as " + to.sqlName());
  }

  private static long day(String date) {
    return LocalDate.parse(date).toEpochDay();
  }

  private static long micros(String time) {
    return ExpressionOracle.micros(LocalDateTime.parse(time));
  }

  @Test
  void readsIntegers() {
    assertThat(read(" -128 ", DataType.TINYINT)).isEqualTo(-128L);
    assertThat(read("+127", DataType.TINYINT)).isEqualTo(127L);
    assertThat(read("0009", DataType.INT)).isEqualTo(9L);
    assertThat(read("-9223372036854775808", DataType.BIGINT)).isEqualTo(Long.MIN_VALUE);
    assertThat(read("9223372036854775807", DataType.BIGINT)).isEqualTo(Long.MAX_VALUE);
    for (String text : List.of("", " ", "-", "1.5", "1e3", "x", "1 2", "9223372036854775808")) {
      assertUnreadable(text, DataType.BIGINT);
    }
    assertUnreadable("128", DataType.TINYINT);
    assertUnreadable("-129", DataType.TINYINT);
  }

  @Test
  void anyTextIsOrIsNoNumberOrDayAsTheJdkSays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "-", "+", ".", "0", "12", "2024", "12345678", "9223372036", "-0", "x", ":", "/"
    };
    for (int round = 0; round < 30_000; round++) {
      StringBuilder built = new StringBuilder();
      for (int n = random.nextInt(6); n > 0; n--) {
        built.append(
            random.nextBoolean() ? pieces[random.nextInt(pieces.length)] : random.nextInt(99));
      }
      String text = built.toString();
      assertThat(tryRead(text, DataType.BIGINT))
          .as("seed %d: <%s>", seed, text)
          .isEqualTo(longOf(text));
      assertThat(tryRead(text, DataType.decimal(38, 4)))
          .as("seed %d: <%s>", seed, text)
          .isEqualTo(decimalOf(text));
    }
    for (int round = 0; round < 10_000; round++) {
      String month = String.format(random.nextBoolean() ? "%02d" : "%d", random.nextInt(14));
      String text = random.nextInt(10_010) + "-" + month + "-" + (10 + random.nextInt(23));
      assertThat(tryRead(text, DataType.DATE))
          .as("seed %d: <%s>", seed, text)
          .isEqualTo(dayOf(text));
    }
  }

  private static Object tryRead(String text, DataType to) {
    return cast(FunctionNames.TRY_CAST, DataType.STRING, text, to);
  }

  private static Long longOf(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static BigDecimal decimalOf(String text) {
    if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)")) {
      return null;
    }
    BigDecimal number = new BigDecimal(text).setScale(4, RoundingMode.HALF_UP);
    return number.precision() > 38 ? null : number;
  }

  private static Long dayOf(String text) {
    String[] parts = text.split("-", -1);
    try {
      return parts[0].length() < 4
          ? null
          : LocalDate.of(
                  Integer.parseInt(parts[0]),
                  Integer.parseInt(parts[1]),
                  Integer.parseInt(parts[2]))
              .toEpochDay();
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Test
  void readsDecimalsAndFloats() {
    assertThat(read("1.005", DataType.decimal(5, 2))).isEqualTo(new BigDecimal("1.01"));
    assertThat(read("-1e2", DataType.decimal(5, 2))).isEqualTo(new BigDecimal("-100.00"));
    assertThat(read("1e-999999999", DataType.decimal(5, 2))).isEqualTo(new BigDecimal("0.00"));
    assertThat(read("0e999999999", DataType.decimal(38, 2))).isEqualTo(new BigDecimal("0.00"));
    assertUnreadable("1e999999999", DataType.decimal(38, 2));
    assertUnreadable("1000", DataType.decimal(5, 2));
    assertUnreadable("1,5", DataType.decimal(5, 2));
    assertThat(read("1.5e3", DataType.DOUBLE)).isEqualTo(1500.0);
    assertThat(read("-Infinity", DataType.DOUBLE)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(read("nan", DataType.FLOAT)).isEqualTo(Double.NaN);
    assertUnreadable("1d", DataType.DOUBLE);
    assertUnreadable("0x1p3", DataType.FLOAT);
  }

  @Test
  void readsShortNumbersAsTheJdkDoes() {
    List<String> texts =
        new ArrayList<>(
            List.of("-0", "-0.0", "+0", ".5", "5.", " -.25 ", "9007199254740993", "16777217"));
    texts.addAll(List.of("999999999999999999", "9999999999999999999", "0.0000000000000000001"));
    texts.addAll(List.of("16777216.1", "0.00000000001", "000000000000000000001.5"));
    Random random = new Random(10);
    for (int i = 0; i < 2000; i++) {
      long digits = random.nextLong() >> random.nextInt(64);
      texts.add(BigDecimal.valueOf(digits, random.nextInt(12)).toPlainString());
    }
    for (String text : texts) {
      assertThat(read(text, DataType.DOUBLE)).as(text).isEqualTo(Double.parseDouble(text.trim()));
      assertThat(read(text, DataType.FLOAT))
          .as(text)
          .isEqualTo((double) Float.parseFloat(text.trim()));
      for (DecimalType type : List.of(DataType.decimal(18, 4), DataType.decimal(38, 19))) {
        BigDecimal value = new BigDecimal(text.trim()).setScale(type.scale(), RoundingMode.HALF_UP);
        if (value.precision() > type.precision()) {
          assertUnreadable(text, type);
        } else {
          assertThat(read(text, type)).as(text).isEqualTo(value);
        }
      }
    }
    for (String text : List.of("", ".", "-", "+.", "1.2.3", "1 2", "--1", "1-")) {
      assertUnreadable(text, DataType.DOUBLE);
      assertUnreadable(text, DataType.decimal(10, 2));
    }
    assertUnreadable("1000000", DataType.decimal(8, 2));
    assertUnreadable("-1000000", DataType.decimal(8, 2));
  }

  @Test
  void writesDecimalsOfEveryScale() {
    Random random = new Random(11);
    for (int scale = 0; scale <= 18; scale++) {
      for (int i = 0; i < 100; i++) {
        long digits = random.nextLong() % 1_000_000_000_000_000_000L >> random.nextInt(64);
        BigDecimal value = BigDecimal.valueOf(digits, scale);
        assertThat(write(DataType.decimal(18, scale), value)).isEqualTo(value.toPlainString());
      }
    }
  }

  @Test
  void writesDatesFarAway() {
    for (String date : List.of("+12345-06-07", "-0001-01-02", "0000-12-31", "9999-12-31")) {
      assertThat(write(DataType.DATE, day(date))).isEqualTo(date);
    }
    assertThat(write(DataType.TIMESTAMP, micros("2000-01-01T00:00:00.000010")))
        .isEqualTo("2000-01-01 00:00:00.00001");
  }

  @Test
  void readsBooleansDatesAndTimestamps() {
    assertThat(read("Yes", DataType.BOOLEAN)).isEqualTo(true);
    assertThat(read(" f", DataType.BOOLEAN)).isEqualTo(false);
    assertUnreadable("2", DataType.BOOLEAN);
    assertThat(read("1998-12-01", DataType.DATE)).isEqualTo(day("1998-12-01"));
    assertThat(read("2024-2-29", DataType.DATE)).isEqualTo(day("2024-02-29"));
    for (String text : List.of("2023-02-29", "1998-13-01", "1998-1-", "98-01-01", "1998-01-01x")) {
      assertUnreadable(text, DataType.DATE);
    }
    for (DataType type : List.of(DataType.TIMESTAMP, DataType.TIMESTAMP_LOCAL)) {
      assertThat(read("1998-12-01", type)).isEqualTo(micros("1998-12-01T00:00:00"));
      assertThat(read("1998-12-01 23:59:59.5", type)).isEqualTo(micros("1998-12-01T23:59:59.5"));
      assertThat(read("0001-01-01T01:02", type)).isEqualTo(micros("0001-01-01T01:02:00"));
      assertThat(read("2000-01-01 00:00:00.123456789", type))
          .isEqualTo(micros("2000-01-01T00:00:00.123456"));
      assertUnreadable("1998-12-01 24:00:00", type);
      assertUnreadable("1998-12-01 ", type.kind() == DataType.Kind.DATE ? type : DataType.BIGINT);
    }
    assertThat(read("2000-01-01 12:00:00+02:00", DataType.TIMESTAMP))
        .isEqualTo(micros("2000-01-01T10:00:00"));
    assertThat(read("2000-01-01 12:00:00Z", DataType.TIMESTAMP))
        .isEqualTo(micros("2000-01-01T12:00:00"));
    assertUnreadable("2000-01-01 12:00:00Z", DataType.TIMESTAMP_LOCAL);
  }

  @Test
  void writesWhatItReads() {
    assertThat(write(DataType.BOOLEAN, true)).isEqualTo("true");
    assertThat(write(DataType.BIGINT, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(write(DataType.decimal(38, 10), new BigDecimal("0.0000000001")))
        .isEqualTo("0.0000000001");
    assertThat(write(DataType.DOUBLE, 1e10)).isEqualTo("1.0E10");
    assertThat(write(DataType.FLOAT, (double) 0.1f)).isEqualTo("0.1");
    assertThat(write(DataType.DATE, day("0099-02-03"))).isEqualTo("0099-02-03");
    assertThat(write(DataType.TIMESTAMP, micros("1969-12-31T23:59:59.1")))
        .isEqualTo("1969-12-31 23:59:59.1");
    Random random = new Random(9);
    for (DataType type :
        List.of(
            DataType.INT,
            DataType.BIGINT,
            DataType.DOUBLE,
            DataType.FLOAT,
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.decimal(30, 7))) {
      for (int i = 0; i < 300; i++) {
        Object value = EvalFixture.value(type, random);
        assertThat(read((String) write(type, value), type)).isEqualTo(value);
      }
    }
  }
}
