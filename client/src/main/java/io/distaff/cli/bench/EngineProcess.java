package io.distaff.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine in a process of its own, that runs one statement after the other. Used by one thread.
 */
final class EngineProcess implements AutoCloseable {
  private static final String TIMING = "{\"statement\":";
  private static final String ERROR = "error: ";
  private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");
  private static final int LAST_LINES = 20;
  private static final int STOP_SECONDS = 60;

  private static final JsonFactory JSON = new JsonFactory();

  private final Engine engine;
  private final Process process;
  private final Writer input;

  /** The lines of each output; nothing stands for its end. */
  private final BlockingQueue<Optional<String>> rows = new LinkedBlockingQueue<>();

  private final BlockingQueue<Optional<String>> messages = new LinkedBlockingQueue<>();
  private final Deque<String> lastMessages = new ArrayDeque<>();
  private final ProcessUsage usage;

  private EngineProcess(Engine engine, Process process) {
    this.engine = engine;
    this.process = process;
    this.input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.usage = new ProcessUsage(process.toHandle());
    read("rows", process.getInputStream(), rows);
    read("messages", process.getErrorStream(), messages);
  }

  /** Starts the engine, and gives it without waiting for it. */
  static EngineProcess start(Engine engine, ProcessBuilder command) {
    try {
      return new EngineProcess(engine, command.start());
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION, "can't start " + engine + ": " + e.getMessage(), e);
    }
  }

  Engine engine() {
    return engine;
  }

  ProcessUsage usage() {
    return usage;
  }

  /**
   * Runs a query, and waits for the whole answer.
   *
   * @throws DistaffException if it fails, with the engine's message, or the engine ends
   */
  Answer query(String sql) throws InterruptedException {
    long start = System.nanoTime();
    Timing timing = run(sql);
    List<String> answer = takeRows(timing.rows());
    return new Answer(System.nanoTime() - start, timing.bytesShuffled(), answer);
  }

  /** As {@link #query}; what the engine says that planning took, 0 for one that doesn't say. */
  double planMillis(String sql) throws InterruptedException {
    Timing timing = run(sql);
    var unused = takeRows(timing.rows());
    return timing.planMillis();
  }

  private List<String> takeRows(long number) throws InterruptedException {
    List<String> taken = new ArrayList<>();
    while (taken.size() < number) {
      taken.add(rows.take().orElseThrow(this::ended));
    }
    return taken;
  }

  /** As {@link #query}, of a statement that writes, and so has no rows to give. */
  Answer write(String sql) throws InterruptedException {
    long start = System.nanoTime();
    Timing timing = run(sql);
    return new Answer(System.nanoTime() - start, timing.bytesShuffled(), List.of());
  }

  private Timing run(String sql) throws InterruptedException {
    send(sql + "\n;\n");
    return awaitTiming(sql);
  }

  private record Timing(double planMillis, long rows, long bytesShuffled) {}

  private Timing awaitTiming(String sql) throws InterruptedException {
    while (true) {
      String message = messages.take().orElseThrow(this::ended);
      remember(message);
      int timing = message.indexOf(TIMING);
      if (timing >= 0) {
        return parse(message.substring(timing));
      }
      int error = message.indexOf(ERROR);
      if (error >= 0) {
        throw new DistaffException(
            ErrorCode.USER_PROGRAM_FAILED,
            "%s can't run %s: %s"
                .formatted(engine, sql.strip(), message.substring(error + ERROR.length())));
      }
    }
  }

  private void remember(String message) {
    Matcher application = APPLICATION.matcher(message);
    if (application.find()) {
      usage.addApplication(application.group());
    }
    lastMessages.add(message);
    if (lastMessages.size() > LAST_LINES) {
      lastMessages.remove();
    }
  }

  private DistaffException ended() {
    return new DistaffException(
        ErrorCode.USER_PROGRAM_FAILED,
        engine + " ended by itself; its last words:\n" + String.join("\n", lastMessages));
  }

  private static Timing parse(String json) {
    double planMillis = 0;
    long rows = 0;
    long shuffled = 0;
    try (JsonParser parser = JSON.createParser(json)) {
      for (String name = nextName(parser); name != null; name = nextName(parser)) {
        switch (name) {
          case "planMillis" -> {
            parser.nextToken();
            planMillis = parser.getDoubleValue();
          }
          case "rows" -> rows = parser.nextLongValue(0);
          case "bytesShuffled" -> shuffled = parser.nextLongValue(0);
          default -> parser.nextToken();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("not an engine's word: " + json, e);
    }
    return new Timing(planMillis, rows, shuffled);
  }

  /** The next member's name of the object; null at its end. */
  private static String nextName(JsonParser parser) throws IOException {
    String name = parser.nextFieldName();
    while (name == null && parser.hasCurrentToken() && !parser.currentToken().isStructEnd()) {
      name = parser.nextFieldName();
    }
    return name;
  }

  private void send(String text) {
    try {
      input.write(text);
      input.flush();
    } catch (IOException e) {
      // It has ended; awaiting its answer tells why.
    }
  }

  private void read(String what, InputStream stream, BlockingQueue<Optional<String>> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  lines.add(Optional.of(line));
                }
              } catch (IOException e) {
                lines.add(Optional.of(ERROR + "its output can't be read: " + e.getMessage()));
              } finally {
                lines.add(Optional.empty());
              }
            },
            engine + "-" + what);
    reader.setDaemon(true);
    reader.start();
  }

  /** Ends the engine: it sees the end of its input, and is killed when it doesn't go. */
  @Override
  public void close() {
    usage.close();
    try {
      input.close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        destroy();
      }
    } catch (IOException e) {
      destroy();
    } catch (InterruptedException e) {
      destroy();
      Thread.currentThread().interrupt();
    }
  }

  private void destroy() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
