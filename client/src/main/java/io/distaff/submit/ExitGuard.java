package io.distaff.submit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans up when a signal ends the process before the work is done. The JVM's own exit code stays:
 * 130 for SIGINT, 143 for SIGTERM. Thread-safe.
 */
public final class ExitGuard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ExitGuard.class);

  private final Thread hook;

  /**
   * @param cleanUp is run on a thread of its own, at most once; the process ends after it
   */
  public ExitGuard(Runnable cleanUp) {
    this.hook = new Thread(() -> run(cleanUp), "distaff-exit");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void run(Runnable cleanUp) {
    try {
      cleanUp.run();
    } catch (RuntimeException e) {
      log.warn("could not clean up", e);
    }
  }

  /** The work is done: nothing is to be cleaned up any more. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook has its turn.
    }
  }
}
