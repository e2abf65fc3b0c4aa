package io.distaff.cli;

import io.distaff.concurrent.Clock;
import io.distaff.error.DistaffException;
import io.distaff.format.ResultFormat;
import io.distaff.sql.SqlText;
import io.distaff.sql.StatementSplitter;
import io.distaff.storage.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs SQL statements in one session, and prints their results. */
final class SqlCommand implements Command {
  private static final CommandOption STATEMENT =
      CommandOption.letter(
          "e",
          "SQL",
          "Runs statements, separated by ';'. Can be repeated; -e and -f keep order. All are parsed"
              + " and their input paths looked up before the first runs.");
  private static final CommandOption FILE =
      CommandOption.letter("f", "FILE", "Runs a file's statements. Can be repeated.");
  private static final CommandOption VIEWS =
      CommandOption.of(
          "views", "DIR", "Registers each sub-directory of Parquet files as a view of its name.");
  private static final CommandOption FORMAT =
      CommandOption.of("format", ResultFormat.names(), "How results are written; default table.");
  private static final CommandOption TIMING =
      CommandOption.flag(
          "timing",
          "Writes what each statement took to standard error, a JSON object a line: times, tasks"
              + " and their retries, rows and bytes. On YARN another line says at last when the"
              + " application was submitted, accepted, up and so on.");

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public String summary() {
    return "Runs SQL statements given as arguments, in files or on standard input.";
  }

  @Override
  public String syntax() {
    return "[options] [-e SQL]... [-f FILE]...";
  }

  @Override
  public OptionTable options() {
    return OptionTable.of(STATEMENT, FILE, VIEWS, FORMAT, TIMING).plus(LaunchOptions.TABLE);
  }

  @Override
  public int run(ParsedArguments arguments, Problems problems, Console console)
      throws InterruptedException {
    LaunchSettings settings = LaunchSettings.of(arguments, problems, console).named("distaff sql");
    arguments.refuseRest(problems);
    ResultFormat format = format(arguments, problems);
    List<SqlText> statements = statements(arguments, problems);
    problems.throwIfAny();

    boolean fromInput = !arguments.has(STATEMENT.key()) && !arguments.has(FILE.key());
    boolean interactive = fromInput && console.promptsUser();
    if (fromInput && !interactive) {
      statements = StatementSplitter.split(readInput(console));
    }
    boolean verbose = arguments.has(LaunchOptions.VERBOSE.key());
    ApplicationConsole.Detail detail =
        verbose ? ApplicationConsole.Detail.EVERYTHING : ApplicationConsole.Detail.RESULTS;
    StatementSession.Timing timing =
        arguments.has(TIMING.key())
            ? StatementSession.Timing.SHOWN
            : StatementSession.Timing.HIDDEN;
    // What is typed isn't known yet; all else is looked at while the command connects.
    ScriptCheck check = ScriptCheck.start(statements);
    try (SessionLauncher launcher = SessionLauncher.open(settings)) {
      // A directory that isn't there is told before anything is started.
      List<String> views = viewStatements(arguments.value(VIEWS.key()), launcher.files());
      ApplicationConsole listener = new ApplicationConsole(console, detail, Clock.system());
      try (StatementRunner runner = launcher.start(listener, check)) {
        StatementSession session = new StatementSession(runner, format, timing, console);
        for (String view : views) {
          session.runSilently(view);
        }
        return interactive
            ? new StatementPrompt(session, verbose, console).run()
            : runAll(session, statements, verbose, console);
      } finally {
        if (timing == StatementSession.Timing.SHOWN && !settings.master().isLocal()) {
          console.err().println(listener.timeline(processStart()));
        }
      }
    }
  }

  /** By the clock that milestones are told by; what the system says of a process isn't. */
  private static Instant processStart() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  private static ResultFormat format(ParsedArguments arguments, Problems problems) {
    String name = arguments.value(FORMAT.key()).orElse(ResultFormat.TABLE.toString());
    Optional<ResultFormat> format = ResultFormat.of(name);
    if (format.isEmpty()) {
      problems.add("--format '" + name + "' is not one of " + ResultFormat.names());
    }
    return format.orElse(ResultFormat.TABLE);
  }

  private static List<SqlText> statements(ParsedArguments arguments, Problems problems) {
    List<SqlText> statements = new ArrayList<>();
    for (ParsedArguments.Given given : arguments.given()) {
      if (given.option().equals(STATEMENT)) {
        statements.addAll(StatementSplitter.split(given.value()));
      } else if (given.option().equals(FILE)) {
        Path file = Path.of(given.value());
        try {
          statements.addAll(StatementSplitter.split(Files.readString(file)));
        } catch (IOException e) {
          problems.add("-f " + file + ": " + Reason.of(e));
        }
      }
    }
    return statements;
  }

  private static String readInput(Console console) {
    try {
      return new String(console.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read standard input", e);
    }
  }

  private static List<String> viewStatements(Optional<String> directory, FileStore files) {
    if (directory.isEmpty()) {
      return List.of();
    }
    String root = files.qualify(directory.get());
    return files.subdirectories(root).stream()
        .map(
            name ->
                "CREATE OR REPLACE TEMPORARY VIEW %s USING parquet OPTIONS (path %s)"
                    .formatted(SqlNames.identifier(name), SqlNames.text(root + "/" + name)))
        .toList();
  }

  /** Runs statements up to the first that fails. */
  static int runAll(
      StatementSession session, List<SqlText> statements, boolean verbose, Console console)
      throws InterruptedException {
    for (SqlText statement : statements) {
      try {
        session.run(statement);
      } catch (DistaffException e) {
        return failed(e, session, statements.size(), verbose, console);
      }
    }
    return ExitCode.OK;
  }

  private static int failed(
      DistaffException e,
      StatementSession session,
      int statements,
      boolean verbose,
      Console console) {
    String where = statements > 1 ? "statement " + session.lastStatement() + ": " : "";
    DistaffCommand.report(where, e, verbose, console);
    return ExitCode.of(e) == ExitCode.CLUSTER ? ExitCode.CLUSTER : ExitCode.FAILED;
  }
}
