package io.distaff.sql;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.plan.StorageLevel;
import io.distaff.sql.DefinitionStatement.CreateTable;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import io.distaff.sql.Statement.CacheTable;
import io.distaff.sql.Statement.ClearCache;
import io.distaff.sql.Statement.Explain;
import io.distaff.sql.Statement.ExplainFormat;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.sql.Statement.InsertDirectory;
import io.distaff.sql.Statement.InsertTable;
import io.distaff.sql.Statement.InsertTable.PartitionColumn;
import io.distaff.sql.Statement.Query;
import io.distaff.sql.Statement.ResetOptions;
import io.distaff.sql.Statement.SetOption;
import io.distaff.sql.Statement.ShowOptions;
import io.distaff.sql.Statement.UncacheTable;
import io.distaff.sql.Statement.UseDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
          "ALTER",
          "TRUNCATE",
          "ANALYZE",
          "REFRESH",
          "USE",
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

  private static final String IN_PLACE =
      "rows aren't changed in place; INSERT OVERWRITE writes a table anew";

  /** First words of statements that other engines have, and what to do instead. */
  private static final Map<String, String> UNSUPPORTED =
      Map.ofEntries(
          Map.entry("UPDATE", IN_PLACE),
          Map.entry("DELETE", IN_PLACE),
          Map.entry("MERGE", IN_PLACE),
          Map.entry("REPLACE", "CREATE TABLE ... AS SELECT makes a table"),
          Map.entry("FROM", "a query begins with SELECT"),
          Map.entry("GRANT", "who may read and write is what the files' permissions say"),
          Map.entry("REVOKE", "who may read and write is what the files' permissions say"),
          Map.entry("LOAD", "INSERT INTO t SELECT * FROM csv.`path` reads files into a table"),
          Map.entry("MSCK", "partitions are what directories there are, at every query"),
          Map.entry("BEGIN", "every statement is one step"),
          Map.entry("COMMIT", "every statement is one step"),
          Map.entry("ROLLBACK", "every statement is one step"));

  private final TokenReader in;

  private StatementParser(TokenReader in) {
    this.in = in;
  }

  /** Throws SYNTAX_ERROR, with line, column and caret. */
  public static Statement parse(SqlText sql) {
    List<Token> tokens = sql.tokens();
    QuotedText.checkClosed(sql, tokens);
    return new StatementParser(new TokenReader(sql, tokens)).statement();
  }

  /** The parts of a table's name; throws as {@link #parse} does. */
  public static List<String> tableName(SqlText sql) {
    TokenReader in = new TokenReader(sql, sql.tokens());
    List<String> name = in.tableName();
    in.end();
    return name;
  }

  private Statement statement() {
    Token first = in.peek();
    if (first.isSymbol("(")) {
      return new Query(in.rest());
    }
    return switch (first.upper()) {
      case "SELECT", "VALUES", "TABLE" -> new Query(in.rest());
      case "WITH" -> with(first);
      case "CREATE" -> new DefinitionParser(in).create();
      case "DROP" -> new DefinitionParser(in).drop();
      case "ALTER" -> new DefinitionParser(in).alter();
      case "TRUNCATE" -> new DefinitionParser(in).truncate();
      case "ANALYZE" -> new DefinitionParser(in).analyze();
      case "REFRESH" -> new DefinitionParser(in).refresh();
      case "USE" -> use();
      case "EXPLAIN" -> explain();
      case "SET" -> set();
      case "RESET" -> reset();
      case "SHOW" -> new ShowParser(in).show();
      case "DESCRIBE", "DESC" -> new ShowParser(in).describe();
      case "INSERT" -> insert(in::queryRest);
      case "CACHE" -> cache();
      case "UNCACHE" -> uncache();
      case "CLEAR" -> clearCache();
      default -> throw unknownStatement(first);
    };
  }

  private DistaffException unknownStatement(Token first) {
    if (first.kind() == Kind.END) {
      return in.error("the statement is empty", first);
    }
    String remedy = UNSUPPORTED.get(first.upper());
    if (remedy != null) {
      throw in.sql()
          .error(
              ErrorCode.NOT_SUPPORTED,
              first.upper() + " is not supported: " + remedy,
              first.start());
    }
    String suggestion =
        NearestName.of(first.text(), FIRST_WORDS).map(w -> "; did you mean " + w + "?").orElse("");
    return in.error("no statement begins with '" + first.text() + "'" + suggestion, first);
  }

  private Statement explain() {
    in.take("EXPLAIN");
    ExplainMode mode = explainMode();
    ExplainFormat format = ExplainFormat.TEXT;
    if (in.peek().isWord("FORMAT") && in.second().isWord("JSON")) {
      if (mode != ExplainMode.STAGES && mode != ExplainMode.ANALYZE) {
        throw in.error("FORMAT JSON goes with STAGES and ANALYZE", in.peek());
      }
      in.advance();
      in.advance();
      format = ExplainFormat.JSON;
    }
    if (in.takeIf("PLAN")) {
      in.take("FOR");
    }
    Token at = in.peek();
    Statement explained = new StatementParser(in.ofRest()).statement();
    boolean hasQuery =
        explained instanceof Query
            || explained instanceof InsertDirectory
            || explained instanceof InsertTable
            || (explained instanceof CreateTable create && create.query().isPresent());
    if (hasQuery) {
      return new Explain(mode, format, explained);
    }
    throw in.error("EXPLAIN needs a query", at);
  }

  /** Spark's words mean what is nearest to them. */
  private ExplainMode explainMode() {
    for (ExplainMode candidate : ExplainMode.values()) {
      if (in.takeIf(candidate.name())) {
        return candidate;
      }
    }
    if (in.takeIf("FORMATTED") || in.peek().isWord("FORMAT")) {
      return ExplainMode.STAGES;
    }
    return in.takeIf("COST") ? ExplainMode.OPTIMIZED : ExplainMode.PHYSICAL;
  }

  private Statement set() {
    in.take("SET");
    if (in.peek().kind() == Kind.END) {
      return new ShowOptions(Optional.empty());
    }
    String key = in.optionKey();
    if (in.peek().kind() == Kind.END) {
      return new ShowOptions(Optional.of(key));
    }
    Token sign = in.advance();
    if (!sign.isSymbol("=")) {
      throw in.error("expected = after " + key, sign);
    }
    Token first = in.peek();
    boolean quoted = first.kind() == Kind.STRING && in.second().kind() == Kind.END;
    String value = quoted ? first.text() : in.sql().text().substring(sign.end()).trim();
    return new SetOption(key, value);
  }

  private Statement reset() {
    in.take("RESET");
    Optional<String> key =
        in.peek().kind() == Kind.END ? Optional.empty() : Optional.of(in.optionKey());
    in.end();
    return new ResetOptions(key);
  }

  private Statement cache() {
    in.take("CACHE");
    boolean lazy = in.takeIf("LAZY");
    in.take("TABLE");
    Token at = in.peek();
    List<String> name = in.tableName();
    StorageLevel level =
        in.peek().isWord("OPTIONS") ? storageLevel() : StorageLevel.MEMORY_AND_DISK;
    boolean hasQuery = in.takeIf("AS") || in.peek().kind() != Kind.END;
    if (hasQuery && name.size() > 1) {
      throw in.error("a query is cached under a name of one part", at);
    }
    return new CacheTable(
        name, lazy, level, hasQuery ? Optional.of(in.queryRest()) : Optional.empty());
  }

  private StorageLevel storageLevel() {
    Token at = in.peek();
    Map<String, String> options = in.options();
    String level = options.remove("storagelevel");
    if (!options.isEmpty() || level == null) {
      throw in.error("CACHE TABLE has one option: 'storageLevel'", at);
    }
    return StorageLevel.find(level)
        .orElseThrow(
            () ->
                in.error(
                    "the storage level is one of "
                        + Arrays.toString(StorageLevel.values())
                        + ", not "
                        + level,
                    at));
  }

  private Statement uncache() {
    in.take("UNCACHE");
    in.take("TABLE");
    boolean ifExists = in.takeIf("IF");
    if (ifExists) {
      in.take("EXISTS");
    }
    List<String> name = in.tableName();
    in.end();
    return new UncacheTable(name, ifExists);
  }

  private Statement clearCache() {
    in.take("CLEAR");
    in.take("CACHE");
    in.end();
    return new ClearCache();
  }

  private Statement use() {
    in.take("USE");
    if (!in.takeKeywordIf("DATABASE")) {
      in.takeKeywordIf("SCHEMA");
    }
    String database = in.identifier("a database's name");
    in.end();
    return new UseDatabase(database);
  }

  /** {@code WITH a AS (...) INSERT INTO t SELECT ...} has its queries before the SELECT, too. */
  private Statement with(Token first) {
    if (!in.skipTo("INSERT")) {
      return new Query(in.rest());
    }
    int insert = in.peek().start();
    return insert(
        () -> {
          StringBuilder text = new StringBuilder(in.sql().text());
          SqlText.blank(text, insert, in.peek().start());
          in.queryRest();
          return in.sql().rewritten(text.toString()).tail(first.start());
        });
  }

  /**
   * @param query reads the rest of the statement
   */
  private Statement insert(Supplier<SqlText> query) {
    in.take("INSERT");
    boolean overwrite = in.takeIf("OVERWRITE");
    if (!overwrite) {
      in.take("INTO");
    }
    in.takeIf("LOCAL");
    if (in.takeIf("DIRECTORY")) {
      String path = in.string("the directory's path");
      FileFormat format = in.takeIf("USING") ? in.format() : FileFormat.PARQUET;
      return new InsertDirectory(path, overwrite, format, in.options(), query.get());
    }
    in.takeKeywordIf("TABLE");
    List<String> name = in.tableName();
    List<PartitionColumn> partition = in.takeIf("PARTITION") ? partition() : List.of();
    boolean byName = in.peek().isWord("BY") && in.second().isWord("NAME");
    if (byName) {
      in.advance();
      in.advance();
    }
    boolean hasColumns = !byName && in.peek().isSymbol("(") && !isFirstOfQuery(in.second());
    List<String> columns = hasColumns ? in.names("a column's name") : List.of();
    return new InsertTable(name, overwrite, partition, byName, columns, query.get());
  }

  private static boolean isFirstOfQuery(Token token) {
    return token.isSymbol("(")
        || Stream.of("SELECT", "WITH", "VALUES", "TABLE").anyMatch(token::isWord);
  }

  private List<PartitionColumn> partition() {
    List<PartitionColumn> columns = new ArrayList<>();
    in.takeSymbol("(");
    do {
      String column = in.identifier("a column's name");
      boolean isStatic = in.takeSymbolIf("=");
      columns.add(new PartitionColumn(column, isStatic, isStatic ? partitionValue(column) : null));
    } while (in.takeSymbolIf(","));
    in.takeSymbol(")");
    return columns;
  }

  /** A literal as text; null for null. */
  private String partitionValue(String column) {
    String sign = in.takeSymbolIf("-") ? "-" : "";
    boolean isDate = in.peek().isWord("DATE") && in.second().kind() == Kind.STRING;
    Token value = isDate ? in.second() : in.peek();
    if (value.kind() != Kind.STRING && value.kind() != Kind.WORD) {
      throw in.expected("a value for " + column);
    }
    if (isDate) {
      in.advance();
    }
    in.advance();
    if (value.isWord("NULL")) {
      return null;
    }
    // A number with a point is three tokens.
    boolean hasFraction = value.kind() == Kind.WORD && in.takeSymbolIf(".");
    return sign + value.text() + (hasFraction ? "." + in.identifier("digits") : "");
  }
}
