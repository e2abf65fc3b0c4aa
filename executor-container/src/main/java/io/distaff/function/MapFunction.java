package io.distaff.function;

import java.io.Serializable;

/** Makes one object of each. */
@FunctionalInterface
public interface MapFunction<T, R> extends Serializable {
  R call(T value) throws Exception;
}
