package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.oneOf;

import io.distaff.types.DataType;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What the functions of bits, and arithmetic that is null where operators fail, must agree with.
 */
final class BitLines {
  private BitLines() {}

  static void addTo(OracleTable table) {
    for (DataType type : Domain.INTEGRAL) {
      table.of("bitand", any(type), any(type)).duckDb("? & ?");
      table.of("bitor", any(type), any(type)).duckDb("? | ?");
      table.of("bitxor", any(type), any(type)).duckDb("xor(?, ?)");
      table.of("bitnot", any(type)).duckDb("~?");
      table.of("bit_count", any(type)).java(a -> Long.bitCount((Long) a[0]));
    }
    table.of("bit_count", any(DataType.BOOLEAN)).duckDb("?::INT");
    Domain positions = oneOf(DataType.INT, 0L, 1L, 7L, 31L, 32L, 63L, 64L, -1L);
    Domain longs = any(DataType.BIGINT);
    shifts(table, "shiftleft", a -> a[0] << a[1], a -> (long) ((int) a[0] << a[1]));
    shifts(table, "shiftright", a -> a[0] >> a[1], a -> (long) ((int) a[0] >> a[1]));
    shifts(table, "shiftrightunsigned", a -> a[0] >>> a[1], a -> (long) ((int) a[0] >>> a[1]));
    table
        .of("getbit", longs, positions)
        .java(
            a -> {
              if ((Long) a[1] < 0 || (Long) a[1] > 63) {
                throw new ArithmeticException();
              }
              return (Long) a[0] >>> (Long) a[1] & 1;
            });
    table.of("bin", longs).duckDb("bin(?)");
    addConversions(table);
    addTries(table);
  }

  private static void shifts(
      OracleTable table, String name, Function<long[], Long> ofLong, Function<long[], Long> ofInt) {
    Domain distance = oneOf(DataType.INT, 0L, 1L, 7L, 31L, 32L, 63L, 64L, -1L);
    table
        .of(name, any(DataType.BIGINT), distance)
        .java(a -> ofLong.apply(new long[] {(Long) a[0], (Long) a[1]}));
    table
        .of(name, any(DataType.INT), distance)
        .java(a -> ofInt.apply(new long[] {(Long) a[0], (Long) a[1]}));
  }

  private static void addConversions(OracleTable table) {
    Domain bases = oneOf(DataType.INT, 2L, 10L, 16L, 36L, -10L, -16L, 1L, 37L, 0L);
    Function<Object[], Object> conversion = a -> convert(a[0].toString(), (Long) a[1], (Long) a[2]);
    table.of("conv", any(DataType.BIGINT), bases, bases).java(conversion);
    table
        .of("conv", Domain.texts("0", "ff", "-1", "zz", "12x", "  7 "), bases, bases)
        .java(conversion);
  }

  /** Of the digits that the first base has, as an unsigned number unless the second is negative. */
  private static String convert(String text, long from, long to) {
    long base = from;
    long target = Math.abs(to);
    if (base < 2 || base > 36 || target < 2 || target > 36) {
      return null;
    }
    String trimmed = text.trim();
    boolean minus = trimmed.startsWith("-");
    BigInteger value = BigInteger.ZERO;
    for (char digit : trimmed.substring(minus ? 1 : 0).toCharArray()) {
      int number = Character.digit(digit, (int) base);
      if (number < 0) {
        break;
      }
      value = value.multiply(BigInteger.valueOf(base)).add(BigInteger.valueOf(number));
    }
    if (value.bitLength() > 64) {
      throw new ArithmeticException();
    }
    if (minus) {
      value = value.negate();
    }
    if (to > 0 && value.signum() < 0) {
      value = value.add(BigInteger.ONE.shiftLeft(64));
    }
    return value.toString((int) target).toUpperCase(Locale.ROOT);
  }

  private static void addTries(OracleTable table) {
    List<String> names = List.of("try_add", "try_subtract", "try_multiply", "try_mod");
    List<String> operators = List.of("+", "-", "*", "%");
    for (int i = 0; i < names.size(); i++) {
      String sql = "TRY(? " + operators.get(i) + " ?)";
      for (DataType type : Domain.INTEGRAL) {
        OracleLine line = table.of(names.get(i), any(type), any(type)).duckDb(sql);
        if (names.get(i).equals("try_mod")) {
          line.except(
              "CAST(-128 AS tinyint) % CAST(-1 AS tinyint)", a -> (Long) a[1] == -1, a -> 0L);
        }
      }
      for (DataType type : Domain.FLOATING) {
        OracleLine line = table.of(names.get(i), any(type), any(type)).duckDb(sql);
        if (names.get(i).equals("try_mod")) {
          line.except("5e0 % 0e0", a -> (Double) a[1] == 0, a -> null);
        }
      }
    }
    table
        .of("try_divide", any(DataType.BIGINT), any(DataType.BIGINT))
        .java(a -> (Long) a[1] == 0 ? null : (double) (Long) a[0] / (Long) a[1]);
    for (DataType type : Domain.FLOATING) {
      table
          .of("try_divide", any(type), any(type))
          .java(a -> (Double) a[1] == 0 ? null : (Double) a[0] / (Double) a[1]);
    }
    for (DataType left : Domain.DECIMALS) {
      for (DataType right : Domain.DECIMALS) {
        names.forEach(name -> DecimalReference.tries(table, name, left, right));
        DecimalReference.tries(table, "try_divide", left, right);
      }
    }
  }
}
