package io.distaff.sql;

import io.distaff.plan.FileFormat;
import io.distaff.plan.StorageLevel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a statement asks for. Closed family; the queries within are still text. Immutable. */
public sealed interface Statement
    permits Statement.Query,
        DefinitionStatement,
        ShowStatement,
        Statement.CreateTableView,
        Statement.InsertTable,
        Statement.UseDatabase,
        Statement.Explain,
        Statement.SetOption,
        Statement.ShowOptions,
        Statement.ResetOptions,
        Statement.CacheTable,
        Statement.UncacheTable,
        Statement.ClearCache,
        Statement.InsertDirectory {
  /** SELECT, WITH, VALUES. */
  record Query(SqlText sql) implements Statement {}

  /** {@code CREATE [OR REPLACE] TEMPORARY VIEW name USING format OPTIONS (...)}. */
  record CreateTableView(
      String name, boolean orReplace, FileFormat format, Map<String, String> options, SqlText sql)
      implements Statement {
    public CreateTableView {
      options = Map.copyOf(options);
    }
  }

  /** {@code USE database}. */
  record UseDatabase(String database) implements Statement {}

  /** {@code EXPLAIN [mode] [FORMAT JSON] statement}. */
  record Explain(ExplainMode mode, ExplainFormat format, Statement statement)
      implements Statement {}

  /** How EXPLAIN shows a plan. */
  enum ExplainFormat {
    TEXT,
    /** One document, of STAGES or ANALYZE. */
    JSON
  }

  /** Which plan EXPLAIN shows. */
  enum ExplainMode {
    LOGICAL,
    OPTIMIZED,
    PHYSICAL,
    STAGES,
    /** LOGICAL, OPTIMIZED and PHYSICAL. */
    EXTENDED,
    /** As STAGES, after the query has run, with what it did. */
    ANALYZE
  }

  /** {@code SET key = value}. */
  record SetOption(String key, String value) implements Statement {}

  /** {@code SET key}, or {@code SET} for all that are set. */
  record ShowOptions(Optional<String> key) implements Statement {}

  /** {@code RESET key}, or {@code RESET} for all. */
  record ResetOptions(Optional<String> key) implements Statement {}

  /**
   * {@code CACHE [LAZY] TABLE name [OPTIONS ('storageLevel' 'level')] [[AS] query]}.
   *
   * @param name the parts of the table's name; one part where there is a query
   * @param query what the name is to stand for; empty for a table that there is
   * @param lazy the rows are made when they are first read; else now
   */
  record CacheTable(List<String> name, boolean lazy, StorageLevel level, Optional<SqlText> query)
      implements Statement {
    public CacheTable {
      name = List.copyOf(name);
    }
  }

  /** {@code UNCACHE TABLE [IF EXISTS] name}. */
  record UncacheTable(List<String> name, boolean ifExists) implements Statement {
    public UncacheTable {
      name = List.copyOf(name);
    }
  }

  /** {@code CLEAR CACHE}. */
  record ClearCache() implements Statement {}

  /**
   * {@code INSERT OVERWRITE | INTO DIRECTORY 'path' [USING format] [OPTIONS (...)] query}.
   *
   * @param overwrite what the directory holds; else the rows are added
   */
  record InsertDirectory(
      String path, boolean overwrite, FileFormat format, Map<String, String> options, SqlText query)
      implements Statement {
    public InsertDirectory {
      options = Map.copyOf(options);
    }
  }

  /**
   * {@code INSERT OVERWRITE | INTO [TABLE] name [PARTITION (p = value, q)] [BY NAME | (columns)]
   * query}.
   *
   * @param overwrite what the table, or those of its partitions, hold; else the rows are added
   * @param partition the columns that are named, in order
   * @param byName whether the query's columns go to those of their names
   * @param columns that the query gives, by position; empty for all that have no value yet
   */
  record InsertTable(
      List<String> name,
      boolean overwrite,
      List<PartitionColumn> partition,
      boolean byName,
      List<String> columns,
      SqlText query)
      implements Statement {
    public InsertTable {
      name = List.copyOf(name);
      partition = List.copyOf(partition);
      columns = List.copyOf(columns);
    }

    /**
     * One column of a PARTITION clause.
     *
     * @param isStatic has the same value in every row, which is {@code value}
     * @param value as text; null for null, and where the query gives the values
     */
    public record PartitionColumn(String column, boolean isStatic, String value) {}
  }
}
