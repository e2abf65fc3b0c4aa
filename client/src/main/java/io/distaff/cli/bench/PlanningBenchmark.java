package io.distaff.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How long this engine takes to plan each query of TPC-H: from its text to the stages that would
 * run, and those as text. Nothing is read but what planning reads: directories and footers, which
 * the driver keeps. Used by one thread.
 */
public final class PlanningBenchmark {
  private static final String EXPLAIN = "EXPLAIN STAGES ";

  private final List<BenchQuery> queries = Workload.TPCH.queries();

  /** Of each pass, in milliseconds, the queries in their order. */
  private final List<double[]> passes = new ArrayList<>();

  /**
   * Plans every query so many times, in a process of its own.
   *
   * @param command that starts this engine with the tables as views
   * @param progress is told what goes on
   * @throws io.distaff.error.DistaffException if the engine fails
   */
  public void run(ProcessBuilder command, int numPasses, Consumer<String> progress)
      throws InterruptedException {
    try (EngineProcess engine = EngineProcess.start(Engine.DISTAFF, command)) {
      for (int pass = 1; pass <= numPasses; pass++) {
        double[] millis = new double[queries.size()];
        for (int query = 0; query < millis.length; query++) {
          millis[query] = engine.planMillis(EXPLAIN + queries.get(query).sql());
        }
        passes.add(millis);
        progress.accept(
            String.format(Locale.ROOT, "pass %d took %.0f ms", pass, Arrays.stream(millis).sum()));
      }
    }
  }

  /**
   * The first pass, and least, median and most of the second half of the passes, by which the JVM
   * has compiled the planner, as a Markdown table.
   */
  public String table() {
    StringBuilder table =
        new StringBuilder(
            "| milliseconds |   first |   least |  median |    most |\n"
                + "|--------------|--------:|--------:|--------:|--------:|\n");
    for (int query = 0; query < queries.size(); query++) {
      int at = query;
      double[] warm =
          passes.stream()
              .skip(passes.size() / 2)
              .mapToDouble(millis -> millis[at])
              .sorted()
              .toArray();
      table.append(
          String.format(
              Locale.ROOT,
              "| %-12s | %7.1f | %7.1f | %7.1f | %7.1f |%n",
              queries.get(query).name(),
              passes.get(0)[query],
              warm[0],
              warm[warm.length / 2],
              warm[warm.length - 1]));
    }
    return table.toString();
  }
}
