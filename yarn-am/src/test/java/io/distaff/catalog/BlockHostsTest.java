package io.distaff.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.concurrent.Clock;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockHostsTest {
  private static final FileInfo FILE = new FileInfo("hdfs://nn/t/a", 250, 7);

  private final List<FileInfo> asked = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final BlockHosts hosts =
      new BlockHosts(
          file -> {
            asked.add(file);
            return List.of(
                new Block(100, List.of("a", "b")),
                new Block(200, List.of("c")),
                new Block(250, List.of()));
          },
          clock);

  private static final class ManualClock implements Clock {
    private long millis;

    @Override
    public long nanoTime() {
      return millis * 1_000_000;
    }

    @Override
    public long currentTimeMillis() {
      return millis;
    }
  }

  @Test
  void namesTheHostsOfTheBlockInTheMiddle() {
    assertThat(hosts.of(FILE, 0, 199)).containsExactly("a", "b");
    assertThat(hosts.of(FILE, 0, 250)).containsExactly("c");
    assertThat(hosts.of(FILE, 240, 10)).isEmpty();
    assertThat(BlockHosts.none().of(FILE, 0, 250)).isEmpty();
  }

  @Test
  void asksOfAFileOnceInAWhile() {
    hosts.of(FILE, 0, 10);
    hosts.of(FILE, 150, 10);
    assertThat(asked).containsExactly(FILE);
    clock.millis += TimeUnit.MINUTES.toMillis(9);
    hosts.of(FILE, 0, 10);
    assertThat(asked).hasSize(1);
    clock.millis += TimeUnit.MINUTES.toMillis(1);
    hosts.of(FILE, 0, 10);
    assertThat(asked).hasSize(2);
  }

  @Test
  void asksOfAFileThatWasWrittenAgain() {
    hosts.of(FILE, 0, 10);
    FileInfo later = new FileInfo(FILE.path(), FILE.sizeBytes(), 8);
    hosts.of(later, 0, 10);
    assertThat(asked).containsExactly(FILE, later);
  }
}
