package io.distaff.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.storage.LocalDisks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SpilledPartitionsTest {
  private static final int PARTITIONS = 2;

  @TempDir Path directory;
  private SpilledPartitions partitions;

  @BeforeEach
  void make() {
    partitions = new SpilledPartitions(new LocalDisks(List.of(directory)), "test", PARTITIONS);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static void writeSome(FileChannel out, int partition) throws IOException {
    SpilledPartitions.writeFully(out, new byte[10 + partition], 10 + partition);
  }

  @Test
  void whatWasSpilledComesBeforeWhatIsHeld() throws IOException {
    partitions.spill(SpilledPartitionsTest::writeSome);
    ShuffleFile file = partitions.finish(SpilledPartitionsTest::writeSome);
    assertThat(List.of(file.partBytes(0), file.partBytes(1))).containsExactly(20L, 22L);
    partitions.close();
    assertThat(files()).containsExactly(file.data());
  }

  @Test
  void aSpillFileThatWasCutOffIsAnError() throws IOException {
    partitions.spill(SpilledPartitionsTest::writeSome);
    Path spill = files().get(0);
    try (FileChannel channel = FileChannel.open(spill, StandardOpenOption.WRITE)) {
      channel.truncate(15);
    }
    assertThatThrownBy(() -> partitions.finish((out, partition) -> {}))
        .hasMessageContaining(spill + " ends at 15 bytes, before 21");
  }

  @Test
  void anOutputThatFailsLeavesNoFile() throws IOException {
    assertThatThrownBy(
            () ->
                partitions.finish(
                    (out, partition) -> {
                      writeSome(out, partition);
                      throw new IOException("no space left on device");
                    }))
        .hasMessageContaining("no space left");
    partitions.close();
    assertThat(files()).isEmpty();
  }
}
