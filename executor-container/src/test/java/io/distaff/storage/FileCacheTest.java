package io.distaff.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.TaskMemory;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheTest {
  private static final int MIB = 1 << 20;
  private static final FileInfo FILE = new FileInfo("far:/file", 4 * MIB, 1);
  private static final byte[] CONTENT = content(FILE.sizeBytes());

  private final MemoryManager memory = new MemoryManager(8 * MIB);
  private long nanos;

  private static byte[] content(long size) {
    byte[] content = new byte[(int) size];
    new Random(7).nextBytes(content);
    return content;
  }

  /** Far away. */
  private static final class FarReader implements RangeReader {
    final List<Integer> reads = new ArrayList<>();

    @Override
    public FileInfo file() {
      return FILE;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
      if (position + length > CONTENT.length) {
        throw new EOFException("the file ends before");
      }
      reads.add(length);
      System.arraycopy(CONTENT, (int) position, buffer, offset, length);
    }

    @Override
    public long bytesRead() {
      return reads.stream().mapToLong(Integer::longValue).sum();
    }

    @Override
    public long bytesFromCache() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private FileCache cache(long maxBytes) {
    return new FileCache(memory, maxBytes, () -> nanos);
  }

  private static void read(FileCache cache, FileInfo file, FarReader far, int start, int length)
      throws IOException {
    try (CachedRangeReader reader = new CachedRangeReader(file, cache, () -> far)) {
      byte[] buffer = new byte[length + 2];
      reader.readFully(start, buffer, 1, length);
      assertThat(Arrays.copyOfRange(buffer, 1, 1 + length))
          .isEqualTo(Arrays.copyOfRange(CONTENT, start, start + length));
      assertThat(buffer[0] | buffer[length + 1]).isZero();
    }
  }

  @Test
  void onlyWhatIsMissingIsRead() throws IOException {
    FileCache cache = cache(4 * MIB);
    FarReader far = new FarReader();
    read(cache, FILE, far, 1000, 700_000);
    read(cache, FILE, far, 900_000, 100);
    assertThat(far.reads).containsExactly(700_000, 100);
    read(cache, FILE, far, 2000, 698_000);
    assertThat(far.reads).hasSize(2);
    read(cache, FILE, far, 0, 1_000_000);
    assertThat(far.reads).containsExactly(700_000, 100, 1000, 199_000, 99_900);
    try (CachedRangeReader reader =
        new CachedRangeReader(
            FILE,
            cache,
            () -> {
              throw new AssertionError("opened");
            })) {
      reader.readFully(10, new byte[999_990], 0, 999_990);
      assertThat(reader.bytesFromCache()).isEqualTo(999_990);
      assertThat(reader.bytesRead()).isZero();
    }
  }

  @Test
  void aReplacedFileIsAnotherOne() throws IOException {
    FileCache cache = cache(4 * MIB);
    FarReader far = new FarReader();
    read(cache, FILE, far, 0, 10);
    read(cache, new FileInfo(FILE.path(), FILE.sizeBytes(), 2), far, 0, 10);
    assertThat(far.reads).containsExactly(10, 10);
  }

  @Test
  void whatCouldNotBeReadIsNotKept() throws IOException {
    FileCache cache = cache(4 * MIB);
    FarReader far = new FarReader();
    FileInfo longer = new FileInfo(FILE.path(), FILE.sizeBytes() + 5, 1);
    assertThatThrownBy(() -> read(cache, longer, far, 4 * MIB - 5, 10))
        .isInstanceOf(EOFException.class);
    assertThat(memory.use().reclaimableBytes()).isZero();
  }

  @Test
  void aScanOfMoreThanFitsFindsAPartAgain() throws IOException {
    FileCache cache = cache(MIB);
    FarReader far = new FarReader();
    read(cache, FILE, far, 0, 4 * MIB);
    long held = memory.use().reclaimableBytes();
    assertThat(held).isBetween(3L * MIB / 4, (long) MIB);
    read(cache, FILE, far, 0, 4 * MIB);
    assertThat(far.bytesRead()).isBetween(7L * MIB, 7L * MIB + MIB / 4);
    assertThat(memory.use().reclaimableBytes()).isEqualTo(held);

    nanos += TimeUnit.MINUTES.toNanos(2);
    read(cache, FILE, far, 3 * MIB, MIB / 2);
    read(cache, FILE, far, 3 * MIB, MIB / 2);
    assertThat(far.reads).hasSize(3);
    assertThat(memory.use().reclaimableBytes()).isBetween(MIB / 2L, (long) MIB);
  }

  @Test
  void givesWayToTasksWhatTheyNeed() throws IOException {
    FileCache cache = cache(6 * MIB);
    FarReader far = new FarReader();
    read(cache, FILE, far, 0, 4 * MIB);
    assertThat(memory.usedBytes()).isZero();
    try (TaskMemory task = memory.startTask("t");
        MemoryReservation held = task.operator("sort").reservation(null)) {
      held.add(6 * MIB);
      assertThat(memory.use().reclaimableBytes()).isBetween(3L * MIB / 2, 2L * MIB);
      // What was read first has gone.
      read(cache, FILE, far, 3 * MIB, MIB);
      assertThat(far.reads).hasSize(1);
      held.add(2 * MIB);
      assertThat(memory.use().reclaimableBytes()).isZero();
      read(cache, FILE, far, 3 * MIB, MIB);
      assertThat(far.reads).hasSize(2);
      assertThat(memory.use().reclaimableBytes()).isZero();
    }
  }

  @Test
  void givesTheSameBytesToManyThreadsWhileMemoryComesAndGoes() throws Exception {
    FileCache cache = cache(3 * MIB);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int seed = 0; seed < 3; seed++) {
        Random random = new Random(seed);
        ends.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    int start = random.nextInt(CONTENT.length);
                    int length = 1 + random.nextInt(Math.min(CONTENT.length - start, MIB));
                    read(cache, FILE, new FarReader(), start, length);
                    try (TaskMemory task = memory.startTask("t");
                        MemoryReservation held = task.operator("sort").reservation(null)) {
                      held.tryAdd(1 + random.nextInt(3 * MIB));
                      assertThat(memory.use().reclaimableBytes()).isLessThanOrEqualTo(3 * MIB);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get(60, TimeUnit.SECONDS);
      }
      assertThat(memory.usedBytes()).isZero();
      assertThat(cache.evict(Long.MAX_VALUE)).isPositive();
      assertThat(memory.use().reclaimableBytes()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void leavesLocalFilesToTheKernel(@TempDir Path directory) throws IOException {
    Path path = Files.write(directory.resolve("near"), new byte[100]);
    FileStore store = FileStore.open(Map.of()).caching(cache(MIB));
    FileInfo near = store.file(path.toString()).orElseThrow();
    for (int i = 0; i < 2; i++) {
      try (RangeReader reader = store.open(near)) {
        reader.readFully(0, new byte[100], 0, 100);
        assertThat(reader.bytesRead()).isEqualTo(100);
      }
    }
    assertThat(memory.use().reclaimableBytes()).isZero();
  }
}
