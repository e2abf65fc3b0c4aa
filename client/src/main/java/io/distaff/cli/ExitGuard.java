package io.distaff.cli;

/**
 * Cleans up when a signal ends the process before the work is done. The JVM's own exit code stays:
 * 130 for SIGINT, 143 for SIGTERM. Thread-safe.
 */
final class ExitGuard implements AutoCloseable {
  private final Thread hook;

  /**
   * @param cleanUp is run on a thread of its own, at most once; the process ends after it
   */
  ExitGuard(Runnable cleanUp) {
    this.hook = new Thread(cleanUp, "distaff-exit");
    Runtime.getRuntime().addShutdownHook(hook);
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
