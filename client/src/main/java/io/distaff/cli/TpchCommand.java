package io.distaff.cli;

import io.distaff.concurrent.Clock;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.format.ResultFormat;
import io.distaff.storage.FileStore;

/** Generates the eight TPC-H tables as Parquet, as a job of the engine. */
final class TpchCommand implements Command {
  private static final CommandOption SCALE =
      CommandOption.of("scale", "S", "The scale factor: 1 is about 1 GB of text; default 0.1.");
  private static final CommandOption OUTPUT =
      CommandOption.of("output", "DIR", "Where the tables go, a directory each.");
  private static final CommandOption OVERWRITE =
      CommandOption.flag("overwrite", "Replaces tables that are there.");

  @Override
  public String name() {
    return "tpch";
  }

  @Override
  public String summary() {
    return "Generates the TPC-H tables as Parquet.";
  }

  @Override
  public String syntax() {
    return "--scale S --output DIR [options]";
  }

  @Override
  public OptionTable options() {
    return OptionTable.of(SCALE, OUTPUT, OVERWRITE).plus(LaunchOptions.TABLE);
  }

  @Override
  public int run(ParsedArguments arguments, Problems problems, Console console)
      throws InterruptedException {
    LaunchSettings settings = LaunchSettings.of(arguments, problems, console);
    arguments.refuseRest(problems);
    String scale =
        TpchTables.checkedScale(
            arguments.value(SCALE.key()).orElse(TpchTables.DEFAULT_SCALE), problems);
    if (!arguments.has(OUTPUT.key())) {
      problems.add("--output is missing: the directory for the tables");
    }
    problems.throwIfAny();

    LaunchSettings named = settings.named("distaff tpch sf" + scale);
    ApplicationConsole listener =
        new ApplicationConsole(console, ApplicationConsole.Detail.EVERYTHING, Clock.system());
    try (SessionLauncher launcher = SessionLauncher.open(named)) {
      String output = launcher.files().qualify(arguments.value(OUTPUT.key()).orElseThrow());
      if (!arguments.has(OVERWRITE.key())) {
        refuseExisting(launcher.files(), output);
      }
      try (StatementRunner runner = launcher.start(listener)) {
        StatementSession session =
            new StatementSession(
                runner, ResultFormat.TABLE, StatementSession.Timing.HIDDEN, console);
        for (String table : TpchTables.NAMES) {
          session.runSilently(TpchTables.writeStatement(table, scale, output));
          console.err().println(output + "/" + table);
        }
      }
    }
    return ExitCode.OK;
  }

  private static void refuseExisting(FileStore files, String output) {
    for (String table : TpchTables.NAMES) {
      if (files.exists(output + "/" + table)) {
        throw new DistaffException(
            ErrorCode.PATH_ALREADY_EXISTS,
            output + "/" + table + " exists: choose another --output, or say --overwrite");
      }
    }
  }
}
