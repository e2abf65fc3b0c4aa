package io.distaff.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.apache.log4j.Appender;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;
import org.apache.log4j.varia.NullAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessLogTest {
  private final Logger root = LogManager.getRootLogger();
  private final Logger other = LogManager.getLogger("io.distaff.ProcessLogTest");
  private final List<Appender> configured = new ArrayList<>();
  private Level level;

  @BeforeEach
  void configuresNothing() {
    level = root.getLevel();
    for (Object appender : Collections.list((Enumeration<?>) root.getAllAppenders())) {
      configured.add((Appender) appender);
    }
    root.removeAllAppenders();
    root.setLevel(Level.DEBUG);
  }

  @AfterEach
  void restores() {
    other.removeAllAppenders();
    root.removeAllAppenders();
    configured.forEach(root::addAppender);
    root.setLevel(level);
  }

  @Test
  void makesNoDetailedMessagesThatNobodyReads() {
    ProcessLog.skipUnread();
    assertThat(other.isDebugEnabled()).isFalse();
    assertThat(other.isInfoEnabled()).isTrue();
  }

  @Test
  void leavesWhatTheProgramHasConfigured() {
    root.addAppender(new NullAppender());
    ProcessLog.skipUnread();
    assertThat(other.isDebugEnabled()).isTrue();

    root.removeAllAppenders();
    other.addAppender(new NullAppender());
    ProcessLog.skipUnread();
    assertThat(other.isDebugEnabled()).isTrue();
  }

  @Test
  void leavesAHigherLevel() {
    root.setLevel(Level.ERROR);
    ProcessLog.skipUnread();
    assertThat(root.getLevel()).isEqualTo(Level.ERROR);
  }
}
