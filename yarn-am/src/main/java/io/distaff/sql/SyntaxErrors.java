package io.distaff.sql;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.babel.ParseException;

/**
 * Says what is wrong with a text that Calcite's parser has refused. The parser looks several tokens
 * ahead and names the first of those; here it is the one that doesn't fit, or the misspelt keyword
 * before it.
 */
final class SyntaxErrors {
  private static final Pattern LEXICAL =
      Pattern.compile(
          "Lexical error at line (\\d+), column (\\d+)\\..*?Encountered: \"(.*?)\" ",
          Pattern.DOTALL);

  /** Keywords that, misspelt, are read as a name. */
  private static final List<String> CLAUSES =
      List.of(
          "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "UNION", "JOIN", "INNER",
          "LEFT", "RIGHT", "CROSS");

  private final SqlText sql;

  SyntaxErrors(SqlText sql) {
    this.sql = sql;
  }

  static DistaffException tooDeep(StackOverflowError e) {
    return new DistaffException(
        ErrorCode.LIMIT_EXCEEDED, "the statement is nested too deeply to be analysed", e);
  }

  DistaffException of(SqlParseException e) {
    String message = String.valueOf(e.getMessage());
    Matcher lexical = LEXICAL.matcher(message);
    if (lexical.find()) {
      int line = Integer.parseInt(lexical.group(1));
      int column = Math.max(1, Integer.parseInt(lexical.group(2)));
      return error("unexpected character '" + lexical.group(3) + "'", line, column, e);
    }
    if (e.getCause() instanceof StackOverflowError overflow) {
      return tooDeep(overflow);
    }
    if (e.getCause() instanceof ParseException grammar
        && grammar.currentToken != null
        && grammar.expectedTokenSequences != null) {
      return unexpected(grammar, e);
    }
    SqlParserPos position = e.getPos();
    boolean hasPosition = position != null && position.getLineNum() > 0;
    return error(
        PlainMessage.of(message.lines().findFirst().orElse("syntax error")),
        hasPosition ? position.getLineNum() : 1,
        hasPosition ? position.getColumnNum() : 1,
        e);
  }

  /** The grammar's token at which every way on ends, and the keywords that could stand there. */
  private record Misfit(
      org.apache.calcite.sql.parser.babel.Token token, SortedSet<String> expectedKeywords) {}

  private static Misfit misfit(ParseException grammar) {
    var misfit = grammar.currentToken.next;
    int depth = 0;
    SortedSet<String> expected = new TreeSet<>();
    for (int[] sequence : grammar.expectedTokenSequences) {
      var token = grammar.currentToken.next;
      int fitting = 0;
      while (fitting < sequence.length - 1
          && token.next != null
          && token.kind == sequence[fitting]) {
        token = token.next;
        fitting++;
      }
      if (fitting > depth) {
        depth = fitting;
        misfit = token;
        expected.clear();
      }
      if (fitting == depth && fitting < sequence.length) {
        expected.add(grammar.tokenImage[sequence[fitting]].replace("\"", ""));
      }
    }
    return new Misfit(misfit, expected);
  }

  private DistaffException unexpected(ParseException grammar, SqlParseException cause) {
    Misfit misfit = misfit(grammar);
    int offset = sql.offset(misfit.token().beginLine, misfit.token().beginColumn);
    List<Token> tokens = sql.tokens();
    int index = 0;
    while (tokens.get(index).kind() != Kind.END && tokens.get(index).end() <= offset) {
      index++;
    }
    Token found = tokens.get(index);
    Token before = index == 0 ? null : tokens.get(index - 1);
    Optional<String> remedy = before == null ? Optional.empty() : remedy(tokens, index);
    if (remedy.isPresent()) {
      return sql.error(ErrorCode.SYNTAX_ERROR, remedy.get(), before.start(), cause);
    }
    boolean isTable = index > 1 && isBeforeTable(tokens.get(index - 2));
    Optional<String> misspelt =
        before == null || isTable ? Optional.empty() : misspeltClause(before);
    if (misspelt.isPresent()) {
      return at(before, "unexpected '%s'; did you mean %s?", before.text(), misspelt.get(), cause);
    }
    if (misfit.token().kind == 0 || found.kind() == Kind.END) {
      String message = "the statement ends unexpectedly" + only(misfit.expectedKeywords());
      return sql.errorAtEnd(ErrorCode.SYNTAX_ERROR, message, cause);
    }
    String shown = sql.text().substring(found.start(), found.end());
    if (QuotedText.isDoubleQuoted(sql, found)) {
      return at(
          found,
          "unexpected %s: double quotes are for text, a name is written `%s`",
          shown,
          found.text(),
          cause);
    }
    if (found.kind() == Kind.WORD && before != null && before.isWord("AS")) {
      return at(found, "%s is a reserved word: as a name it is written `%s`", shown, shown, cause);
    }
    return at(
        found, "unexpected '%s'%s", unquoted(shown), hint(shown, misfit.expectedKeywords()), cause);
  }

