package io.distaff.cli;

import io.distaff.config.DistaffConfig;
import io.distaff.driver.StatementExecution;

final class LocalStatementRunner implements StatementRunner {
  LocalStatementRunner(DistaffConfig config, int slots) {}

  @Override
  public StatementExecution run(String sql) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
