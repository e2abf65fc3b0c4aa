package io.distaff.api;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Java lambdas that make expressions of expressions, as lambdas of SQL. */
final class Lambdas {
  private Lambdas() {}

  static Column of(Function<Column, Column> lambda) {
    Term.Parameter first = new Term.Parameter();
    Column body = lambda.apply(new Column(first));
    return new Column(new Term.Lambda(List.of(first), body.term()));
  }

  static Column of(BiFunction<Column, Column, Column> lambda) {
    Term.Parameter first = new Term.Parameter();
    Term.Parameter second = new Term.Parameter();
    Column body = lambda.apply(new Column(first), new Column(second));
    return new Column(new Term.Lambda(List.of(first, second), body.term()));
  }

  static Column of(TriFunction<Column, Column, Column, Column> lambda) {
    Term.Parameter first = new Term.Parameter();
    Term.Parameter second = new Term.Parameter();
    Term.Parameter third = new Term.Parameter();
    Column body = lambda.apply(new Column(first), new Column(second), new Column(third));
    return new Column(new Term.Lambda(List.of(first, second, third), body.term()));
  }
}
