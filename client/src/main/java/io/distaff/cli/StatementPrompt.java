package io.distaff.cli;

import io.distaff.sql.StatementSplitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Runs what is typed at a terminal, as soon as a {@code ;} ends it; what fails is told, and the
 * next statement is awaited. Confined to one thread.
 */
final class StatementPrompt {
  private static final String FIRST_LINE = "distaff> ";
  private static final String NEXT_LINE = "      -> ";

  private final StatementSession session;
  private final boolean verbose;
  private final Console console;

  StatementPrompt(StatementSession session, boolean verbose, Console console) {
    this.session = session;
    this.verbose = verbose;
    this.console = console;
  }

  /** Gives OK when the user leaves, and another exit code when the session ends by itself. */
  int run() throws InterruptedException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    console.err().println("statements end with ';'; exit or Ctrl-D leaves");
    StringBuilder typed = new StringBuilder();
    while (true) {
      console.err().print(typed.isEmpty() ? FIRST_LINE : NEXT_LINE);
      console.err().flush();
      String line = readLine(input);
      if (line == null) {
        console.err().println();
        return run(typed);
      }
      if (typed.isEmpty() && line.strip().matches("(?i)(exit|quit)\\s*;?")) {
        return ExitCode.OK;
      }
      typed.append(line).append('\n');
      if (StatementSplitter.isComplete(typed.toString())) {
        int exitCode = run(typed);
        if (exitCode != ExitCode.OK) {
          return exitCode;
        }
        typed.setLength(0);
      }
    }
  }

  /** A statement that failed doesn't end the session. */
  private int run(StringBuilder typed) throws InterruptedException {
    int exitCode =
        SqlCommand.runAll(session, StatementSplitter.split(typed.toString()), verbose, console);
    return session.isAlive() ? ExitCode.OK : exitCode;
  }

  private static String readLine(BufferedReader input) {
    try {
      return input.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read standard input", e);
    }
  }
}
