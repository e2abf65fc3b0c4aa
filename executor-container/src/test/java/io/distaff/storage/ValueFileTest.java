package io.distaff.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValueFileTest {
  private static final int PIECE_BYTES = 1000;
  private static final int POOL_BYTES = 1 << 20;

  @TempDir Path directory;
  private final MemoryManager manager = new MemoryManager(POOL_BYTES);
  private final TaskMemory task = manager.startTask("test");
  private final OperatorMemory memory = task.operator("values");
  private final ReservedArrays arrays = memory.arrays();
  private final TaskMetrics metrics = new TaskMetrics();

  @AfterEach
  void nothingIsLeft() {
    arrays.close();
    task.close();
    assertThat(manager.usedBytes()).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  private ValueFile file(long mostKeptBytes) {
    return file(mostKeptBytes, arrays);
  }

  private ValueFile file(long mostKeptBytes, ReservedArrays buffers) {
    return new ValueFile(
        memory,
        new LocalDisks(List.of(directory)),
        metrics,
        buffers,
        new ValueFile.Layout(PIECE_BYTES, mostKeptBytes));
  }

  private static byte[] value(Random random, int mostBytes) {
    byte[] value = new byte[1 + random.nextInt(mostBytes)];
    random.nextBytes(value);
    return value;
  }

  private static long write(ValueFile file, byte[] value) {
    file.begin();
    file.write(value, 0, value.length / 3);
    file.write(value, value.length / 3, value.length - value.length / 3);
    return file.end();
  }

  private static byte[] read(ValueFile file, long position, int length) {
    byte[] value = new byte[length];
    file.read(position, length, value, 0);
    return value;
  }

  private long fileBytes() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Path path = files.findFirst().orElse(null);
      return path == null ? -1 : Files.size(path);
    }
  }

  @Test
  void whatHasRoomInMemoryIsNotWritten() throws IOException {
    Random random = new Random(1);
    try (ValueFile file = file(200_000)) {
      byte[] first = value(random, 20_000);
      byte[] second = value(random, 20_000);
      long positionOfFirst = write(file, first);
      long positionOfSecond = write(file, second);
      assertThat(read(file, positionOfFirst, first.length)).isEqualTo(first);
      assertThat(read(file, positionOfSecond, second.length)).isEqualTo(second);
      assertThat(file.compare(positionOfFirst, first.length, positionOfFirst, first.length))
          .isZero();
      assertThat(fileBytes()).isEqualTo(-1);
      assertThat(metrics.count(Counter.BYTES_SPILLED)).isZero();
    }
  }

  /** Some values in memory, some in the file, some evicted, of which some are forgotten. */
  @Test
  void valuesComeBackWhereverTheyAre() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<byte[]> values = new ArrayList<>();
      List<Long> positions = new ArrayList<>();
      try (ReservedArrays buffers = memory.arrays();
          ValueFile file = file(100_000, buffers);
          ReservedArrays others = task.operator("other").arrays()) {
        for (int i = 0; i < 100; i++) {
          byte[] value = value(random, 5000);
          long position = write(file, value);
          int what = random.nextInt(10);
          if (what == 0) {
            file.forgetLast();
            continue;
          }
          values.add(value);
          positions.add(position);
          if (what == 1) {
            int forgotten = random.nextInt(values.size());
            file.forget(positions.remove(forgotten), values.remove(forgotten).length);
          } else if (what == 2) {
            // Has others make room.
            others.reserve(POOL_BYTES - 60_000);
            others.released(POOL_BYTES - 60_000);
          }
        }
        for (int i = 0; i < values.size(); i++) {
          assertThat(read(file, positions.get(i), values.get(i).length))
              .as("seed %s, value %s", seed, i)
              .isEqualTo(values.get(i));
        }
      }
    }
    assertThat(metrics.count(Counter.BYTES_SPILLED)).isPositive();
  }

  @Test
  void theFileIsUsedAnewWhereAllValuesAreForgotten() throws IOException {
    Random random = new Random(3);
    try (ValueFile file = file(0)) {
      byte[] value = new byte[10_000];
      random.nextBytes(value);
      file.forget(write(file, value), value.length);
      long bytes = fileBytes();
      for (int i = 0; i < 10; i++) {
        random.nextBytes(value);
        long position = write(file, value);
        assertThat(read(file, position, value.length)).isEqualTo(value);
        file.forget(position, value.length);
      }
      assertThat(fileBytes()).isEqualTo(bytes).isGreaterThan(value.length);
    }
  }

  @Test
  void aValueThatIsGivenUpLeavesNothing() throws IOException {
    Random random = new Random(4);
    try (ValueFile file = file(0)) {
      byte[] value = value(random, 10_000);
      long position = write(file, value);
      long bytes = fileBytes();
      for (int i = 0; i < 3; i++) {
        file.begin();
        file.write(value, 0, value.length);
        file.abandon();
      }
      byte[] other = new byte[1];
      long positionOfOther = write(file, other);
      assertThat(read(file, position, value.length)).isEqualTo(value);
      assertThat(read(file, positionOfOther, 1)).isEqualTo(other);
      assertThat(fileBytes()).isLessThanOrEqualTo(2 * bytes);
    }
  }
}
