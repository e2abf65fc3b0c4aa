package io.distaff.sql;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.plan.StorageLevel;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import io.distaff.sql.Statement.CacheTable;
import io.distaff.sql.Statement.ClearCache;
import io.distaff.sql.Statement.CreateQueryView;
import io.distaff.sql.Statement.CreateTableView;
import io.distaff.sql.Statement.Describe;
import io.distaff.sql.Statement.DropView;
import io.distaff.sql.Statement.Explain;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.sql.Statement.InsertDirectory;
import io.distaff.sql.Statement.Query;
import io.distaff.sql.Statement.ResetOptions;
import io.distaff.sql.Statement.SetOption;
import io.distaff.sql.Statement.ShowOptions;
import io.distaff.sql.Statement.ShowTables;
import io.distaff.sql.Statement.UncacheTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells statements apart by their first words and reads those that are the engine's own; a query
 * stays text for {@link SqlAnalyzer}. Confined to one thread; one parser, one statement.
 */
public final class StatementParser {
  private static final List<String> FIRST_WORDS =
      List.of(
          "SELECT",
          "WITH",
          "VALUES",
          "TABLE",
          "CREATE",
          "DROP",
          "EXPLAIN",
          "SET",
          "RESET",
          "SHOW",
          "DESCRIBE",
          "DESC",
          "INSERT",
          "CACHE",
          "UNCACHE",
          "CLEAR");

  private final SqlText sql;
  private final List<Token> tokens;
  private int next;

  private StatementParser(SqlText sql, List<Token> tokens) {
    this.sql = sql;
    this.tokens = tokens;
  }

  /** Throws SYNTAX_ERROR, with line, column and caret. */
  public static Statement parse(SqlText sql) {
    List<Token> tokens = SqlScanner.tokens(sql.text());
    QuotedText.checkClosed(sql, tokens);
    return new StatementParser(sql, tokens).statement();
  }

  private Statement statement() {
    Token first = peek();
    if (first.isSymbol("(")) {
      return new Query(rest());
    }
    return switch (first.upper()) {
      case "SELECT", "WITH", "VALUES", "TABLE" -> new Query(rest());
      case "CREATE" -> createView();
      case "DROP" -> dropView();
      case "EXPLAIN" -> explain();
      case "SET" -> set();
      case "RESET" -> reset();
      case "SHOW" -> show();
      case "DESCRIBE", "DESC" -> describe();
      case "INSERT" -> insert();
      case "CACHE" -> cache();
      case "UNCACHE" -> uncache();
      case "CLEAR" -> clearCache();
      default -> throw unknownStatement(first);
    };
  }

  private DistaffException unknownStatement(Token first) {
    if (first.kind() == Kind.END) {
      return error("the statement is empty", first);
    }
    String suggestion =
        NearestName.of(first.text(), FIRST_WORDS).map(w -> "; did you mean " + w + "?").orElse("");
    return error("no statement begins with '" + first.text() + "'" + suggestion, first);
  }

  private Statement createView() {
    take("CREATE");
    boolean orReplace = takeIf("OR");
    if (orReplace) {
      take("REPLACE");
    }
    if (!takeIf("TEMPORARY") && !takeIf("TEMP")) {
      throw notSupported("CREATE other than TEMPORARY VIEW", peek());
    }
    take("VIEW");
    String name = identifier("the view's name");
    if (takeIf("AS")) {
      return new CreateQueryView(name, orReplace, queryRest());
    }
    if (!takeIf("USING")) {
      throw expected("AS or USING");
    }
    FileFormat format = format();
    Map<String, String> options = peek().isWord("OPTIONS") ? options() : Map.of();
    end();
    return new CreateTableView(name, orReplace, format, options, sql);
  }

  private Statement dropView() {
    take("DROP");
    if (!takeIf("VIEW")) {
      throw notSupported("DROP other than VIEW", peek());
    }
    boolean ifExists = takeIf("IF");
    if (ifExists) {
      take("EXISTS");
    }
    String name = identifier("the view's name");
    end();
    return new DropView(name, ifExists);
  }

