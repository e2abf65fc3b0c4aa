package io.distaff.function;

import java.io.Serializable;
import java.util.Iterator;

/**
 * Makes any number of objects of a key and the objects that have it; what it gives is closed at its
 * end if it is AutoCloseable.
 */
@FunctionalInterface
public interface FlatMapGroupsFunction<K, V, R> extends Serializable {
  Iterator<R> call(K key, Iterator<V> values) throws Exception;
}
