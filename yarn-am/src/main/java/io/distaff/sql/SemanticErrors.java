package io.distaff.sql;

import io.distaff.catalog.Catalog;
import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;

/**
 * Says what the names, types or shape of a query have wrong, in the engine's words: with the place
 * in the text and, for a name that isn't known, the nearest ones that are.
 */
final class SemanticErrors {
  private static final int SHOWN_NAMES = 5;

  private static final Pattern OBJECT =
      Pattern.compile("Object '(.*?)' not found(?: within '(.*?)')?.*", Pattern.DOTALL);
  private static final Pattern COLUMN =
      Pattern.compile("Column '(.*?)' not found in (any table|table '(.*?)').*", Pattern.DOTALL);
  private static final Pattern QUALIFIER =
      Pattern.compile("Table '(.*?)' not found.*", Pattern.DOTALL);
  private static final Pattern IDENTIFIER = Pattern.compile("Unknown identifier '(.*?)'");
  private static final Pattern FUNCTION =
      Pattern.compile("No match found for function signature (.*?)\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern ARGUMENTS =
      Pattern.compile("Invalid number of arguments to function '(.*?)'.*", Pattern.DOTALL);

  private final SqlText sql;
  private final SqlNode query;
  private final CalciteCatalogReader reader;
  private final Catalog catalog;

  /**
   * @param query the tree of the text
   * @param reader finds the tables that the query names
   * @param catalog whose names are suggested
   */
  SemanticErrors(SqlText sql, SqlNode query, CalciteCatalogReader reader, Catalog catalog) {
    this.sql = sql;
    this.query = query;
    this.reader = reader;
    this.catalog = catalog;
  }

  DistaffException of(RuntimeException e) {
    if (e instanceof CalciteContextException placed
        && placed.getCause() instanceof DistaffException known) {
      int line = Math.max(1, placed.getPosLine());
      String message = TimeWindowSyntax.asWritten(known.getMessage(), sql);
      return sql.error(known.code(), message, line, Math.max(1, placed.getPosColumn()), e);
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof DistaffException known) {
        return known;
      }
      if (t instanceof DuplicateNames.Ambiguous ambiguous) {
        return ambiguous(ambiguous);
      }
    }
    if (e instanceof CalciteContextException context) {
      Throwable cause = context.getCause();
      String message = cause == null ? context.getMessage() : cause.getMessage();
      int line = Math.max(1, context.getPosLine());
      int column = Math.max(1, context.getPosColumn());
      Finding finding = finding(String.valueOf(message), sql.offset(line, column));
      String shown = TimeWindowSyntax.asWritten(finding.message(), sql);
      return sql.error(finding.code(), shown, line, column, e);
    }
    if (e instanceof CalciteException) {
      Finding finding = finding(String.valueOf(e.getMessage()), 0);
      return sql.error(finding.code(), finding.message(), 1, 1, e);
    }
    return sql.error(
        ErrorCode.INTERNAL_ERROR,
        "this statement can't be analysed: " + PlainMessage.of(String.valueOf(e.getMessage())),
        1,
        1,
        e);
  }

  private DistaffException ambiguous(DuplicateNames.Ambiguous e) {
    SqlParserPos position = reference(List.of(query), e.name());
    return sql.error(
        ErrorCode.SEMANTIC_ERROR,
        "column %s is ambiguous: %d columns of the sub-query have the name, give each an alias"
            .formatted(e.name(), e.columns()),
        Math.max(1, position.getLineNum()),
        Math.max(1, position.getColumnNum()),
        e);
  }

