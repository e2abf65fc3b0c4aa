package io.distaff.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that runs; its output goes to files, which can be read at any time until it has ended.
 * Closing it ends it, if a test has failed before its end.
 */
final class DistaffProcess implements AutoCloseable {
  private static final long LONGEST_SECONDS = 180;
  private static final long KILL_SECONDS = 10;

  private final String commandLine;
  private final Process process;
  private final Path files;
  private final long startNanos = System.nanoTime();

  DistaffProcess(String commandLine, Process process, Path files) {
    this.commandLine = commandLine;
    this.process = process;
    this.files = files;
  }

  /** A command that has ended. */
  record Ended(String commandLine, int exitCode, String out, String err, long millis) {
    private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");

    /** Checks the exit code; all that the command wrote is in the failure. */
    Ended expectExit(int expected) {
      if (exitCode != expected) {
        throw new AssertionError("expected exit code " + expected + " of " + this);
      }
      return this;
    }

    List<String> outLines() {
      return out.lines().toList();
    }

    List<String> errLines() {
      return err.lines().toList();
    }

    /** The lines that begin with {@code error:}. */
    List<String> errors() {
      return err.lines().filter(line -> line.startsWith("error:")).toList();
    }

    /** The application that the command has told of. */
    String application() {
      Matcher matcher = APPLICATION.matcher(out + err);
      if (!matcher.find()) {
        throw new AssertionError("no application id in " + this);
      }
      return matcher.group();
    }

    @Override
    public String toString() {
      return "distaff %s%nexit code %d after %d ms%n--- stdout%n%s%n--- stderr%n%s"
          .formatted(commandLine, exitCode, millis, out, err);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Sends a signal by its name, such as INT. */
  void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("kill -" + name + " gives " + kill.exitValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What is on standard output so far. */
  String out() {
    return read("out");
  }

  /** What is on standard error so far. */
  String err() {
    return read("err");
  }

  /** Waits for the end. A command that takes too long is ended, and fails the test. */
  Ended awaitEnd() {
    try {
      boolean inTime = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        end();
      }
      Ended ended = ended();
      if (!inTime) {
        throw new AssertionError("still running after " + LONGEST_SECONDS + " s: " + ended);
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      close();
    }
  }

  /** As a terminal would do it, so that the command can clean up; else by force. */
  private void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
      var unused = process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        end();
      }
      for (String name : List.of("in", "out", "err")) {
        Files.deleteIfExists(files.resolve(name));
      }
      Files.deleteIfExists(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Ended ended() {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    return new Ended(commandLine, process.exitValue(), read("out"), read("err"), millis);
  }

  private String read(String name) {
    try {
      return Files.readString(files.resolve(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
