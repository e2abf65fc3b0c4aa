package io.distaff.cluster.yarn;

import io.distaff.executor.ExecutorMain;

/**
 * Ends a container whose JVM doesn't come to main() in time: what hangs that early can't watch over
 * itself. YARN hands over the end of a process's standard error only when the process failed by
 * itself, which is what the end by SIGALRM looks like; SIGTERM and SIGKILL it takes for its own.
 *
 * <p>The watch is a child of the shell that becomes the JVM. It looks once a second for the file
 * {@link ExecutorMain#STARTED_MARK}, and is gone within a second after the file is there or the JVM
 * isn't.
 */
final class StartWatch {
  /** The exit status of a process that SIGALRM ended. */
  static final int EXIT_NOT_STARTED = 128 + 14;

  private static final long MILLIS_PER_LOOK = 1000;

  private StartWatch() {}

  /**
   * To be put before the command of the JVM, in the same shell. YARN puts it between double quotes
   * of another shell, which becomes this one: {@code $$} is the same in both, and any other
   * variable would be replaced too early.
   */
  static String shellCommand(long limitMillis) {
    long looks = Math.max(1, limitMillis / MILLIS_PER_LOOK);
    return "(for look in {1.."
        + looks
        + "}; do sleep 1; [ -e "
        + ExecutorMain.STARTED_MARK
        + " ] && exit; kill -0 $$ || exit; done; kill -ALRM $$) >/dev/null 2>&1 & ";
  }
}
