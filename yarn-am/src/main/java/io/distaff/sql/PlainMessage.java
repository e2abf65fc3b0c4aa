package io.distaff.sql;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calcite's messages in plain words: those that users meet most one by one, the rest cleaned. */
final class PlainMessage {
  private static final Pattern TYPE = Pattern.compile("<([A-Z_ ]+)(\\([^<>]*\\))?( NOT NULL)?>");
  private static final String ARRAY = " ARRAY";
  private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:org|java|com)(?:\\.\\w+)+:?");

  /** A message of Calcite's, and how it reads here. */
  private record Wording(Pattern calcite, Function<MatchResult, String> plain) {
    static Wording of(String calcite, String plain) {
      return of(
          calcite,
          found -> {
            Object[] groups = new Object[found.groupCount()];
            for (int i = 0; i < groups.length; i++) {
              groups[i] = found.group(i + 1);
            }
            return plain.formatted(groups);
          });
    }

    static Wording of(String calcite, Function<MatchResult, String> plain) {
      return new Wording(Pattern.compile(calcite, Pattern.DOTALL), plain);
    }
  }

  private static final List<Wording> WORDINGS =
      List.of(
          Wording.of(
              "Column '(.*?)' is ambiguous",
              "column %s is ambiguous: say whose it is, as in table.%1$s"),
          Wording.of(
              "Expression '(.*?)' is not being grouped",
              "%s must be in GROUP BY or within an aggregate function"),
          Wording.of(
              "Expression '(.*?)' is not in the select clause",
              "%s must be in the SELECT list: the query is DISTINCT"),
          Wording.of(
              "Aggregate expression is illegal in WHERE clause",
              "an aggregate function can't stand in WHERE: use HAVING"),
          Wording.of(
              "Aggregate expression is illegal in (.*) clause",
              "an aggregate function can't stand in %s"),
          Wording.of(
              "Windowed aggregate expression is illegal in (.*) clause",
              "a window function can't stand in %s: use it in a sub-query"),
          Wording.of(
              "Aggregate expressions cannot be nested", "aggregate functions can't be nested"),
          Wording.of(
              "OVER clause is necessary for window functions",
              "a window function needs OVER (...)"),
          Wording.of("(\\w+) clause must be a condition", "%s needs a condition: true or false"),
          Wording.of(
              "Column count mismatch in (.*)",
              "the queries of %s have different numbers of columns"),
          Wording.of(
              "Type mismatch in column (\\d+) of (.*)",
              "column %s has types that don't go together in the queries of %s"),
          Wording.of(
              "Values passed to VALUES operator must have compatible types",
              "the rows of VALUES differ in number or types of columns"),
          Wording.of(
              "Values passed to (.*) operator must have compatible types",
              "the two sides of %s differ in number or types of columns"),
          Wording.of(
              "Illegal (DATE|TIME|TIMESTAMP) literal '(.*?)': not in format '(.*)'",
              found ->
                  "'%s' is no %s: write it as '%s'"
                      .formatted(
                          found.group(2), found.group(1).toLowerCase(Locale.ROOT), found.group(3))),
          Wording.of(
              "Duplicate relation name '(.*?)' in FROM clause",
              "two tables of FROM have the name %s: give one another alias"),
          Wording.of(
              ".*join requires a condition.*", "a join needs ON or USING (CROSS JOIN has neither)"),
          Wording.of("'(.*?)' is not a valid time frame", "%s is no unit of time"),
          Wording.of("Illegal use of dynamic parameter", "parameters (?) are not supported"),
          Wording.of(
              "String literal continued on same line",
              "two texts stand side by side: join them with ||"),
          Wording.of(
              "Cannot apply '\\$SCALAR_QUERY'.*",
              "a sub-query that is a value must have one column"),
          Wording.of(
              "List of column aliases must have same degree as table; table has (\\d+) columns .*"
                  + " alias list has (\\d+) columns",
              found ->
                  "the alias names %s columns, but its table has %s"
                      .formatted(found.group(2), found.group(1))),
          Wording.of(
              "Number of columns must match number of query columns",
              "the list of columns is longer or shorter than its query's SELECT list"),
          Wording.of(
              "QUALIFY expression '.*' must contain a window function",
              "QUALIFY needs a window function in its condition: without one it is WHERE"),
          Wording.of("Expected a boolean type", "WHEN and IF need a condition: true or false"),
          Wording.of(
              "Illegal mixing of types in CASE or COALESCE statement",
              "no type holds all values that CASE, IF or COALESCE may give: CAST makes them one"),
          Wording.of(
              "Cannot apply '-' to arguments of type '<DATE> - <DATE>'.*",
              "- does not take two dates: datediff(end, start) gives the days between them"),
          Wording.of(
              "Cannot apply '(.*?)' to arguments of type '(.*?)'\\. Supported form.*",
              found ->
                  "%s does not take these types: %s"
                      .formatted(operator(found.group(1), found.group(2)), types(found.group(2)))));

  private PlainMessage() {}

  /** One line without class names, in plain words. */
  static String of(String calcite) {
    for (Wording wording : WORDINGS) {
      Matcher matcher = wording.calcite().matcher(calcite);
      if (matcher.matches()) {
        return wording.plain().apply(matcher.toMatchResult());
      }
    }
    return clean(calcite);
  }

  /** As the user may have written it: in lower case, if it has letters. */
  static String function(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** What stands between operands keeps its case, what stands before them is a function. */
  private static String operator(String name, String applied) {
    return applied.startsWith(name) ? function(name) : name;
  }

  /** Calcite's {@code <VARCHAR> + <INTEGER>} under the engine's names of types. */
  static String types(String expression) {
    return TYPE.matcher(expression)
        .replaceAll(found -> Matcher.quoteReplacement(type(found.group(1), found.group(2))))
        .replaceFirst("^[A-Z_]+(?=\\()", "");
  }

  private static String type(String name, String arguments) {
    if (name.endsWith(ARRAY)) {
      String element = name.substring(0, name.length() - ARRAY.length());
      return "array<" + type(element, arguments) + ">";
    }
    return switch (name) {
      case "VARCHAR", "CHAR", "CHARACTER" -> "string";
      case "INTEGER" -> "int";
      case "NUMERIC" -> "number";
      default -> name.toLowerCase(Locale.ROOT) + (arguments == null ? "" : arguments);
    };
  }

  /** On one line, beginning in lower case unless a name comes first. */
  private static String clean(String message) {
    String oneLine = CLASS_NAME.matcher(message).replaceAll("").replaceAll("\\s+", " ").trim();
    if (oneLine.length() > 1 && Character.isLowerCase(oneLine.charAt(1))) {
      return Character.toLowerCase(oneLine.charAt(0)) + oneLine.substring(1);
    }
    return oneLine;
  }
}
