package io.distaff.function;

import java.io.Serializable;

/** Makes one object of two; the order and grouping of many must not matter. */
@FunctionalInterface
public interface ReduceFunction<T> extends Serializable {
  T call(T first, T second) throws Exception;
}
