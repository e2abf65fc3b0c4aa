package io.distaff.api;

import static io.distaff.api.Functions.col;
import static io.distaff.api.Functions.lit;
import static io.distaff.api.Functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionsTest {
  @TempDir static Path directory;
  private static Session session;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  /** The rows of each file that a write leaves. */
  private static List<List<Row>> files(DataFrame input, String name) throws IOException {
    Path path = directory.resolve(name);
    input.write().parquet(path.toString());
    List<List<Row>> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(path)) {
      for (Path file : paths.filter(p -> p.toString().endsWith(".parquet")).sorted().toList()) {
        files.add(session.read().parquet(file.toString()).collect());
      }
    }
    return files;
  }

  @Test
  void repartitionGivesExactlySoManyBalancedPartitions() throws IOException {
    DataFrame seven = session.range(1000).repartition(7);
    assertThat(seven.numPartitions()).isEqualTo(7);
    assertThat(seven.count()).isEqualTo(1000);
    List<List<Row>> files = files(seven, "seven");
    assertThat(files).hasSize(7).allSatisfy(rows -> assertThat(rows).hasSizeBetween(142, 143));
    assertThat(session.range(10).repartition(3).repartition(1).numPartitions()).isEqualTo(1);
    assertThatThrownBy(() -> seven.repartition(0)).hasMessageContaining("at least one");
  }

  @Test
  void repartitionByColumnsKeepsEqualRowsTogether() throws IOException {
    DataFrame hashed =
        session.range(1000).repartition(4, col("id").mod(10)).withColumn("k", col("id").mod(10));
    assertThat(hashed.columns()).containsExactly("id", "k");
    assertThat(hashed.numPartitions()).isEqualTo(4);
    Set<Object> seen = new HashSet<>();
    for (List<Row> file : files(hashed, "hashed")) {
      Set<Object> keys = new HashSet<>(file.stream().map(row -> row.get("k")).toList());
      assertThat(Collections.disjoint(keys, seen)).isTrue();
      seen.addAll(keys);
    }
    assertThat(seen).hasSize(10);
    assertThat(session.range(10).repartition(col("id")).count()).isEqualTo(10);
    assertThat(hashed.groupBy("k").count().count()).isEqualTo(10);
  }

  @Test
  void coalesceNeverMakesMore() {
    DataFrame numbers = session.range(0, 2_000_000, 1, 8);
    assertThat(numbers.numPartitions()).isEqualTo(8);
    assertThat(numbers.coalesce(3).numPartitions()).isEqualTo(3);
    assertThat(numbers.coalesce(3).agg("sum(id)").first().get(0)).isEqualTo(1_999_999_000_000L);
    assertThat(numbers.coalesce(100).numPartitions()).isEqualTo(8);
    assertThat(numbers.repartition(5).coalesce(2).numPartitions()).isEqualTo(2);
  }

  @Test
  void sortsWithinPartitions() throws IOException {
    DataFrame sorted =
        session.range(100).repartition(3).sortWithinPartitions(col("id").mod(7).desc(), col("id"));
    assertThat(sorted.columns()).containsExactly("id");
    for (List<Row> file : files(sorted, "sorted")) {
      assertThat(file.stream().map(row -> row.getLong(0) % 7).toList())
          .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }
    assertThat(sorted.numPartitions()).isEqualTo(3);
  }

  @Test
  void rangesAreOneBehindTheOther() throws IOException {
    DataFrame numbers =
        session.range(10_000).select(when(col("id").mod(100).gt(0), col("id")).as("n"), col("id"));
    DataFrame ranges = numbers.repartitionByRange(4, col("n").desc(), col("id"));
    assertThat(ranges.columns()).containsExactly("n", "id");
    assertThat(ranges.numPartitions()).isEqualTo(4);
    assertThat(ranges.count()).isEqualTo(10_000);
    long above = Long.MAX_VALUE;
    for (List<Row> file : files(ranges.drop("id"), "ranges")) {
      assertThat(file).hasSizeBetween(1500, 3500);
      List<Long> keys = file.stream().map(row -> row.isNull(0) ? -1 : row.getLong(0)).toList();
      assertThat(Collections.max(keys)).isLessThan(above);
      above = Collections.min(keys);
    }
    assertThat(above).isEqualTo(-1);
    List<List<Row>> texts =
        files(
            session
                .range(1000)
                .select(col("id").cast("string").as("t"), col("id"))
                .repartitionByRange(3, "t"),
            "texts");
    assertThat(texts).hasSize(3);
    assertThat(texts.get(0)).allMatch(row -> row.getString(0).compareTo("5") < 0);
    assertThat(texts.get(2)).allMatch(row -> row.getString(0).compareTo("5") > 0);
    // No bounds among equal keys; none without rows.
    assertThat(numbers.repartitionByRange(3, lit(1).plus(col("id").multiply(0))).count())
        .isEqualTo(10_000);
    assertThat(numbers.filter("id < 0").repartitionByRange(3, "id").numPartitions()).isEqualTo(3);
    assertThatThrownBy(() -> numbers.repartitionByRange(2)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> numbers.repartitionByRange(2, "m")).hasMessageContaining("m");
    assertThatThrownBy(() -> numbers.repartitionByRange(0, "n")).hasMessageContaining("at least");
  }

  @Test
  void partitionsOfTheLastRunAreKnown() {
    DataFrame four = session.range(0, 10_000).repartition(4);
    assertThat(four.partitionStatistics()).isEmpty();
    assertThat(four.count()).isEqualTo(10_000);
    assertThat(four.partitionStatistics()).as("another query has run").isEmpty();
    assertThat(four.collect()).hasSize(10_000);
    assertThat(four.partitionStatistics())
        .hasSize(4)
        .allMatch(p -> p.rows() == 2500 && p.bytes() > 0 && p.seconds() >= 0)
        .extracting(PartitionStatistics::partition)
        .containsExactly(0, 1, 2, 3);
    DataFrame two = four.coalesce(2);
    assertThat(two.partitionStatistics()).isEmpty();
    two.write().parquet(directory.resolve("statistics").toString());
    assertThat(two.partitionStatistics()).extracting(PartitionStatistics::rows).hasSize(2);
    Dataset<Long> objects = two.as(Long.class);
    assertThat(objects.collect()).hasSize(10_000);
    assertThat(objects.partitionStatistics()).hasSize(2);
  }

  @Test
  void hintsAreTakenByTheirNames() {
    DataFrame left = session.range(0, 3_000_000, 1, 4).withColumnRenamed("id", "a");
    DataFrame right = session.range(0, 100, 1, 1).withColumnRenamed("id", "b");
    Column same = col("a").equalTo(col("b"));
    assertThat(left.join(right, same).explained("physical")).contains("Broadcast");
    DataFrame shuffled = left.join(right.hint("SHUFFLE_HASH"), same);
    assertThat(shuffled.explained("physical")).doesNotContain("Broadcast");
    assertThat(shuffled.explained("logical")).contains("Shuffle hint");
    assertThat(shuffled.count()).isEqualTo(100);
    assertThat(left.hint("merge").join(right, same).explained("physical"))
        .doesNotContain("Broadcast");
    assertThat(left.hint("broadcast").explained("logical")).contains("Broadcast hint");
    assertThat(left.hint("coalesce", 2).numPartitions()).isEqualTo(2);
    assertThat(left.hint("repartition", 3, "a").explained("logical"))
        .contains("Repartition 3 by a");
    assertThat(left.hint("rebalance").count()).isEqualTo(3_000_000);
    assertThat(right.hint("repartition_by_range", 2, col("b")).numPartitions()).isEqualTo(2);
    assertThatThrownBy(() -> left.hint("brodcast"))
        .hasMessage("the hint brodcast isn't known; did you mean broadcast?");
    assertThatThrownBy(() -> left.hint("broadcast", 2)).hasMessageContaining("no parameters");
    assertThatThrownBy(() -> left.hint("coalesce")).hasMessageContaining("number of partitions");
    assertThatThrownBy(() -> left.hint("repartition", 1.5)).hasMessageContaining("not 1.5");
  }

  @Test
  void plansShowPartitions() {
    DataFrame frame = session.range(100).repartition(3, col("id")).sortWithinPartitions("id");
    assertThat(frame.explained("logical"))
        .contains("Sort each partition by id", "Repartition 3 by id");
    assertThat(frame.coalesce(2).explained("logical")).contains("Coalesce 2");
  }

  @Test
  void aSideThatIsToBeBroadcastIsWhateverItsSize() {
    DataFrame left = session.range(0, 3_000_000, 1, 4).withColumnRenamed("id", "a");
    DataFrame right = session.range(1_000_000, 5_000_000, 1, 4).withColumnRenamed("id", "b");
    Column same = Functions.col("a").equalTo(Functions.col("b"));
    session.conf().set("distaff.sql.broadcast.threshold", "1k");
    assertThat(left.join(right, same).explained("physical")).doesNotContain("Broadcast");
    for (DataFrame joined :
        List.of(
            left.join(Functions.broadcast(right), same),
            Functions.broadcast(right).join(left, same),
            left.join(Functions.broadcast(right), same, "left").filter("b > 0"))) {
      assertThat(joined.explained("physical")).contains("Broadcast");
      assertThat(joined.count()).isEqualTo(2_000_000);
    }
    assertThat(left.join(Functions.broadcast(right), same, "full").explained("physical"))
        .doesNotContain("Broadcast");
    session.conf().unset("distaff.sql.broadcast.threshold");
    assertThat(Functions.broadcast(left).filter("a < 7").count()).isEqualTo(7);
  }
}
