package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.oneOf;
import static io.distaff.eval.Domain.texts;

import io.distaff.types.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** What numbers in a format, and TO_CHAR, must agree with. */
final class NumberTextLines {
  private static final Domain NUMBERS =
      oneOf(
          DataType.decimal(9, 2),
          new BigDecimal("0.00"),
          new BigDecimal("-0.50"),
          new BigDecimal("454.80"),
          new BigDecimal("-12454.80"),
          new BigDecimal("1234567.89"));

  /** Formats, and how {@link #NUMBERS} are in them; null where all digits are #. */
  private static final Map<String, String[]> WRITTEN =
      Map.of(
          "S99G999.99", new String[] {"     +0.00", "     -0.50", "   +454.80", "-12,454.80"},
          "99,999d99s", new String[] {"     0.00+", "     0.50-", "   454.80+", "12,454.80-"},
          "00,000.00MI", new String[] {"00,000.00 ", "00,000.50-", "00,454.80 ", "12,454.80-"},
          "MI0999999.90", new String[] {" 0000000.00", "-0000000.50", " 0000454.80", "-0012454.80"},
          "$99999.99", new String[] {"$    0.00", "$    0.50", "$  454.80", "$12454.80"},
          "99,999.99PR", new String[] {"     0.00  ", "     <0.50>", "   454.80  ", "<12,454.80>"});

  private static final String LARGEST = "1234567.89";

  private NumberTextLines() {}

  static void addTo(OracleTable table) {
    addReading(table);
    addWriting(table);
  }

  private static void addReading(OracleTable table) {
    Domain texts =
        texts(
            "1,234.5", " 12 ", "-$7.", "$-7", "+.25", "12,34", "1,2,3", "12345", "1.234", "", "x");
    String signed = "S9,999.99";
    table.of("to_number", texts, literal(signed)).java(a -> orFails(signed(a[0])));
    table.of("try_to_number", texts, literal(signed)).java(a -> signed(a[0]));
    Domain bracketed = texts("<$045>", "$045", "<$045", "$045>", "$45", "<$1,045>", "045", "<$>");
    String brackets = "$9,099PR";
    table.of("to_number", bracketed, literal(brackets)).java(a -> orFails(bracketed(a[0])));
    table.of("try_to_number", bracketed, literal(brackets)).java(a -> bracketed(a[0]));
    String wide = "MI" + "9".repeat(30) + ".99999999";
    table
        .of("to_number", texts("-" + "123456789".repeat(3) + ".87654321", "+1"), literal(wide))
        .java(a -> orFails(((String) a[0]).startsWith("+") ? null : new BigDecimal((String) a[0])));
    table.of("try_to_number", texts("3-", "3+", "3"), literal("9MI")).java(a -> trailing(a[0]));
  }

  private static Object orFails(Object number) {
    if (number == null) {
      throw new ArithmeticException();
    }
    return number;
  }

  private static BigDecimal signed(Object text) {
    return switch ((String) text) {
      case "1,234.5" -> new BigDecimal("1234.50");
      case " 12 " -> new BigDecimal("12.00");
      case "+.25" -> new BigDecimal("0.25");
      default -> null;
    };
  }

  private static BigDecimal bracketed(Object text) {
    return switch ((String) text) {
      case "<$045>" -> new BigDecimal("-45");
      case "$045" -> new BigDecimal("45");
      case "<$1,045>" -> new BigDecimal("-1045");
      default -> null;
    };
  }

  private static BigDecimal trailing(Object text) {
    return switch ((String) text) {
      case "3-" -> new BigDecimal("-3");
      case "3" -> new BigDecimal("3");
      default -> null;
    };
  }

  private static void addWriting(OracleTable table) {
    Domain formats = texts(WRITTEN.keySet().toArray(String[]::new));
    table.of("to_char", NUMBERS, formats).java(a -> written(a[0], (String) a[1]));
    for (DataType type : Domain.DECIMALS) {
      table.of("to_char", any(type), literal("S0,000,000.00")).java(a -> padded((BigDecimal) a[0]));
    }
    Domain floats = oneOf(DataType.FLOAT, (double) 0.1f, -2.5, (double) 1e30f, Double.NaN);
    table
        .of("to_char", floats, literal("S0,000,000.00"))
        .java(a -> floating(Float.toString(((Double) a[0]).floatValue())));
    Domain doubles = oneOf(DataType.DOUBLE, 0.1, -2.5, 1e300, Double.POSITIVE_INFINITY);
    table.of("to_char", doubles, literal("S0,000,000.00")).java(a -> floating(a[0].toString()));
    DateTimeFormatter time = DateTimeFormatter.ofPattern("uuuu/MM/dd HH", Locale.US);
    for (DataType type : new DataType[] {DataType.TIMESTAMP, DataType.TIMESTAMP_LOCAL}) {
      table
          .of("to_char", oneOf(type, 0L, -1L, 1_709_212_455_000_000L), literal("yyyy/MM/dd HH"))
          .java(a -> time.format(TimeLines.time(a[0])));
    }
    table
        .of("to_char", oneOf(DataType.TIMESTAMP, 0L), literal("HH"), texts("+05:30"))
        .java(a -> "05");
    Domain bytes = oneOf(DataType.BINARY, "añ".getBytes(StandardCharsets.UTF_8), new byte[] {-1});
    table
        .of("to_char", bytes, texts("base64", " HEX", "utf-8", "utf-7"))
        .java(a -> written((byte[]) a[0], (String) a[1]));
  }

  private static String written(Object number, String format) {
    int index = NUMBERS.values().indexOf(number);
    String[] written = WRITTEN.get(format);
    return index < written.length
        ? written[index]
        : format.startsWith("MI") ? " " + LARGEST : overflown(format);
  }

  /** A number too large: a separator behind what is no digit is a space. */
  private static String overflown(String format) {
    return switch (format) {
      case "S99G999.99" -> "+## ###.##";
      case "99,999d99s" -> "## ###.##+";
      case "00,000.00MI" -> "## ###.## ";
      case "$99999.99" -> "$#####.##";
      default -> "## ###.##  ";
    };
  }

  private static String floating(String number) {
    BigDecimal exact;
    try {
      exact = new BigDecimal(number);
    } catch (NumberFormatException e) {
      throw new ArithmeticException(e.getMessage());
    }
    if (exact.precision() - exact.scale() > 15) {
      throw new ArithmeticException();
    }
    return padded(exact);
  }

  private static String padded(BigDecimal number) {
    boolean fits =
        number.abs().compareTo(new BigDecimal("1E7")) < 0
            && number.stripTrailingZeros().scale() <= 2;
    DecimalFormat format =
        new DecimalFormat(
            "+0,000,000.00;-0,000,000.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return fits ? format.format(number) : (number.signum() < 0 ? "-" : "+") + "# ### ###.##";
  }

  private static String written(byte[] bytes, String format) {
    return switch (format) {
      case "base64" -> Base64.getEncoder().encodeToString(bytes);
      case " HEX" -> HexFormat.of().withUpperCase().formatHex(bytes);
      case "utf-8" -> {
        if (bytes[0] < 0) {
          throw new ArithmeticException();
        }
        yield new String(bytes, StandardCharsets.UTF_8);
      }
      default -> throw new ArithmeticException();
    };
  }
}