  private Statement explain() {
    take("EXPLAIN");
    ExplainMode mode = ExplainMode.PHYSICAL;
    for (ExplainMode candidate : ExplainMode.values()) {
      if (takeIf(candidate.name())) {
        mode = candidate;
        break;
      }
    }
    if (takeIf("PLAN")) {
      take("FOR");
    }
    Token at = peek();
    SqlText tail = rest();
    Statement explained =
        new StatementParser(tail, tokens.subList(next, tokens.size())).statement();
    if (mode == ExplainMode.ANALYZE && !(explained instanceof Query)) {
      throw error("EXPLAIN ANALYZE runs the statement, which must be a query", at);
    }
    if (explained instanceof Query || explained instanceof InsertDirectory) {
      return new Explain(mode, explained);
    }
    throw error("EXPLAIN needs a query", at);
  }

  private Statement set() {
    take("SET");
    if (peek().kind() == Kind.END) {
      return new ShowOptions(Optional.empty());
    }
    String key = optionKey();
    if (peek().kind() == Kind.END) {
      return new ShowOptions(Optional.of(key));
    }
    Token sign = advance();
    if (!sign.isSymbol("=")) {
      throw error("expected = after " + key, sign);
    }
    Token first = peek();
    boolean quoted = first.kind() == Kind.STRING && tokens.get(next + 1).kind() == Kind.END;
    String value = quoted ? first.text() : sql.text().substring(sign.end()).trim();
    return new SetOption(key, value);
  }

  private Statement reset() {
    take("RESET");
    Optional<String> key = peek().kind() == Kind.END ? Optional.empty() : Optional.of(optionKey());
    end();
    return new ResetOptions(key);
  }

