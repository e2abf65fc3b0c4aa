package io.distaff.driver;

import io.distaff.rpc.ControlMessage.ProgramOutput;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Sends what a program prints to followers as well as to the container's own log files: whole
 * lines, and what is left when it is flushed or large.
 */
final class ProgramStreams extends OutputStream {
  private static final int LARGEST_PIECE_BYTES = 1 << 14;

  private final PrintStream log;
  private final boolean standardError;
  private final Consumer<ProgramOutput> followers;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private ProgramStreams(
      PrintStream log, boolean standardError, Consumer<ProgramOutput> followers) {
    this.log = log;
    this.standardError = standardError;
    this.followers = followers;
  }

  /** A stream that prints to {@code log} and tells the followers. */
  static PrintStream tee(
      PrintStream log, boolean standardError, Consumer<ProgramOutput> followers) {
    return new PrintStream(
        new ProgramStreams(log, standardError, followers), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int value) {
    log.write(value);
    line.write(value);
    if (value == '\n' || line.size() >= LARGEST_PIECE_BYTES) {
      send();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    log.write(bytes, offset, length);
    int end = offset + length;
    for (int from = offset; from < end; from += LARGEST_PIECE_BYTES) {
      line.write(bytes, from, Math.min(LARGEST_PIECE_BYTES, end - from));
      if (line.size() >= LARGEST_PIECE_BYTES) {
        send();
      }
    }
  }

  @Override
  public synchronized void flush() {
    log.flush();
    send();
  }

  private void send() {
    if (line.size() > 0) {
      followers.accept(new ProgramOutput(line.toByteArray(), standardError));
      line.reset();
    }
  }
}
