package io.distaff.function;

import java.io.Serializable;

/**
 * How an {@link Accumulator} gathers values. The order in which values and totals come together is
 * any, and must not matter.
 *
 * @param <T> what is added
 * @param <R> the total, which must be Serializable
 */
public interface Accumulation<T, R> extends Serializable {
  /** The total of nothing; a new one each time if it is changed by {@link #add}. */
  R zero();

  /** A total with one more value; may be the given one, changed. */
  R add(R total, T value);

  /** Both totals together; may be the first one, changed. */
  R merge(R first, R second);
}
