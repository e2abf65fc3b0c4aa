package io.distaff.operator.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.Predicate;
import io.distaff.expression.InputRef;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.BatchSource;
import io.distaff.operator.OperatorFixture;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortOperatorTest {
  private static final long AMPLE_BYTES = 1L << 28;
  private static final List<DataType> TYPES = RandomBatches.ALL_TYPES;

  @TempDir Path directory;

  @Test
  void sortsByEachTypeInEachDirection() {
    RandomBatches random = new RandomBatches(1);
    for (int column = 0; column < TYPES.size(); column++) {
      for (int variant = 0; variant < 4; variant++) {
        List<VectorBatch> batches = random.batches(TYPES, 4, 3000);
        SortKey key = new SortKey(column, (variant & 1) != 0, (variant & 2) != 0);
        check(TYPES, batches, List.of(key), -1, 0, AMPLE_BYTES);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void sortsBySeveralKeysWithLimitAndOffset(long seed) {
    Random random = new Random(seed);
    RandomBatches batches =
        new RandomBatches(seed).numDistinct(random.nextBoolean() ? 4 : 300).nullRate(0.2);
    for (int round = 0; round < 6; round++) {
      List<VectorBatch> input = batches.batches(TYPES, random.nextInt(6), 5000);
      long limit = random.nextInt(3) == 0 ? -1 : random.nextInt(20_000);
      long offset = random.nextBoolean() ? 0 : random.nextInt(3000);
      check(TYPES, input, randomKeys(random, TYPES), limit, offset, AMPLE_BYTES);
    }
  }

  /** Keys whose values lie close together, wherever that is: as many as fit are sorted at once. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
  void sortsBySeveralKeysOfSmallRanges(long seed) {
    Random random = new Random(seed);
    List<DataType> types =
        List.of(
            DataType.BIGINT,
            DataType.INT,
            DataType.BIGINT,
            DataType.BOOLEAN,
            DataType.DOUBLE,
            DataType.decimal(15, 2),
            DataType.STRING);
    for (int round = 0; round < 10; round++) {
      int rangeBits = random.nextInt(35);
      long base =
          switch (random.nextInt(4)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE - (1L << rangeBits);
            case 2 -> -3;
            default -> 900_000_000_000L;
          };
      RandomBatches narrow = new RandomBatches(seed + round).numDistinct(3).nullRate(0);
      RandomBatches withNulls = new RandomBatches(seed - round).numDistinct(9).nullRate(0.1);
      List<VectorBatch> input = new ArrayList<>();
      for (int b = 0; b < 3; b++) {
        int rows = 1 + random.nextInt(4096);
        ColumnVector[] columns = new ColumnVector[types.size()];
        for (int c = 0; c < columns.length; c++) {
          RandomBatches source = round % 3 == 0 && c == 3 ? withNulls : narrow;
          columns[c] = source.column(types.get(c), rows);
        }
        long step = random.nextBoolean() ? 1 : 8;
        columns[0] =
            new LongVector(
                DataType.BIGINT,
                random
                    .longs(rows, 0, 1L << rangeBits)
                    .map(value -> base + value / step * step)
                    .toArray(),
                null,
                rows);
        input.add(new VectorBatch(rows, columns));
      }
      List<SortKey> allWhole =
          List.of(
              new SortKey(1, random.nextBoolean(), false),
              new SortKey(0, random.nextBoolean(), false),
              new SortKey(3, random.nextBoolean(), false));
      List<SortKey> keys = random.nextBoolean() ? allWhole : randomKeys(random, types);
      long limit = random.nextInt(3) == 0 ? random.nextInt(3000) : -1;
      check(types, input, keys, limit, 0, AMPLE_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1000, 9000})
  void givesTheFirstRowsInMemoryThatDoesNotGrow(int limit) {
    int numRows = 400_000;
    List<VectorBatch> batches = new ArrayList<>();
    // Descending numbers are the worst case: every row is better than all before it.
    for (int from = 0; from < numRows; from += 4000) {
      long[] values = new long[4000];
      for (int i = 0; i < values.length; i++) {
        values[i] = (long) numRows - from - i;
      }
      batches.add(new VectorBatch(4000, new LongVector(DataType.BIGINT, values, null, 4000)));
    }
    List<DataType> types = List.of(DataType.BIGINT);
    SortKey key = new SortKey(0, false, false);
    List<List<Object>> rows = check(types, batches, List.of(key), limit, 2, 2 << 20);
    assertThat(rows).hasSize(limit).first().isEqualTo(List.of(3L));
  }

  @Test
  void readsNothingForALimitOfZero() {
    try (OperatorFixture fixture = new OperatorFixture(directory, AMPLE_BYTES)) {
      BatchSource closed = new BatchSource(new RandomBatches(1).batches(TYPES, 1, 10));
      closed.close(); // throws when it is read
      List<SortKey> keys = List.of(new SortKey(0, false, false));
      assertThat(fixture.run(sort(TYPES, closed, keys, 0, 5, fixture))).isEmpty();
    }
  }

  @Test
  void sortsTextWithLongCommonBeginnings() {
    List<Object> values = new ArrayList<>();
    for (int length = 0; length < 600; length++) {
      values.add("a".repeat(length));
      values.add("a".repeat(length) + "\0");
      values.add("a".repeat(length / 7 * 7) + "é");
    }
    Collections.shuffle(values, new Random(5));
    VectorBatch batch =
        new VectorBatch(values.size(), RandomBatches.flat(DataType.STRING, values, false));
    for (boolean descending : new boolean[] {false, true}) {
      SortKey key = new SortKey(0, descending, false);
      check(List.of(DataType.STRING), List.of(batch), List.of(key), -1, 0, AMPLE_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36})
  void sortsNestedValues(long seed) {
    Random random = new Random(seed);
    List<DataType> types = RandomBatches.NESTED_TYPES;
    List<VectorBatch> input =
        new RandomBatches(seed).numDistinct(60).nullRate(0.1).batches(types, 8, 1500);
    for (int c = 0; c < types.size(); c++) {
      SortKey key = new SortKey(c, random.nextBoolean(), random.nextBoolean());
      SortKey next = new SortKey((c + 1) % types.size(), random.nextBoolean(), false);
      check(types, input, List.of(key, next), -1, 0, AMPLE_BYTES);
    }
    check(types, input, randomKeys(random, types), 700, 20, AMPLE_BYTES);
  }

  @Test
  void spillsNestedValues() {
    List<DataType> types = RandomBatches.NESTED_TYPES;
    List<VectorBatch> input = new RandomBatches(5).batches(types, 40, 600);
    SortKey key = new SortKey(4, true, false);
    OperatorFixture fixture = new OperatorFixture(directory, 4 << 20);
    check(types, input, List.of(key), -1, 0, fixture);
    assertThat(fixture.bytesSpilled()).isPositive();
  }

  @Test
  void passesRowsThroughWithoutKeys() {
    List<VectorBatch> batches = new RandomBatches(8).batches(TYPES, 3, 4000);
    check(TYPES, batches, List.of(), -1, 7, AMPLE_BYTES);
    check(TYPES, batches, List.of(), 100, 7, AMPLE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void spillsWhenMemoryIsShort(long seed) {
    Random random = new Random(seed);
    RandomBatches batches =
        new RandomBatches(seed).numDistinct(random.nextBoolean() ? 4 : 300).nullRate(0.2);
    List<VectorBatch> input = batches.batches(TYPES, 24, 4000);
    List<SortKey> keys = randomKeys(random, TYPES);
    long limit = random.nextBoolean() ? -1 : 12_000 + random.nextInt(10_000);
    OperatorFixture fixture = new OperatorFixture(directory, 3 << 20);
    check(TYPES, input, keys, limit, random.nextInt(50), fixture);
    assertThat(fixture.bytesSpilled()).isPositive();
  }

  @Test
  void mergesInSeveralPassesWhenRunsAreMany() {
    RandomBatches random = new RandomBatches(31).numDistinct(5000).withoutSelections();
    List<DataType> types = List.of(DataType.BIGINT, DataType.STRING);
    List<VectorBatch> input = random.batches(types, 400, 600);
    List<SortKey> keys = List.of(new SortKey(1, true, true), new SortKey(0, false, false));
    OperatorFixture onePass = new OperatorFixture(directory, 3 << 20);
    check(types, input, keys, -1, 0, onePass);
    OperatorFixture morePasses = new OperatorFixture(directory, 600 << 10);
    check(types, input, keys, -1, 0, morePasses);
    assertThat(onePass.bytesSpilled()).isPositive();
    assertThat(morePasses.bytesSpilled()).isGreaterThan(onePass.bytesSpilled() * 3 / 2);
  }

  @Test
  void spillsTheFirstRowsToo() {
    List<VectorBatch> input = new RandomBatches(41).numDistinct(3000).batches(TYPES, 20, 4000);
    List<SortKey> keys = List.of(new SortKey(4, true, false), new SortKey(11, false, true));
    OperatorFixture fixture = new OperatorFixture(directory, 3 << 20);
    check(TYPES, input, keys, 9_000, 100, fixture);
    assertThat(fixture.bytesSpilled()).isPositive();
  }

  @Test
  void givesMemoryBackToOthersBetweenTwoBatches() {
    List<VectorBatch> input = new RandomBatches(51).batches(TYPES, 24, 4000);
    List<SortKey> keys = List.of(new SortKey(11, true, false), new SortKey(4, false, true));
    boolean spilledFromMergeAlso = false;
    for (long poolBytes : new long[] {3 << 20, 4 << 20, 5 << 20, 6 << 20, 64 << 20}) {
      OperatorFixture fixture = new OperatorFixture(directory, poolBytes);
      long spilledBefore = 0;
      List<List<Object>> rows = new ArrayList<>();
      try (SortOperator sort = sort(TYPES, new BatchSource(input), keys, -1, 0, fixture);
          MemoryReservation other = fixture.otherContext("other").memory().reservation(null)) {
        for (VectorBatch batch = sort.next(); batch != null; batch = sort.next()) {
          if (rows.size() > 10_000 && other.bytes() == 0) {
            spilledBefore = fixture.bytesSpilled();
            refusable(() -> other.add(poolBytes - fixture.memory().heldBytes() + 1));
          }
          rows.addAll(RandomBatches.rows(batch));
        }
      }
      fixture.assertNothingHeld();
      fixture.close();
      assertSorted(rows, RandomBatches.rows(input), TYPES, keys, -1, 0);
      boolean spilledMore = fixture.bytesSpilled() > spilledBefore;
      spilledFromMergeAlso |= spilledBefore > 0 && spilledMore;
      if (poolBytes == 64 << 20) {
        assertThat(spilledBefore).isZero();
        assertThat(spilledMore).isTrue();
      }
    }
    assertThat(spilledFromMergeAlso).isTrue();
  }

  /** What merging needs, nobody can have. */
  private static void refusable(Runnable reservation) {
    try {
      reservation.run();
    } catch (DistaffException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED);
    }
  }

  @Test
  void leavesNothingWhenClosedEarly() {
    List<VectorBatch> input = new RandomBatches(61).batches(TYPES, 24, 4000);
    List<SortKey> keys = List.of(new SortKey(11, true, false));
    for (long poolBytes : new long[] {6 << 20, AMPLE_BYTES}) {
      for (int batches = 0; batches < 3; batches++) {
        OperatorFixture fixture = new OperatorFixture(directory, poolBytes);
        BatchSource source = new BatchSource(input);
        SortOperator sort = sort(TYPES, source, keys, -1, 0, fixture);
        for (int i = 0; i < batches; i++) {
          assertThat(sort.next()).isNotNull();
        }
        sort.close();
        sort.close();
        assertThat(sort.next()).isNull();
        assertThat(source.isClosed()).isTrue();
        fixture.assertNothingHeld();
        fixture.close();
      }
    }
  }

  /** Rows that aren't wanted can be left out from the beginning. */
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void tellsOthersWhatIsNotWanted(long seed) {
    Random random = new Random(seed);
    for (int column = 0; column < TYPES.size(); column++) {
      if (!SortBound.describes(TYPES.get(column))) {
        continue;
      }
      List<VectorBatch> batches =
          new RandomBatches(seed + column).nullRate(0.1).batches(TYPES, 5, 4000);
      SortKey key = new SortKey(column, random.nextBoolean(), random.nextBoolean());
      int limit = 1 + random.nextInt(200);
      PlanNode.Sort node =
          new PlanNode.Sort(OperatorFixture.input(TYPES), List.of(key), limit, random.nextInt(9));
      SortBound bound = new SortBound(key, new InputRef(column, TYPES.get(column)));
      try (OperatorFixture fixture = new OperatorFixture(directory, AMPLE_BYTES)) {
        assertThat(bound.condition()).isNull();
        List<List<Object>> rows =
            fixture.run(new SortOperator(node, new BatchSource(batches), bound, fixture.context()));
        List<VectorBatch> wanted = batches;
        if (bound.condition() != null) {
          Predicate isWanted =
              ExpressionCompiler.compilePredicate(bound.condition(), ReservedArrays.uncounted());
          wanted = batches.stream().map(batch -> select(isWanted, batch)).toList();
        }
        List<List<Object>> again =
            fixture.run(new SortOperator(node, new BatchSource(wanted), fixture.context()));
        int by = column;
        assertThat(again.stream().map(row -> row.get(by)))
            .as("seed %d, column %d, %s", seed, column, bound.condition())
            .isEqualTo(rows.stream().map(row -> row.get(by)).toList());
        // As long as there are only nulls, no value is known.
        assertThat(bound.condition() != null || key.nullsFirst()).isTrue();
        if (bound.condition() != null) {
          assertThat(numSelected(wanted)).isLessThan(numSelected(batches));
        }
      }
    }
  }

  private static VectorBatch select(Predicate predicate, VectorBatch batch) {
    SelectionVector kept = predicate.select(batch, batch.selection());
    int[] rows =
        kept == null
            ? IntStream.range(0, batch.numRows()).toArray()
            : Arrays.copyOf(kept.rows(), kept.count());
    return batch.withSelection(new SelectionVector(rows, rows.length));
  }

  private static long numSelected(List<VectorBatch> batches) {
    return batches.stream().mapToLong(VectorBatch::numSelected).sum();
  }

  @Test
  void failsCleanlyWhenOneBatchIsTooMuch() {
    OperatorFixture fixture = new OperatorFixture(directory, 64 << 10);
    SortOperator sort =
        sort(
            TYPES,
            new BatchSource(new RandomBatches(71).withoutSelections().batches(TYPES, 5, 4000)),
            List.of(new SortKey(0, false, false)),
            -1,
            0,
            fixture);
    assertThatThrownBy(sort::next)
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED));
    sort.close();
    fixture.assertNothingHeld();
    fixture.close();
  }

  static List<SortKey> randomKeys(Random random, List<DataType> types) {
    List<Integer> columns = new ArrayList<>(IntStream.range(0, types.size()).boxed().toList());
    Collections.shuffle(columns, random);
    return columns.subList(0, 1 + random.nextInt(4)).stream()
        .map(column -> new SortKey(column, random.nextBoolean(), random.nextBoolean()))
        .toList();
  }

  private static SortOperator sort(
      List<DataType> types,
      BatchSource source,
      List<SortKey> keys,
      long limit,
      long offset,
      OperatorFixture fixture) {
    PlanNode.Sort node = new PlanNode.Sort(OperatorFixture.input(types), keys, limit, offset);
    return new SortOperator(node, source, fixture.context());
  }

  private List<List<Object>> check(
      List<DataType> types,
      List<VectorBatch> input,
      List<SortKey> keys,
      long limit,
      long offset,
      long poolBytes) {
    OperatorFixture fixture = new OperatorFixture(directory, poolBytes);
    List<List<Object>> rows = check(types, input, keys, limit, offset, fixture);
    assertThat(fixture.bytesSpilled()).isZero();
    return rows;
  }

  private static List<List<Object>> check(
      List<DataType> types,
      List<VectorBatch> input,
      List<SortKey> keys,
      long limit,
      long offset,
      OperatorFixture fixture) {
    BatchSource source = new BatchSource(input);
    List<List<Object>> rows = fixture.run(sort(types, source, keys, limit, offset, fixture));
    assertThat(source.isClosed()).isTrue();
    fixture.close();
    assertSorted(rows, RandomBatches.rows(input), types, keys, limit, offset);
    return rows;
  }

  /** The keys must be those of the sorted input, the rows some of the input's. */
  private static void assertSorted(
      List<List<Object>> actual,
      List<List<Object>> input,
      List<DataType> types,
      List<SortKey> keys,
      long limit,
      long offset) {
    List<List<Object>> expected = new ArrayList<>(input);
    expected.sort(comparator(types, keys));
    int from = (int) Math.min(offset, expected.size());
    int count = expected.size() - from;
    count = limit < 0 ? count : (int) Math.min(limit, count);
    expected = expected.subList(from, from + count);
    assertThat(keyValues(actual, keys)).isEqualTo(keyValues(expected, keys));
    Map<List<Object>, Integer> available = OperatorFixture.counted(input);
    OperatorFixture.counted(actual)
        .forEach(
            (row, times) -> assertThat(times).isLessThanOrEqualTo(available.getOrDefault(row, 0)));
  }

  private static List<List<Object>> keyValues(List<List<Object>> rows, List<SortKey> keys) {
    List<List<Object>> values = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Object> ofRow = new ArrayList<>();
      keys.forEach(key -> ofRow.add(row.get(key.column())));
      values.add(ofRow);
    }
    return values;
  }

  static Comparator<List<Object>> comparator(List<DataType> types, List<SortKey> keys) {
    return (a, b) -> {
      for (SortKey key : keys) {
        Object x = a.get(key.column());
        Object y = b.get(key.column());
        int result;
        if (x == null || y == null) {
          result = x == y ? 0 : (x == null) == key.nullsFirst() ? -1 : 1;
        } else {
          result =
              RandomBatches.compare(types.get(key.column()), x, y) * (key.descending() ? -1 : 1);
        }
        if (result != 0) {
          return result;
        }
      }
      return 0;
    };
  }
}
