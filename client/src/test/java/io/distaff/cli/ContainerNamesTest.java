package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.submit.Submission.Linked;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerNamesTest {
  private final Problems problems = new Problems();
  private final ContainerNames names = new ContainerNames(problems);

  private static Linked linked(String file, String name) {
    return new Linked(Path.of(file), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "../a", "a/b", "$a", "`a`", "a\"b"})
  void whatIsNoFileNameIsRefused(String name) {
    names.add("--files", List.of(linked("/x", name)));
    assertThat(problems.all())
        .containsExactly("--files /x: '" + name + "' can't be a file's name in a container");
  }

  @Test
  void aNameIsGivenOnceAndNotTheEngines() {
    names.add("--jars", List.of(linked("/1/a.jar", "a.jar"), linked("/1/a.jar", "a.jar")));
    names.add("--files", List.of(linked("/2/a.jar", "a.jar"), linked("/2/c", "b c-1.0_é")));
    names.add("--archives", List.of(linked("/3/d.zip", "distaff")));
    assertThat(problems.all())
        .containsExactly(
            "--files /2/a.jar: the name 'a.jar' is that of /1/a.jar already",
            "--archives /3/d.zip: the name 'distaff' is the engine's own in a container; say"
                + " path#name");
  }
}
