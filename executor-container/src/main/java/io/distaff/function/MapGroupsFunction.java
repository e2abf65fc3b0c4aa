package io.distaff.function;

import java.io.Serializable;
import java.util.Iterator;

/** Makes one object of a key and the objects that have it. */
@FunctionalInterface
public interface MapGroupsFunction<K, V, R> extends Serializable {
  R call(K key, Iterator<V> values) throws Exception;
}
