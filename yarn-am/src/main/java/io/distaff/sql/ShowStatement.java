package io.distaff.sql;

import java.util.List;
import java.util.Optional;

/** Statements that tell what the catalog has. Closed family, immutable. */
public sealed interface ShowStatement extends Statement {
  /** What a list is of. */
  enum Subject {
    DATABASES,
    TABLES,
    VIEWS,
    FUNCTIONS
  }

  /**
   * {@code SHOW DATABASES | TABLES | VIEWS | FUNCTIONS [IN database] [[LIKE] 'pattern']}.
   *
   * @param database whose tables or views; empty for the current one
   * @param pattern {@code *} and {@code %} for any characters, {@code |} for or
   */
  record ShowNames(Subject subject, Optional<String> database, Optional<String> pattern)
      implements ShowStatement {}

  /** {@code SHOW COLUMNS IN name}. */
  record ShowColumns(List<String> name) implements ShowStatement {
    public ShowColumns {
      name = List.copyOf(name);
    }
  }

  /** {@code SHOW PARTITIONS name}. */
  record ShowPartitions(List<String> name) implements ShowStatement {
    public ShowPartitions {
      name = List.copyOf(name);
    }
  }

  /** {@code SHOW CREATE TABLE name}. */
  record ShowCreate(List<String> name) implements ShowStatement {
    public ShowCreate {
      name = List.copyOf(name);
    }
  }

  /** {@code SHOW TBLPROPERTIES name}. */
  record ShowProperties(List<String> name) implements ShowStatement {
    public ShowProperties {
      name = List.copyOf(name);
    }
  }

  /**
   * {@code DESCRIBE [TABLE] [EXTENDED] name}.
   *
   * @param extended also what isn't a column
   */
  record Describe(List<String> name, boolean extended) implements ShowStatement {
    public Describe {
      name = List.copyOf(name);
    }
  }

  /** {@code DESCRIBE [QUERY] query}. */
  record DescribeQuery(SqlText query) implements ShowStatement {}

  /** {@code DESCRIBE DATABASE [EXTENDED] name}. */
  record DescribeDatabase(String name, boolean extended) implements ShowStatement {}

  /** {@code DESCRIBE FUNCTION [EXTENDED] name}. */
  record DescribeFunction(String name, boolean extended) implements ShowStatement {}
}
