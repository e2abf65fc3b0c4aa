package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.distaff.config.ConfigOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownSettingsTest {
  /** The test runs in the module's directory. */
  private static final Path DEFAULTS = Path.of("..", "conf", "distaff-defaults.conf");

  @Test
  void everyDeclaredSettingIsKnown() throws ReflectiveOperationException {
    List<String> declared = new ArrayList<>();
    for (JavaClass owner :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.distaff")) {
      if (owner.getSimpleName().endsWith("Options") && owner.tryGetField("ALL").isPresent()) {
        for (Field field : Class.forName(owner.getName()).getFields()) {
          if (field.getType() == ConfigOption.class) {
            declared.add(((ConfigOption<?>) field.get(null)).key());
          }
        }
      }
    }
    assertThat(KnownSettings.registry().all().stream().map(ConfigOption::key))
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void theDefaultsFileIsAsGenerated() throws IOException {
    assertThat(Files.readString(DEFAULTS))
        .as("run bin/dev/regen-conf")
        .isEqualTo(ReferenceConfiguration.text());
  }

  @Test
  void theDefaultsFileSetsNothing() {
    Problems problems = new Problems();
    assertThat(PropertiesFile.read(DEFAULTS, problems)).isEmpty();
    assertThat(problems.all()).isEmpty();
  }
}
