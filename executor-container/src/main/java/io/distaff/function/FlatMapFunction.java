package io.distaff.function;

import java.io.Serializable;
import java.util.Iterator;

/** Makes any number of objects of each. */
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Serializable {
  Iterator<R> call(T value) throws Exception;
}
