package io.distaff.function;

import java.io.Serializable;
import java.util.Iterator;

/**
 * Makes any number of objects of a key and the objects of two sides that have it, one of which may
 * have none; what it gives is closed at its end if it is AutoCloseable.
 */
@FunctionalInterface
public interface CoGroupFunction<K, V, W, R> extends Serializable {
  /**
   * Gives objects as they are asked for.
   *
   * @param left to be read first: what is left of them when the right ones are asked for is kept in
   *     memory
   */
  Iterator<R> call(K key, Iterator<V> left, Iterator<W> right) throws Exception;
}
