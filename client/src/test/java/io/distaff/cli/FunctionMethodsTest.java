package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.api.Functions;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.scalar.ScalarFunctions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionMethodsTest {
  /** The test runs in the module's directory. */
  private static final Path SOURCE =
      Path.of("src", "main", "java", "io", "distaff", "api", "RegistryFunctions.java");

  @Test
  void theMethodsAreAsGenerated() throws IOException {
    assertThat(Files.readString(SOURCE))
        .as("run bin/dev/regen-conf")
        .isEqualTo(FunctionMethods.text());
  }

  @Test
  void everyNameOfEveryFunctionHasAMethod() {
    Set<String> methods =
        Arrays.stream(Functions.class.getMethods())
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(methods)
        .containsAll(
            Stream.of(ScalarFunctions.registry(), AggregateFunctions.registry())
                .flatMap(registry -> registry.names().stream())
                .map(FunctionMethods::methodName)
                .toList());
  }
}
