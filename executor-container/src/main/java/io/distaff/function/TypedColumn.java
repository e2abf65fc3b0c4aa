package io.distaff.function;

/**
 * An {@link Aggregator} under a name, where typed aggregates are selected. Immutable.
 *
 * @param <T> the objects that it takes
 * @param <R> the result
 */
public record TypedColumn<T, R>(Aggregator<T, ?, R> aggregator, String name) {
  /** The same under another name. */
  public TypedColumn<T, R> name(String other) {
    return new TypedColumn<>(aggregator, other);
  }

  /** As {@link #name(String)}. */
  public TypedColumn<T, R> as(String other) {
    return name(other);
  }
}
