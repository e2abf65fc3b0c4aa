package io.distaff.eval;

import static io.distaff.eval.FunctionOracle.any;
import static io.distaff.eval.FunctionOracle.literal;
import static io.distaff.eval.FunctionOracle.numbers;
import static io.distaff.eval.FunctionOracle.oneOf;
import static io.distaff.eval.FunctionOracle.text;

import io.distaff.expression.FunctionNames;
import io.distaff.types.DataType;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The functions of text over every form of vector. */
class TextFunctionsTest {
  private static final FunctionOracle.Values SHORT =
      oneOf(DataType.STRING, "a", "b", "an", "ü", "日", "xy", " ");
  private static final FunctionOracle.Values LETTERS =
      oneOf(DataType.STRING, "", "a", "kitten", "sitting", "abcabc", "cab");
  private static final FunctionOracle.Values BYTES = any(DataType.BINARY);

  /** Texts of which each character is one of Java's, which matches nothing between any two. */
  private static final FunctionOracle.Values BMP =
      new FunctionOracle.Values(
          DataType.STRING,
          random -> ((String) text().source().apply(random)).replace("\uD83D\uDE00", "é"));

  private static String cut(Object text, long from, long to) {
    int[] codePoints = ((String) text).codePoints().toArray();
    int begin = (int) Math.max(0, Math.min(from, codePoints.length));
    int end = (int) Math.max(begin, Math.min(to, codePoints.length));
    return new String(codePoints, begin, end - begin);
  }

  private static int count(Object text) {
    return ((String) text).codePointCount(0, ((String) text).length());
  }

