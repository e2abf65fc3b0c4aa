package io.distaff.expression;

import io.distaff.types.DataType;
import java.util.List;

/**
 * A signature that takes a call's arguments.
 *
 * @param argumentTypes what the arguments must be cast to
 * @param cost how far that is; the cheapest signature wins
 */
public record BoundSignature(
    FunctionSignature signature, List<DataType> argumentTypes, DataType resultType, int cost) {
  public BoundSignature {
    argumentTypes = List.copyOf(argumentTypes);
  }
}
