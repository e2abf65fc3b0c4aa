package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.numbers;
import static io.distaff.eval.Domain.oneOf;
import static io.distaff.eval.Domain.text;
import static io.distaff.eval.Domain.texts;

import io.distaff.types.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the functions of text must agree with. */
final class TextLines {
  static final Domain SHORT = texts("a", "b", "an", "ü", "日", "xy", " ", "");
  private static final Domain LETTERS = texts("", "a", "kitten", "sitting", "abcabc", "日本", "cab");
  private static final Domain BYTES = any(DataType.BINARY);

  private TextLines() {}

  static void addTo(OracleTable table) {
    addMeasures(table);
    addParts(table);
    addPadding(table);
    addMakers(table);
    addLists(table);
    addFormats(table);
  }

  static String cut(Object text, long from, long to) {
    int[] codePoints = ((String) text).codePoints().toArray();
    int begin = (int) Math.max(0, Math.min(from, codePoints.length));
    int end = (int) Math.max(begin, Math.min(to, codePoints.length));
    return new String(codePoints, begin, end - begin);
  }

  static int count(Object text) {
    return ((String) text).codePointCount(0, ((String) text).length());
  }

  private static int numBytes(Object value) {
    return value instanceof byte[] bytes
        ? bytes.length
        : ((String) value).getBytes(StandardCharsets.UTF_8).length;
  }

  private static void addMeasures(OracleTable table) {
    table.of("char_length", text()).duckDb("length(?)");
    table.of("char_length", BYTES).duckDb("octet_length(?)");
    table.of("octet_length", text()).duckDb("strlen(?)");
    table.of("octet_length", BYTES).duckDb("octet_length(?)");
    table.of("bit_length", text()).duckDb("bit_length(?)");
    table.of("bit_length", BYTES).java(a -> 8 * numBytes(a[0]));
    table.of("ascii", text()).duckDb("ascii(?)");
    table.of("startswith", text(), SHORT).duckDb("starts_with(?, ?)");
    table.of("endswith", text(), SHORT).duckDb("ends_with(?, ?)");
    table.of("contains", text(), SHORT).duckDb("contains(?, ?)");
    Domain parts = oneOf(DataType.BINARY, new byte[0], new byte[] {-1}, new byte[] {0});
    addOfBytes(table, "startswith", parts, (whole, part) -> at(whole, part, 0));
    addOfBytes(
        table, "endswith", parts, (whole, part) -> at(whole, part, whole.length - part.length));
    addOfBytes(
        table,
        "contains",
        parts,
        (whole, part) -> {
          boolean found = false;
          for (int i = 0; i <= whole.length; i++) {
            found |= at(whole, part, i);
          }
          return found;
        });
    table.of("levenshtein", text(), LETTERS).java(a -> distance((String) a[0], (String) a[1]));
    table
        .of("levenshtein", LETTERS, LETTERS, oneOf(DataType.INT, 0L, 1L, 3L, 9L))
        .java(
            a -> {
              int distance = distance((String) a[0], (String) a[1]);
              return distance > (Long) a[2] ? -1 : distance;
            });
    table
        .of("soundex", texts("Robert", "Rupert", "Tymczak", "Pfister", "Honeyman", "", "日本", "7a"))
        .java(
            a ->
                switch ((String) a[0]) {
                  case "Tymczak" -> "T522";
                  case "Pfister" -> "P236";
                  case "Honeyman" -> "H555";
                  case "", "日本", "7a" -> a[0];
                  default -> "R163";
                });
    table.of("locate", SHORT, text()).duckDb("position(? IN ?)");
    table
        .of("locate", SHORT, text(), numbers(-1, 9))
        .java(a -> position((String) a[0], (String) a[1], (Long) a[2]));
    table.of("instr", text(), SHORT).duckDb("instr(?, ?)");
  }

  private static void addOfBytes(
      OracleTable table, String name, Domain parts, BiPredicate<byte[], byte[]> reference) {
    table.of(name, BYTES, parts).java(a -> reference.test((byte[]) a[0], (byte[]) a[1]));
  }

