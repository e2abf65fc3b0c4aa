package io.distaff.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RegistrationWatchTest {
  private static final String WHAT = "executor-1.1 with the driver at node7:4040";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void aProcessThatHangsSaysWhereAndEnds() throws Exception {
    RegistrationWatch watch = RegistrationWatch.start(WHAT, 20, out, ended::countDown);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    watch.registered();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("aProcessThatHangsSaysWhereAndEnds")
        .endsWith(
            "can't register " + WHAT + ": not done within 19 ms; its stack is above\n".indent(0));
  }

  @Test
  void aProcessThatHasRegisteredIsLeftAlone() throws Exception {
    RegistrationWatch watch = RegistrationWatch.start(WHAT, 60_000, out, ended::countDown);
    watch.registered();
    watch.awaitEnd();
    assertThat(ended.getCount()).isOne();
    assertThat(printed.size()).isZero();
  }
}
