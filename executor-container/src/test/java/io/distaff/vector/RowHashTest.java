package io.distaff.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowHashTest {
  @Test
  void equalValuesHashAlikeInEveryForm() {
    for (DataType type : RandomBatches.FLAT_AND_NESTED_TYPES) {
      RandomBatches random = new RandomBatches(type.kind().ordinal());
      Map<Object, Long> known = new HashMap<>();
      RowHash hash = new RowHash(0);
      for (int i = 0; i < 60; i++) {
        VectorBatch batch = random.batch(List.of(type), 200);
        long[] hashes = new long[batch.numSelected()];
        hash.hash(batch, hashes);
        List<List<Object>> rows = RandomBatches.rows(batch);
        for (int r = 0; r < hashes.length; r++) {
          Long before = known.putIfAbsent(rows.get(r).get(0), hashes[r]);
          assertThat(before == null ? hashes[r] : before)
              .as("%s", rows.get(r))
              .isEqualTo(hashes[r]);
        }
      }
      assertThat(new HashSet<>(known.values())).hasSameSizeAs(known.keySet());
    }
  }

  @Test
  void rowsOfSeveralKeysHashByValueAndOrder() {
    RandomBatches random = new RandomBatches(7);
    RowHash hash = new RowHash(0, 2, 1);
    List<DataType> types = List.of(DataType.INT, DataType.STRING, DataType.decimal(38, 4));
    Map<List<Object>, Long> known = new HashMap<>();
    for (VectorBatch batch : random.numDistinct(8).batches(types, 80, 300)) {
      long[] hashes = new long[batch.numSelected()];
      hash.hash(batch, hashes);
      List<List<Object>> rows = RandomBatches.rows(batch);
      for (int r = 0; r < hashes.length; r++) {
        Long before = known.putIfAbsent(rows.get(r), hashes[r]);
        assertThat(before == null ? hashes[r] : before).isEqualTo(hashes[r]);
      }
    }
    assertThat(new HashSet<>(known.values())).hasSameSizeAs(known.keySet());
  }

  /** Tasks of one query may run on different builds for a while: the function is frozen. */
  @Test
  void functionIsFrozen() {
    assertThat(hashOf(DataType.BIGINT, 42L)).isEqualTo(hashOf(DataType.INT, 42L));
    assertThat(
            List.of(
                hashOf(DataType.BIGINT, 42L),
                hashOf(DataType.STRING, "AIR"),
                hashOf(DataType.STRING, "a common beginning"),
                hashOf(DataType.DOUBLE, 1.5),
                hashOf(DataType.decimal(38, 0), new BigDecimal("1" + "0".repeat(30))),
                hashOf(DataType.STRING, null)))
        .containsExactly(
            3250621881602310087L,
            5014781221327405215L,
            -157992219911942420L,
            8667687477201839709L,
            2085724516427361476L,
            7640891576956012809L);
  }

  @Test
  void partitionsAreEvenAndIndependent() {
    int n = 100_000;
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < n; i++) {
      values.add(i * 4);
    }
    long[] hashes = new long[n];
    new RowHash(0)
        .hash(new VectorBatch(n, RandomBatches.flat(DataType.BIGINT, values, true)), hashes);
    int[] shuffle = new int[7];
    int[][] spill = new int[16][16];
    for (long h : hashes) {
      int partition = RowHash.partition(h, 7);
      shuffle[partition]++;
      if (partition == 3) {
        spill[RowHash.spillPartition(h, 0)][RowHash.spillPartition(h, 1)]++;
      }
    }
    for (int size : shuffle) {
      assertThat(size).isBetween(n / 7 - 700, n / 7 + 700);
    }
    for (int[] level : spill) {
      for (int size : level) {
        assertThat(size).isBetween(n / 7 / 256 - 40, n / 7 / 256 + 40);
      }
    }
  }

  private static long hashOf(DataType type, Object value) {
    long[] hashes = new long[1];
    new RowHash(0).hash(new VectorBatch(1, Vectors.single(type, value)), hashes);
    return hashes[0];
  }
}
