package io.distaff.sql;

import io.distaff.plan.FileFormat;
import io.distaff.sql.DefinitionStatement.CreateTable;
import io.distaff.sql.DefinitionStatement.CreateView;
import io.distaff.sql.ShowStatement.Describe;
import io.distaff.sql.ShowStatement.DescribeQuery;
import io.distaff.sql.Statement.CacheTable;
import io.distaff.sql.Statement.CreateTableView;
import io.distaff.sql.Statement.Explain;
import io.distaff.sql.Statement.InsertDirectory;
import io.distaff.sql.Statement.InsertTable;
import io.distaff.sql.Statement.Query;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * The files that a statement names in its text, known without a session: to be asked before there
 * is one. Immutable.
 *
 * @param reads paths that must be there when the statement runs
 * @param writes paths that the statement makes
 */
public record StatementPaths(List<String> reads, List<String> writes) {
  public StatementPaths {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
  }

  /** Parses the statement, and throws the errors of syntax that running it would throw. */
  public static StatementPaths of(SqlText sql) {
    return of(StatementParser.parse(sql));
  }

  private static StatementPaths of(Statement statement) {
    if (statement instanceof Query query) {
      return new StatementPaths(readBy(query.sql()), List.of());
    } else if (statement instanceof InsertDirectory insert) {
      return new StatementPaths(readBy(insert.query()), List.of(insert.path()));
    } else if (statement instanceof Explain explain) {
      return new StatementPaths(of(explain.statement()).reads(), List.of());
    } else if (statement instanceof InsertTable insert) {
      return new StatementPaths(readBy(insert.query()), List.of());
    } else if (statement instanceof CreateView create) {
      return new StatementPaths(readBy(create.query()), List.of());
    } else if (statement instanceof CreateTable create) {
      return new StatementPaths(
          create.query().map(StatementPaths::readBy).orElse(List.of()),
          create.location().map(List::of).orElse(List.of()));
    } else if (statement instanceof DescribeQuery describe) {
      return new StatementPaths(readBy(describe.query()), List.of());
    } else if (statement instanceof CreateTableView create
        && create.options().get("path") != null) {
      return new StatementPaths(List.of(create.options().get("path")), List.of());
    } else if (statement instanceof CacheTable cache) {
      List<String> reads =
          new ArrayList<>(cache.query().map(StatementPaths::readBy).orElse(List.of()));
      addPath(cache.name(), reads);
      return new StatementPaths(reads, List.of());
    } else if (statement instanceof Describe describe) {
      List<String> reads = new ArrayList<>();
      addPath(describe.name(), reads);
      return new StatementPaths(reads, List.of());
    }
    return new StatementPaths(List.of(), List.of());
  }

  private static List<String> readBy(SqlText query) {
    List<String> paths = new ArrayList<>();
    for (SqlIdentifier table : FromClause.of(QueryParser.parse(query)).tables()) {
      addPath(table.names, paths);
    }
    return paths;
  }

  private static void addPath(List<String> table, List<String> paths) {
    if (table.size() == 2 && FileFormat.find(table.get(0)).isPresent()) {
      paths.add(table.get(1));
    }
  }
}
