package io.distaff.api;

import io.distaff.sql.AnalyzedQuery;
import java.util.List;
import java.util.Optional;

/**
 * A query, what its columns may be called, and what it was made of. Immutable.
 *
 * @param derivation tells how to have columns too that were left out on the way
 */
record Relation(AnalyzedQuery query, Scope scope, Derivation derivation) {
  /** Made of nothing that has other columns. */
  Relation(AnalyzedQuery query, Scope scope) {
    this(query, scope, Derivation.NONE);
  }

  static Relation of(AnalyzedQuery query) {
    return new Relation(query, Scope.of(query.schema()));
  }

  /** The query with a name for each column that no other has. */
  AnalyzedQuery distinct() {
    return query.with(query.rel(), Scope.named(scope.distinctNames(), query.schema()));
  }

  /** Another query of the same columns. */
  Relation with(AnalyzedQuery other, Derivation derivation) {
    AnalyzedQuery named = other.with(other.rel(), Scope.named(scope.names(), other.schema()));
    return new Relation(named, scope, derivation);
  }

  /** Whether a name means a column of it, or one that was left out on the way to it. */
  boolean had(List<String> name) {
    return ScopeNames.of(scope).has(name) || derivation.had(name);
  }

  /**
   * The same rows, and behind their columns those that were left out and that names mean; empty
   * where they mean none. Throws SEMANTIC_ERROR for one that can't come back.
   */
  Optional<Relation> withLeftOut(List<List<String>> names) {
    ScopeNames known = ScopeNames.of(scope);
    List<List<String>> others = names.stream().filter(name -> !known.has(name)).distinct().toList();
    return others.isEmpty() ? Optional.empty() : derivation.again(this, others).map(this::behind);
  }

  /** Another relation's query, whose first columns are these. */
  private Relation behind(Relation more) {
    List<Scope.Entry> all = more.scope().entries();
    List<Scope.Entry> leftOut = all.subList(scope.entries().size(), all.size());
    return more.with(scope.concat(new Scope(leftOut)));
  }

  /** The same columns under other names. */
  Relation with(Scope names) {
    return new Relation(query, names, derivation);
  }
}
