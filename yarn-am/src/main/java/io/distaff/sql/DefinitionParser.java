package io.distaff.sql;

import io.distaff.catalog.Catalog;
import io.distaff.error.DistaffException;
import io.distaff.plan.FileFormat;
import io.distaff.sql.DefinitionStatement.AddColumns;
import io.distaff.sql.DefinitionStatement.AnalyzeTable;
import io.distaff.sql.DefinitionStatement.ColumnDefinition;
import io.distaff.sql.DefinitionStatement.CreateDatabase;
import io.distaff.sql.DefinitionStatement.CreateTable;
import io.distaff.sql.DefinitionStatement.CreateView;
import io.distaff.sql.DefinitionStatement.DropDatabase;
import io.distaff.sql.DefinitionStatement.DropTable;
import io.distaff.sql.DefinitionStatement.DropView;
import io.distaff.sql.DefinitionStatement.PartitionDefinition;
import io.distaff.sql.DefinitionStatement.RefreshTable;
import io.distaff.sql.DefinitionStatement.Rename;
import io.distaff.sql.DefinitionStatement.SetProperties;
import io.distaff.sql.DefinitionStatement.TruncateTable;
import io.distaff.sql.DefinitionStatement.ViewColumn;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import io.distaff.types.DataType;
import io.distaff.types.SchemaParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads statements that change the catalog. Confined to one thread. */
final class DefinitionParser {
  private final TokenReader in;

  DefinitionParser(TokenReader in) {
    this.in = in;
  }

  // CREATE.

  Statement create() {
    in.take("CREATE");
    boolean orReplace = in.takeIf("OR");
    if (orReplace) {
      in.take("REPLACE");
    }
    Token at = in.peek();
    boolean global = in.takeIf("GLOBAL");
    if (global && !in.peek().isWord("TEMPORARY") && !in.peek().isWord("TEMP")) {
      throw in.expected("TEMPORARY VIEW");
    }
    if (in.takeIf("TEMPORARY") || in.takeIf("TEMP")) {
      if (!in.takeIf("VIEW")) {
        throw in.notSupported("a temporary " + in.peek().text() + " that isn't a view", at);
      }
      return view(orReplace, global ? ViewKind.GLOBAL_TEMPORARY : ViewKind.TEMPORARY);
    }
    if (in.takeIf("VIEW")) {
      return view(orReplace, ViewKind.LASTING);
    }
    boolean external = in.takeIf("EXTERNAL");
    if (external || in.peek().isWord("TABLE")) {
      in.take("TABLE");
      return table(orReplace, external);
    }
    if (in.takeIf("DATABASE") || in.takeIf("SCHEMA")) {
      return database();
    }
    throw in.expected("TABLE, VIEW, TEMPORARY VIEW or DATABASE");
  }

  private enum ViewKind {
    LASTING,
    TEMPORARY,
    GLOBAL_TEMPORARY
  }

  private Statement view(boolean orReplace, ViewKind kind) {
    boolean temporary = kind != ViewKind.LASTING;
    boolean ifNotExists = in.ifNotExists();
    Token at = in.peek();
    List<String> name = in.tableName();
    if (temporary && name.size() > 1) {
      throw in.error("a temporary view is in no database: its name has one part", at);
    }
    if (kind == ViewKind.GLOBAL_TEMPORARY) {
      name = List.of(Catalog.GLOBAL_VIEWS, name.get(0));
    }
    if (temporary && in.takeIf("USING")) {
      return filesView(Catalog.viewName(name).orElseThrow(), orReplace);
    }
    List<ViewColumn> columns = in.peek().isSymbol("(") ? viewColumns() : List.of();
    String comment = in.stringAfter("COMMENT", "a comment").orElse("");
    Map<String, String> properties = in.properties("TBLPROPERTIES");
    if (!in.takeIf("AS")) {
      throw in.expected(temporary ? "AS or USING" : "AS");
    }
    return new CreateView(
        name, temporary, orReplace, ifNotExists, columns, comment, properties, in.queryRest());
  }

  private Statement filesView(String name, boolean orReplace) {
    FileFormat format = in.format();
    Map<String, String> options = in.options();
    in.end();
    return new Statement.CreateTableView(name, orReplace, format, options, in.sql());
  }

  private List<ViewColumn> viewColumns() {
    List<ViewColumn> columns = new ArrayList<>();
    in.takeSymbol("(");
    do {
      String name = in.identifier("a column's name");
      columns.add(new ViewColumn(name, in.stringAfter("COMMENT", "a comment").orElse("")));
    } while (in.takeSymbolIf(","));
    in.takeSymbol(")");
    return columns;
  }

