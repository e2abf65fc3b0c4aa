package io.distaff.sql;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Says in the engine's words, and with the place in the text, what Calcite found wrong. */
final class SqlErrors {
  private static final Pattern ENCOUNTERED = Pattern.compile("Encountered \"(.*?)\" at line");
  private static final Pattern LEXICAL =
      Pattern.compile("Lexical error at line (\\d+), column (\\d+)\\.");
  private static final Pattern OBJECT =
      Pattern.compile("Object '(.*?)' not found(?: within '(.*?)')?.*", Pattern.DOTALL);
  private static final Pattern COLUMN =
      Pattern.compile("Column '(.*?)' not found in (any table|table '(.*?)').*", Pattern.DOTALL);
  private static final Pattern QUALIFIER =
      Pattern.compile("Table '(.*?)' not found.*", Pattern.DOTALL);
  private static final Pattern FUNCTION =
      Pattern.compile("No match found for function signature (.*?)\\((.*)\\)", Pattern.DOTALL);

  private final SqlText sql;
  private final Supplier<Collection<String>> tables;
  private final Supplier<Collection<String>> columns;
  private final Supplier<Collection<String>> functions;

  /**
   * @param tables names to suggest for an unknown table
   * @param columns names to suggest for an unknown column
   * @param functions names to suggest for an unknown function
   */
  SqlErrors(
      SqlText sql,
      Supplier<Collection<String>> tables,
      Supplier<Collection<String>> columns,
      Supplier<Collection<String>> functions) {
    this.sql = sql;
    this.tables = tables;
    this.columns = columns;
    this.functions = functions;
  }

  DistaffException syntax(SqlParseException e) {
    String message = String.valueOf(e.getMessage());
    Matcher lexical = LEXICAL.matcher(message);
    if (lexical.find()) {
      return sql.error(
          ErrorCode.SYNTAX_ERROR,
          "unexpected character, or quotes that are not closed",
          Integer.parseInt(lexical.group(1)),
          Math.max(1, Integer.parseInt(lexical.group(2))),
          e);
    }
    Matcher encountered = ENCOUNTERED.matcher(message);
    SqlParserPos position = e.getPos();
    boolean hasPosition = position != null && position.getLineNum() > 0;
    int line = hasPosition ? position.getLineNum() : 1;
    int column = hasPosition ? position.getColumnNum() : 1;
    String text;
    if (!encountered.find()) {
      text = clean(message.lines().findFirst().orElse("syntax error"));
    } else if (encountered.group(1).equals("<EOF>")) {
      text = "the statement ends unexpectedly";
    } else {
      String token = encountered.group(1).split(" ", 2)[0];
      text = "unexpected '" + token + "'" + suggestion(token, keywords(e));
    }
    return sql.error(ErrorCode.SYNTAX_ERROR, text, line, column, e);
  }

  private static List<String> keywords(SqlParseException e) {
    List<String> words = new ArrayList<>();
    Collection<String> expected = e.getExpectedTokenNames();
    for (String name : expected == null ? List.<String>of() : expected) {
      String word = name.replace("\"", "");
      if (word.length() > 2 && word.chars().allMatch(Character::isLetter)) {
        words.add(word);
      }
    }
    return words;
  }

  DistaffException semantic(RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof DistaffException known) {
        return known;
      }
    }
    if (e instanceof CalciteContextException context) {
      Throwable cause = context.getCause();
      String message = cause == null ? context.getMessage() : cause.getMessage();
      Finding finding = finding(String.valueOf(message));
      int line = Math.max(1, context.getPosLine());
      int column = Math.max(1, context.getPosColumn());
      return sql.error(finding.code(), finding.message(), line, column, e);
    }
    if (e instanceof CalciteException) {
      Finding finding = finding(String.valueOf(e.getMessage()));
      return sql.error(finding.code(), finding.message(), 1, 1, e);
    }
    return sql.error(
        ErrorCode.INTERNAL_ERROR,
        "this statement can't be analysed: " + clean(String.valueOf(e.getMessage())),
        1,
        1,
        e);
  }

  private record Finding(ErrorCode code, String message) {}

  private Finding finding(String message) {
    Matcher object = OBJECT.matcher(message);
    if (object.matches()) {
      String within = object.group(2);
      String name = within == null ? object.group(1) : within + "." + object.group(1);
      return new Finding(
          ErrorCode.TABLE_NOT_FOUND,
          "table " + name + " not found" + suggestion(name, tables.get()));
    }
    Matcher column = COLUMN.matcher(message);
    if (column.matches()) {
      String table = column.group(3) == null ? "" : " in table " + column.group(3);
      return new Finding(
          ErrorCode.SEMANTIC_ERROR,
          "column "
              + column.group(1)
              + " not found"
              + table
              + suggestion(column.group(1), columns.get()));
    }
    Matcher qualifier = QUALIFIER.matcher(message);
    if (qualifier.matches()) {
      return new Finding(
          ErrorCode.SEMANTIC_ERROR,
          "no table or alias "
              + qualifier.group(1)
              + " in this query"
              + suggestion(qualifier.group(1), tables.get()));
    }
    Matcher function = FUNCTION.matcher(message);
    if (function.matches()) {
      return new Finding(
          ErrorCode.SEMANTIC_ERROR,
          "no function "
              + function.group(1)
              + "("
              + function.group(2)
              + ")"
              + suggestion(function.group(1), functions.get()));
    }
    return new Finding(ErrorCode.SEMANTIC_ERROR, clean(message));
  }

  private static String suggestion(String name, Collection<String> candidates) {
    Optional<String> nearest =
        NearestName.of(name, candidates).filter(n -> !n.equalsIgnoreCase(name));
    return nearest.map(n -> "; did you mean " + n + "?").orElse("");
  }

  /** Without class names, on one line, beginning in lower case unless a name comes first. */
  private static String clean(String message) {
    String oneLine =
        message.replaceAll("\\b(?:org|java|com)(?:\\.\\w+)+:?", "").replaceAll("\\s+", " ").trim();
    if (oneLine.length() > 1 && Character.isLowerCase(oneLine.charAt(1))) {
      return Character.toLowerCase(oneLine.charAt(0)) + oneLine.substring(1);
    }
    return oneLine;
  }
}