  /** Dotted words, also with {@code -}; backquotes are allowed around all of it. */
  private String optionKey() {
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

  private Statement show() {
    take("SHOW");
    if (!takeIf("TABLES") && !takeIf("VIEWS")) {
      throw expected("TABLES or VIEWS");
    }
    end();
    return new ShowTables();
  }

  private Statement describe() {
    advance();
    if (peek().isWord("TABLE") && tokens.get(next + 1).kind() != Kind.END) {
      advance();
    }
    SqlText named = sql.tail(peek().start());
    List<String> name = tableName();
    end();
    return new Describe(name, named);
  }

  private List<String> tableName() {
    List<String> name = new ArrayList<>();
    do {
      name.add(identifier("a table's name"));
    } while (takeSymbolIf("."));
    return name;
  }

  private Statement cache() {
    take("CACHE");
    boolean lazy = takeIf("LAZY");
    take("TABLE");
    Token at = peek();
    List<String> name = tableName();
    StorageLevel level = peek().isWord("OPTIONS") ? storageLevel() : StorageLevel.MEMORY_AND_DISK;
    boolean hasQuery = takeIf("AS") || peek().kind() != Kind.END;
    if (hasQuery && name.size() > 1) {
      throw error("a query is cached under a name of one part", at);
    }
    return new CacheTable(
        name, lazy, level, hasQuery ? Optional.of(queryRest()) : Optional.empty());
  }

  private StorageLevel storageLevel() {
    Token at = peek();
    Map<String, String> options = options();
    String level = options.remove("storagelevel");
    if (!options.isEmpty() || level == null) {
      throw error("CACHE TABLE has one option: 'storageLevel'", at);
    }
    return StorageLevel.find(level)
        .orElseThrow(
            () ->
                error(
                    "the storage level is one of "
                        + Arrays.toString(StorageLevel.values())
                        + ", not "
                        + level,
                    at));
  }

  private Statement uncache() {
    take("UNCACHE");
    take("TABLE");
    boolean ifExists = takeIf("IF");
    if (ifExists) {
      take("EXISTS");
    }
    List<String> name = tableName();
    end();
    return new UncacheTable(name, ifExists);
  }

  private Statement clearCache() {
    take("CLEAR");
    take("CACHE");
    end();
    return new ClearCache();
  }

  private Statement insert() {
    take("INSERT");
    boolean overwrite = takeIf("OVERWRITE");
    if (!overwrite) {
      take("INTO");
    }
    takeIf("LOCAL");
    if (!takeIf("DIRECTORY")) {
      throw notSupported("INSERT into something other than a DIRECTORY", peek());
    }
    Token path = advance();
    if (path.kind() != Kind.STRING) {
      throw error("expected the directory's path in quotes", path);
    }
    FileFormat format = takeIf("USING") ? format() : FileFormat.PARQUET;
    Map<String, String> options = peek().isWord("OPTIONS") ? options() : Map.of();
    return new InsertDirectory(path.text(), overwrite, format, options, queryRest());
  }

  private FileFormat format() {
    Token token = peek();
    String format = identifier("a format").toLowerCase(Locale.ROOT);
    return FileFormat.find(format)
        .orElseThrow(
            () -> sql.error(ErrorCode.NOT_SUPPORTED, FileFormat.unknown(format), token.start()));
  }

  /** {@code OPTIONS (key 'value', key = 'value', ...)}; keys in lower case. */
  private Map<String, String> options() {
    take("OPTIONS");
    takeSymbol("(");
    Map<String, String> options = new TreeMap<>();
    do {
      Token at = peek();
      String key = at.kind() == Kind.STRING ? advance().text() : optionKey();
      takeSymbolIf("=");
      Token value = advance();
      if (value.kind() != Kind.STRING && value.kind() != Kind.WORD) {
        throw error("expected a value for " + key, value);
      }
      if (options.put(key.toLowerCase(Locale.ROOT), value.text()) != null) {
        throw error("option " + key + " is given twice", at);
      }
    } while (takeSymbolIf(","));
    takeSymbol(")");
    return options;
  }

  private SqlText queryRest() {
    Token first = peek();
    List<String> firstWords = Arrays.asList("SELECT", "WITH", "VALUES", "TABLE");
    if (!firstWords.contains(first.upper()) && !first.isSymbol("(")) {
      throw expected("a query");
    }
    return rest();
  }

  private SqlText rest() {
    return sql.tail(peek().start());
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token advance() {
    Token token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  private boolean takeIf(String word) {
    boolean is = peek().isWord(word);
    if (is) {
      advance();
    }
    return is;
  }

  private void take(String word) {
    if (!takeIf(word)) {
      throw expected(word);
    }
  }

  private boolean takeSymbolIf(String symbol) {
    boolean is = peek().isSymbol(symbol);
    if (is) {
      advance();
    }
    return is;
  }

  private void takeSymbol(String symbol) {
    if (!takeSymbolIf(symbol)) {
      throw expected(symbol);
    }
  }

  private String identifier(String what) {
    Token token = peek();
    boolean named = token.kind() == Kind.WORD || token.kind() == Kind.BACKQUOTED;
    if (!named || token.text().isEmpty()) {
      throw expected(what);
    }
    return advance().text();
  }

  private void end() {
    if (peek().kind() != Kind.END) {
      throw error("unexpected '" + peek().text() + "' after the statement's end", peek());
    }
  }

  private DistaffException expected(String what) {
    Token token = peek();
    return error(
        "expected "
            + what
            + (token.kind() == Kind.END
                ? ", but the statement ends here"
                : ", found '" + token.text() + "'"),
        token);
  }

  private DistaffException notSupported(String what, Token at) {
    return sql.error(ErrorCode.NOT_SUPPORTED, what + " is not supported", at.start());
  }

  private DistaffException error(String message, Token at) {
    return sql.error(ErrorCode.SYNTAX_ERROR, message, at.start());
  }
}
