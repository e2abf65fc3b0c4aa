package io.distaff.function;

import java.io.Serializable;

/** A function of a row with no arguments; see the package for their classes. */
@FunctionalInterface
public interface UDF0<R> extends Serializable {
  R call() throws Exception;
}
