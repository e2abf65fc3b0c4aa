package io.distaff.function;

import java.io.Serializable;

/** A function of a row with three arguments; see the package for their classes. */
@FunctionalInterface
public interface UDF3<T1, T2, T3, R> extends Serializable {
  R call(T1 t1, T2 t2, T3 t3) throws Exception;
}
