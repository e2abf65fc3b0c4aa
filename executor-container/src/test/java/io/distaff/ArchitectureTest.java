package io.distaff;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.distaff.executor.ExecutorMain;
import io.distaff.function.FunctionCodec;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/**
 * Holds the order of this module's packages, which also keeps them free of cycles, and the rooms of
 * the large libraries. The modules above have the same test with their own tables.
 */
final class ArchitectureTest {
  /** A package imports only what stands in a row above, or before it in its own row. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("ids", "error", "concurrent", "metrics"),
          List.of("codec", "config", "types"),
          List.of("row", "function", "memory", "storage", "expression"),
          List.of("vector", "vector.large", "plan", "transport"),
          List.of(
              "kernel",
              "collection",
              "text.record",
              "scalar",
              "encoder",
              "eval",
              "serde",
              "parquet.read",
              "parquet.write",
              "text",
              "rpc"),
          List.of("shuffle", "cache", "broadcast"),
          List.of(
              "operator",
              "operator.spill",
              "operator.sort",
              "operator.aggregation",
              "operator.join",
              "operator.window",
              "operator.generate"),
          List.of("task"),
          List.of("executor"));

  /** Where libraries may be used: how the names of their packages begin, and the rooms. */
  private static final Map<String, List<String>> ROOMS =
      Map.of(
          "org.apache.hadoop", List.of("storage", "executor"),
          "org.apache.hadoop.fs", List.of("storage"),
          "org.apache.hadoop.yarn", List.of("executor"),
          "io.netty", List.of("transport"),
          "org.apache.log4j", List.of("executor"),
          "org.apache.parquet", List.of("parquet.read", "parquet.write"),
          "shaded.parquet", List.of("parquet.read", "parquet.write"),
          "com.google.re2j", List.of("scalar"),
          "com.fasterxml.jackson.databind", List.of("codec"));

  private static final String CODEC = FunctionCodec.class.getName();
  private static final String ROOT = "io.distaff.";
  private static final List<String> ORDER = LEVELS.stream().flatMap(List::stream).toList();
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(ExecutorMain.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void everyPackageHasItsPlaceInTheTable() {
    assertThat(CLASSES.stream().map(ArchitectureTest::packageOf).distinct())
        .containsExactlyInAnyOrderElementsOf(ORDER);
  }

  @Test
  void packagesImportOnlyWhatStandsBeforeThem() {
    assertThat(uses((user, used) -> ORDER.indexOf(used) > ORDER.indexOf(user)))
        .as(
            "A package imports what stands after it in the table. Move the class, or declare a"
                + " small interface low, implement it high and pass it in a constructor")
        .isEmpty();
  }

  /** What is read becomes objects of classes that the bytes name. */
  @Test
  void javaSerializationIsForTheFunctionsOfUsers() {
    assertThat(CLASSES.stream().filter(type -> !type.getFullName().startsWith(CODEC)))
        .allSatisfy(
            type ->
                assertThat(type.getDirectDependenciesFromSelf())
                    .noneMatch(
                        use ->
                            use.getTargetClass().isEquivalentTo(ObjectInputStream.class)
                                || use.getTargetClass().isEquivalentTo(ObjectOutputStream.class)));
  }

  @Test
  void librariesStayInTheirRooms() {
    ROOMS.forEach(
        (library, rooms) ->
            assertThat(uses((user, used) -> used.startsWith(library) && !rooms.contains(user)))
                .as("%s is for %s only. Give them a method for what is needed", library, rooms)
                .isEmpty());
  }

  /** The uses of one package by another that fit. */
  private static List<String> uses(BiPredicate<String, String> userAndUsed) {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(
            use ->
                userAndUsed.test(packageOf(use.getOriginClass()), packageOf(use.getTargetClass())))
        .map(Dependency::getDescription)
        .distinct()
        .toList();
  }

  /** A class's package, as the tables name it. */
  private static String packageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
  }
}