  /** Where a column is named: in the outermost of the queries in which one of the name is. */
  private static SqlParserPos reference(List<SqlNode> queries, String column) {
    List<SqlNode> inner = new ArrayList<>();
    List<SqlParserPos> found = new ArrayList<>();
    for (SqlNode query : queries) {
      query.accept(
          new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
              if (call.isA(SqlKind.QUERY) && call != query) {
                inner.add(call);
                return null;
              }
              if (call.getKind() == SqlKind.AS) {
                return call.operand(0).accept(this);
              }
              return super.visit(call);
            }

            @Override
            public Void visit(SqlIdentifier name) {
              if (!name.isStar() && Util.last(name.names).equalsIgnoreCase(column)) {
                found.add(name.getParserPosition());
              }
              return null;
            }
          });
    }
    if (!found.isEmpty()) {
      return found.get(0);
    }
    return inner.isEmpty() ? SqlParserPos.ZERO : reference(inner, column);
  }

  private record Finding(ErrorCode code, String message) {
    static Finding of(String message) {
      return new Finding(ErrorCode.SEMANTIC_ERROR, message);
    }
  }

  private Finding finding(String message, int offset) {
    Matcher object = OBJECT.matcher(message);
    if (object.matches()) {
      String within = object.group(2);
      if (within == null && isQualifier(offset)) {
        return unknownSchema(object.group(1));
      }
      String name = within == null ? object.group(1) : within + "." + object.group(1);
      return new Finding(
          ErrorCode.TABLE_NOT_FOUND,
          catalog.hasView(name)
              ? "table %s not found: the view %s is this session's, which one that outlives it can't read; CREATE TEMPORARY VIEW can"
                  .formatted(name, name)
              : "table " + name + " not found" + nearest(name, catalog.candidates()));
    }
    Matcher column = COLUMN.matcher(message);
    if (column.matches()) {
      String table = column.group(3) == null ? "" : " in table " + column.group(3);
      String name = column.group(1);
      if (column.group(3) == null && isQualifier(offset)) {
        return unknownTable(name); // or a struct, but tables are the more usual
      }
      String what = "column " + name + " not found" + table;
      return Finding.of(
          isAlias(name)
              ? what
                  + ": it is an alias of the SELECT list, which WHERE, sub-queries and what stands"
                  + " before it don't see; repeat its expression"
              : what + nearestOrAll(name, columns()));
    }
    Matcher qualifier = QUALIFIER.matcher(message);
    if (qualifier.matches()) {
      return unknownTable(qualifier.group(1));
    }
    Matcher identifier = IDENTIFIER.matcher(message);
    if (identifier.matches()) {
      String name = identifier.group(1);
      String written = tokenAt(offset).text();
      return isQualifier(offset)
          ? unknownTable(name.endsWith("." + written) ? written : name)
          : Finding.of("unknown type " + name + nearest(name, EngineTypes.names()));
    }
    Matcher function = FUNCTION.matcher(message);
    if (function.matches()) {
      String name = function.group(1).replaceFirst("@[0-9a-f]+$", "");
      String call = name + "(" + PlainMessage.types(function.group(2)) + ")";
      return Finding.of("no function " + call + nearest(name, EngineOperators.functionNames()));
    }
    Matcher arguments = ARGUMENTS.matcher(message);
    if (arguments.matches()) {
      String name = arguments.group(1);
      return Finding.of(
          PlainMessage.function(name) + " takes " + EngineOperators.argumentCounts(name));
    }
    if (message.equals("Ordinal out of range")) {
      return Finding.of("the SELECT list has no column " + tokenAt(offset).text());
    }
    return Finding.of(PlainMessage.of(message));
  }

  private Finding unknownSchema(String name) {
    return new Finding(
        ErrorCode.TABLE_NOT_FOUND,
        "there is no database or format " + name + nearest(name, catalog.schemaNames()));
  }

  private Finding unknownTable(String name) {
    List<String> aliases =
        FromClause.of(query).aliases().stream().filter(ColumnAliases::isGiven).toList();
    if (aliases.stream().anyMatch(name::equalsIgnoreCase)) {
      return Finding.of(
          "no table or alias "
              + name
              + " is seen here: a sub-query in FROM sees those beside it behind LATERAL only, and"
              + " SEMI and ANTI JOIN have the columns of their left side");
    }
    return Finding.of("no table or alias " + name + " in this query" + nearestOrAll(name, aliases));
  }

  private boolean isQualifier(int offset) {
    List<Token> tokens = sql.tokens();
    for (int i = 0; i < tokens.size() - 1; i++) {
      if (tokens.get(i).start() == offset) {
        return tokens.get(i + 1).isSymbol(".");
      }
    }
    return false;
  }

  private Token tokenAt(int offset) {
    for (Token token : sql.tokens()) {
      if (token.start() == offset) {
        return token;
      }
    }
    return new Token(Kind.END, "at this place", offset, offset);
  }

  /** Whether the user gives the name to a column of some SELECT list. */
  private boolean isAlias(String name) {
    List<Token> tokens = sql.tokens();
    for (int i = 2; i + 1 < tokens.size(); i++) {
      Token behind = tokens.get(i + 1);
      if (tokens.get(i - 1).isWord("AS")
          && !tokens.get(i - 2).text().equalsIgnoreCase(name)
          && tokens.get(i).text().equalsIgnoreCase(name)
          && (behind.isSymbol(",") || behind.isWord("FROM"))) {
        return true;
      }
    }
    return false;
  }

  /** The columns of every table that the text names. */
  private Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    for (SqlIdentifier name : FromClause.of(query).tables()) {
      var table = reader.getTable(name.names);
      if (table != null) {
        columns.addAll(table.getRowType().getFieldNames());
      }
    }
    return columns;
  }

  private static String nearest(String name, Collection<String> known) {
    Optional<String> nearest =
        NearestName.of(name, known).filter(n -> n.length() > 3 || n.charAt(0) == name.charAt(0));
    return nearest
        .filter(n -> !n.equalsIgnoreCase(name))
        .map(n -> "; did you mean " + n + "?")
        .orElse("");
  }

  /** The nearest name or, when none is near, what there is. */
  static String nearestOrAll(String name, Collection<String> known) {
    String nearest = nearest(name, known);
    if (!nearest.isEmpty() || known.isEmpty()) {
      return nearest;
    }
    String shown = known.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
    return (known.size() == 1 ? "; there is " : "; there are ")
        + shown
        + (known.size() > SHOWN_NAMES ? ", ..." : "");
  }
}
