package io.distaff.catalog;

import io.distaff.expression.Expression;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The files of a table that is divided into partition directories; these are listed when it is
 * known which of them a query needs. Thread-safe; what was listed once stays as it was then.
 *
 * @param <F> what is known of some of the files
 */
public final class PartitionedFiles<F> {
  private final Schema columns;
  private final Function<List<Expression>, F> list;
  private final Map<List<Expression>, F> known = new ConcurrentHashMap<>();

  /**
   * @param look finds out what is to be known of files; throws SCHEMA_MISMATCH when one doesn't go
   *     with the table
   */
  PartitionedFiles(DirectoryTree tree, Schema columns, Function<List<DataFile>, F> look) {
    this(columns, conjuncts -> look.apply(tree.matching(columns, conjuncts)));
  }

  private PartitionedFiles(Schema columns, Function<List<Expression>, F> list) {
    this.columns = columns;
    this.list = list;
  }

  /** The same files, of which something else is known. */
  <G> PartitionedFiles<G> andThen(Function<F, G> change) {
    return new PartitionedFiles<>(columns, conjuncts -> change.apply(matching(conjuncts)));
  }

  /** The partition columns, from the outermost directory inwards: the table's last columns. */
  public Schema columns() {
    return columns;
  }

  /**
   * The files in those directories for which all conjuncts are true, listed level by level, so that
   * nothing is listed below a directory that is left out. Throws SCHEMA_MISMATCH when a directory
   * or a file doesn't go with the table's schema.
   *
   * @param conjuncts over {@link #columns}, without random or other changing functions; one that
   *     fails for a directory doesn't leave it out
   */
  public F matching(List<Expression> conjuncts) {
    return known.computeIfAbsent(List.copyOf(conjuncts), list);
  }
}
