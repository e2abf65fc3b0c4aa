package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.SampleMethod;
import io.distaff.types.DataType;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleOperatorTest {
  private static final int ROWS = 200_000;

  @TempDir Path directory;

  /** The numbers 0 to ROWS - 1, which of each batch are the odd positions. */
  private static List<VectorBatch> numbers(int batchRows) {
    List<VectorBatch> batches = new ArrayList<>();
    for (int first = 0; first < ROWS; first += batchRows) {
      int count = Math.min(batchRows, ROWS - first);
      long[] values = new long[2 * count];
      for (int i = 0; i < count; i++) {
        values[2 * i] = -1;
        values[2 * i + 1] = (long) first + i;
      }
      int[] odd = IntStream.range(0, count).map(i -> 2 * i + 1).toArray();
      LongVector column = new LongVector(DataType.BIGINT, values, null, values.length);
      batches.add(new VectorBatch(values.length, new SelectionVector(odd, count), column));
    }
    return batches;
  }

  private List<Long> sample(
      SampleMethod method, double share, long seed, int partition, int batchRows) {
    PlanNode.Sample node =
        new PlanNode.Sample(OperatorFixture.input(List.of(DataType.BIGINT)), method, share, seed);
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      Operator operator =
          new SampleOperator(
              node, partition, new BatchSource(numbers(batchRows)), fixture.context());
      return fixture.run(operator).stream().map(row -> (Long) row.get(0)).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.5, 0.9})
  void keepsAShareOfTheRows(double share) {
    List<Long> kept = sample(SampleMethod.ROWS, share, 42, 0, 4096);
    // Six standard deviations of a binomial distribution.
    double deviation = 6 * Math.sqrt(ROWS * share * (1 - share));
    assertThat((double) kept.size()).isBetween(ROWS * share - deviation, ROWS * share + deviation);
    assertThat(kept).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(SampleMethod.class)
  void keepsAllOrNothingAtTheEnds(SampleMethod method) {
    assertThat(sample(method, 0, 1, 0, 4096)).isEmpty();
    assertThat(sample(method, 1, 1, 0, 4096)).isEqualTo(LongStream.range(0, ROWS).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource(SampleMethod.class)
  void choosesTheSameHoweverRowsAreCutIntoBatches(SampleMethod method) {
    List<Long> kept = sample(method, 0.3, 7, 3, 4096);
    assertThat(kept).isNotEmpty();
    assertThat(sample(method, 0.3, 7, 3, 1000)).isEqualTo(kept);
    assertThat(sample(method, 0.3, 7, 3, 7)).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({"ROWS, 8, 3", "ROWS, 7, 4", "BLOCKS, 8, 3", "BLOCKS, 7, 4"})
  void choosesDifferentlyForOtherSeedsAndPartitions(SampleMethod method, long seed, int partition) {
    assertThat(sample(method, 0.3, seed, partition, 4096))
        .isNotEqualTo(sample(method, 0.3, 7, 3, 4096));
  }

  @Test
  void keepsBlocksWhole() {
    List<Long> kept = sample(SampleMethod.BLOCKS, 0.3, 5, 0, 1000);
    assertThat(kept.stream().filter(row -> row / 1024 < ROWS / 1024))
        .satisfies(
            rows -> {
              for (int i = 0; i < rows.size(); i += 1024) {
                assertThat(rows.get(i) % 1024).isZero();
                assertThat(rows.get(i + 1023)).isEqualTo(rows.get(i) + 1023);
              }
            });
  }

  @Test
  void leavesOtherColumnsAsTheyAre() {
    RandomBatches random = new RandomBatches(11);
    List<VectorBatch> input = random.batches(RandomBatches.FLAT_AND_NESTED_TYPES, 3, 500);
    List<List<Object>> rows = new ArrayList<>();
    input.forEach(batch -> rows.addAll(RandomBatches.rows(batch)));
    PlanNode.Sample node =
        new PlanNode.Sample(
            OperatorFixture.input(RandomBatches.FLAT_AND_NESTED_TYPES), SampleMethod.ROWS, 0.5, 1);
    try (OperatorFixture fixture = new OperatorFixture(directory, 1 << 20)) {
      List<List<Object>> kept =
          fixture.run(new SampleOperator(node, 0, new BatchSource(input), fixture.context()));
      assertThat(kept.size()).isBetween(1, rows.size() - 1);
      assertThat(rows).containsSubsequence(kept);
    }
  }
}
