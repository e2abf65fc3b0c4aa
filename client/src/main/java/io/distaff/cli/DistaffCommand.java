package io.distaff.cli;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The program behind {@code bin/distaff}: finds the command, runs it, and makes one message and an
 * exit code of what it failed of. Stateless.
 */
public final class DistaffCommand {
  private static final List<Command> COMMANDS =
      List.of(
          new SubmitCommand(),
          new SqlCommand(),
          new TpchCommand(),
          new LogsCommand(),
          new QuickstartCommand(),
          new ClusterCommand(),
          new BenchCommand());

  private DistaffCommand() {}

  /** Ends the JVM with the command's exit code: a stray thread of a library can't keep it alive. */
  public static void main(String[] arguments) {
    Console console = Console.ofThisProcess();
    // Before threads meet it half begun, of which SLF4J would warn.
    var unused = LoggerFactory.getILoggerFactory();
    int exitCode = run(List.of(arguments), console);
    console.out().flush();
    System.exit(exitCode);
  }

  /** Runs one command line, and gives its exit code. */
  static int run(List<String> words, Console console) {
    if (words.isEmpty()) {
      console.err().print(help());
      return ExitCode.USAGE;
    }
    String name = words.get(0);
    switch (name) {
      case "--help", "-h", "help" -> {
        console.out().print(help());
        return ExitCode.OK;
      }
      case "--version", "version" -> {
        console.out().println("distaff " + version());
        return ExitCode.OK;
      }
      default -> {
        return COMMANDS.stream()
            .filter(command -> command.name().equals(name))
            .findFirst()
            .map(command -> run(command, words.subList(1, words.size()), console))
            .orElseGet(() -> unknownCommand(name, console));
      }
    }
  }

  private static int unknownCommand(String name, Console console) {
    List<String> names = COMMANDS.stream().map(Command::name).toList();
    console.error(
        "unknown command '"
            + name
            + "'"
            + NearestName.of(name, names).map(n -> "; did you mean " + n + "?").orElse("")
            + " (distaff --help lists them)");
    return ExitCode.USAGE;
  }

  private static int run(Command command, List<String> words, Console console) {
    OptionTable table = command.options().plus(OptionTable.of(OptionTable.HELP));
    Problems problems = new Problems();
    ParsedArguments arguments = ParsedArguments.parse(table, command.words(), words, problems);
    if (arguments.has(OptionTable.HELP.key())) {
      console.out().print(help(command, table));
      return ExitCode.OK;
    }
    boolean verbose = arguments.has(LaunchOptions.VERBOSE.key());
    try {
      return command.run(arguments, problems, console);
    } catch (DistaffException e) {
      report(e, verbose, console);
      if (e.code() == ErrorCode.USAGE) {
        console.err().println("distaff " + command.name() + " --help lists the options");
      }
      return ExitCode.of(e);
    } catch (InterruptedException e) {
      console.error("interrupted");
      return ExitCode.INTERRUPTED;
    } catch (RuntimeException | LinkageError e) {
      report(DistaffException.of(e, ErrorCode.INTERNAL_ERROR), verbose, console);
      return ExitCode.FAILED;
    }
  }

  /** One message, a line a problem; a stack trace only where it helps whoever reads it. */
  static void report(DistaffException failure, boolean verbose, Console console) {
    report("", failure, verbose, console);
  }

  /** As above, with a word on where it failed. */
  static void report(String where, DistaffException failure, boolean verbose, Console console) {
    if (failure.code().category() == ErrorCode.Category.CONFIGURATION) {
      failure.getMessage().lines().forEach(line -> console.error(where + line));
    } else {
      console.error(where + failure.getMessage());
    }
    if (verbose || failure.code() == ErrorCode.INTERNAL_ERROR) {
      failure.printStackTrace(console.err());
    }
  }

  /** What {@code distaff --help} prints. */
  static String help() {
    StringBuilder help =
        new StringBuilder("usage: distaff <command> [options]\n\nA distributed columnar engine on")
            .append(" Hadoop YARN.\n\ncommands:\n");
    for (Command command : COMMANDS) {
      help.append("  %-14s%s%n".formatted(command.name(), command.summary()));
    }
    help.append("  %-14s%s%n".formatted("version", "Prints the version."));
    help.append("\ndistaff <command> --help lists a command's options.\n");
    help.append(
        "exit codes: 0 ok; 1 the program or a statement failed; 2 usage or configuration;\n");
    help.append(
        "            3 the cluster refused or is unreachable; 130, 143 ended by a signal\n");
    return help.toString();
  }

  private static String help(Command command, OptionTable table) {
    return "usage: distaff %s %s%n%n%s%n%noptions:%n%s"
        .formatted(command.name(), command.syntax(), command.summary(), table.help());
  }

  static String version() {
    String version = DistaffCommand.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