  private static int numBytes(Object text) {
    return ((String) text).getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void measures() throws SQLException {
    FunctionOracle.of("length", BYTES).agreesWith(a -> ((byte[]) a[0]).length);
    FunctionOracle.of("octet_length", text()).agreesWith(a -> numBytes(a[0]));
    FunctionOracle.of("octet_length", BYTES).agreesWith(a -> ((byte[]) a[0]).length);
    FunctionOracle.of("bit_length", text()).agreesWithDuckDb("bit_length(?)");
    FunctionOracle.of("ascii", text())
        .agreesWith(a -> a[0].equals("") ? 0 : ((String) a[0]).codePointAt(0));
    FunctionOracle.of("startswith", text(), SHORT).agreesWithDuckDb("starts_with(?, ?)");
    FunctionOracle.of("endswith", text(), SHORT).agreesWithDuckDb("ends_with(?, ?)");
    FunctionOracle.of("contains", text(), SHORT).agreesWithDuckDb("contains(?, ?)");
    FunctionOracle.of("levenshtein", LETTERS, LETTERS).agreesWithDuckDb("levenshtein(?, ?)");
    FunctionOracle.of("levenshtein", LETTERS, LETTERS, literal(DataType.INT, 3L))
        .agreesWithDuckDb(
            "CASE WHEN levenshtein($1, $2) > $3::INT THEN -1 ELSE levenshtein($1, $2) END");
    FunctionOracle.of(
            "soundex", oneOf(DataType.STRING, "Robert", "Rupert", "Tymczak", "Pfister", "Honeyman"))
        .agreesWith(
            a ->
                switch ((String) a[0]) {
                  case "Tymczak" -> "T522";
                  case "Pfister" -> "P236";
                  case "Honeyman" -> "H555";
                  default -> "R163";
                });
    FunctionOracle.of("locate", SHORT, text()).agreesWithDuckDb("position(? IN ?)");
  }

  @Test
  void parts() throws SQLException {
    FunctionOracle.of("left", text(), numbers(-2, 9)).agreesWith(a -> cut(a[0], 0, (Long) a[1]));
    FunctionOracle.of("right", text(), numbers(-2, 9))
        .agreesWith(a -> cut(a[0], count(a[0]) - Math.max(0, (Long) a[1]), count(a[0])));
    FunctionOracle.of(
            "split_part", text(), SHORT, oneOf(DataType.BIGINT, -3L, -2L, -1L, 1L, 2L, 3L))
        .agreesWithDuckDb("split_part(?, ?, ?::BIGINT)");
    FunctionOracle.of(
            "substring_index",
            oneOf(DataType.STRING, "a.b.c", "日.", "..", ""),
            literal(DataType.STRING, "."),
            numbers(-3, 3))
        .agreesWith(a -> substringIndex((String) a[0], (String) a[1], (Long) a[2]));
    FunctionOracle.of("overlay", text(), SHORT, numbers(1, 9), numbers(-1, 4))
        .agreesWith(
            a -> {
              long replaced = (Long) a[3] < 0 ? count(a[1]) : (Long) a[3];
              long position = (Long) a[2] - 1;
              return cut(a[0], 0, position) + a[1] + cut(a[0], position + replaced, 1000);
            });
  }

  private static String substringIndex(String text, String delimiter, long count) {
    List<String> parts = List.of(text.split(Pattern.quote(delimiter), -1));
    int n = (int) Math.min(Math.abs(count), parts.size());
    List<String> kept =
        count >= 0 ? parts.subList(0, n) : parts.subList(parts.size() - n, parts.size());
    return String.join(delimiter, kept);
  }

  @Test
  void makers() throws SQLException {
    FunctionOracle.of("concat_ws", SHORT, text(), text())
        .agreesWith(
            a ->
                a[0] == null
                    ? null
                    : Stream.of(a[1], a[2])
                        .filter(Objects::nonNull)
                        .map(v -> (String) v)
                        .collect(Collectors.joining((String) a[0])));
    FunctionOracle.of("repeat", text(), numbers(-2, 5)).agreesWithDuckDb("repeat(?, ?::BIGINT)");
    FunctionOracle.of("space", numbers(-2, 5)).agreesWithDuckDb("repeat(' ', ?::BIGINT)");
    FunctionOracle.of("chr", numbers(-300, 600))
        .agreesWith(a -> (Long) a[0] < 0 ? "" : Character.toString((int) ((Long) a[0] % 256)));
    FunctionOracle.of("initcap", oneOf(DataType.STRING, "ab CD", " ü", "ÉCOLE école", "1a b2", ""))
        .agreesWith(
            a ->
                switch ((String) a[0]) {
                  case "ab CD" -> "Ab Cd";
                  case " ü" -> " Ü";
                  case "ÉCOLE école" -> "École École";
                  case "1a b2" -> "1a B2";
                  default -> "";
                });
    FunctionOracle.of("translate", text(), oneOf(DataType.STRING, "ab", "日x", ""), SHORT)
        .agreesWithDuckDb("translate(?, ?, ?)");
    DecimalFormat format =
        new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
    FunctionOracle.of("format_number", any(DataType.decimal(20, 4)), literal(DataType.INT, 2L))
        .agreesWith(a -> format.format((BigDecimal) a[0]));
    FunctionOracle.of("format_number", any(DataType.DOUBLE), literal(DataType.INT, 2L))
        .agreesWith(a -> format.format((double) (Double) a[0]));
  }

  @Test
  void likeWithPatternsThatAreColumns() {
    EvalFixture.checkAllShapes(
        EvalFixture.call(
            FunctionNames.LIKE,
            DataType.BOOLEAN,
            EvalFixture.column(0, DataType.STRING),
            EvalFixture.column(1, DataType.STRING)),
        11,
        DataType.STRING,
        DataType.STRING);
  }

  private static final FunctionOracle.Values PATTERN =
      oneOf(DataType.STRING, "a", "[a-c]+", "(b|日)", "x*", "\\d+", "^.", ".$", "\\bt");

  @Test
  void regularExpressions() throws SQLException {
    FunctionOracle.of("rlike", text(), PATTERN).agreesWithDuckDb("regexp_matches(?, ?)");
    FunctionOracle.of("rlike", text(), literal(DataType.STRING, "[a-c]{2}"))
        .agreesWithDuckDb("regexp_matches(?, ?)");
    FunctionOracle.of("regexp_extract", text(), PATTERN, literal(DataType.INT, 0L))
        .agreesWithDuckDb("regexp_extract(?, ?, ?::INT)");
    FunctionOracle.of("regexp_extract", text(), literal(DataType.STRING, "([a-z])([0-9ab%])"))
        .agreesWithDuckDb("regexp_extract(?, ?, 1)");
    FunctionOracle.of(
            "regexp_replace", text(), oneOf(DataType.STRING, "a", "[a-c]+", "(b|日)", "\\d+"), SHORT)
        .agreesWithDuckDb("regexp_replace(?, ?, ?, 'g')");
    FunctionOracle.of(
            "regexp_replace",
            text(),
            literal(DataType.STRING, "(?P<one>[a-z])(\\W)"),
            literal(DataType.STRING, "<$2${one}\\$0>"))
        .agreesWith(a -> ((String) a[0]).replaceAll("([a-z])([^A-Za-z0-9_])", "<$2$1\\$0>"));
    FunctionOracle.of(
            "regexp_replace", text(), literal(DataType.STRING, "[a-c]"), SHORT, numbers(1, 5))
        .agreesWith(
            a -> {
              String kept = cut(a[0], 0, (Long) a[3] - 1);
              String rest = ((String) a[0]).substring(kept.length());
              return kept + rest.replaceAll("[a-c]", (String) a[2]);
            });
    FunctionOracle.of("regexp_count", BMP, PATTERN).agreesWith(a -> matches(a, 0).size());
    FunctionOracle.of("regexp_instr", BMP, PATTERN)
        .agreesWith(
            a -> {
              var matcher = Pattern.compile((String) a[1]).matcher((String) a[0]);
              return matcher.find() ? count(((String) a[0]).substring(0, matcher.start())) + 1 : 0;
            });
    FunctionOracle.of("regexp_substr", BMP, PATTERN)
        .agreesWith(a -> matches(a, 0).isEmpty() ? null : matches(a, 0).get(0));
    FunctionOracle.of("regexp_extract_all", BMP, PATTERN, literal(DataType.INT, 0L))
        .agreesWith(a -> matches(a, 0));
    FunctionOracle.of(
            "regexp_extract_all",
            BMP,
            literal(DataType.STRING, "([a-c])([^a-c])?"),
            oneOf(DataType.INT, 0L, 1L, 2L))
        .agreesWith(a -> matches(a, (int) (long) (Long) a[2]));
    FunctionOracle.of("split", BMP, PATTERN)
        .agreesWith(a -> List.of(((String) a[0]).split((String) a[1], -1)));
    FunctionOracle.of("split", BMP, PATTERN, oneOf(DataType.INT, -1L, 0L, 1L, 2L, 3L))
        .agreesWith(
            a -> {
              int limit = (Long) a[2] <= 0 ? -1 : (int) (long) (Long) a[2];
              return List.of(((String) a[0]).split((String) a[1], limit));
            });
    FunctionOracle.of("split", BMP, literal(DataType.STRING, ""))
        .agreesWith(
            a -> a[0].equals("") ? List.of("") : List.of(((String) a[0]).split("(?<=.)(?=.)", -1)));
  }

  private static List<String> matches(Object[] a, int group) {
    return Pattern.compile((String) a[1])
        .matcher((String) a[0])
        .results()
        .map(result -> result.group(group) == null ? "" : result.group(group))
        .toList();
  }

  @Test
  void urls() {
    FunctionOracle.of("url_encode", text())
        .agreesWith(a -> URLEncoder.encode((String) a[0], StandardCharsets.UTF_8));
    FunctionOracle.of("url_decode", oneOf(DataType.STRING, "a+b", "%C3%BC", "", "%25%26"))
        .agreesWith(
            a ->
                switch ((String) a[0]) {
                  case "a+b" -> "a b";
                  case "%C3%BC" -> "ü";
                  case "%25%26" -> "%&";
                  default -> "";
                });
    String url = "https://u:p@h.org:8/a/b?x=1&xy=%20&y=#r";
    FunctionOracle.of(
            "parse_url",
            literal(DataType.STRING, url),
            oneOf(
                DataType.STRING,
                "PROTOCOL",
                "AUTHORITY",
                "USERINFO",
                "HOST",
                "PATH",
                "QUERY",
                "REF",
                "FILE",
                "host"))
        .agreesWith(
            a ->
                switch ((String) a[1]) {
                  case "PROTOCOL" -> "https";
                  case "AUTHORITY" -> "u:p@h.org:8";
                  case "USERINFO" -> "u:p";
                  case "HOST" -> "h.org";
                  case "PATH" -> "/a/b";
                  case "QUERY" -> "x=1&xy=%20&y=";
                  case "REF" -> "r";
                  case "FILE" -> "/a/b?x=1&xy=%20&y=";
                  default -> null;
                });
    FunctionOracle.of(
            "parse_url",
            oneOf(DataType.STRING, url, "mailto:a@b"),
            literal(DataType.STRING, "QUERY"),
            oneOf(DataType.STRING, "x", "xy", "y", "z"))
        .agreesWith(
            a ->
                a[0].equals(url)
                    ? switch ((String) a[2]) {
                      case "x" -> "1";
                      case "xy" -> "%20";
                      case "y" -> "";
                      default -> null;
                    }
                    : null);
  }
}
