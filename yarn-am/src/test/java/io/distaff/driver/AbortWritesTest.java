package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.broadcast.ChunkStore;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.memory.MemoryManager;
import io.distaff.parquet.read.FooterCache;
import io.distaff.planner.Parallelism;
import io.distaff.storage.FileStore;
import io.distaff.storage.LocalDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver that has to end at once leaves on the file system; no executor ever comes. */
class AbortWritesTest {
  @TempDir Path directory;

  private final Driver driver =
      new Driver(
          new Driver.Environment(
              "app_1",
              new Epoch(1),
              Parallelism.local(2),
              FileStore.open(Map.of()),
              new FooterCache(0),
              new StillCluster(),
              location -> {
                throw new DistaffException(ErrorCode.SHUFFLE_FETCH_FAILED, "no executor");
              },
              new ChunkStore(new MemoryManager(1), new LocalDisks(List.of(Path.of("unused")))),
              Long.MAX_VALUE),
          DistaffConfig.of(Map.of()),
          new OptionRegistry(EngineOptions.FAMILIES));

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void removesWhatIsNotCommittedAndLeavesTheOldData() throws IOException {
    Path old = Files.createDirectories(directory.resolve("old"));
    Files.writeString(old.resolve("part-0.parquet"), "old");
    List<Path> before = everything();
    StatementExecution overwrite = insert("overwrite", old);
    StatementExecution fresh = insert("overwrite", directory.resolve("new"));
    StatementExecution append = insert("into", old);
    // As a task's attempt would.
    for (Path staging : everything()) {
      if (staging.getFileName().toString().contains(".distaff-")) {
        Files.writeString(staging.resolve("attempt"), "half");
      }
    }
    assertThat(everything()).hasSizeGreaterThan(before.size() + 5);

    driver.abortWrites();

    assertThat(everything()).isEqualTo(before);
    assertThat(old.resolve("part-0.parquet")).hasContent("old");
    // The statements' own end finds nothing more to do.
    for (StatementExecution statement : List.of(overwrite, fresh, append)) {
      statement.close();
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aWriteThatHasEndedIsNotTouchedAgain() throws IOException {
    Path target = directory.resolve("new");
    insert("overwrite", target).close();
    List<Path> before = everything();
    Path later = Files.createDirectories(target);
    Files.writeString(later.resolve("data"), "somebody else's");
    driver.abortWrites();
    assertThat(before).containsExactly(directory);
    assertThat(later.resolve("data")).exists();
  }

  private StatementExecution insert(String mode, Path target) {
    return driver.execute(
        "insert %s directory '%s' using parquet select 1 as n".formatted(mode, target));
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted().toList();
    }
  }
}
