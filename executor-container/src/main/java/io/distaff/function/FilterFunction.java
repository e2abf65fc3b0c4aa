package io.distaff.function;

import java.io.Serializable;

/** Says which objects to keep. */
@FunctionalInterface
public interface FilterFunction<T> extends Serializable {
  boolean call(T value) throws Exception;
}