  private static boolean at(byte[] whole, byte[] part, int from) {
    return from >= 0
        && from + part.length <= whole.length
        && Arrays.equals(whole, from, from + part.length, part, 0, part.length);
  }

  /** In code points. */
  private static int distance(String a, String b) {
    int[] x = a.codePoints().toArray();
    int[] y = b.codePoints().toArray();
    int[][] d = new int[x.length + 1][y.length + 1];
    for (int i = 0; i <= x.length; i++) {
      for (int j = 0; j <= y.length; j++) {
        d[i][j] =
            i == 0 || j == 0
                ? i + j
                : Math.min(
                    Math.min(d[i - 1][j], d[i][j - 1]) + 1,
                    d[i - 1][j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1));
      }
    }
    return d[x.length][y.length];
  }

  private static int position(String part, String whole, long from) {
    if (from < 1 || from > count(whole) + 1) {
      return 0;
    }
    String skipped = cut(whole, 0, from - 1);
    int found = whole.indexOf(part, skipped.length());
    return found < 0 ? 0 : count(whole.substring(0, found)) + 1;
  }

  private static void addParts(OracleTable table) {
    Domain positions =
        oneOf(DataType.BIGINT, -9L, -2L, 0L, 1L, 2L, 5L, Long.MAX_VALUE, Long.MIN_VALUE);
    table.of("substring", text(), positions).java(a -> substring((String) a[0], (Long) a[1]));
    table
        .of("substring", text(), positions, positions)
        .java(a -> substring((String) a[0], (Long) a[1], (Long) a[2]));
    table
        .of("left", text(), numbers(-2, 9))
        .duckDb("left(?, ?)")
        .except("left('abc', -1)", a -> (Long) a[1] < 0, a -> "");
    table
        .of("right", text(), numbers(-2, 9))
        .duckDb("right(?, ?)")
        .except("right('abc', -1)", a -> (Long) a[1] < 0, a -> "");
    table
        .of("split_part", text(), SHORT, oneOf(DataType.BIGINT, -3L, -2L, -1L, 0L, 1L, 2L, 3L))
        .duckDb("split_part(?, ?, ?::BIGINT)")
        .except(
            "split_part('a', 'b', 0)",
            a -> (Long) a[2] == 0,
            a -> {
              throw new ArithmeticException();
            })
        .except(
            "split_part('abc', '', 1)",
            a -> a[1].equals(""),
            a -> Math.abs((Long) a[2]) == 1 ? a[0] : "");
    table
        .of(
            "substring_index",
            texts("a.b.c", "日.", "..", "", "a"),
            texts(".", "a.", ""),
            numbers(-3, 3))
        .java(a -> substringIndex((String) a[0], (String) a[1], (Long) a[2]));
    table.of("overlay", text(), SHORT, numbers(1, 9)).java(a -> overlay(a, count(a[1])));
    table
        .of("overlay", text(), SHORT, numbers(1, 9), numbers(-1, 4))
        .java(a -> overlay(a, (Long) a[3] < 0 ? count(a[1]) : (Long) a[3]));
    table.of("reverse", text()).java(a -> new StringBuilder((String) a[0]).reverse().toString());
    table.of("replace", text(), SHORT, SHORT).duckDb("replace(?, ?, ?)");
    table.of("replace", text(), SHORT).duckDb("replace(?, ?, '')");
    table.of("translate", text(), texts("ab", "日x", "", "aab"), SHORT).duckDb("translate(?, ?, ?)");
  }

  private static String substring(String text, long position) {
    long begin = position > 0 ? position - 1 : position == 0 ? 0 : position + count(text);
    return cut(text, begin, count(text));
  }

  /** Counted from the end where the position is negative; 0 is as 1. */
  private static String substring(String text, long position, long length) {
    long begin = position > 0 ? position - 1 : position == 0 ? 0 : position + count(text);
    long end = length > Long.MAX_VALUE - Math.max(0, begin) ? Long.MAX_VALUE : begin + length;
    return length <= 0 ? "" : cut(text, begin, end);
  }

