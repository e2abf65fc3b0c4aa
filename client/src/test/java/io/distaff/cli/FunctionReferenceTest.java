package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FunctionReferenceTest {
  /** The test runs in the module's directory. */
  private static final Path PAGE = Path.of("..", "conf", "functions.md");

  @Test
  void thePageIsAsGenerated() throws IOException {
    assertThat(Files.readString(PAGE))
        .as("run bin/dev/regen-conf")
        .isEqualTo(FunctionReference.text());
  }
}
