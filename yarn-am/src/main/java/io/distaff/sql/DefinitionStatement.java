package io.distaff.sql;

import io.distaff.plan.FileFormat;
import io.distaff.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statements that change what the catalog has. Closed family, immutable. */
public sealed interface DefinitionStatement extends Statement {
  /** {@code CREATE DATABASE [IF NOT EXISTS] name [COMMENT] [LOCATION] [WITH DBPROPERTIES]}. */
  record CreateDatabase(
      String name,
      boolean ifNotExists,
      String comment,
      Optional<String> location,
      Map<String, String> properties)
      implements DefinitionStatement {
    public CreateDatabase {
      properties = Map.copyOf(properties);
    }
  }

  /** {@code DROP DATABASE [IF EXISTS] name [RESTRICT | CASCADE]}. */
  record DropDatabase(String name, boolean ifExists, boolean cascade)
      implements DefinitionStatement {}

  /**
   * A column that is declared.
   *
   * @param comment empty for none
   */
  record ColumnDefinition(String name, DataType type, boolean nullable, String comment) {}

  /**
   * {@code CREATE [OR REPLACE] TABLE [IF NOT EXISTS] name [(columns)] [USING format] ... [[AS]
   * query]}.
   *
   * @param columns empty where they are those of the query, or of the files
   * @param partitionedBy names of columns; a type where the column is declared there
   * @param location of a table that isn't managed
   * @param query what it holds at first
   */
  record CreateTable(
      List<String> name,
      boolean orReplace,
      boolean ifNotExists,
      List<ColumnDefinition> columns,
      FileFormat format,
      Map<String, String> options,
      List<PartitionDefinition> partitionedBy,
      Optional<String> location,
      String comment,
      Map<String, String> properties,
      Optional<SqlText> query)
      implements DefinitionStatement {
    public CreateTable {
      name = List.copyOf(name);
      columns = List.copyOf(columns);
      options = Map.copyOf(options);
      partitionedBy = List.copyOf(partitionedBy);
      properties = Map.copyOf(properties);
    }
  }

  /** A partition column: one of the table's, or one that is declared here, as in Hive. */
  record PartitionDefinition(String name, Optional<ColumnDefinition> column) {}

  /**
   * {@code CREATE [OR REPLACE] [[GLOBAL] TEMPORARY] VIEW [IF NOT EXISTS] name [(columns)] AS
   * query}.
   *
   * @param name of a global temporary view with the database of those
   * @param temporary ends with the session
   * @param columns the names that it gives its columns, and their comments; empty for the query's
   */
  record CreateView(
      List<String> name,
      boolean temporary,
      boolean orReplace,
      boolean ifNotExists,
      List<ViewColumn> columns,
      String comment,
      Map<String, String> properties,
      SqlText query)
      implements DefinitionStatement {
    public CreateView {
      name = List.copyOf(name);
      columns = List.copyOf(columns);
      properties = Map.copyOf(properties);
    }
  }

  /**
   * A column that a view names.
   *
   * @param comment empty for none
   */
  record ViewColumn(String name, String comment) {}

  /** {@code DROP TABLE [IF EXISTS] name [PURGE]}. */
  record DropTable(List<String> name, boolean ifExists) implements DefinitionStatement {
    public DropTable {
      name = List.copyOf(name);
    }
  }

  /** {@code DROP VIEW [IF EXISTS] name}. */
  record DropView(List<String> name, boolean ifExists) implements DefinitionStatement {
    public DropView {
      name = List.copyOf(name);
    }
  }

  /** {@code ALTER TABLE | VIEW name RENAME TO name}. */
  record Rename(List<String> name, List<String> newName) implements DefinitionStatement {
    public Rename {
      name = List.copyOf(name);
      newName = List.copyOf(newName);
    }
  }

  /** {@code ALTER TABLE name ADD COLUMNS (columns)}. */
  record AddColumns(List<String> name, List<ColumnDefinition> columns)
      implements DefinitionStatement {
    public AddColumns {
      name = List.copyOf(name);
      columns = List.copyOf(columns);
    }
  }

  /**
   * {@code ALTER TABLE | VIEW name SET TBLPROPERTIES (...)}, or {@code UNSET}.
   *
   * @param removed keys
   */
  record SetProperties(List<String> name, Map<String, String> set, List<String> removed)
      implements DefinitionStatement {
    public SetProperties {
      name = List.copyOf(name);
      set = Map.copyOf(set);
      removed = List.copyOf(removed);
    }
  }

  /** {@code TRUNCATE TABLE name}. */
  record TruncateTable(List<String> name) implements DefinitionStatement {
    public TruncateTable {
      name = List.copyOf(name);
    }
  }

  /**
   * {@code ANALYZE TABLE name COMPUTE STATISTICS [NOSCAN | FOR ALL COLUMNS | FOR COLUMNS a, b]}.
   *
   * @param allColumns every column that has an order; else {@code columns}
   */
  record AnalyzeTable(List<String> name, boolean allColumns, List<String> columns)
      implements DefinitionStatement {
    public AnalyzeTable {
      name = List.copyOf(name);
      columns = List.copyOf(columns);
    }
  }

  /** {@code REFRESH TABLE name}. */
  record RefreshTable(List<String> name) implements DefinitionStatement {
    public RefreshTable {
      name = List.copyOf(name);
    }
  }
}
