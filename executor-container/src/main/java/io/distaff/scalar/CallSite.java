package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.LambdaBody;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.large.LargeValues;
import java.util.List;
import java.util.Map;

/**
 * A call that a function is made for.
 *
 * @param name of the function
 * @param type of the result
 * @param argumentTypes as the signature binds them
 * @param constants the values of arguments that are literals, by position, in the classes of {@link
 *     io.distaff.vector.Vectors#value}; without nulls
 * @param lambdas the arguments that are lambdas, in their order; the function is not given them
 *     among its values
 * @param arrays allocates what results and what is between are kept in
 * @param values for which tokens stand, in what functions are given that take tokens
 */
public record CallSite(
    String name,
    DataType type,
    List<DataType> argumentTypes,
    Map<Integer, Object> constants,
    List<LambdaBody> lambdas,
    ReservedArrays arrays,
    LargeValues values) {
  public CallSite {
    argumentTypes = List.copyOf(argumentTypes);
    constants = Map.copyOf(constants);
    lambdas = List.copyOf(lambdas);
  }

  /** A call without lambdas. */
  public CallSite(
      String name,
      DataType type,
      List<DataType> argumentTypes,
      Map<Integer, Object> constants,
      ReservedArrays arrays,
      LargeValues values) {
    this(name, type, argumentTypes, constants, List.of(), arrays, values);
  }

  public int numArguments() {
    return argumentTypes.size();
  }

  public boolean isConstant(int argument) {
    return constants.containsKey(argument);
  }

  /** The text of an argument that must be a literal; throws NOT_SUPPORTED if it isn't. */
  public String constantText(int argument) {
    return (String) constant(argument);
  }

  /** The number of an argument that must be a literal; throws NOT_SUPPORTED if it isn't. */
  public long constantLong(int argument) {
    return (Long) constant(argument);
  }

  private Object constant(int argument) {
    Object value = constants.get(argument);
    if (value == null) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "argument " + (argument + 1) + " of " + name + " must be a literal");
    }
    return value;
  }
}
