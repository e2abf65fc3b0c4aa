package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What the comments right behind SELECT that begin with a plus sign ask for, by the place of their
 * SELECT. Immutable.
 */
final class HintSyntax {
  private static final String BEGIN = "/*+";

  /**
   * One of them.
   *
   * @param name in upper case
   * @param arguments as they were written, names without backquotes
   * @param offset of its name
   */
  record Hint(String name, List<String> arguments, int offset) {
    @Override
    public String toString() {
      return arguments.isEmpty() ? name : name + "(" + String.join(", ", arguments) + ")";
    }
  }

  private final SqlText sql;
  private final Map<Integer, List<Hint>> bySelect = new HashMap<>();

  /** Throws SYNTAX_ERROR. */
  HintSyntax(SqlText sql) {
    this.sql = sql;
    if (!sql.text().contains(BEGIN)) {
      return;
    }
    List<Token> tokens = sql.tokens();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token token = tokens.get(i);
      int begin = sql.text().indexOf(BEGIN, token.end());
      boolean isBehind = token.isWord("SELECT") && begin >= 0 && begin < tokens.get(i + 1).start();
      if (isBehind) {
        int first = begin + BEGIN.length();
        read(token.start(), first, sql.text().indexOf("*/", first));
      }
    }
  }

  private void read(int select, int first, int end) {
    StringBuilder alone = new StringBuilder(sql.text().substring(0, end));
    SqlText.blank(alone, 0, first);
    TokenReader in = new TokenReader(sql, SqlScanner.tokens(alone.toString()));
    List<Hint> hints = new ArrayList<>();
    while (in.peek().kind() != Kind.END) {
      Token name = in.peek();
      in.identifier("a hint's name");
      hints.add(
          new Hint(
              name.upper(), in.peek().isSymbol("(") ? arguments(in) : List.of(), name.start()));
      in.takeSymbolIf(",");
    }
    bySelect.put(select, hints);
  }

  private List<String> arguments(TokenReader in) {
    List<String> arguments = new ArrayList<>();
    in.takeSymbol("(");
    do {
      Token argument = in.advance();
      if (argument.kind() != Kind.WORD && argument.kind() != Kind.BACKQUOTED) {
        throw sql.error(
            ErrorCode.SYNTAX_ERROR, "expected a table, a column or a number", argument.start());
      }
      StringBuilder name = new StringBuilder(argument.text());
      while (in.takeSymbolIf(".")) {
        name.append('.').append(in.advance().text());
      }
      arguments.add(name.toString());
    } while (in.takeSymbolIf(","));
    in.takeSymbol(")");
    return arguments;
  }

  /** What a hint asks for can't be. */
  DistaffException error(Hint hint, String message) {
    return sql.error(ErrorCode.SEMANTIC_ERROR, message, hint.offset());
  }

  /** Those of a SELECT of the text, or of what was made of it. */
  List<Hint> of(SqlSelect select) {
    SqlParserPos position = select.getParserPosition();
    if (bySelect.isEmpty() || position.getLineNum() < 1) {
      return List.of();
    }
    int start = sql.offset(position.getLineNum(), position.getColumnNum());
    while (sql.text().charAt(start) == '(' || Character.isWhitespace(sql.text().charAt(start))) {
      start++;
    }
    return bySelect.getOrDefault(start, List.of());
  }
}
