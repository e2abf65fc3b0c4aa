package io.distaff.oracle;

import java.util.List;

/**
 * What a FROM clause gives.
 *
 * @param alias of a single table; else null
 * @param unique columns that tell every row from all others; empty when there are none
 * @param rows about how many
 */
record Scope(Sql from, String alias, List<Column> columns, List<Column> unique, double rows) {
  /** The same, grouped by keys. */
  Scope grouped(List<Column> columns, List<Column> keys) {
    return new Scope(from, null, List.copyOf(columns), List.copyOf(keys), rows);
  }
}
