package io.distaff.cli;

import io.distaff.config.DistaffConfig;
import io.distaff.driver.Driver;
import io.distaff.driver.LocalDriver;
import io.distaff.driver.StatementExecution;
import io.distaff.submit.ExitGuard;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The driver in this process. When a signal ends the process, what runs is cancelled, and has a
 * while to take its temporary files away.
 */
final class LocalStatementRunner implements StatementRunner {
  private static final int CLEAN_UP_SECONDS = 5;

  private final Driver driver;
  private final ExitGuard guard;
  private final AtomicBoolean driverClosed = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);

  LocalStatementRunner(DistaffConfig config, int slots) {
    this.driver = LocalDriver.start(config, KnownSettings.registry(), slots);
    this.guard = new ExitGuard(this::cancel);
  }

  @Override
  public StatementExecution run(String sql) {
    return driver.execute(sql);
  }

  @Override
  public boolean isAlive() {
    return !driverClosed.get();
  }

  /** On the exit thread: the statement that runs fails, and its own thread cleans up after it. */
  private void cancel() {
    closeDriver();
    try {
      var unused = done.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeDriver() {
    if (driverClosed.compareAndSet(false, true)) {
      driver.close();
    }
  }

  @Override
  public void close() {
    guard.close();
    try {
      closeDriver();
    } finally {
      done.countDown();
    }
  }
}
