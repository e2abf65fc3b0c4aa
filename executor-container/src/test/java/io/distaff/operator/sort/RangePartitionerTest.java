package io.distaff.operator.sort;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.operator.BatchSource;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.SortKey;
import io.distaff.shuffle.RowPartitioner;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangePartitionerTest {
  private static final List<DataType> TYPES = RandomBatches.ALL_TYPES;
  private static final List<DataType> BIGINT = List.of(DataType.BIGINT);
  private static final List<SortKey> ASCENDING = List.of(new SortKey(0, false, true));

  @TempDir Path directory;

  /** A row and where it went. */
  private record Assigned(List<Object> row, int partition) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void partitionsFollowEachOtherAndEqualRowsAreTogether(long seed) {
    Random random = new Random(seed);
    RandomBatches batches =
        new RandomBatches(seed).numDistinct(random.nextBoolean() ? 4 : 300).nullRate(0.2);
    List<SortKey> keys = SortOperatorTest.randomKeys(random, TYPES);
    int numPartitions = 2 + random.nextInt(9);
    List<VectorBatch> sample = sorted(batches.batches(TYPES, 1, 1 + random.nextInt(400)), keys);
    List<Assigned> rows =
        assign(TYPES, keys, sample, batches.batches(TYPES, 3, 2000), numPartitions);
    Comparator<List<Object>> order = SortOperatorTest.comparator(TYPES, keys);
    rows.sort(Comparator.comparing(Assigned::row, order));
    for (int i = 1; i < rows.size(); i++) {
      Assigned before = rows.get(i - 1);
      Assigned row = rows.get(i);
      assertThat(row.partition()).isBetween(before.partition(), numPartitions - 1);
      if (order.compare(before.row(), row.row()) == 0) {
        assertThat(row.partition()).isEqualTo(before.partition());
      }
    }
  }

  @Test
  void boundsLieEvenlyInTheSample() {
    long[] numbers = new Random(1).longs(40_000, 0, 1_000_000).toArray();
    long[] sample = new Random(2).longs(4_000, 0, 1_000_000).sorted().toArray();
    int[] sizes = new int[8];
    assign(BIGINT, ASCENDING, batches(sample), batches(numbers), sizes.length)
        .forEach(row -> sizes[row.partition()]++);
    for (int size : sizes) {
      assertThat(size).isBetween(4_500, 5_500);
    }
  }

  @Test
  void aSampleMayBeSmallOrEmpty() {
    assertThat(assign(BIGINT, ASCENDING, List.of(), batches(3, 1, 2), 4))
        .extracting(Assigned::partition)
        .containsExactly(0, 0, 0);
    assertThat(assign(BIGINT, ASCENDING, batches(2, 5), batches(1, 2, 4, 5, 6), 9))
        .extracting(Assigned::partition)
        .containsExactly(0, 1, 1, 2, 2);
  }

  private static List<VectorBatch> batches(long... values) {
    return List.of(
        new VectorBatch(
            values.length, new LongVector(DataType.BIGINT, values, null, values.length)));
  }

  /** The columns of the keys alone, in order. */
  private List<VectorBatch> sorted(List<VectorBatch> input, List<SortKey> keys) {
    List<List<Object>> rows = new ArrayList<>(RandomBatches.rows(input));
    rows.sort(SortOperatorTest.comparator(TYPES, keys));
    return List.of(
        new VectorBatch(
            rows.size(),
            keys.stream()
                .map(
                    key ->
                        RandomBatches.flat(
                            TYPES.get(key.column()),
                            rows.stream().map(row -> row.get(key.column())).toList(),
                            true))
                .toArray(ColumnVector[]::new)));
  }

  private List<Assigned> assign(
      List<DataType> types,
      List<SortKey> keys,
      List<VectorBatch> sample,
      List<VectorBatch> input,
      int numPartitions) {
    List<Assigned> assigned = new ArrayList<>();
    try (OperatorFixture fixture = new OperatorFixture(directory, 1L << 28)) {
      BatchSource source = new BatchSource(sample);
      try (RowPartitioner partitioner =
          new RangePartitioner(
              keys,
              OperatorFixture.schema(types),
              numPartitions,
              source,
              OperatorFixture.schema(keys.stream().map(key -> types.get(key.column())).toList()),
              fixture.context().memory())) {
        SelectedRows selected = new SelectedRows();
        for (VectorBatch batch : input) {
          int count = batch.numSelected();
          int[] partitions = new int[count];
          partitioner.assign(batch, selected.of(batch), count, partitions);
          List<List<Object>> rows = RandomBatches.rows(batch);
          for (int i = 0; i < count; i++) {
            assigned.add(new Assigned(rows.get(i), partitions[i]));
          }
        }
      }
      assertThat(source.isClosed()).isTrue();
      fixture.assertNothingHeld();
    }
    return assigned;
  }
}
