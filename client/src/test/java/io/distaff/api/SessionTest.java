package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.Driver;
import io.distaff.driver.EngineOptions;
import io.distaff.driver.LocalDriver;
import io.distaff.driver.RunningDriver;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent;
import io.distaff.memory.MemoryOptions;
import io.distaff.memory.MemoryUse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class SessionTest {
  private static final String THRESHOLD = "distaff.sql.broadcast.threshold";

  @Test
  void theOpenSessionIsGivenAgainWithMoreSettings() {
    try (Session session = Session.builder().master("local[2]").appName("a").getOrCreate()) {
      assertThat(session.conf().get(THRESHOLD)).isEqualTo("32m");
      Session again = Session.builder().master("local[2]").config(THRESHOLD, "1m").getOrCreate();
      assertThat(again).isSameAs(session);
      assertThat(session.conf().get(THRESHOLD)).isEqualTo("1m");
      assertThatThrownBy(() -> Session.builder().master("local[1]").getOrCreate())
          .hasMessageContaining("master comes too late here: the application runs on local[2]");
    }
    try (Session other = Session.builder().master("local").getOrCreate()) {
      assertThat(other.conf().get(THRESHOLD)).isEqualTo("32m");
    }
  }

  @Test
  void executorsAreShownWithTheirMemory() {
    try (Session session = Session.builder().master("local[2]").getOrCreate()) {
      await().until(() -> session.executors().get(0).memory().isPresent());
      ExecutorInfo only = session.executors().get(0);
      assertThat(session.executors()).hasSize(1);
      assertThat(only.id()).isEqualTo("local");
      assertThat(only.host()).isEqualTo("localhost");
      assertThat(only.cores()).isEqualTo(2);
      assertThat(only.runningTasks()).isEmpty();
      MemoryUse memory = only.memory().orElseThrow();
      assertThat(memory.poolBytes()).isPositive();
      assertThat(memory.executionBytes()).isBetween(0L, memory.executionLimitBytes());
      assertThat(memory.storageFloorBytes()).isBetween(1L, memory.poolBytes());
    }
  }

  @Test
  void theLogLevelIsSetLive() {
    Logger log = LoggerFactory.getLogger("io.distaff.SessionTest");
    Level before = LogManager.getRootLogger().getLevel();
    try (Session session = Session.builder().master("local[1]").getOrCreate()) {
      try {
        session.setLogLevel("error");
        assertThat(log.isWarnEnabled()).isFalse();
        assertThat(log.isErrorEnabled()).isTrue();
        session.setLogLevel("INFO");
        assertThat(log.isInfoEnabled()).isTrue();
        assertThat(log.isDebugEnabled()).isFalse();
        session.setLogLevel("OFF");
        assertThat(log.isErrorEnabled()).isFalse();
        assertThatThrownBy(() -> session.setLogLevel("loud"))
            .hasMessageContaining("there is no log level 'loud'")
            .hasMessageContaining("DEBUG");
      } finally {
        LogManager.getRootLogger().setLevel(before);
      }
    }
  }

  @Test
  void aProgramWithoutLoggingHasNoDetailedMessagesMade() {
    org.apache.log4j.Logger root = LogManager.getRootLogger();
    assertThat(root.getAllAppenders().hasMoreElements()).as("tests configure none").isFalse();
    Level before = root.getLevel();
    root.setLevel(Level.DEBUG);
    try (Session session = Session.builder().master("local[1]").getOrCreate()) {
      assertThat(session.sql("select 1 as one").count()).isEqualTo(1);
      assertThat(LoggerFactory.getLogger("org.apache.calcite").isDebugEnabled()).isFalse();
    } finally {
      root.setLevel(before);
    }
  }

  @Test
  void aSubmittedProgramFindsItsDriver() {
    Map<String, String> settings =
        Map.of("distaff.master", "local[1]", "distaff.driver.memory", "1g");
    try (Driver driver =
        LocalDriver.start(
            DistaffConfig.of(settings), new OptionRegistry(EngineOptions.FAMILIES), 1)) {
      RunningDriver.set(driver);
      try {
        Session session =
            Session.builder().config("distaff.driver.memory", "1024m").appName("x").getOrCreate();
        assertThat(session.driver()).isSameAs(driver);
        assertThatThrownBy(
                () -> Session.builder().config("distaff.driver.memory", "2g").getOrCreate())
            .isInstanceOf(DistaffException.class)
            .hasMessageContaining("distaff.driver.memory comes too late")
            .hasMessageContaining("--driver-memory 2g");
        assertThatThrownBy(
                () -> Session.builder().config("distaff.task.maxFailures", "9").getOrCreate())
            .hasMessageContaining("--conf distaff.task.maxFailures=9");
        assertThatThrownBy(() -> Session.builder().master("yarn").getOrCreate())
            .hasMessageContaining("--master yarn");

        session.close();
        try (Session second = Session.builder().getOrCreate()) {
          assertThat(second).isNotSameAs(session);
          assertThat(second.sql("SELECT 1 AS a").count()).isEqualTo(1);
        }
      } finally {
        RunningDriver.clear(driver);
      }
    }
  }

  @Test
  void yarnNeedsASubmission() {
    assertThatThrownBy(() -> Session.builder().master("yarn").getOrCreate())
        .hasMessageContaining("distaff submit --master yarn --class MAIN program.jar");
    assertThatThrownBy(() -> Session.builder().master("spark://x"))
        .hasMessageContaining("neither yarn nor local");
  }

  @Test
  void thisProcessHasItsHeap() {
    assertThatThrownBy(() -> Session.builder().config("distaff.driver.memory", "2g").getOrCreate())
        .hasMessageContaining("-Xmx")
        .hasMessageContaining("--driver-memory 2g");
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(
            () -> Session.builder().config("distaff.sql.brodcast.threshold", "1m").getOrCreate())
        .hasMessage(
            "unknown configuration key distaff.sql.brodcast.threshold; did you mean"
                + " distaff.sql.broadcast.threshold?");
    assertThatThrownBy(() -> Session.builder().config(THRESHOLD, "much").getOrCreate())
        .hasMessageContaining("much");
  }

  @Test
  void settingsOfARunningSession() {
    try (Session session = Session.builder().master("local").getOrCreate()) {
      session.conf().set(THRESHOLD, "2m");
      assertThat(session.sql("SET " + THRESHOLD).first().getString("value")).isEqualTo("2m");
      session.conf().unset(THRESHOLD);
      assertThat(session.conf().get(THRESHOLD)).isEqualTo("32m");
      assertThatThrownBy(() -> session.conf().set("distaff.driver.memory", "2g"))
          .hasMessageContaining("give it to distaff submit, as --driver-memory 2g");
      assertThatThrownBy(() -> session.conf().get("distaff.nope"))
          .hasMessageContaining("unknown configuration key");
    }
  }

  @Test
  void aClosedSessionSaysSo() {
    Session session = Session.builder().master("local").getOrCreate();
    DataFrame frame = session.sql("SELECT 1 AS a");
    session.close();
    session.close();
    assertThatThrownBy(frame::collect)
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessageContaining("the session is closed");
  }

  @Test
  void nothingRunsBeforeAnAction() {
    AtomicInteger queries = new AtomicInteger();
    Session session = Session.builder().master("local").getOrCreate();
    session
        .driver()
        .events()
        .subscribe(event -> queries.addAndGet(event instanceof EngineEvent.QueryStarted ? 1 : 0));
    DataFrame frame =
        session
            .sql("SELECT n_regionkey AS r, 1 / (n_nationkey - 7) AS x FROM tpch.`sf0.01`.nation")
            .filter("r > 0")
            .orderBy("x");
    frame.createOrReplaceTempView("v");
    session.table("v").limit(3).schema();
    assertThat(frame.numPartitions()).isPositive();
    assertThatThrownBy(frame::collect).hasMessageContaining("Division by zero");
    session.close(); // delivers what is left of the events
    assertThat(queries).hasValue(1);
  }

  @Test
  void aLargeResultIsRefusedAndTheSessionGoesOn() {
    try (Session session =
        Session.builder()
            .master("local")
            .config("distaff.driver.maxResultSize", "1m")
            .getOrCreate()) {
      DataFrame orders = session.table("tpch.`sf0.01`.orders").select("o_orderkey", "o_custkey");
      assertThatThrownBy(orders::collect)
          .isInstanceOfSatisfying(
              DistaffException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE))
          .hasMessageContaining("toLocalIterator");
      assertThat(orders.count()).isEqualTo(15_000);
      try (RowIterator rows = orders.toLocalIterator()) {
        assertThat(rows).toIterable().hasSize(15_000);
      }
      // What is asked of many rows is as small as its answer.
      DataFrame many = session.range(0, 1_000_000_000L);
      assertThat(many.count()).isEqualTo(1_000_000_000L);
      assertThat(many.take(3)).hasSize(3);
      assertThat(many.first().get(0)).isEqualTo(0L);
      assertThat(many.limit(5).collect()).hasSize(5);
      assertThatThrownBy(many::collect).hasMessageContaining("toLocalIterator");
    }
  }

  /** The pool has nearly all of the heap, and results the rest. */
  @Test
  void whatTheHeapHasNoRoomForIsRefusedAndTheSessionGoesOn() {
    long heapBytes = Runtime.getRuntime().maxMemory();
    long roomBytes = MemoryOptions.outsideBytes(heapBytes, 0) / 100;
    try (Session session =
        Session.builder().master("local").config("distaff.memory.fraction", "0.99").getOrCreate()) {
      String rows = "SELECT id, repeat('0123456789', %d) AS text FROM range(3)";
      DataFrame sixth = session.sql(rows.formatted(roomBytes / 60));
      assertThat(sixth.take(1)).hasSize(1);
      assertTooLarge(sixth::collect);
      assertTooLarge(() -> sixth.tail(3));
      assertThat(sixth.tail(1).get(0).get(0)).isEqualTo(2L);
      try (RowIterator iterator = sixth.toLocalIterator()) {
        assertThat(iterator).toIterable().hasSize(3);
      }
      DataFrame half = session.sql(rows.formatted(roomBytes * 45 / 1000));
      assertTooLarge(() -> half.take(2));
      assertTooLarge(() -> half.as(Text.class).take(2));
      assertTooLarge(() -> half.show(1, false));
      half.show(1);
      assertThat(half.count()).isEqualTo(3);
    }
  }

  record Text(long id, String text) {}

  private static void assertTooLarge(ThrowingCallable collects) {
    assertThatThrownBy(collects)
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESULT_TOO_LARGE))
        .hasMessageContaining("--driver-memory");
  }
}
