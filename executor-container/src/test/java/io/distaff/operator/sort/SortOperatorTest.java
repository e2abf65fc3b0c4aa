package io.distaff.operator.sort;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.operator.BatchSource;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortOperatorTest {
  private static final long PLENTY = 1L << 30;
  private static final List<DataType> TYPES = RandomBatches.ALL_TYPES;

  @TempDir Path directory;

  @Test
  void sortsByEveryTypeAndDirection() {
    for (int column = 0; column < TYPES.size(); column++) {
      for (int variant = 0; variant < 4; variant++) {
        Random random = new Random(column * 10L + variant);
        List<SortKey> keys = List.of(new SortKey(column, (variant & 1) != 0, (variant & 2) != 0));
        List<VectorBatch> batches =
            new RandomBatches(random.nextLong())
                .numDistinct(1 + random.nextInt(1000))
                .nullRate(variant == 3 ? 0 : 0.1)
                .batches(TYPES, random.nextInt(4), 1500);
        check(PLENTY, batches, keys, -1, 0, false);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void sortsBySeveralKeysWithLimitAndOffset(long seed) {
    Random random = new Random(seed);
    List<VectorBatch> batches =
        new RandomBatches(seed)
            .numDistinct(2 + random.nextInt(40))
            .batches(TYPES, 1 + random.nextInt(20), 2000);
    long limit = random.nextInt(3) == 0 ? -1 : random.nextInt(3000);
    check(PLENTY, batches, keys(random), limit, random.nextInt(3) * 500, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
  void spillsAndMerges(long seed) {
    Random random = new Random(seed);
    List<VectorBatch> batches =
        new RandomBatches(seed).numDistinct(seed % 2 == 0 ? 5 : 50_000).batches(TYPES, 30, 4096);
    long limit = seed % 4 == 0 ? 8000 : -1;
    check((2L + seed % 3) << 20, batches, keys(random), limit, seed % 4 * 100, true);
  }

  @Test
  void topRowsOfManyTakeConstantMemory() {
    List<VectorBatch> batches =
        new RandomBatches(1).numDistinct(1_000_000).batches(TYPES, 100, 4096);
    check(6L << 20, batches, List.of(new SortKey(4, true, false)), 10, 3, false);
  }

  @Test
  void closingEarlyAndGivingWayLeaveNothing() {
    List<VectorBatch> batches = new RandomBatches(1).numDistinct(5000).batches(TYPES, 12, 4096);
    List<SortKey> keys = List.of(new SortKey(11, false, true), new SortKey(4, false, true));
    for (long pool : new long[] {PLENTY, 2L << 20}) {
      for (int taken = 0; taken < 3; taken++) {
        try (OperatorFixture fixture = new OperatorFixture(directory, pool)) {
          Operator operator = operator(fixture, batches, keys, -1, 0);
          for (int i = 0; i < taken; i++) {
            assertThat(operator.next()).isNotNull();
          }
          operator.close();
          fixture.assertNothingHeld();
        }
      }
    }
    try (OperatorFixture fixture = new OperatorFixture(directory, 32L << 20)) {
      List<List<Object>> rows = new ArrayList<>();
      try (Operator operator = operator(fixture, batches, keys, -1, 0);
          var other = fixture.context().memory().reservation("other", null)) {
        VectorBatch batch = operator.next();
        other.add(32L << 20);
        other.resize(0);
        // What was given before must not have been touched.
        for (; batch != null; batch = operator.next()) {
          rows.addAll(RandomBatches.rows(batch));
        }
      }
      assertThat(fixture.bytesSpilled()).isPositive();
      checkRows(rows, batches, keys, -1, 0);
      fixture.assertNothingHeld();
    }
  }

  private static List<SortKey> keys(Random random) {
    List<SortKey> keys = new ArrayList<>();
    for (int k = 0, n = 1 + random.nextInt(4); k < n; k++) {
      keys.add(
          new SortKey(random.nextInt(TYPES.size()), random.nextBoolean(), random.nextBoolean()));
    }
    return keys;
  }

  private static Operator operator(
      OperatorFixture fixture,
      List<VectorBatch> batches,
      List<SortKey> keys,
      long limit,
      long offset) {
    return new SortOperator(
        new PlanNode.Sort(OperatorFixture.input(TYPES), keys, limit, offset),
        new BatchSource(batches),
        fixture.context());
  }

  private void check(
      long pool,
      List<VectorBatch> batches,
      List<SortKey> keys,
      long limit,
      long offset,
      boolean spills) {
    try (OperatorFixture fixture = new OperatorFixture(directory, pool)) {
      List<List<Object>> rows = fixture.run(operator(fixture, batches, keys, limit, offset));
      checkRows(rows, batches, keys, limit, offset);
      assertThat(fixture.bytesSpilled() > 0).isEqualTo(spills);
    }
  }

  private static void checkRows(
      List<List<Object>> rows,
      List<VectorBatch> batches,
      List<SortKey> keys,
      long limit,
      long offset) {
    List<List<Object>> all = new ArrayList<>(RandomBatches.rows(batches));
    Map<List<Object>, Integer> left = OperatorFixture.counted(all);
    all.sort(comparator(keys));
    int from = (int) Math.min(all.size(), offset);
    int to = limit < 0 ? all.size() : (int) Math.min(all.size(), from + limit);
    assertThat(rows).hasSize(to - from);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(values(rows.get(i), keys)).isEqualTo(values(all.get(from + i), keys));
      // Any row of equal keys will do, but each only once.
      int count = left.merge(rows.get(i), -1, Integer::sum);
      assertThat(count).as("too many of %s", rows.get(i)).isNotNegative();
    }
  }

  private static List<Object> values(List<Object> row, List<SortKey> keys) {
    List<Object> values = new ArrayList<>();
    keys.forEach(key -> values.add(row.get(key.column())));
    return values;
  }

  private static Comparator<List<Object>> comparator(List<SortKey> keys) {
    return (a, b) -> {
      for (SortKey key : keys) {
        Object x = a.get(key.column());
        Object y = b.get(key.column());
        int order;
        if (x == null || y == null) {
          order = x == y ? 0 : (x == null) == key.nullsFirst() ? -1 : 1;
        } else {
          order = RandomBatches.compare(TYPES.get(key.column()), x, y);
          order = key.descending() ? -order : order;
        }
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }
}
