package io.distaff.scalar;

import io.distaff.expression.FunctionDefinition;
import io.distaff.kernel.VectorFunction;

/** A function of one row's values: what is said about it, and what makes it. Immutable. */
public record ScalarFunction(FunctionDefinition definition, Factory factory) {
  /** Makes the function for a call's types. */
  @FunctionalInterface
  public interface Factory {
    /**
     * A function for one call in one task.
     *
     * @throws io.distaff.error.DistaffException NOT_SUPPORTED when an argument has to be a literal,
     *     or has to be another one
     */
    VectorFunction create(CallSite site);
  }
}
