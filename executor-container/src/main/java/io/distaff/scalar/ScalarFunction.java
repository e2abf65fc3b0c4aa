package io.distaff.scalar;

import io.distaff.expression.FunctionDefinition;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.VectorFunction;
import java.util.Optional;

/**
 * A function of one row's values: what is said about it, and what makes it. Immutable.
 *
 * @param elements of functions that make arrays whose elements can be had some at a time
 */
public record ScalarFunction(
    FunctionDefinition definition, Factory factory, Optional<ElementFactory> elements) {
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

  /** As {@link Factory}. */
  @FunctionalInterface
  public interface ElementFactory {
    ElementStream create(CallSite site);
  }
}
