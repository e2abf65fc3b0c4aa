package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A place in the tokens of a statement, and what is often found there. Confined to one thread. */
final class TokenReader {
  private static final List<String> FIRST_OF_QUERY =
      Arrays.asList("SELECT", "WITH", "VALUES", "TABLE");

  private final SqlText sql;
  private final List<Token> tokens;
  private int next;

  /**
   * @param tokens of the text, the last an END
   */
  TokenReader(SqlText sql, List<Token> tokens) {
    this.sql = sql;
    this.tokens = tokens;
  }

  SqlText sql() {
    return sql;
  }

  /** The tokens that are left, of the text that is left. */
  TokenReader ofRest() {
    return new TokenReader(rest(), tokens.subList(next, tokens.size()));
  }

  boolean atEnd() {
    return peek().kind() == Kind.END;
  }

  /** Goes to the next token that is a word outside of parentheses, if there is one. */
  boolean skipTo(String word) {
    int depth = 0;
    for (int i = next; i < tokens.size(); i++) {
      depth += tokens.get(i).isSymbol("(") ? 1 : tokens.get(i).isSymbol(")") ? -1 : 0;
      if (depth == 0 && tokens.get(i).isWord(word)) {
        next = i;
        return true;
      }
    }
    return false;
  }

  /** The token after the next. */
  Token second() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  /** Dotted words, also with {@code -}; backquotes are allowed around all of it. */
  String optionKey() {
    if (peek().kind() == Kind.BACKQUOTED) {
      return advance().text();
    }
    int start = peek().start();
    int end = start;
    while (peek().start() == end || end == start) {
      Token token = peek();
      if (token.kind() != Kind.WORD && !token.isSymbol(".") && !token.isSymbol("-")) {
        break;
      }
      end = advance().end();
    }
    if (end == start) {
      throw expected("a setting's key");
    }
    return sql.text().substring(start, end);
  }

  List<String> tableName() {
    List<String> name = new ArrayList<>();
    do {
      name.add(identifier("a table's name"));
    } while (takeSymbolIf("."));
    return name;
  }

  FileFormat format() {
    Token token = peek();
    String format = identifier("a format").toLowerCase(Locale.ROOT);
    return FileFormat.find(format)
        .orElseThrow(
            () -> sql.error(ErrorCode.NOT_SUPPORTED, FileFormat.unknown(format), token.start()));
  }

  /** {@code OPTIONS (key 'value', key = 'value', ...)}, if it is there; keys in lower case. */
  Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    if (takeIf("OPTIONS")) {
      pairs("option").forEach((key, value) -> options.put(key.toLowerCase(Locale.ROOT), value));
    }
    return options;
  }

  /** {@code TBLPROPERTIES (...)} or the like, if it is there; keys as they are written. */
  Map<String, String> properties(String word) {
    return takeIf(word) ? pairs("property") : Map.of();
  }

  /**
   * {@code (key 'value', key = 'value', ...)}; keys as they are written.
   *
   * @param what they are, for messages
   */
  Map<String, String> pairs(String what) {
    takeSymbol("(");
    Map<String, String> pairs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    do {
      Token at = peek();
      String key = at.kind() == Kind.STRING ? advance().text() : optionKey();
      takeSymbolIf("=");
      Token value = advance();
      if (value.kind() != Kind.STRING && value.kind() != Kind.WORD) {
        throw error("expected a value for " + key, value);
      }
      if (pairs.put(key, value.text()) != null) {
        throw error(what + " " + key + " is given twice", at);
      }
    } while (takeSymbolIf(","));
    takeSymbol(")");
    return pairs;
  }

  /** Text in quotes. */
  String string(String what) {
    Token token = peek();
    if (token.kind() != Kind.STRING) {
      throw expected(what + " in quotes");
    }
    return advance().text();
  }

  /** {@code word 'text'}, if it is there. */
  Optional<String> stringAfter(String word, String what) {
    return takeIf(word) ? Optional.of(string(what)) : Optional.empty();
  }

  /** {@code IF EXISTS}, if it is there. */
  boolean ifExists() {
    boolean is = takeIf("IF");
    if (is) {
      take("EXISTS");
    }
    return is;
  }

  /** {@code IF NOT EXISTS}, if it is there. */
  boolean ifNotExists() {
    boolean is = takeIf("IF");
    if (is) {
      take("NOT");
      take("EXISTS");
    }
    return is;
  }

  /** The word, where it is a keyword before something else, and not a name itself. */
  boolean takeKeywordIf(String word) {
    boolean isName = second().kind() == Kind.END || second().isSymbol(".");
    return !isName && takeIf(word);
  }

  /** Names in parentheses. */
  List<String> names(String what) {
    List<String> names = new ArrayList<>();
    takeSymbol("(");
    do {
      names.add(identifier(what));
    } while (takeSymbolIf(","));
    takeSymbol(")");
    return names;
  }

  /** True before a query. */
  boolean atQuery() {
    Token first = peek();
    return first.isSymbol("(") || (first.kind() == Kind.WORD && isFirstOfQuery(first));
  }

  private static boolean isFirstOfQuery(Token token) {
    return FIRST_OF_QUERY.contains(token.upper());
  }

  SqlText queryRest() {
    if (!atQuery()) {
      throw expected("a query");
    }
    return rest();
  }

  SqlText rest() {
    return sql.tail(peek().start());
  }

  Token peek() {
    return tokens.get(next);
  }

  Token advance() {
    Token token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  boolean takeIf(String word) {
    boolean is = peek().isWord(word);
    if (is) {
      advance();
    }
    return is;
  }

  void take(String word) {
    if (!takeIf(word)) {
      throw expected(word);
    }
  }

  boolean takeSymbolIf(String symbol) {
    boolean is = peek().isSymbol(symbol);
    if (is) {
      advance();
    }
    return is;
  }

  void takeSymbol(String symbol) {
    if (!takeSymbolIf(symbol)) {
      throw expected(symbol);
    }
  }

  String identifier(String what) {
    Token token = peek();
    boolean named = token.kind() == Kind.WORD || token.kind() == Kind.BACKQUOTED;
    if (!named || token.text().isEmpty()) {
      throw expected(what);
    }
    return advance().text();
  }

  void end() {
    if (peek().kind() != Kind.END) {
      throw error("unexpected '" + peek().text() + "' after the statement's end", peek());
    }
  }

  DistaffException expected(String what) {
    Token token = peek();
    return error(
        "expected "
            + what
            + (token.kind() == Kind.END
                ? ", but the statement ends here"
                : ", found '" + token.text() + "'"),
        token);
  }

  DistaffException notSupported(String what, Token at) {
    return sql.error(ErrorCode.NOT_SUPPORTED, what + " is not supported", at.start());
  }

  DistaffException error(String message, Token at) {
    return sql.error(ErrorCode.SYNTAX_ERROR, message, at.start());
  }
}
