package io.distaff.api;

import static io.distaff.api.Functions.col;
import static io.distaff.api.Functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Accumulation;
import io.distaff.function.Accumulator;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccumulatorTest {
  private static Session session;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void sumsAreCompleteAfterTheAction() {
    Accumulator<Long, Long> rows = session.longAccumulator("rows");
    Accumulator<Double, Double> halves = session.doubleAccumulator("halves");
    Dataset<Long> numbers = session.range(0, 500_000, 1, 4).as(Long.class);
    assertThat(rows.value()).isZero();
    numbers.foreach(
        n -> {
          rows.add(1L);
          halves.add(n / 2.0);
        });
    assertThat(rows.value()).isEqualTo(500_000);
    assertThat(halves.value()).isEqualTo(499_999 / 4.0 * 500_000);
    numbers.limit(7).foreach(n -> rows.add(1L));
    assertThat(rows.value()).isEqualTo(500_007);
    rows.reset();
    assertThat(rows.value()).isZero();
  }

  @Test
  void functionsOfOneTaskShareIt() {
    Accumulator<Long, Long> calls = session.longAccumulator("calls");
    UserDefinedFunction counted =
        udf(
                (Long n) -> {
                  calls.add(1L);
                  return n;
                },
                "bigint")
            .asNondeterministic();
    Dataset<Long> numbers = session.range(1000).as(Long.class);
    DataFrame frame =
        numbers
            .map(
                n -> {
                  calls.add(1000L);
                  return n;
                },
                Long.class)
            .toDF()
            .select(counted.apply(col("value")));
    assertThat(frame.collect()).hasSize(1000);
    assertThat(calls.value()).isEqualTo(1_001_000);
  }

  /** The smallest values. */
  private record Smallest(int count) implements Accumulation<Long, TreeSet<Long>> {
    @Override
    public TreeSet<Long> zero() {
      return new TreeSet<>();
    }

    @Override
    public TreeSet<Long> add(TreeSet<Long> total, Long value) {
      total.add(value);
      if (total.size() > count) {
        total.pollLast();
      }
      return total;
    }

    @Override
    public TreeSet<Long> merge(TreeSet<Long> first, TreeSet<Long> second) {
      second.forEach(value -> add(first, value));
      return first;
    }
  }

  @Test
  void anyTotalCanBeGathered() {
    Accumulator<Long, List<Long>> odd = session.collectionAccumulator("odd");
    Accumulator<Long, TreeSet<Long>> least = session.accumulator("least", new Smallest(3));
    session
        .range(0, 200_000, 1, 3)
        .as(Long.class)
        .foreachPartition(
            rows ->
                rows.forEachRemaining(
                    n -> {
                      least.add((n + 5) % 200_000);
                      if (n % 50_000 == 1) {
                        odd.add(n);
                      }
                    }));
    assertThat(odd.value()).containsExactlyInAnyOrder(1L, 50_001L, 100_001L, 150_001L);
    assertThat(least.value()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void addingIsForTasksAndReadingForTheProgram() {
    Accumulator<Long, Long> rows = session.longAccumulator("rows");
    assertThatThrownBy(() -> rows.add(1L))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("the accumulator rows is added to in tasks only");
    assertThatThrownBy(() -> session.range(3).as(Long.class).foreach(n -> rows.value()))
        .hasMessageContaining("the accumulator rows can't be read in a task");
    Accumulator<String, List<String>> texts = session.collectionAccumulator("texts");
    assertThatThrownBy(
            () -> session.range(10).as(Long.class).foreach(n -> texts.add("x".repeat(1 << 20))))
        .hasMessageContaining("gathered more than 4194304 bytes")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(texts.value()).isEmpty();
  }
}
