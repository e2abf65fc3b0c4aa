package io.distaff.function;

import java.io.Serializable;
import java.util.Iterator;

/** Does something with the objects of a partition. */
@FunctionalInterface
public interface ForeachPartitionFunction<T> extends Serializable {
  void call(Iterator<T> values) throws Exception;
}
