package io.distaff.scalar;

import io.distaff.expression.FunctionRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All scalar functions, from the tables of their categories. Immutable. */
public final class ScalarFunctions {
  private static final List<ScalarFunction> ALL =
      Stream.of(
              MathFunctions.table(),
              RealFunctions.table(),
              BitFunctions.table(),
              TryFunctions.table(),
              TextFunctions.table(),
              NumberTextFunctions.table(),
              TimeFunctions.table(),
              DateFunctions.table(),
              TimeWindowFunctions.table(),
              TimeTextFunctions.table(),
              InstantFunctions.table(),
              ConditionalFunctions.table(),
              BinaryFunctions.table(),
              StructFunctions.table(),
              ElementFunctions.table(),
              ArrayFunctions.table(),
              MapFunctions.table(),
              HigherOrderFunctions.table(),
              JsonFunctions.table(),
              RandomFunctions.table(),
              SourceFunctions.table())
          .flatMap(List::stream)
          .toList();

  private static final FunctionRegistry REGISTRY =
      new FunctionRegistry(ALL.stream().map(ScalarFunction::definition).toList());

  private static final Map<String, ScalarFunction> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(f -> f.definition().name(), f -> f));

  private ScalarFunctions() {}

  /** What is said about them. */
  public static FunctionRegistry registry() {
    return REGISTRY;
  }

  /** The function of a name or an alias, regardless of case. */
  public static Optional<ScalarFunction> find(String name) {
    return REGISTRY.find(name).map(definition -> BY_NAME.get(definition.name()));
  }
}
