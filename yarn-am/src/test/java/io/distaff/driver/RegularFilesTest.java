package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularFilesTest {
  @Test
  void filesMayGoWhileTheyAreCounted(@TempDir Path directory) throws Exception {
    Files.createDirectory(directory.resolve("below"));
    Files.createFile(directory.resolve("below").resolve("stays"));
    AtomicBoolean ends = new AtomicBoolean();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> changes =
          other.submit(
              () -> {
                while (!ends.get()) {
                  for (int i = 0; i < 8; i++) {
                    Files.createFile(directory.resolve("f" + i));
                  }
                  for (int i = 0; i < 8; i++) {
                    Files.delete(directory.resolve("f" + i));
                  }
                }
                return null;
              });
      for (int i = 0; i < 2000; i++) {
        assertThat(RegularFiles.count(directory)).isBetween(1, 9);
      }
      ends.set(true);
      changes.get();
      assertThat(RegularFiles.count(directory)).isEqualTo(1);
    } finally {
      ends.set(true);
      other.shutdownNow();
    }
  }
}
