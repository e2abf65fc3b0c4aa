package io.distaff.cli;

import io.distaff.cluster.Master;
import io.distaff.config.DistaffConfig;
import io.distaff.driver.Driver;
import io.distaff.driver.LocalDriver;
import io.distaff.driver.RunningDriver;
import io.distaff.driver.UserApplicationRunner;
import io.distaff.submit.ExitGuard;
import io.distaff.submit.SubmitOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a user's main() in this JVM: local mode. The program's session finds the driver that is
 * started here.
 */
final class LocalProgram {
  private static final int CLEAN_UP_SECONDS = 5;

  private LocalProgram() {}

  /** Returns when main() does; throws USER_PROGRAM_FAILED, or the engine's error, when it fails. */
  static void run(DistaffConfig config, List<Path> jars, String mainClass, List<String> arguments) {
    int slots = Master.parse(config.value(SubmitOptions.MASTER)).orElseThrow().slots();
    Driver driver = LocalDriver.start(config, KnownSettings.registry(), slots);
    Thread program = Thread.currentThread();
    CountDownLatch over = new CountDownLatch(1);
    ExitGuard guard = new ExitGuard(() -> cancel(driver, program, over));
    RunningDriver.set(driver);
    try {
      UserApplicationRunner.run(jars, mainClass, arguments);
    } finally {
      RunningDriver.clear(driver);
      over.countDown();
      guard.close();
      driver.close();
    }
  }

  /**
   * On the exit thread: the query that runs fails, and the program's thread has a while to take its
   * temporary files away. There is nothing to wait for when the exit is the program's own.
   */
  private static void cancel(Driver driver, Thread program, CountDownLatch over) {
    driver.close();
    boolean isExiting =
        Arrays.stream(program.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    try {
      var unused = isExiting || over.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
