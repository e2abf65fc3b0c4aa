package io.distaff.catalog;

import io.distaff.expression.Expression;
import io.distaff.types.Schema;
import java.util.List;

/**
 * The files of a table that is divided into partition directories; these are listed when it is
 * known which of them a query needs. Thread-safe; what was listed once stays as it was then.
 */
public interface PartitionedFiles {
  /** The partition columns, from the outermost directory inwards: the table's last columns. */
  Schema columns();

  /**
   * The files in those directories for which all conjuncts are true, listed level by level, so that
   * nothing is listed below a directory that is left out. Throws SCHEMA_MISMATCH when a directory
   * or a footer doesn't go with the table's schema.
   *
   * @param conjuncts over {@link #columns}, without random or other changing functions; one that
   *     fails for a directory doesn't leave it out
   */
  TableMetadata matching(List<Expression> conjuncts);
}
