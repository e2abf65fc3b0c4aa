package io.distaff.eval;

import io.distaff.expression.Parameter;
import io.distaff.expression.TypePattern;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The values at the edges of every type, and the types that signatures are tried with. */
final class EdgeValues {
  private static final DataType SMALL = DataType.decimal(18, 2);
  private static final DataType WIDE = DataType.decimal(19, 4);
  private static final DataType WIDEST = DataType.decimal(38, 10);
  private static final long DAY = 86_400_000_000L;

  static final List<DataType> TYPES =
      List.of(
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.SMALLINT,
          DataType.INT,
          DataType.BIGINT,
          DataType.FLOAT,
          DataType.DOUBLE,
          SMALL,
          WIDE,
          WIDEST,
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_LOCAL,
          DataType.STRING,
          DataType.BINARY);

  private static final Map<TypePattern.Family, List<DataType>> FAMILIES =
      Map.of(
          TypePattern.Family.ANY,
          List.of(
              DataType.BIGINT,
              DataType.STRING,
              DataType.DOUBLE,
              WIDEST,
              DataType.DATE,
              DataType.BOOLEAN,
              DataType.BINARY,
              DataType.TIMESTAMP),
          TypePattern.Family.INTEGRAL,
          List.of(DataType.BIGINT, DataType.TINYINT, DataType.INT, DataType.SMALLINT),
          TypePattern.Family.FLOATING,
          List.of(DataType.DOUBLE, DataType.FLOAT),
          TypePattern.Family.NUMERIC,
          List.of(
              DataType.BIGINT,
              DataType.DOUBLE,
              SMALL,
              WIDE,
              DataType.FLOAT,
              WIDEST,
              DataType.TINYINT,
              DataType.INT),
          TypePattern.Family.TEMPORAL,
          List.of(DataType.DATE, DataType.TIMESTAMP, DataType.TIMESTAMP_LOCAL));

  /** The positions of arguments that must be literals, where they are a text or a number. */
  private static final Map<String, Integer> LITERALS =
      Map.ofEntries(
          Map.entry("round", 1),
          Map.entry("bround", 1),
          Map.entry("truncate", 1),
          Map.entry("trunc", 1),
          Map.entry("date_part", 0),
          Map.entry("date_trunc", 0),
          Map.entry("date_add", 0),
          Map.entry("timestampadd", 0),
          Map.entry("datediff", 0),
          Map.entry("timestampdiff", 0),
          Map.entry("from_json", 1));

  private EdgeValues() {}

  /** The value of an argument that must be a literal; null where it needn't. */
  static Object literal(String function, int position, DataType type) {
    Integer literal = LITERALS.get(function);
    if (literal == null || literal != position) {
      return null;
    }
    return switch (type.kind()) {
      case STRING -> function.equals("from_json") ? "a int, b string" : "month";
      case INT -> 1L;
      default -> null;
    };
  }

  /**
   * Types that fit parameters.
   *
   * @param round chooses among them
   * @param all whether what may be left out is there
   */
  static List<DataType> types(List<Parameter> parameters, int round, boolean all) {
    List<DataType> types = new ArrayList<>();
    for (Parameter parameter : parameters) {
      int times =
          switch (parameter.occurrence()) {
            case ONCE -> 1;
            case OPTIONAL -> all ? 1 : 0;
            case REPEATED -> all ? 2 : 0;
          };
      for (int i = 0; i < times; i++) {
        types.add(type(parameter.type(), round));
      }
    }
    return types;
  }

  private static DataType type(TypePattern pattern, int round) {
    if (pattern instanceof TypePattern.Exact exact) {
      return exact.type();
    }
    List<DataType> types =
        pattern instanceof TypePattern.Variable variable
            ? FAMILIES.get(variable.family())
            : List.of(SMALL, WIDE, WIDEST);
    return types.get(round % types.size());
  }

  /** A row of arguments: edges, or values between them; of every type also null. */
  static Object[] row(List<DataType> types, int index, Random random) {
    Object[] row = new Object[types.size()];
    for (int i = 0; i < row.length; i++) {
      List<Object> edges = of(types.get(i));
      boolean isNull = index > 0 && random.nextInt(9) == 0;
      row[i] =
          isNull
              ? null
              : types.size() == 1 && index < edges.size()
                  ? edges.get(index)
                  : edges.get(random.nextInt(edges.size()));
    }
    return row;
  }

  private static List<Object> of(DataType type) {
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
          case DATE -> List.of(0L, -1L, 19_782L, 11_016L, 18_261L, 18_262L, -719_162L, 2_932_896L);
          case TIMESTAMP, TIMESTAMP_LOCAL ->
              List.of(
                  0L,
                  -1L,
                  19_782 * DAY + 86_399_999_999L,
                  18_262 * DAY - 1,
                  18_262 * DAY,
                  -5 * DAY + 1);
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
                  "  pad\t");
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
            BigInteger.valueOf(25).multiply(BigInteger.TEN.pow(type.scale() - 1)),
            nines,
            nines.negate())) {
      values.add(new BigDecimal(unscaled, type.scale()));
    }
    return values;
  }
}