  private static String overlay(Object[] a, long replaced) {
    long position = (Long) a[2] - 1;
    return cut(a[0], 0, position) + a[1] + cut(a[0], position + replaced, 1000);
  }

  private static String substringIndex(String text, String delimiter, long count) {
    if (delimiter.isEmpty()) {
      return "";
    }
    List<String> parts = List.of(text.split(Pattern.quote(delimiter), -1));
    int n = (int) Math.min(Math.abs(count), parts.size());
    List<String> kept =
        count >= 0 ? parts.subList(0, n) : parts.subList(parts.size() - n, parts.size());
    return String.join(delimiter, kept);
  }

  private static void addPadding(OracleTable table) {
    for (String name : List.of("trim", "ltrim", "rtrim")) {
      table.of(name, text()).duckDb(name + "(?)");
      table.of(name, text(), SHORT).duckDb(name + "(?, ?)");
    }
    for (String name : List.of("lpad", "rpad")) {
      table
          .of(name, text(), numbers(-1, 9), SHORT)
          .duckDb(name + "(?, ?::INT, ?)")
          .except("lpad('a', 3, '')", a -> a[2].equals(""), a -> cut(a[0], 0, (Long) a[1]));
      table.of(name, text(), numbers(-1, 9)).duckDb(name + "(?, ?::INT, ' ')");
    }
  }

  private static void addMakers(OracleTable table) {
    table.of("upper", text()).java(a -> ((String) a[0]).toUpperCase(Locale.ROOT));
    table.of("lower", text()).duckDb("lower(?)");
    table.of("concat", text()).duckDb("?");
    table.of("concat", text(), text(), SHORT).duckDb("? || ? || ?");
    table.of("concat", BYTES, BYTES).duckDb("? || ?");
    table.of("concat", BYTES).duckDb("?");
    table.of("concat").java(a -> "");
    table.of("concat_ws", SHORT, text(), text()).java(TextLines::joined);
    table.of("concat_ws", SHORT).java(a -> a[0] == null ? null : "");
    table.of("repeat", text(), numbers(-2, 5)).duckDb("repeat(?, ?::BIGINT)");
    table.of("space", numbers(-2, 5)).duckDb("repeat(' ', ?::BIGINT)");
    table
        .of("chr", numbers(-300, 600))
        .java(a -> (Long) a[0] < 0 ? "" : Character.toString((int) ((Long) a[0] % 256)));
    table
        .of("initcap", texts("ab CD", " ü", "ÉCOLE école", "1a b2", ""))
        .java(
            a ->
                switch ((String) a[0]) {
                  case "ab CD" -> "Ab Cd";
                  case " ü" -> " Ü";
                  case "ÉCOLE école" -> "École École";
                  case "1a b2" -> "1a B2";
                  default -> "";
                });
    Domain digits = oneOf(DataType.INT, 0L, 2L, 5L, -1L);
    for (DataType type : Domain.DECIMALS) {
      table.of("format_number", any(type), digits).java(TextLines::formatted);
    }
    table.of("format_number", any(DataType.DOUBLE), digits).java(TextLines::formatted);
  }

  private static void addLists(OracleTable table) {
    table
        .of("elt", oneOf(DataType.BIGINT, -1L, 0L, 1L, 2L, 3L, Long.MAX_VALUE), SHORT, text())
        .java(
            a -> {
              if (a[0] == null) {
                return null;
              } else if ((Long) a[0] < 1 || (Long) a[0] > 2) {
                throw new ArithmeticException();
              }
              return a[(int) (long) (Long) a[0]];
            });
    table
        .of("elt", oneOf(DataType.BIGINT, 1L))
        .java(
            a -> {
              if (a[0] == null) {
                return null;
              }
              throw new ArithmeticException();
            });
    table
        .of("find_in_set", texts("", "a", "日", "a,b"), texts("", "b,a", ",", "日,,a", "aa,日a,日"))
        .duckDb(
            "CASE WHEN contains($1, ',') THEN 0"
                + " ELSE coalesce(list_position(string_split($2, ','), $1), 0) END");
    Domain pairs = texts("a:1,b:2", "", "a", "a:1:2,,b", "ü=:;日=x", "a,a", ":,");
    table.of("str_to_map", pairs).java(a -> entries(a[0], ",", ":"));
    table.of("str_to_map", pairs, texts(";", "[,:]", "(")).java(a -> entries(a[0], a[1], ":"));
    table
        .of("str_to_map", pairs, texts(";", ","), texts("=", ":+"))
        .java(a -> entries(a[0], a[1], a[2]));
  }

