package io.distaff.executor;

import io.distaff.config.LogLevel;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this process. Thread-safe. */
public final class ProcessLog {
  private static final Logger log = LoggerFactory.getLogger(ProcessLog.class);

  private ProcessLog() {}

  /**
   * Sets how much is logged from now on, by whatever has no level of its own in the logging
   * configuration.
   */
  public static void setLevel(LogLevel level) {
    LogManager.getRootLogger().setLevel(level(level));
    log.info("the log level is {}", level);
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case OFF -> Level.OFF;
      case ERROR -> Level.ERROR;
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
      case TRACE -> Level.TRACE;
    };
  }
}
