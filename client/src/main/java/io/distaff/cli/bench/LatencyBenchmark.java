package io.distaff.cli.bench;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long one small statement takes from the start of an engine's client to the client's end, and
 * what of it this engine spends on what. Used by one thread.
 */
public final class LatencyBenchmark {
  private static final String WHOLE = "start to exit of the client";
  private static final Pattern WALL = Pattern.compile("\"wallMillis\":([0-9.]+)");
  private static final Pattern PLANNING = Pattern.compile("\"planMillis\":([0-9.]+)");
  private static final Pattern MILESTONES = Pattern.compile("\\{\"milestones\":\\{(.*)}}");
  private static final Pattern MILESTONE = Pattern.compile("\"([^\"]+)\":([0-9]+)");

  /**
   * An engine's client that runs one statement and ends.
   *
   * @param input what its standard input gives it
   */
  public record Client(ProcessBuilder command, String input) {}

  private final Map<Engine, List<Map<String, Double>>> runs = new EnumMap<>(Engine.class);

  /** Runs each client so many times, in turn. */
  public void run(Map<Engine, Client> clients, int times, Consumer<String> progress)
      throws InterruptedException {
    for (int i = 1; i <= times; i++) {
      for (Map.Entry<Engine, Client> client : clients.entrySet()) {
        Map<String, Double> run = run(client.getValue());
        runs.computeIfAbsent(client.getKey(), engine -> new ArrayList<>()).add(run);
        progress.accept(
            String.format(
                Locale.ROOT, "%s: run %d took %.2f s", client.getKey(), i, run.get(WHOLE) / 1000));
      }
    }
  }

  private static Map<String, Double> run(Client client) throws InterruptedException {
    try {
      long start = System.nanoTime();
      Process process = client.command().redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      try (OutputStream input = process.getOutputStream()) {
        input.write(client.input().getBytes(StandardCharsets.UTF_8));
      }
      String messages = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      double millis = (System.nanoTime() - start) / 1e6;
      if (exitCode != 0) {
        throw new DistaffException(
            ErrorCode.USER_PROGRAM_FAILED,
            "the statement ended with " + exitCode + ":\n" + messages);
      }
      return parts(millis, messages);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION, "can't run a client: " + e.getMessage(), e);
    }
  }

  /** In milliseconds, in the order in which they are shown. */
  private static Map<String, Double> parts(double whole, String messages) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put(WHOLE, whole);
    figure("of it the statement", WALL, messages, parts);
    figure("of it planning", PLANNING, messages, parts);
    Matcher milestones = MILESTONES.matcher(messages);
    if (milestones.find()) {
      MILESTONE
          .matcher(milestones.group(1))
          .results()
          .forEach(each -> parts.put("at " + each.group(1), Double.parseDouble(each.group(2))));
    }
    return parts;
  }

  private static void figure(
      String name, Pattern pattern, String messages, Map<String, Double> parts) {
    Matcher matcher = pattern.matcher(messages);
    if (matcher.find()) {
      parts.put(name, Double.parseDouble(matcher.group(1)));
    }
  }

  /**
   * The first run, and least, median and most of the others, as a Markdown table; the first run may
   * put files on the cluster that the others find there. A step that not every run took, as to wait
   * for the first executor, isn't in it.
   */
  public String table() {
    StringBuilder table =
        new StringBuilder(
            "| milliseconds                           |   first |   least |  median |    most |\n"
                + "|----------------------------------------|--------:|--------:|--------:|--------:|\n");
    runs.forEach(
        (engine, ofEngine) ->
            ofEngine.get(0).keySet().stream()
                .filter(part -> ofEngine.stream().allMatch(run -> run.containsKey(part)))
                .forEach(part -> table.append(line(engine, part, ofEngine))));
    return table.toString();
  }

  private static String line(Engine engine, String part, List<Map<String, Double>> runs) {
    double[] others =
        runs.stream()
            .skip(runs.size() == 1 ? 0 : 1)
            .mapToDouble(run -> run.get(part))
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT,
        "| %-38s | %7.0f | %7.0f | %7.0f | %7.0f |%n",
        engine + ", " + part,
        runs.get(0).get(part),
        others[0],
        others[others.length / 2],
        others[others.length - 1]);
  }
}
