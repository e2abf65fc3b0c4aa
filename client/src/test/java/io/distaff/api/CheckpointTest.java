package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path directory;
  private Session session;

  @BeforeEach
  void open() {
    session = Session.builder().master("local[2]").getOrCreate();
  }

  @AfterEach
  void close() {
    session.close();
  }

  private void deleteInput() throws IOException {
    try (Stream<Path> input = Files.walk(directory.resolve("in"))) {
      for (Path path : input.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> owners = Files.list(directory.resolve("checkpoints"))) {
      return owners.toList();
    }
  }

  @Test
  void rowsStayWhenWhatTheyCameFromIsGone() throws IOException {
    session.setCheckpointDir(directory.resolve("checkpoints").toString());
    session.range(5).withColumn("half", expr("id / 2")).write().parquet(directory + "/in");
    DataFrame rows = session.read().parquet(directory + "/in").withColumn("rand", rand());
    DataFrame kept = rows.checkpoint();
    deleteInput();
    assertThat(kept.columns()).containsExactly("id", "half", "rand");
    assertThat(kept.explained("physical")).contains("checkpoint-0").doesNotContain("rand(");
    assertThat(kept.orderBy("id").collect()).isEqualTo(kept.orderBy("id").collect());
    assertThat(kept.filter("half > 1").count()).isEqualTo(2);
    assertThatThrownBy(rows::count).isInstanceOf(DistaffException.class);
  }

  @Test
  void columnsMayHaveOneNameAndThereMayBeNoRows() {
    session.setCheckpointDir(directory.resolve("checkpoints") + "/");
    DataFrame twins = session.sql("SELECT 1 AS a, 'x' AS a, CAST(NULL AS date) AS `b c` LIMIT 0");
    DataFrame kept = twins.checkpoint().checkpoint();
    assertThat(kept.columns()).containsExactly("a", "a", "b c");
    assertThat(kept.dtypes()).isEqualTo(twins.dtypes());
    assertThat(kept.collect()).isEmpty();
  }

  record Pair(long id, String name) {}

  @Test
  void objectsStayObjects() {
    session.setCheckpointDir(directory.resolve("checkpoints").toString());
    Dataset<Pair> kept =
        session
            .createDataset(List.of(new Pair(1, "a"), new Pair(2, null)), Pair.class)
            .checkpoint();
    assertThat(kept.collect()).containsExactlyInAnyOrder(new Pair(1, "a"), new Pair(2, null));
  }

  @Test
  void filesGoWithTheSession() throws IOException {
    session.setCheckpointDir(directory.resolve("checkpoints").toString());
    session.range(3).checkpoint();
    assertThat(checkpoints()).hasSize(1);
    session.close();
    assertThat(checkpoints()).isEmpty();
  }

  @Test
  void filesStayWhenTheyAreToAndNamesOfAnotherDriverDontClash() throws IOException {
    for (int driver = 1; driver <= 2; driver++) {
      session.conf().set("distaff.checkpoint.keep", "true");
      session.setCheckpointDir(directory.resolve("checkpoints").toString());
      session.range(3).checkpoint();
      session.close();
      assertThat(checkpoints()).hasSize(driver);
      session = Session.builder().master("local[2]").getOrCreate();
    }
  }

  @Test
  void aDirectoryIsNeeded() {
    assertThatThrownBy(() -> session.range(1).checkpoint())
        .hasMessageContaining("setCheckpointDir(path)");
  }
}