  private Statement database() {
    boolean ifNotExists = in.ifNotExists();
    String name = in.identifier("the database's name");
    String comment = "";
    Optional<String> location = Optional.empty();
    Map<String, String> properties = Map.of();
    while (!in.atEnd()) {
      if (in.takeIf("COMMENT")) {
        comment = in.string("a comment");
      } else if (in.takeIf("LOCATION")) {
        location = Optional.of(in.string("a directory"));
      } else if (in.takeIf("WITH")) {
        properties = in.properties("DBPROPERTIES");
      } else {
        throw in.expected("COMMENT, LOCATION, WITH DBPROPERTIES");
      }
    }
    return new CreateDatabase(name, ifNotExists, comment, location, properties);
  }

  private Statement table(boolean orReplace, boolean external) {
    Token at = in.peek();
    boolean ifNotExists = in.ifNotExists();
    if (orReplace && ifNotExists) {
      throw in.error("CREATE OR REPLACE TABLE can't be IF NOT EXISTS as well", at);
    }
    at = in.peek();
    List<String> name = in.tableName();
    List<ColumnDefinition> columns = in.peek().isSymbol("(") ? columns() : List.of();
    Clauses clauses = new Clauses();
    while (clauses.takeOne()) {
      // Every clause may stand anywhere.
    }
    boolean hasQuery = in.takeIf("AS") || in.atQuery();
    if (hasQuery && !columns.isEmpty()) {
      throw in.error("the columns of CREATE TABLE AS are the query's: don't declare them", at);
    }
    if (external && clauses.location.isEmpty()) {
      throw in.error("an EXTERNAL table needs LOCATION 'directory'", at);
    }
    if (!hasQuery && !in.atEnd()) {
      throw in.expected("USING, OPTIONS, PARTITIONED BY, LOCATION, COMMENT, TBLPROPERTIES or AS");
    }
    return new CreateTable(
        name,
        orReplace,
        ifNotExists,
        columns,
        clauses.format,
        clauses.options,
        clauses.partitionedBy,
        clauses.location,
        clauses.comment,
        clauses.properties,
        hasQuery ? Optional.of(in.queryRest()) : Optional.empty());
  }

  /** What follows the columns of a table, in any order. */
  private final class Clauses {
    private FileFormat format = FileFormat.PARQUET;
    private Map<String, String> options = Map.of();
    private List<PartitionDefinition> partitionedBy = List.of();
    private Optional<String> location = Optional.empty();
    private String comment = "";
    private Map<String, String> properties = Map.of();

    boolean takeOne() {
      if (in.takeIf("USING")) {
        format = in.format();
      } else if (in.takeIf("STORED")) {
        in.take("AS");
        format = in.format();
      } else if (in.peek().isWord("OPTIONS")) {
        Map<String, String> given = new TreeMap<>(in.options());
        String path = given.remove("path");
        location = path == null ? location : Optional.of(path);
        options = given;
      } else if (in.takeIf("PARTITIONED")) {
        in.take("BY");
        partitionedBy = partitionColumns();
      } else if (in.takeIf("LOCATION")) {
        location = Optional.of(in.string("a directory"));
      } else if (in.takeIf("COMMENT")) {
        comment = in.string("a comment");
      } else if (in.peek().isWord("TBLPROPERTIES")) {
        properties = in.properties("TBLPROPERTIES");
      } else {
        return false;
      }
      return true;
    }
  }

  private List<PartitionDefinition> partitionColumns() {
    List<PartitionDefinition> columns = new ArrayList<>();
    in.takeSymbol("(");
    do {
      boolean isName = in.second().isSymbol(",") || in.second().isSymbol(")");
      if (isName) {
        columns.add(new PartitionDefinition(in.identifier("a column's name"), Optional.empty()));
      } else {
        ColumnDefinition column = column();
        columns.add(new PartitionDefinition(column.name(), Optional.of(column)));
      }
    } while (in.takeSymbolIf(","));
    in.takeSymbol(")");
    return columns;
  }

  private List<ColumnDefinition> columns() {
    List<ColumnDefinition> columns = new ArrayList<>();
    in.takeSymbol("(");
    do {
      columns.add(column());
    } while (in.takeSymbolIf(","));
    in.takeSymbol(")");
    return columns;
  }

  private ColumnDefinition column() {
    String name = in.identifier("a column's name");
    in.takeSymbolIf(":");
    DataType type = type(name);
    boolean nullable = true;
    String comment = "";
    while (true) {
      if (in.takeIf("NOT")) {
        in.take("NULL");
        nullable = false;
      } else if (in.takeIf("COMMENT")) {
        comment = in.string("a comment");
      } else if (!in.takeIf("NULL")) {
        return new ColumnDefinition(name, type, nullable, comment);
      }
    }
  }

