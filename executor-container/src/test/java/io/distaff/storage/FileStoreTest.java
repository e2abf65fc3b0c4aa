package io.distaff.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  private static final int WRITERS = 4;
  private static final int ROUNDS = 50;

  @TempDir Path directory;

  private final FileStore store = FileStore.open(Map.of());

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void publishesAFileOnce() {
    String path = directory + "/below/v1";
    assertThat(store.publish(path, bytes("one"))).isTrue();
    assertThat(store.publish(path, bytes("two"))).isFalse();
    assertThat(store.readAll(path)).isEqualTo(bytes("one"));
    assertThat(store.entries(directory + "/below")).containsExactly("v1");
  }

  @Test
  void letsOneOfSeveralPublish() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String path = directory + "/v" + round;
        List<Future<Boolean>> published = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          byte[] content = bytes("by " + writer);
          published.add(
              threads.submit(
                  () -> {
                    start.await();
                    return store.publish(path, content);
                  }));
        }
        List<Integer> winners = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          if (published.get(writer).get()) {
            winners.add(writer);
          }
        }
        assertThat(winners).hasSize(1);
        assertThat(store.readAll(path)).isEqualTo(bytes("by " + winners.get(0)));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void tellsFilesFromDirectoriesThatAPatternMatches() {
    String file = directory + "/part-1";
    store.publish(file, bytes("one"));
    store.makeDirectories(directory + "/part-2");
    store.makeDirectories(directory + "/_part-3");

    List<FileStore.Match> all = store.glob(directory + "/*part-*");
    assertThat(all)
        .extracting(match -> match.path().substring(match.path().lastIndexOf('/') + 1))
        .containsExactly("part-1", "part-2");
    assertThat(all.get(0).file()).isEqualTo(store.file(file)).isPresent();
    assertThat(all.get(1).file()).isEmpty();

    assertThat(store.glob(file)).containsExactly(all.get(0));
    assertThat(store.glob(directory + "/_part-*")).hasSize(1);
    assertThat(store.glob(directory + "/other")).isEmpty();
  }
}
