package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * How a relation was made of another one, which a filter or an order may name columns of that were
 * left out since: it is then made once more with {@link Scope.Entry#isLeftOut those columns} behind
 * its own. Closed family; immutable.
 */
sealed interface Derivation {
  /** Of nothing that has other columns. */
  Derivation NONE = new Source();

  /**
   * A relation once more, with columns behind its own.
   *
   * @param relation what was made so
   * @param names that mean no column of it
   * @return empty where the names mean nothing here either; throws SEMANTIC_ERROR for a column that
   *     can't come back
   */
  Optional<Relation> again(Relation relation, List<List<String>> names);

  /** Whether a name means a column that was left out. */
  boolean had(List<String> name);

  /** Some of a relation's rows, or all of them in another order. */
  static Derivation rows(Relation input, UnaryOperator<Relation> step) {
    return input.derivation() instanceof Source ? NONE : new Rows(input, step);
  }

  /** Nothing was left out. */
  record Source() implements Derivation {
    @Override
    public Optional<Relation> again(Relation relation, List<List<String>> names) {
      return Optional.empty();
    }

    @Override
    public boolean had(List<String> name) {
      return false;
    }
  }

  /**
   * Rows of the input, with all of its columns.
   *
   * @param step the same of an input with more columns
   */
  record Rows(Relation input, UnaryOperator<Relation> step) implements Derivation {
    @Override
    public Optional<Relation> again(Relation relation, List<List<String>> names) {
      return input.withLeftOut(names).map(step);
    }

    @Override
    public boolean had(List<String> name) {
      return input.derivation().had(name);
    }
  }

  /**
   * For each of the input's rows one or several, with other columns.
   *
   * @param step the same of an input that may have more columns, with those of some places behind
   */
  record Columns(Relation input, BiFunction<Relation, List<Integer>, Relation> step)
      implements Derivation {
    @Override
    public Optional<Relation> again(Relation relation, List<List<String>> names) {
      Relation more = input.withLeftOut(names).orElse(input);
      ScopeNames known = ScopeNames.of(more.scope());
      List<Integer> places =
          names.stream().flatMap(name -> known.places(name).stream()).distinct().toList();
      return places.isEmpty() ? Optional.empty() : Optional.of(step.apply(more, places));
    }

    @Override
    public boolean had(List<String> name) {
      return input.had(name);
    }
  }

  /**
   * Rows that aren't each one of the input's, so that no column of it can come back.
   *
   * @param what made them, as a program calls it
   */
  record Barrier(Relation input, String what) implements Derivation {
    @Override
    public Optional<Relation> again(Relation relation, List<List<String>> names) {
      for (List<String> name : names) {
        if (input.had(name)) {
          throw new DistaffException(
              ErrorCode.SEMANTIC_ERROR,
              "column %s was left out at or before %s, behind which there are only %s: filter and order before it, or keep the column"
                  .formatted(shown(name), what, relation.scope().names()));
        }
      }
      return Optional.empty();
    }

    private static String shown(List<String> name) {
      return String.join(".", FrameIds.isFrame(name.get(0)) ? name.subList(1, name.size()) : name);
    }

    @Override
    public boolean had(List<String> name) {
      return input.had(name);
    }
  }
}