  private static boolean isBeforeTable(Token token) {
    return token.isWord("FROM") || token.isWord("JOIN") || token.isSymbol(".");
  }

  /** What to write instead of a form of other engines that ends at the token that doesn't fit. */
  private static Optional<String> remedy(List<Token> tokens, int index) {
    Token before = tokens.get(index - 1);
    Token found = tokens.get(index);
    String form = before.upper() + " " + found.upper();
    return Optional.ofNullable(
        switch (form) {
          case "& &" -> "&& is written AND";
          case "DISTINCT ON" ->
              form
                  + " is not supported: QUALIFY row_number() OVER (PARTITION BY ... ORDER BY ...) ="
                  + " 1 takes the first row of each";
          default ->
              before.isWord("TOP") && found.text().matches("\\d+")
                  ? "TOP is not supported: LIMIT " + found.text() + " stands at the end"
                  : null;
        });
  }

  private DistaffException at(
      Token token, String format, String first, String second, Throwable cause) {
    return sql.error(ErrorCode.SYNTAX_ERROR, format.formatted(first, second), token.start(), cause);
  }

  private static String unquoted(String shown) {
    return shown.startsWith("'") ? shown.substring(1, shown.length() - 1) : shown;
  }

  private static String hint(String shown, SortedSet<String> expected) {
    String single = only(expected);
    if (!single.isEmpty()) {
      return single;
    }
    List<String> words = new ArrayList<>();
    for (String word : expected) {
      if (isKeyword(word) && shown.length() > 2 && isNear(shown, word)) {
        words.add(word);
      }
    }
    return NearestName.of(shown, words).map(word -> "; did you mean " + word + "?").orElse("");
  }

  private static String only(SortedSet<String> expected) {
    return expected.size() == 1 && isKeyword(expected.first())
        ? "; expected " + expected.first()
        : "";
  }

  private static boolean isKeyword(String image) {
    return image.length() > 1 && image.chars().allMatch(Character::isLetter);
  }

  private static Optional<String> misspeltClause(Token token) {
    if (token.kind() != Kind.WORD || CLAUSES.contains(token.upper())) {
      return Optional.empty();
    }
    return CLAUSES.stream().filter(clause -> isNear(token.text(), clause)).findFirst();
  }

  /** Two letters are exchanged, or one is missing or too many. */
  private static boolean isNear(String word, String keyword) {
    String upper = word.toUpperCase(Locale.ROOT);
    int longer = upper.length() - keyword.length();
    if (longer == 0) {
      return !upper.equals(keyword)
          && sorted(upper).equals(sorted(keyword))
          && NearestName.of(upper, List.of(keyword)).isPresent();
    }
    return longer == 1
        ? isOneShorter(upper, keyword)
        : longer == -1 && isOneShorter(keyword, upper);
  }

  private static boolean isOneShorter(String text, String shorter) {
    for (int i = 0; i < text.length(); i++) {
      if (shorter.equals(text.substring(0, i) + text.substring(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static String sorted(String text) {
    return text.chars()
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private DistaffException error(String message, int line, int column, Throwable cause) {
    return sql.error(ErrorCode.SYNTAX_ERROR, message, line, column, cause);
  }
}
