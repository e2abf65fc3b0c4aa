package io.distaff.function;

import java.io.Serializable;

/** A function of a row with one argument; see the package for their classes. */
@FunctionalInterface
public interface UDF1<T1, R> extends Serializable {
  R call(T1 t1) throws Exception;
}
