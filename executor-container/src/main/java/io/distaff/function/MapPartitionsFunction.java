package io.distaff.function;

import java.io.Serializable;
import java.util.Iterator;

/**
 * Makes objects of those of a partition. It is called once a task; objects are fetched and made as
 * what it gives is read, so that neither is ever held as a whole. If what it gives is
 * AutoCloseable, it is closed at its end, and when the task ends early.
 */
@FunctionalInterface
public interface MapPartitionsFunction<T, R> extends Serializable {
  Iterator<R> call(Iterator<T> values) throws Exception;
}
