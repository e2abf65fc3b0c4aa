package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.ObjectType;
import io.distaff.function.Tuple2;
import java.util.List;

/**
 * Pairs of objects: each side gets its object as one more column, a struct unless it is one value,
 * and the join gives these two. A side without a partner has no struct, and so is null. Stateless.
 */
final class TypedJoin {
  private TypedJoin() {}

  static <T, U> Dataset<Tuple2<T, U>> of(
      Dataset<T> left, Dataset<U> right, Column condition, String type) {
    if (JoinType.of(type).isLeftOnly()) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "joinWith() gives pairs, and a %s join has no right side: join() of toDF() gives its rows"
              .formatted(type));
    }
    Algebra algebra = left.frame().session().algebra();
    DataFrame lefts = withObject(left, "_1");
    DataFrame rights = withObject(right, "_2");
    DataFrame joined = lefts.join(rights, condition, type);
    Term first = lefts.col("_1").term();
    Term second = rights.col("_2").term();
    DataFrame pairs =
        joined.derived(
            algebra.select(
                joined.relation(),
                List.of(
                    new Term.Alias(first, List.of("_1")), new Term.Alias(second, List.of("_2")))));
    return Dataset.of(
        pairs, ObjectType.of(Tuple2.class, left.typed().type(), right.typed().type()));
  }

  private static DataFrame withObject(Dataset<?> side, String name) {
    TypedColumns typed = side.typed();
    Term named = new Term.Alias(typed.object(), List.of(name));
    return side.frame()
        .derived(
            side.frame()
                .session()
                .algebra()
                .select(typed.relation(), List.of(new Term.Star(List.of()), named)));
  }
}
