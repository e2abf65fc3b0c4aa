package io.distaff;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.distaff.cli.DistaffCommand;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/**
 * Holds the order of this module's packages, which also keeps them free of cycles, and the rooms of
 * the large libraries. All packages of the modules below are lower; they have a test of their own.
 */
final class ArchitectureTest {
  /** A package imports only what stands in a row above, or before it in its own row. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("format", "api"), List.of("submit"), List.of("cli.cluster", "cli.bench", "cli"));

  /** Where libraries may be used: how the names of their packages begin, and the rooms. */
  private static final Map<String, List<String>> ROOMS =
      Map.of(
          "org.apache.hadoop", List.of("submit", "cli"),
          "org.apache.hadoop.fs", List.of("submit"),
          "org.apache.commons.cli", List.of("cli"),
          "io.netty", List.of(),
          "org.apache.parquet", List.of(),
          "org.apache.calcite", List.of("api"),
          "com.fasterxml.jackson.databind", List.of());

  private static final String ROOT = "io.distaff.";
  private static final List<String> ORDER = LEVELS.stream().flatMap(List::stream).toList();
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(DistaffCommand.class.getProtectionDomain().getCodeSource().getLocation());

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
