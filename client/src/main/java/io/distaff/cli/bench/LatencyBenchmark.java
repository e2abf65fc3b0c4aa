package io.distaff.cli.bench;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long one small statement takes from the start of its client to the client's end, and what of
 * it is the statement. Used by one thread.
 */
public final class LatencyBenchmark {
  private static final Pattern WALL = Pattern.compile("\"wallMillis\":([0-9.]+)");
  private static final Pattern PLANNING = Pattern.compile("\"planMillis\":([0-9.]+)");

  /** In milliseconds. */
  private record Run(double whole, double statement, double planning) {}

  private final List<Run> runs = new ArrayList<>();

  /**
   * Runs the command so many times.
   *
   * @param command {@code distaff sql} with one statement and {@code --timing}
   */
  public void run(ProcessBuilder command, int times, Consumer<String> progress)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      Run run = run(command);
      runs.add(run);
      progress.accept(String.format(Locale.ROOT, "run %d took %.2f s", i + 1, run.whole() / 1000));
    }
  }

  private static Run run(ProcessBuilder command) throws InterruptedException {
    try {
      long start = System.nanoTime();
      Process process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String messages = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      double millis = (System.nanoTime() - start) / 1e6;
      if (exitCode != 0) {
        throw new DistaffException(
            ErrorCode.USER_PROGRAM_FAILED,
            "the statement ended with " + exitCode + ":\n" + messages);
      }
      return new Run(millis, figure(WALL, messages), figure(PLANNING, messages));
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION, "can't run distaff: " + e.getMessage(), e);
    }
  }

  private static double figure(Pattern pattern, String messages) {
    Matcher matcher = pattern.matcher(messages);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }

  /** Least, median and most of each part, as a Markdown table. */
  public String table() {
    return "| milliseconds                 |   least |  median |    most |\n"
        + "|------------------------------|--------:|--------:|--------:|\n"
        + line("start to exit of the client", runs.stream().map(Run::whole).toList())
        + line("of it the statement", runs.stream().map(Run::statement).toList())
        + line("of it planning", runs.stream().map(Run::planning).toList());
  }

  private static String line(String name, List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return String.format(
        Locale.ROOT,
        "| %-28s | %7.0f | %7.0f | %7.0f |%n",
        name,
        sorted.get(0),
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() - 1));
  }
}
