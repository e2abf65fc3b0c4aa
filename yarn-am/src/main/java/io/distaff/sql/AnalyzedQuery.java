package io.distaff.sql;

import io.distaff.catalog.TableHandle;
import io.distaff.types.Schema;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/**
 * A query that is well-formed and whose names and types are resolved.
 *
 * @param rel relational algebra, with sub-queries still in place
 * @param schema of the result, with the names that the user sees (two columns may share one)
 * @param warnings what of the text has no effect, for the user; a sentence each
 */
public record AnalyzedQuery(RelNode rel, Schema schema, List<String> warnings)
    implements TableHandle.Algebra {
  public AnalyzedQuery {
    warnings = List.copyOf(warnings);
  }

  /** One without warnings. */
  public AnalyzedQuery(RelNode rel, Schema schema) {
    this(rel, schema, List.of());
  }

  /** What was made of this query. */
  public AnalyzedQuery with(RelNode otherRel, Schema otherSchema) {
    return new AnalyzedQuery(otherRel, otherSchema, warnings);
  }
}
