package io.distaff.eval;

import static io.distaff.eval.FunctionOracle.any;
import static io.distaff.eval.FunctionOracle.numbers;
import static io.distaff.eval.FunctionOracle.oneOf;
import static io.distaff.eval.FunctionOracle.text;

import io.distaff.types.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The functions of the registry over every form of vector. */
class ScalarFunctionsTest {
  private static final FunctionOracle.Values SHORT =
      oneOf(DataType.STRING, "a", "b", "an", "ü", "日", "xy");

  private static final FunctionOracle.Values FINITE =
      oneOf(DataType.DOUBLE, -1e9, -2.5, -0.5, 0.0, 0.25, 1.5, 2.5, 1234.5678, 1e15);

  @Test
  void textFunctions() throws SQLException {
    FunctionOracle.of("reverse", SHORT).agreesWithDuckDb("reverse(?)");
    FunctionOracle.of("lpad", text(), numbers(0, 9), SHORT).agreesWithDuckDb("lpad(?, ?::INT, ?)");
    FunctionOracle.of("rpad", text(), numbers(0, 9), SHORT).agreesWithDuckDb("rpad(?, ?::INT, ?)");
    FunctionOracle.of("replace", text(), SHORT, SHORT).agreesWithDuckDb("replace(?, ?, ?)");
    FunctionOracle.of("instr", text(), SHORT).agreesWithDuckDb("instr(?, ?)");
    FunctionOracle.of("position", SHORT, text()).agreesWithDuckDb("position(? IN ?)");
    FunctionOracle.of("trim", text(), SHORT).agreesWithDuckDb("trim(?, ?)");
    FunctionOracle.of("ltrim", text(), SHORT).agreesWithDuckDb("ltrim(?, ?)");
    FunctionOracle.of("rtrim", text(), SHORT).agreesWithDuckDb("rtrim(?, ?)");
    FunctionOracle.of("char_length", text()).agreesWithDuckDb("length(?)");
    FunctionOracle.of("md5", text()).agreesWithDuckDb("md5(?)");
  }

  @Test
  void mathFunctions() throws SQLException {
    FunctionOracle.of("sqrt", oneOf(DataType.DOUBLE, 0.0, 2.0, 1e100)).agreesWithDuckDb("sqrt(?)");
    FunctionOracle.of("power", FINITE, oneOf(DataType.DOUBLE, 0.0, 1.0, 2.0, 3.0))
        .agreesWithDuckDb("pow(?, ?)");
    FunctionOracle.of("sign", FINITE).agreesWith(a -> Math.signum((Double) a[0]));
    FunctionOracle.of("round", FINITE)
        .agreesWith(
            a -> BigDecimal.valueOf((Double) a[0]).setScale(0, RoundingMode.HALF_UP).doubleValue());
    FunctionOracle.of("floor", FINITE).agreesWith(a -> (long) Math.floor((Double) a[0]));
    FunctionOracle.of("ceil", FINITE).agreesWith(a -> (long) Math.ceil((Double) a[0]));
    FunctionOracle.of("pmod", numbers(-20, 20), oneOf(DataType.BIGINT, -3L, 1L, 7L))
        .agreesWith(a -> Math.floorMod((Long) a[0], (Long) a[1]));
    for (DataType type : new DataType[] {DataType.decimal(9, 2), DataType.decimal(30, 4)}) {
      FunctionOracle.of("floor", any(type)).agreesWith(a -> rounded(a[0], RoundingMode.FLOOR));
      FunctionOracle.of("ceil", any(type)).agreesWith(a -> rounded(a[0], RoundingMode.CEILING));
      FunctionOracle.of("round", any(type)).agreesWith(a -> rounded(a[0], RoundingMode.HALF_UP));
    }
  }

  private static Object rounded(Object value, RoundingMode mode) {
    return ((BigDecimal) value).setScale(0, mode);
  }

  @Test
  void timeFunctions() throws SQLException {
    for (DataType type : new DataType[] {DataType.DATE, DataType.TIMESTAMP_LOCAL}) {
      FunctionOracle.of("year", any(type)).agreesWithDuckDb("year(?)");
      FunctionOracle.of("month", any(type)).agreesWithDuckDb("month(?)");
      FunctionOracle.of("day", any(type)).agreesWithDuckDb("day(?)");
      FunctionOracle.of("quarter", any(type)).agreesWithDuckDb("quarter(?)");
      FunctionOracle.of("weekofyear", any(type)).agreesWithDuckDb("week(?)");
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void greatestAndLeastIgnoreNulls() {
    for (DataType type :
        new DataType[] {
          DataType.BOOLEAN,
          DataType.SMALLINT,
          DataType.BIGINT,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.decimal(9, 2),
          DataType.decimal(30, 4),
          DataType.DATE,
          DataType.TIMESTAMP
        }) {
      FunctionOracle.of("greatest", any(type), any(type), any(type))
          .agreesWith(
              a ->
                  Arrays.stream(a)
                      .filter(Objects::nonNull)
                      .map(v -> (Comparable<Object>) v)
                      .max(java.util.Comparator.naturalOrder())
                      .orElse(null));
      FunctionOracle.of("least", any(type), any(type))
          .agreesWith(
              a ->
                  Arrays.stream(a)
                      .filter(Objects::nonNull)
                      .map(v -> (Comparable<Object>) v)
                      .min(java.util.Comparator.naturalOrder())
                      .orElse(null));
    }
    FunctionOracle.of("greatest", SHORT, SHORT)
        .agreesWith(
            a ->
                a[0] == null
                    ? a[1]
                    : a[1] == null
                        ? a[0]
                        : ((String) a[0]).compareTo((String) a[1]) > 0 ? a[0] : a[1]);
  }
}
