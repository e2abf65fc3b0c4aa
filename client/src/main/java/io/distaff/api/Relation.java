package io.distaff.api;

import io.distaff.sql.AnalyzedQuery;

/** A query and what its columns may be called. Immutable. */
record Relation(AnalyzedQuery query, Scope scope) {
  static Relation of(AnalyzedQuery query) {
    return new Relation(query, Scope.of(query.schema()));
  }

  /** The query with a name for each column that no other has. */
  AnalyzedQuery distinct() {
    return query.with(query.rel(), Scope.named(scope.distinctNames(), query.schema()));
  }

  /** Another query of the same columns. */
  Relation with(AnalyzedQuery other) {
    return new Relation(other.with(other.rel(), Scope.named(scope.names(), other.schema())), scope);
  }
}
