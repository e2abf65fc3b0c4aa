package io.distaff.cli;

/** A command of {@code bin/distaff}. Stateless. */
interface Command {
  /** The word by which it is called. */
  String name();

  /** One line of {@code distaff --help}. */
  String summary();

  /** What follows the command's name. */
  String syntax();

  OptionTable options();

  /** Where its options may stand. */
  default ParsedArguments.Words words() {
    return ParsedArguments.Words.MIXED;
  }

  /**
   * Runs the command, and gives the exit code. Throws DistaffException for what a user should read.
   *
   * @param arguments parsed by {@link #options}
   * @param problems what parsing found; the command adds its own, then throws them all at once
   */
  int run(ParsedArguments arguments, Problems problems, Console console)
      throws InterruptedException;
}
