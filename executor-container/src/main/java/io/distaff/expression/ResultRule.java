package io.distaff.expression;

import io.distaff.types.DataType;
import java.util.List;

/** Computes the type of a result where the text of a signature can't say it. Stateless. */
@FunctionalInterface
public interface ResultRule {
  /**
   * The result's type.
   *
   * @param given the arguments as they are, of which some may be literals
   * @param bound the types that they are cast to
   */
  DataType resultType(List<FunctionArgument> given, List<DataType> bound);
}
