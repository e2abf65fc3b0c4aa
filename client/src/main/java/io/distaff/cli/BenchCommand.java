package io.distaff.cli;

import io.distaff.cli.bench.BenchReport;
import io.distaff.cli.bench.Benchmark;
import io.distaff.cli.bench.Engine;
import io.distaff.cli.bench.LatencyBenchmark;
import io.distaff.cli.bench.PlanningBenchmark;
import io.distaff.cli.bench.Workload;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileStore;
import io.distaff.submit.ExitGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures the engine, and others beside it on the same files. */
final class BenchCommand implements Command {
  private static final String LATENCY = "latency";
  private static final String PLAN = "plan";
  private static final CommandOption SCALE =
      CommandOption.of("scale", "S", "The scale factor of tables that are made; default 1.");
  private static final CommandOption DATA =
      CommandOption.of(
          "data", "DIR", "The tables of TPC-H; they are made where there are none, and stay.");
  private static final CommandOption PASSES =
      CommandOption.of(
          "passes",
          "N",
          "How often everything is run, the first time in a fresh process; default 5, of plan"
              + " 100.");
  private static final CommandOption ENGINES =
      CommandOption.of(
          "engines",
          Engine.names(),
          "Which engines run, in turn; the others' answers are held against the first one's."
              + " Default distaff,duckdb in local mode, else distaff.");
  private static final CommandOption JSON =
      CommandOption.of("json", "FILE", "Writes every figure of tpch or micro to a file, too.");
  private static final int DEFAULT_PASSES = 5;

  /** The JVM compiles the planner in the course of about half of them. */
  private static final int DEFAULT_PLAN_PASSES = 100;

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String summary() {
    return "Measures TPC-H, micro queries, a small query as a whole, or planning.";
  }

  @Override
  public String syntax() {
    return "tpch|micro|latency|plan --data DIR [options]";
  }

  @Override
  public OptionTable options() {
    return OptionTable.of(DATA, SCALE, PASSES, ENGINES, JSON).plus(LaunchOptions.TABLE);
  }

  @Override
  public int run(ParsedArguments arguments, Problems problems, Console console)
      throws InterruptedException {
    LaunchSettings settings = LaunchSettings.of(arguments, problems, console);
    String what = arguments.rest().size() == 1 ? arguments.rest().get(0) : "";
    Optional<Workload> workload = Workload.of(what);
    boolean isPlan = what.equals(PLAN);
    if (workload.isEmpty() && !isPlan && !what.equals(LATENCY)) {
      problems.add("bench needs one of tpch, micro, latency and plan");
    } else if (workload.isEmpty() && arguments.has(JSON.key())) {
      problems.add("--json is for bench tpch and micro only, not for bench " + what);
    }
    if (isPlan && arguments.has(ENGINES.key())) {
      problems.add("--engines is not for bench plan, which measures this engine's planner");
    }
    if (!arguments.has(DATA.key())) {
      problems.add("--data is missing: the directory of the tables");
    }
    String scale = TpchTables.checkedScale(arguments.value(SCALE.key()).orElse("1"), problems);
    int passes =
        arguments.count(PASSES.key(), 1, isPlan ? DEFAULT_PLAN_PASSES : DEFAULT_PASSES, problems);
    List<Engine> engines =
        isPlan ? List.of(Engine.DISTAFF) : engines(arguments, settings, problems, console);
    problems.throwIfAny();

    try (SessionLauncher launcher = SessionLauncher.open(settings)) {
      FileStore files = launcher.files();
      BenchEngines commands = new BenchEngines(arguments, settings, files, console);
      String data = files.qualify(arguments.value(DATA.key()).orElseThrow());
      Map<Engine, ProcessBuilder> started = new LinkedHashMap<>();
      engines.forEach(engine -> started.put(engine, commands.command(engine, data)));
      if (!files.exists(data + "/lineitem")) {
        commands.makeTables(scale, data);
      }
      engines.forEach(engine -> commands.install(engine));
      if (workload.isPresent()) {
        String scratch = data + "-bench-" + ProcessHandle.current().pid();
        Benchmark benchmark =
            new Benchmark(workload.get(), started, scratch, console.err()::println);
        ExitGuard guard = new ExitGuard(benchmark::close);
        try (benchmark;
            guard) {
          files.makeDirectories(scratch);
          return report(benchmark.run(passes), benchmark.differences(), arguments, console);
        } finally {
          files.delete(scratch);
        }
      }
      String table =
          isPlan
              ? planning(started.get(Engine.DISTAFF), passes, console)
              : latency(engines, commands, data, passes, console);
      console.out().print(table);
      return ExitCode.OK;
    }
  }

  private static String planning(ProcessBuilder command, int passes, Console console)
      throws InterruptedException {
    PlanningBenchmark planning = new PlanningBenchmark();
    planning.run(command, passes, console.err()::println);
    return planning.table();
  }

  private static String latency(
      List<Engine> engines, BenchEngines commands, String data, int passes, Console console)
      throws InterruptedException {
    Map<Engine, LatencyBenchmark.Client> clients = new LinkedHashMap<>();
    engines.forEach(engine -> clients.put(engine, commands.smallStatement(engine, data)));
    LatencyBenchmark latency = new LatencyBenchmark();
    latency.run(clients, passes, console.err()::println);
    return latency.table();
  }

  private static List<Engine> engines(
      ParsedArguments arguments, LaunchSettings settings, Problems problems, Console console) {
    if (!arguments.has(ENGINES.key())) {
      return settings.master().isLocal() && SourceCheckout.find(console).isPresent()
          ? List.of(Engine.DISTAFF, Engine.DUCKDB)
          : List.of(Engine.DISTAFF);
    }
    List<Engine> engines = new ArrayList<>();
    for (String name : arguments.items(ENGINES.key())) {
      Optional<Engine> engine = Engine.of(name);
      if (engine.isEmpty() || engines.contains(engine.get())) {
        problems.add("--engines '" + name + "' is not one of " + Engine.names() + ", once each");
      } else {
        engines.add(engine.get());
      }
    }
    if (engines.isEmpty()) {
      problems.add("--engines names none of " + Engine.names());
    }
    return engines;
  }

  private static int report(
      BenchReport report, List<String> differences, ParsedArguments arguments, Console console) {
    console.out().print(report.table());
    arguments.value(JSON.key()).ifPresent(file -> write(Path.of(file), report.json()));
    differences.forEach(console::error);
    return differences.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void write(Path file, String json) {
    try {
      Files.writeString(file, json + "\n");
    } catch (IOException e) {
      throw new DistaffException(ErrorCode.WRITE_FAILED, "--json " + file + ": " + Reason.of(e), e);
    }
  }
}
