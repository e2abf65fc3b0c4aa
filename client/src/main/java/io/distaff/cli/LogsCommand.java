package io.distaff.cli;

import java.util.List;
import java.util.Optional;

/** Prints the logs of an application that has ended. */
final class LogsCommand implements Command {
  private static final CommandOption CONTAINER =
      CommandOption.of("container", "ID", "Only this container's.");

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public String summary() {
    return "Prints the logs of an application's containers.";
  }

  @Override
  public String syntax() {
    return "[options] ID";
  }

  @Override
  public OptionTable options() {
    return OptionTable.of(CONTAINER, LaunchOptions.VERBOSE);
  }

  @Override
  public int run(ParsedArguments arguments, Problems problems, Console console)
      throws InterruptedException {
    List<String> rest = arguments.rest();
    if (rest.size() != 1) {
      problems.add("logs needs one application id");
      problems.throwIfAny();
    }
    Optional<String> container = arguments.value(CONTAINER.key());
    return YarnQuestions.logs(
        rest.get(0), container, console.hadoopConfiguration().orElse(null), problems, console);
  }
}
