package io.distaff.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReadAheadTest {
  private final ReadAhead threads = new ReadAhead(1);

  @AfterEach
  void close() {
    threads.close();
  }

  /** Gives the position as each byte; waits for its gate, and fails past its end. */
  private static final class FakeReader implements RangeReader {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch gate;
    volatile boolean ended;

    FakeReader(CountDownLatch gate) {
      this.gate = gate;
    }

    @Override
    public FileInfo file() {
      return new FileInfo("fake", 1000, 0);
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
      begun.countDown();
      try {
        assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (position + length > sizeBytes()) {
        throw new EOFException("the file ends before");
      }
      Arrays.fill(buffer, offset, offset + length, (byte) position);
      ended = true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    public long bytesFromCache() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static CountDownLatch open() {
    return new CountDownLatch(0);
  }

  @Test
  void fillsTheBuffers() throws IOException {
    byte[] first = new byte[10];
    byte[] second = new byte[10];
    ReadAhead.Read read =
        threads.start(
            new FakeReader(open()),
            List.of(new ReadAhead.Target(3, first, 10), new ReadAhead.Target(7, second, 5)));
    read.await();
    assertThat(first).containsOnly(3);
    assertThat(second).containsExactly(7, 7, 7, 7, 7, 0, 0, 0, 0, 0);
    read.cancel();
  }

  @Test
  void failuresSurfaceWhereTheBytesAreWanted() throws IOException {
    ReadAhead.Read read =
        threads.start(new FakeReader(open()), List.of(new ReadAhead.Target(995, new byte[10], 10)));
    assertThatThrownBy(read::await)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the file ends before");
  }

  @Test
  void whoWaitsReadsItselfWhenNoThreadIsFree() throws Exception {
    FakeReader slow = new FakeReader(new CountDownLatch(1));
    ReadAhead.Read first = threads.start(slow, List.of(new ReadAhead.Target(1, new byte[1], 1)));
    assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
    byte[] buffer = new byte[4];
    threads.start(new FakeReader(open()), List.of(new ReadAhead.Target(2, buffer, 4))).await();
    assertThat(buffer).containsOnly(2);
    slow.gate.countDown();
    first.await();
  }

  @Test
  void cancellingWaitsForWhatIsUnderWayAndStopsTheRest() throws Exception {
    FakeReader slow = new FakeReader(new CountDownLatch(1));
    byte[] second = new byte[4];
    ReadAhead.Read read =
        threads.start(
            slow,
            List.of(new ReadAhead.Target(1, new byte[4], 4), new ReadAhead.Target(2, second, 4)));
    assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
    Thread opener = new Thread(slow.gate::countDown);
    opener.start();
    read.cancel();
    assertThat(slow.ended).isTrue();
    opener.join();
    ReadAhead.Read never =
        threads.start(new FakeReader(open()), List.of(new ReadAhead.Target(9, new byte[1], 1)));
    never.cancel();
  }
}
