package io.distaff.cli;

import io.distaff.cluster.yarn.JavaCommand;
import io.distaff.driver.ApplicationSpec;
import io.distaff.submit.Submission.Linked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names in a container's working directory: each may be given to one of the user's files, and
 * none that the engine or YARN uses itself. Confined to one thread.
 */
final class ContainerNames {
  private static final Set<String> TAKEN =
      Set.of(
          JavaCommand.RUNTIME_LINK,
          JavaCommand.CONFIGURATION_LINK,
          ApplicationSpec.LINK,
          "tmp",
          "container_tokens",
          "launch_container.sh",
          "default_container_executor.sh",
          "default_container_executor_session.sh");

  /** Links are made by a shell script. */
  private static final String NOT_IN_A_NAME = "/\\\"$`\n";

  private final Map<String, Linked> owners = new HashMap<>();
  private final Problems problems;

  ContainerNames(Problems problems) {
    this.problems = problems;
  }

  /** Notes what an option's files are called, and what is wrong with that. */
  void add(String option, List<Linked> files) {
    for (Linked file : files) {
      problem(file).ifPresent(problem -> problems.add(option + " " + file.file() + problem));
    }
  }

  private Optional<String> problem(Linked file) {
    String name = file.link();
    if (name.isBlank() || name.equals(".") || name.equals("..") || hasOddCharacter(name)) {
      return Optional.of(": '" + name + "' can't be a file's name in a container");
    }
    if (TAKEN.contains(name)) {
      return Optional.of(
          ": the name '" + name + "' is the engine's own in a container; say path#name");
    }
    Linked owner = owners.putIfAbsent(name, file);
    if (owner != null && !owner.equals(file)) {
      return Optional.of(": the name '" + name + "' is that of " + owner.file() + " already");
    }
    return Optional.empty();
  }

  private static boolean hasOddCharacter(String name) {
    return name.chars().anyMatch(c -> NOT_IN_A_NAME.indexOf(c) >= 0);
  }
}
