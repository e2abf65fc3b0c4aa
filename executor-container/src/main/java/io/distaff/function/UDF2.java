package io.distaff.function;

import java.io.Serializable;

/** A function of a row with two arguments; see the package for their classes. */
@FunctionalInterface
public interface UDF2<T1, T2, R> extends Serializable {
  R call(T1 t1, T2 t2) throws Exception;
}
