package io.distaff.cli;

import io.distaff.driver.StatementExecution;

/**
 * Runs statements of one session, one after the other: on YARN, or in this process. Confined to one
 * thread. Closing it ends the session and what runs for it.
 */
interface StatementRunner extends AutoCloseable {
  /**
   * Starts a statement; it must be closed before the next one. Throws what it failed of, now or
   * while rows are read.
   */
  StatementExecution run(String sql) throws InterruptedException;

  /** False when no statement can run any more, because the session has ended by itself. */
  boolean isAlive();

  @Override
  void close();
}
