package io.distaff.eval;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The values at the edges of every type. */
final class EdgeValues {
  private static final long DAY = 86_400_000_000L;

  private EdgeValues() {}

  /** The values at the edges of a type that isn't nested. */
  static List<Object> of(DataType type) {
    List<Object> values =
        switch (type.kind()) {
          case BOOLEAN -> List.of(true, false);
          case TINYINT -> List.of(0L, 1L, -1L, 7L, 127L, -128L);
          case SMALLINT -> List.of(0L, 1L, -1L, 12L, 32_767L, -32_768L);
          case INT -> List.of(0L, 1L, -1L, 2L, 10L, -36L, 2_147_483_647L, -2_147_483_648L);
          case BIGINT ->
              List.of(0L, 1L, -1L, 3L, 20L, -7L, 4_294_967_296L, Long.MAX_VALUE, Long.MIN_VALUE);
          case FLOAT, DOUBLE -> floating(type);
          case DECIMAL -> decimals((DecimalType) type);
          case DATE ->
              List.of(
                  0L, -1L, 19_782L, 11_016L, -141_428L, -719_162L, 2_932_896L, 18_261L, 18_262L);
          case TIMESTAMP, TIMESTAMP_LOCAL ->
              List.of(
                  0L,
                  -1L,
                  19_782 * DAY + 86_399_999_999L,
                  18_262 * DAY - 1,
                  18_262 * DAY,
                  -5 * DAY + 1,
                  -141_428 * DAY - 1,
                  -719_162 * DAY,
                  2_932_896 * DAY + 86_399_999_999L);
          case STRING ->
              List.of(
                  "",
                  " ",
                  "a",
                  "abc",
                  "ABC abc",
                  "ünïcødé",
                  "日本語",
                  "x\uD83D\uDE00y",
                  "a%b_c",
                  "12",
                  "-7.5",
                  "1e3",
                  "2024-02-29",
                  "2019-12-31 23:59:59.5",
                  "true",
                  "{\"a\": [1, \"b\"]}",
                  "$.a",
                  "http://h.org/p?q=1#r",
                  "%D",
                  "day",
                  "[a-c]+",
                  "YWJj",
                  "UTF-8",
                  "  pad\t",
                  "distaff ".repeat(40));
          case BINARY ->
              List.of(
                  new byte[0],
                  new byte[] {0},
                  new byte[] {-1, 127},
                  "日".getBytes(StandardCharsets.UTF_8));
          case NULL -> Collections.singletonList(null);
          case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
        };
    return values;
  }

  private static List<Object> floating(DataType type) {
    boolean single = type.kind() == DataType.Kind.FLOAT;
    double largest = single ? Float.MAX_VALUE : Double.MAX_VALUE;
    double smallest = single ? Float.MIN_VALUE : Double.MIN_VALUE;
    return List.of(
        0.0,
        -0.0,
        1.0,
        -1.5,
        0.5,
        2.5,
        1000.25,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        largest,
        -largest,
        smallest);
  }

  private static List<Object> decimals(DecimalType type) {
    BigInteger nines = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    List<Object> values = new ArrayList<>();
    for (BigInteger unscaled :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.valueOf(-150),
            BigInteger.TEN.pow(type.scale()),
            BigInteger.valueOf(25).multiply(BigInteger.TEN.pow(Math.max(0, type.scale() - 1))),
            nines,
            nines.negate())) {
      if (unscaled.abs().compareTo(nines) <= 0) {
        values.add(new BigDecimal(unscaled, type.scale()));
      }
    }
    return values;
  }
}