  private static Object entries(Object text, Object between, Object behindKey) {
    if (between.equals("(")) {
      throw new ArithmeticException();
    }
    Map<String, String> entries = new LinkedHashMap<>();
    for (String entry : ((String) text).split((String) between, -1)) {
      String[] parts = entry.split((String) behindKey, 2);
      if (entries.containsKey(parts[0])) {
        throw new ArithmeticException();
      }
      entries.put(parts[0], parts.length > 1 ? parts[1] : null);
    }
    return entries;
  }

  private static void addFormats(OracleTable table) {
    table.of("format_string", texts("%%", "ü", "%d")).java(a -> format(a[0]));
    for (DataType type :
        List.of(DataType.INT, DataType.BIGINT, DataType.DOUBLE, DataType.decimal(9, 2))) {
      table
          .of("format_string", texts("%s", "%5d", "%,.2f", "%x", "%c", "%2$s", "%"), any(type))
          .java(a -> format(a[0], type.kind() == DataType.Kind.INT ? asInt(a[1]) : a[1]));
    }
    table
        .of("format_string", texts("%s|%2$b", "%2$-7s", "%S"), text(), any(DataType.BOOLEAN))
        .java(a -> format(a[0], a[1], a[2]));
    Domain masked = texts("AbC 12", "ÄßǅΣ", "日本٣", "", "-_x");
    Domain one = texts("*", "日", "", "ab");
    table.of("mask", masked).java(a -> masked(a[0], "X", "x", "n", null));
    table.of("mask", masked, one).java(a -> masked(a[0], a[1], "x", "n", null));
    table
        .of("mask", masked, one, one, texts("0"), texts(".", ""))
        .java(a -> masked(a[0], a[1], a[2], a[3], a[4]));
    table
        .of(
            "luhn_check",
            texts("79927398713", "79927398714", "", "0", "1", "8112189876", "4-2", "日"))
        .java(a -> List.of("79927398713", "0", "8112189876").contains(a[0]));
  }

  private static Object asInt(Object value) {
    return value == null ? null : ((Long) value).intValue();
  }

  private static Object format(Object format, Object... values) {
    try {
      return format == null ? null : String.format(Locale.ROOT, (String) format, values);
    } catch (IllegalFormatException e) {
      throw new ArithmeticException();
    }
  }

  private static Object masked(Object text, Object... replacements) {
    if (text == null) {
      return null;
    }
    for (Object replacement : replacements) {
      if (replacement != null && count(replacement) != 1) {
        throw new ArithmeticException();
      }
    }
    return ((String) text)
        .codePoints()
        .mapToObj(
            c -> {
              Object replacement =
                  Character.isUpperCase(c)
                      ? replacements[0]
                      : Character.isLowerCase(c)
                          ? replacements[1]
                          : replacements[Character.isDigit(c) ? 2 : 3];
              return replacement == null ? Character.toString(c) : (String) replacement;
            })
        .collect(Collectors.joining());
  }

  private static Object joined(Object[] a) {
    return a[0] == null
        ? null
        : Stream.of(a[1], a[2])
            .filter(Objects::nonNull)
            .map(v -> (String) v)
            .collect(Collectors.joining((String) a[0]));
  }

  private static Object formatted(Object[] a) {
    long digits = (Long) a[1];
    if (digits < 0) {
      return null;
    }
    DecimalFormat format =
        new DecimalFormat(
            "#,##0" + (digits == 0 ? "" : "." + "0".repeat((int) digits)),
            DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_EVEN);
    return a[0] instanceof BigDecimal decimal
        ? format.format(decimal)
        : format.format((double) (Double) a[0]);
  }
}
