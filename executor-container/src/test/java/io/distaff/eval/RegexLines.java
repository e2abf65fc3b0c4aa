package io.distaff.eval;

import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.numbers;
import static io.distaff.eval.Domain.oneOf;
import static io.distaff.eval.Domain.text;
import static io.distaff.eval.Domain.texts;

import io.distaff.types.DataType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What regular expressions and URLs must agree with. */
final class RegexLines {
  private static final Domain PATTERN =
      texts("a", "[a-c]+", "(b|日)", "x*", "\\d+", "^.", ".$", "\\bt");

  /** Texts of which each character is one of Java's, which matches nothing between any two. */
  private static final Domain BMP =
      new Domain(
          DataType.STRING,
          text().values().stream()
              .map(value -> (Object) ((String) value).replace("\uD83D\uDE00", "é"))
              .toList(),
          Domain.Form.SAMPLE);

  private static final String URL = "https://u:p@h.org:8/a/b?x=1&xy=%20&y=#r";

  private RegexLines() {}

  static void addTo(OracleTable table) {
    table.of("rlike", text(), PATTERN).duckDb("regexp_matches(?, ?)");
    table.of("rlike", text(), literal("[a-c]{2}")).duckDb("regexp_matches(?, ?)");
    Domain groups = oneOf(DataType.INT, 0L, 1L, 2L);
    table
        .of("regexp_extract", text(), PATTERN, literal(DataType.INT, 0L))
        .duckDb("regexp_extract($1, $2, 0)");
    table
        .of("regexp_extract", text(), literal("([a-z])([0-9ab%])"))
        .duckDb("regexp_extract(?, ?, 1)");
    table
        .of("regexp_extract", BMP, literal("([a-z])([0-9ab%])"), groups)
        .java(
            a -> {
              List<String> found = matches(a, group(a));
              return found.isEmpty() ? "" : found.get(0);
            });
    table
        .of("regexp_extract_all", BMP, PATTERN, literal(DataType.INT, 0L))
        .java(a -> matches(a, 0));
    table.of("regexp_extract_all", BMP, literal("([a-c])([^a-c])?")).java(a -> matches(a, 1));
    table
        .of("regexp_extract_all", BMP, literal("([a-c])([^a-c])?"), groups)
        .java(a -> matches(a, group(a)));
    addReplacements(table);
    table.of("regexp_count", BMP, PATTERN).java(a -> matches(a, 0).size());
    table
        .of("regexp_instr", BMP, PATTERN)
        .java(
            a -> {
              Matcher matcher = Pattern.compile((String) a[1]).matcher((String) a[0]);
              return matcher.find()
                  ? TextLines.count(((String) a[0]).substring(0, matcher.start())) + 1
                  : 0;
            });
    table
        .of("regexp_substr", BMP, PATTERN)
        .java(a -> matches(a, 0).isEmpty() ? null : matches(a, 0).get(0));
    addSplits(table);
    addUrls(table);
  }

  private static int group(Object[] a) {
    return (int) (long) (Long) a[2];
  }

  private static List<String> matches(Object[] a, int group) {
    return Pattern.compile((String) a[1])
        .matcher((String) a[0])
        .results()
        .map(result -> result.group(group) == null ? "" : result.group(group))
        .toList();
  }

  private static void addReplacements(OracleTable table) {
    table
        .of(
            "regexp_replace",
            text(),
            texts("a", "[a-c]+", "(b|日)", "\\d+"),
            texts("", "x", "日", "an"))
        .duckDb("regexp_replace(?, ?, ?, 'g')");
    table
        .of("regexp_replace", text(), texts("^.", "(?m)^.", "\\B日"), texts("", "x"))
        .duckDb("regexp_replace(?, ?, ?, 'g')");
    table
        .of("regexp_replace", text(), literal("(?P<one>[a-z])(\\W)"), literal("<$2${one}\\$0>"))
        .java(a -> ((String) a[0]).replaceAll("([a-z])([^A-Za-z0-9_])", "<$2$1\\$0>"));
    table
        .of("regexp_replace", text(), literal("[a-c]"), texts("x", ""), numbers(1, 5))
        .java(
            a -> {
              String kept = TextLines.cut(a[0], 0, (Long) a[3] - 1);
              String rest = ((String) a[0]).substring(kept.length());
              return kept + rest.replaceAll("[a-c]", (String) a[2]);
            });
  }

  private static void addSplits(OracleTable table) {
    table.of("split", BMP, PATTERN).java(a -> List.of(((String) a[0]).split((String) a[1], -1)));
    table
        .of("split", BMP, PATTERN, oneOf(DataType.INT, -1L, 0L, 1L, 2L, 3L))
        .java(
            a -> {
              int limit = (Long) a[2] <= 0 ? -1 : (int) (long) (Long) a[2];
              return List.of(((String) a[0]).split((String) a[1], limit));
            });
    table
        .of("split", BMP, literal(""))
        .java(
            a -> a[0].equals("") ? List.of("") : List.of(((String) a[0]).split("(?<=.)(?=.)", -1)));
  }

  private static void addUrls(OracleTable table) {
    table
        .of("url_encode", text())
        .java(a -> URLEncoder.encode((String) a[0], StandardCharsets.UTF_8));
    Map<String, String> decoded =
        Map.of("a+b", "a b", "%C3%BC", "ü", "", "", "%25%26", "%&", "日", "日");
    table
        .of("url_decode", texts("a+b", "%C3%BC", "", "%25%26", "%", "%zz", "日"))
        .java(
            a -> {
              if (!decoded.containsKey((String) a[0])) {
                throw new ArithmeticException();
              }
              return decoded.get((String) a[0]);
            });
    Map<String, String> parts =
        Map.of(
            "PROTOCOL", "https",
            "AUTHORITY", "u:p@h.org:8",
            "USERINFO", "u:p",
            "HOST", "h.org",
            "PATH", "/a/b",
            "QUERY", "x=1&xy=%20&y=",
            "REF", "r",
            "FILE", "/a/b?x=1&xy=%20&y=");
    Domain names =
        texts("PROTOCOL", "AUTHORITY", "USERINFO", "HOST", "PATH", "QUERY", "REF", "FILE", "host");
    table
        .of("parse_url", texts(URL, ""), names)
        .java(
            a ->
                a[0].equals(URL)
                    ? parts.get((String) a[1])
                    : a[1].equals("PATH") || a[1].equals("FILE") ? "" : null);
    Map<String, String> values = Map.of("x", "1", "xy", "%20", "y", "");
    table
        .of("parse_url", texts(URL, "mailto:a@b"), literal("QUERY"), texts("x", "xy", "y", "z"))
        .java(a -> a[0].equals(URL) ? values.get((String) a[2]) : null);
  }
}
