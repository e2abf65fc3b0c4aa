package io.distaff.api;

import io.distaff.encoder.UserAggregate;

/**
 * An aggregate of the program's for expressions; {@link Functions#udaf}. It stands where those of
 * SQL do, beside them and others: in agg(), with a FILTER, and over a window. Each task reduces the
 * rows of its groups to buffers, which travel to where they are merged. What it throws ends the
 * query, with its name and the row. Immutable.
 */
public final class UserDefinedAggregate {
  private final UserAggregate aggregate;

  UserDefinedAggregate(UserAggregate aggregate) {
    this.aggregate = aggregate;
  }

  UserAggregate aggregate() {
    return aggregate;
  }

  /**
   * A call of it: a column for each component of the objects that it takes, in their order, or the
   * only one. Where a column is null the component is, so that one of a primitive type can't be.
   */
  public Column apply(Column... arguments) {
    return UserDefinedFunction.call(aggregate, Term.Call.Quantifier.ALL, arguments);
  }

  /** As {@link #apply}, of rows that are equal in all arguments only one. */
  public Column distinct(Column... arguments) {
    return UserDefinedFunction.call(aggregate, Term.Call.Quantifier.DISTINCT, arguments);
  }

  /** The same aggregate under a name for messages and plans. */
  public UserDefinedAggregate withName(String name) {
    return new UserDefinedAggregate(aggregate.withName(name));
  }
}
