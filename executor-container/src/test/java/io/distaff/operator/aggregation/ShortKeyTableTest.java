package io.distaff.operator.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

final class ShortKeyTableTest {
  private static final int ROWS = 1000;

  private final Random random = new Random(1);
  private final GroupTable table = GroupTable.of(List.of(DataType.BIGINT), new int[] {0});
  private final Map<Long, Integer> expected = new HashMap<>();
  private final int[] groups = new int[ROWS];
  private long next;

  /** Assigns a batch, one key in ten null if wanted, and compares with a map. */
  private void assign(LongSupplier keys, boolean withNulls) {
    long[] values = new long[ROWS];
    long[] validity = withNulls ? Validity.allValid(ROWS) : null;
    for (int i = 0; i < ROWS; i++) {
      values[i] = keys.getAsLong();
      if (withNulls && random.nextInt(10) == 0) {
        Validity.setNull(validity, i);
        values[i] = random.nextLong();
      }
    }
    VectorBatch batch =
        new VectorBatch(ROWS, new LongVector(DataType.BIGINT, values, validity, ROWS));
    long held = table.heldBytes();
    long most = table.growBytes(batch);
    table.assign(batch, groups);
    assertThat(table.heldBytes() - held).isLessThanOrEqualTo(most);
    for (int i = 0; i < ROWS; i++) {
      Long key = withNulls && !Validity.isValid(validity, i) ? null : (Long) values[i];
      Integer group = expected.computeIfAbsent(key, unused -> expected.size());
      assertThat(groups[i]).isEqualTo(group);
      assertThat(table.keys().isNull(0, group)).isEqualTo(key == null);
    }
    assertThat(table.numGroups()).isEqualTo(expected.size());
  }

  private long ascending() {
    next += random.nextInt(4);
    return next;
  }

  private long descending() {
    next -= random.nextInt(4);
    return next;
  }

  @Test
  void keysInOrderTakeLessThanAHashTable() {
    for (int batch = 0; batch < 100; batch++) {
      assign(this::ascending, batch % 3 == 1);
    }
    assertThat(table.tableBytes()).isLessThan(16L * GroupTable.capacityFor(table.numGroups()));
  }

  @Test
  void keysGoDownAndThenUp() {
    for (int batch = 0; batch < 40; batch++) {
      assign(this::descending, false);
    }
    next = 0;
    for (int batch = 0; batch < 40; batch++) {
      assign(this::ascending, true);
    }
  }

  /** Each time the table is made anew it gets room at both ends. */
  @Test
  void keysComeAtBothEndsInTurn() {
    Set<Long> sizes = new HashSet<>();
    for (int batch = 0; batch < 200; batch++) {
      boolean isAbove = batch % 2 == 0;
      long first = batch * 500L;
      assign(() -> isAbove ? first + random.nextInt(500) : -first - random.nextInt(500), false);
      sizes.add(table.tableBytes());
    }
    assertThat(sizes).hasSizeLessThan(25);
  }

  @Test
  void keysFarApartThatComeToFillTheirRange() {
    for (int batch = 0; batch < 200; batch++) {
      assign(() -> 7_000_000_000L + random.nextInt(60_000), false);
    }
    assertThat(table.tableBytes()).isLessThanOrEqualTo(4L * 120_000);
  }

  /** As in one of a few partitions of a hashed exchange. */
  @Test
  void keysOfWhichThereAreAFewInTheirRange() {
    for (int batch = 0; batch < 200; batch++) {
      assign(() -> next += random.nextInt(40), batch % 3 == 1);
    }
    long hashTable = hashTableBytes();
    // It keeps the hash table's memory beside the array.
    assertThat(table.tableBytes()).isBetween(2 * hashTable, 5 * hashTable);
    next = 0;
    for (int batch = 0; batch < 100; batch++) {
      assign(() -> next += random.nextInt(60), false);
    }
  }

  @Test
  void goesBackToAHashTableWhenMemoryIsShort() {
    for (int batch = 0; batch < 200; batch++) {
      assign(() -> next += random.nextInt(40), batch % 3 == 1);
    }
    long hashTable = hashTableBytes();
    assertThat(table.tableBytes()).isGreaterThan(hashTable);
    assertThat(table.economize()).isTrue();
    assertThat(table.economize()).isFalse();
    assertThat(table.tableBytes()).isEqualTo(hashTable);
    for (int batch = 0; batch < 200; batch++) {
      assign(() -> next += random.nextInt(40), batch % 3 == 1);
    }
    assertThat(table.tableBytes()).isEqualTo(hashTableBytes());
    table.clear();
    expected.clear();
    assign(() -> next += random.nextInt(40), false);
    assertThat(table.economize()).isTrue();
  }

  private long hashTableBytes() {
    return 16L * GroupTable.capacityFor(table.numGroups());
  }

  @Test
  void fewKeysInALargeRange() {
    for (int batch = 0; batch < 100; batch++) {
      assign(() -> next += random.nextInt(2000), batch % 3 == 1);
    }
    assertThat(table.tableBytes()).isLessThanOrEqualTo(16L << 18);
  }

  @Test
  void aKeyFarFromTheOthers() {
    for (int batch = 0; batch < 10; batch++) {
      assign(this::ascending, false);
    }
    assign(() -> random.nextInt(5) == 0 ? Long.MIN_VALUE + 5 : ascending(), true);
    for (int batch = 0; batch < 10; batch++) {
      assign(this::ascending, false);
    }
  }

  /** The array goes on beyond the largest number, at the smallest. */
  @Test
  void keysOfBothEndsOfTheirTypeHaveOthersBetween() {
    assign(() -> Long.MAX_VALUE - random.nextInt(100), false);
    assign(() -> Long.MIN_VALUE + random.nextInt(100), false);
    table.clear();
    expected.clear();
    assign(() -> Long.MAX_VALUE - random.nextInt(100), false);
    assign(() -> random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(200), false);
  }

  @Test
  void keysAtTheEndsOfTheirType() {
    assign(() -> Long.MAX_VALUE - random.nextInt(50), false);
    assign(() -> Long.MAX_VALUE - random.nextInt(3000), true);
    assign(() -> Long.MIN_VALUE + random.nextInt(3000), false);
    assign(() -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE, true);
    assign(random::nextLong, false);
  }

  @Test
  void keysAtTheLowerEndOfTheirTypeThatGoDown() {
    assign(() -> Long.MIN_VALUE + 3000 + random.nextInt(10), false);
    assign(() -> Long.MIN_VALUE + random.nextInt(3000), false);
    assign(() -> Long.MIN_VALUE + random.nextInt(6000), true);
  }

  @Test
  void nullsAlone() {
    long[] validity = new long[Validity.words(ROWS)];
    VectorBatch batch =
        new VectorBatch(ROWS, new LongVector(DataType.BIGINT, new long[ROWS], validity, ROWS));
    table.assign(batch, groups);
    assertThat(table.numGroups()).isEqualTo(1);
    expected.put(null, 0);
    assign(() -> 12, true);
  }

  @Test
  void beginsAnewWhenCleared() {
    assign(random::nextLong, true);
    table.clear();
    expected.clear();
    assertThat(table.heldBytes()).isZero();
    assign(this::ascending, true);
    table.clear();
    expected.clear();
    assertThat(table.heldBytes()).isZero();
    assign(random::nextLong, false);
  }
}
