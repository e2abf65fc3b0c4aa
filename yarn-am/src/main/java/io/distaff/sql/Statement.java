package io.distaff.sql;

import io.distaff.plan.FileFormat;
import io.distaff.plan.StorageLevel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a statement asks for. Closed family; the queries within are still text. Immutable. */
public sealed interface Statement {
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

  /** {@code CREATE [OR REPLACE] TEMPORARY VIEW name AS query}. */
  record CreateQueryView(String name, boolean orReplace, SqlText query) implements Statement {}

  /** {@code DROP VIEW [IF EXISTS] name}. */
  record DropView(String name, boolean ifExists) implements Statement {}

  /** {@code EXPLAIN [LOGICAL | OPTIMIZED | PHYSICAL | STAGES | ANALYZE] statement}. */
  record Explain(ExplainMode mode, Statement statement) implements Statement {}

  /** Which plan EXPLAIN shows. */
  enum ExplainMode {
    LOGICAL,
    OPTIMIZED,
    PHYSICAL,
    STAGES,
    /** As STAGES, after the query has run, with what it did. */
    ANALYZE
  }

  /** {@code SET key = value}. */
  record SetOption(String key, String value) implements Statement {}

  /** {@code SET key}, or {@code SET} for all that are set. */
  record ShowOptions(Optional<String> key) implements Statement {}

  /** {@code RESET key}, or {@code RESET} for all. */
  record ResetOptions(Optional<String> key) implements Statement {}

  /** {@code SHOW TABLES}, {@code SHOW VIEWS}. */
  record ShowTables() implements Statement {}

  /** {@code DESCRIBE [TABLE] name}; the parts of the name. */
  record Describe(List<String> name, SqlText sql) implements Statement {
    public Describe {
      name = List.copyOf(name);
    }
  }

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
}
