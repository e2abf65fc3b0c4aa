package io.distaff.executor;

import io.distaff.config.LogLevel;
import java.util.Collections;
import java.util.Enumeration;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this process. Thread-safe. */
public final class ProcessLog {
  private static final Logger log = LoggerFactory.getLogger(ProcessLog.class);

  private ProcessLog() {}

  /**
   * Has no messages made that nobody reads: where the program has configured no logging, log4j
   * takes all from DEBUG up, and writes none. What begins at INFO is cheap to leave on, and is
   * there when the program adds an appender later.
   */
  public static void skipUnread() {
    org.apache.log4j.Logger root = LogManager.getRootLogger();
    boolean isRead =
        root.getAllAppenders().hasMoreElements()
            || Collections.list((Enumeration<?>) LogManager.getCurrentLoggers()).stream()
                .anyMatch(
                    logger ->
                        ((org.apache.log4j.Logger) logger).getAllAppenders().hasMoreElements());
    if (!isRead && root.isDebugEnabled()) {
      root.setLevel(Level.INFO);
    }
  }

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