  /** All up to the column's end, or the words that may follow a type. */
  private DataType type(String column) {
    Token first = in.peek();
    int end = first.start();
    int depth = 0;
    while (!in.atEnd()) {
      Token token = in.peek();
      boolean ends =
          token.isSymbol(",")
              || token.isSymbol(")")
              || token.isWord("NOT")
              || token.isWord("NULL")
              || token.isWord("COMMENT");
      if (depth == 0 && ends) {
        break;
      }
      boolean opens = token.isSymbol("(") || token.isSymbol("<");
      boolean closes = token.isSymbol(")") || token.isSymbol(">");
      depth += opens ? 1 : closes ? -1 : 0;
      end = in.advance().end();
    }
    if (end == first.start()) {
      throw in.expected("the type of the column " + column);
    }
    try {
      String text = in.sql().text().substring(first.start(), end);
      return SchemaParser.parse("type " + text).type(0);
    } catch (DistaffException e) {
      String message = e.getMessage();
      throw in.error(
          "column " + column + ": " + message.substring(message.lastIndexOf(": ") + 2), first);
    }
  }

  // DROP, ALTER and the rest.

  Statement drop() {
    in.take("DROP");
    Statement drop;
    if (in.takeIf("VIEW")) {
      boolean ifExists = in.ifExists();
      drop = new DropView(in.tableName(), ifExists);
    } else if (in.takeIf("TABLE")) {
      boolean ifExists = in.ifExists();
      drop = new DropTable(in.tableName(), ifExists);
      in.takeIf("PURGE");
    } else if (in.takeIf("DATABASE") || in.takeIf("SCHEMA")) {
      boolean ifExists = in.ifExists();
      String name = in.identifier("the database's name");
      boolean cascade = in.takeIf("CASCADE");
      if (!cascade) {
        in.takeIf("RESTRICT");
      }
      drop = new DropDatabase(name, ifExists, cascade);
    } else {
      throw in.expected("TABLE, VIEW or DATABASE");
    }
    in.end();
    return drop;
  }

  Statement alter() {
    in.take("ALTER");
    if (!in.takeIf("TABLE") && !in.takeIf("VIEW")) {
      throw in.expected("TABLE or VIEW");
    }
    List<String> name = in.tableName();
    Statement alter;
    if (in.takeIf("RENAME")) {
      in.take("TO");
      alter = new Rename(name, in.tableName());
    } else if (in.takeIf("ADD")) {
      if (!in.takeIf("COLUMNS")) {
        in.take("COLUMN");
      }
      List<ColumnDefinition> columns = in.peek().isSymbol("(") ? columns() : List.of(column());
      alter = new AddColumns(name, columns);
    } else if (in.takeIf("SET")) {
      in.take("TBLPROPERTIES");
      alter = new SetProperties(name, in.pairs("property"), List.of());
    } else if (in.takeIf("UNSET")) {
      in.take("TBLPROPERTIES");
      in.ifExists();
      alter = new SetProperties(name, Map.of(), keys());
    } else {
      throw in.expected("RENAME TO, ADD COLUMNS, SET TBLPROPERTIES or UNSET TBLPROPERTIES");
    }
    in.end();
    return alter;
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    in.takeSymbol("(");
    do {
      keys.add(in.peek().kind() == Kind.STRING ? in.advance().text() : in.optionKey());
    } while (in.takeSymbolIf(","));
    in.takeSymbol(")");
    return keys;
  }

  Statement truncate() {
    in.take("TRUNCATE");
    in.take("TABLE");
    List<String> name = in.tableName();
    in.end();
    return new TruncateTable(name);
  }

  Statement analyze() {
    in.take("ANALYZE");
    in.take("TABLE");
    List<String> name = in.tableName();
    in.take("COMPUTE");
    in.take("STATISTICS");
    boolean all = false;
    List<String> columns = new ArrayList<>();
    if (in.takeIf("FOR")) {
      all = in.takeIf("ALL");
      in.take("COLUMNS");
      if (!all && in.atEnd()) {
        all = true;
      }
      while (!all && !in.atEnd()) {
        columns.add(in.identifier("a column's name"));
        if (!in.takeSymbolIf(",")) {
          break;
        }
      }
    } else {
      in.takeIf("NOSCAN");
    }
    in.end();
    return new AnalyzeTable(name, all, columns);
  }

  Statement refresh() {
    in.take("REFRESH");
    in.takeKeywordIf("TABLE");
    List<String> name = in.tableName();
    in.end();
    return new RefreshTable(name);
  }
}
