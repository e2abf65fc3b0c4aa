package io.distaff.sql;

import io.distaff.catalog.TableHandle;
import io.distaff.types.Schema;
import org.apache.calcite.rel.RelNode;

/**
 * A query that is well-formed and whose names and types are resolved.
 *
 * @param rel relational algebra, with sub-queries still in place
 * @param schema of the result, with the names that the user sees (two columns may share one)
 */
public record AnalyzedQuery(RelNode rel, Schema schema) implements TableHandle.Algebra {}
