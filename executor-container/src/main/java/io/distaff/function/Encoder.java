package io.distaff.function;

import java.io.Serializable;

/**
 * Says what the objects of a program are, so that they can be columns; {@link Encoders} makes them.
 * A method that takes one takes a class too, where that says enough. Immutable.
 *
 * @param <T> their class, for the compiler
 */
@SuppressWarnings("UnusedTypeParameter")
public record Encoder<T>(ObjectType type) implements Serializable {
  /** Objects of a class: a record, a bean, or one that a column has. */
  public static <T> Encoder<T> of(Class<T> type) {
    return new Encoder<>(ObjectType.of(type));
  }
}
