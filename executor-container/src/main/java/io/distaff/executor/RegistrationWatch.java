package io.distaff.executor;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends an executor that hangs before it has registered. YARN shows the end of a process's standard
 * error only when the process failed by itself, not when the driver has it stopped: so the process
 * says what held it up, and fails. Thread-safe.
 */
final class RegistrationWatch {
  /**
   * The part of the allowed time that is left for the failure to reach the driver: one in so many.
   */
  private static final int PER_REPORTING = 20;

  private final CountDownLatch registered = new CountDownLatch(1);

  private final Thread thread;

  private RegistrationWatch(
      Thread watched, String what, long limitMillis, PrintStream out, Runnable end) {
    thread =
        new Thread(
            () -> {
              if (isOver(limitMillis)) {
                report(watched, what, limitMillis, out);
                end.run();
              }
            },
            "registration-watch");
    thread.setDaemon(true);
  }

  /**
   * Watches over the calling thread.
   *
   * @param what has to register, and with whom, for people
   * @param allowedMillis by the driver
   * @param out takes the thread's stack and, as the last line, what is wrong
   * @param end ends the process
   */
  static RegistrationWatch start(String what, long allowedMillis, PrintStream out, Runnable end) {
    long limitMillis = allowedMillis - allowedMillis / PER_REPORTING;
    RegistrationWatch watch =
        new RegistrationWatch(Thread.currentThread(), what, limitMillis, out, end);
    watch.thread.start();
    return watch;
  }

  void registered() {
    registered.countDown();
  }

  /** Waits until nobody watches any more. */
  void awaitEnd() throws InterruptedException {
    thread.join();
  }

  private boolean isOver(long limitMillis) {
    try {
      return !registered.await(limitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but the end of the process.
      return false;
    }
  }

  private static void report(Thread watched, String what, long limitMillis, PrintStream out) {
    StringBuilder text = new StringBuilder("the thread ");
    text.append(watched.getName()).append(" is ").append(watched.getState()).append(":\n");
    for (StackTraceElement frame : watched.getStackTrace()) {
      text.append("  at ").append(frame).append('\n');
    }
    text.append("can't register ").append(what);
    text.append(": not done within ").append(limitMillis).append(" ms; its stack is above");
    out.println(text);
    out.flush();
  }
}
