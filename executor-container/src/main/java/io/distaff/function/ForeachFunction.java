package io.distaff.function;

import java.io.Serializable;

/** Does something with each object. */
@FunctionalInterface
public interface ForeachFunction<T> extends Serializable {
  void call(T value) throws Exception;
}
