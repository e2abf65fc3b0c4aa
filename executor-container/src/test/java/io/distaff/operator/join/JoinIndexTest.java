package io.distaff.operator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import io.distaff.vector.FlatView;
import io.distaff.vector.LongVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JoinIndexTest {
  private static final int ROWS = 1000;
  private static final int BATCHES = 20;
  private static final int[] KEY = {0};

  private final Random random = new Random(5);
  private final RowStore store = new RowStore(List.of(DataType.BIGINT));
  private final Map<Long, List<Integer>> expected = new HashMap<>();

  /** Keys that are {@code 1 / sparseness} of those of a range, some twice, one in ten null. */
  private JoinIndex indexOf(long base, int sparseness) {
    FlatView[] views = {new FlatView()};
    for (int batch = 0; batch < BATCHES; batch++) {
      long[] keys = new long[ROWS];
      long[] validity = Validity.allValid(ROWS);
      for (int i = 0; i < ROWS; i++) {
        int row = batch * ROWS + i;
        if (random.nextInt(10) == 0) {
          Validity.setNull(validity, i);
          keys[i] = random.nextLong();
        } else {
          keys[i] = base + (long) random.nextInt(ROWS * BATCHES) * sparseness;
          expected.computeIfAbsent(keys[i], key -> new ArrayList<>()).add(row);
        }
      }
      views[0].set(
          new LongVector(DataType.BIGINT, keys, validity, ROWS),
          new SelectedRows().first(ROWS),
          ROWS);
      store.append(views, null, ROWS);
    }
    return JoinIndex.of(store, List.of(DataType.BIGINT), KEY, KEY);
  }

  private void check(JoinIndex index, long base, int sparseness) {
    index.build();
    long[] keys = new long[ROWS];
    Arrays.setAll(keys, i -> base + random.nextInt(ROWS * BATCHES * sparseness));
    int found = 0;
    for (long key : expected.keySet()) {
      keys[found++] = key;
      if (found == ROWS / 2) {
        break;
      }
    }
    keys[ROWS - 1] = Long.MIN_VALUE;
    keys[ROWS - 2] = Long.MAX_VALUE;
    int[] heads = new int[ROWS];
    index.find(new VectorBatch(ROWS, new LongVector(DataType.BIGINT, keys, null, ROWS)), heads);
    for (int i = 0; i < ROWS; i++) {
      List<Integer> rows = new ArrayList<>();
      for (int row = heads[i];
          row != JoinIndex.NONE;
          row = index.isUnique() ? JoinIndex.NONE : index.next()[row]) {
        rows.add(row);
      }
      assertThat(rows)
          .containsExactlyInAnyOrderElementsOf(expected.getOrDefault(keys[i], List.of()));
    }
  }

  @Test
  void findsCloseKeysByTheirPlaceInTheRange() {
    JoinIndex index = indexOf(-50, 3);
    assertThat(index).isInstanceOf(JoinIndex.Dense.class);
    assertThat(index.faster()).isNull();
    check(index, -50, 3);
  }

  @Test
  void hashesKeysThatLieFartherApart() {
    JoinIndex index = indexOf(7_000_000_000L, 20);
    assertThat(index).isInstanceOf(JoinIndex.ShortKey.class);
    check(index, 7_000_000_000L, 20);
  }

  @Test
  void hasAnArrayForKeysThatLieFartherApart() {
    JoinIndex index = indexOf(7_000_000_000L, 20);
    JoinIndex faster = index.faster();
    assertThat(faster).isInstanceOf(JoinIndex.Dense.class);
    assertThat(faster.bytes()).isGreaterThan(index.bytes()).isLessThan(4 * index.bytes());
    check(faster, 7_000_000_000L, 20);
  }

  @Test
  void hasNoArrayForKeysFarApart() {
    JoinIndex index = indexOf(Long.MIN_VALUE, 1000);
    assertThat(index.faster()).isNull();
    check(index, Long.MIN_VALUE, 1000);
  }
}
