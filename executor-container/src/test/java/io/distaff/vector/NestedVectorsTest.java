package io.distaff.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What stores and compares vectors does so with vectors in vectors: against plain objects. */
class NestedVectorsTest {
  @Test
  void buffersTakeRowsOfAnyFormInAnyOrder() {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      RandomBatches batches = new RandomBatches(seed);
      DataType type = batches.type(3);
      ColumnBuffer buffer = new ColumnBuffer(type, ReservedArrays.uncounted());
      for (int round = 0; round < 3; round++) {
        int numRows = 1 + random.nextInt(300);
        Object[] expected = new Object[numRows];
        boolean startsNull = random.nextBoolean();
        if (startsNull) {
          buffer.beginNull(numRows);
        } else {
          buffer.begin(numRows);
        }
        List<Integer> targets = shuffled(numRows, random);
        int written = startsNull ? random.nextInt(numRows + 1) : numRows;
        for (int from = 0; from < written; ) {
          int count = Math.min(written - from, 1 + random.nextInt(numRows));
          ColumnVector column = batches.column(type, 1 + random.nextInt(200));
          int[] rows = random.ints(count, 0, column.length()).toArray();
          int[] at = targets.subList(from, from + count).stream().mapToInt(i -> i).toArray();
          FlatView view = new FlatView();
          view.set(column, rows, count);
          buffer.copy(view, at, count);
          for (int i = 0; i < count; i++) {
            expected[at[i]] = value(column, rows[i]);
          }
          from += count;
        }
        assertThat(values(buffer.vector())).as("%s %s", seed, type).containsExactly(expected);
      }
    }
  }

  @Test
  void manyEntriesAreCopiedPieceByPiece() {
    RandomBatches batches = new RandomBatches(5);
    DataType type = RandomBatches.NESTED_TYPES.get(4);
    ColumnVector column = batches.column(type, 20_000);
    int[] rows = new SelectedRows().first(20_000);
    FlatView view = new FlatView();
    view.set(column, rows, 20_000);
    ColumnBuffer buffer = new ColumnBuffer(type, ReservedArrays.uncounted());
    buffer.begin(20_000);
    buffer.copy(view, null, 20_000);
    assertThat(values(buffer.vector())).isEqualTo(values(column));
  }

  @Test
  void storesGiveBackAndFindWhatTheyTook() {
    for (long seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      RandomBatches batches = new RandomBatches(seed).numDistinct(1 + random.nextInt(30));
      List<DataType> types = List.of(batches.type(3), batches.type(2));
      RowStore store = new RowStore(types);
      List<List<Object>> model = new ArrayList<>();
      int numBatches = 1 + random.nextInt(seed % 10 == 0 ? 12 : 4);
      for (int b = 0; b < numBatches; b++) {
        VectorBatch batch = batches.batch(types, 1 + random.nextInt(1500));
        int count = batch.numSelected();
        FlatView[] views = views(batch);
        int[] picks = random.nextBoolean() ? null : random.ints(count, 0, count).toArray();
        long before = store.heldBytes();
        long bound = store.appendBytes(views, count);
        store.append(views, picks, count);
        if (picks == null) {
          assertThat(store.heldBytes() - before)
              .as("%s %s", seed, types)
              .isLessThanOrEqualTo(bound);
        }
        List<List<Object>> rows = RandomBatches.rows(batch);
        for (int i = 0; i < count; i++) {
          model.add(rows.get(picks == null ? i : picks[i]));
        }
      }
      List<List<Object>> stored = new ArrayList<>();
      for (int page = 0; page < store.numPages(); page++) {
        stored.addAll(RandomBatches.rows(store.page(page)));
      }
      assertThat(stored).as("%s %s", seed, types).isEqualTo(model);
      checkCopies(store, types, model, random);
      checkComparisons(store, types, model, random);
      checkEquality(store, batches.batch(types, 500), model, random);
    }
  }

  private static void checkCopies(
      RowStore store, List<DataType> types, List<List<Object>> model, Random random) {
    int count = 1 + random.nextInt(5000);
    int[] rows = random.ints(count, 0, model.size()).toArray();
    for (int c = 0; c < types.size(); c++) {
      ColumnBuffer out = new ColumnBuffer(types.get(c), ReservedArrays.uncounted());
      int[] at = null;
      if (random.nextBoolean()) {
        out.beginNull(count);
        at = shuffled(count, random).stream().mapToInt(i -> i).toArray();
      } else {
        out.begin(count);
      }
      store.copyOut(c, rows, at, count, out);
      Object[] expected = new Object[count];
      for (int i = 0; i < count; i++) {
        expected[at == null ? i : at[i]] = model.get(rows[i]).get(c);
      }
      assertThat(values(out.vector())).containsExactly(expected);
    }
  }

  private static void checkComparisons(
      RowStore store, List<DataType> types, List<List<Object>> model, Random random) {
    for (int i = 0; i < 300; i++) {
      int a = random.nextInt(model.size());
      int b = random.nextInt(model.size());
      for (int c = 0; c < types.size(); c++) {
        Object x = model.get(a).get(c);
        Object y = model.get(b).get(c);
        if (x != null && y != null) {
          assertThat(Integer.signum(store.compare(c, a, b)))
              .as("%s, %s", x, y)
              .isEqualTo(Integer.signum(RandomBatches.compare(types.get(c), x, y)));
        }
      }
    }
  }

  private static void checkEquality(
      RowStore store, VectorBatch batch, List<List<Object>> model, Random random) {
    List<List<Object>> rows = RandomBatches.rows(batch);
    int count = rows.size();
    FlatView[] views = views(batch);
    for (int c = 0; c < views.length; c++) {
      int[] storeRows = random.ints(count, 0, model.size()).toArray();
      int[] list = new int[count + 1];
      Arrays.setAll(list, i -> i);
      int[] unequal = new int[count + 1];
      int kept = store.retainEqual(c, views[c], list, count, storeRows, unequal, 0);
      for (int k = 0; k < count; k++) {
        int i = k < kept ? list[k] : unequal[k - kept];
        boolean equal =
            java.util.Objects.equals(rows.get(i).get(c), model.get(storeRows[i]).get(c));
        assertThat(equal).isEqualTo(k < kept);
      }
    }
  }

  @Test
  void orderAndEqualityAreThoseOfTheValues() {
    for (long seed = 0; seed < 90; seed++) {
      RandomBatches batches = new RandomBatches(seed).numDistinct(12);
      DataType type = batches.type(3);
      ColumnVector a = batches.column(type, 100);
      ColumnVector b = batches.column(type, 100);
      for (int i = 0; i < 100; i++) {
        Object x = value(a, i);
        Object y = value(b, i);
        int expected =
            x == null || y == null
                ? Boolean.compare(x != null, y != null)
                : Integer.signum(RandomBatches.compare(type, x, y));
        assertThat(Integer.signum(ValueOrder.compare(a, i, b, i)))
            .as("%s: %s, %s", type, x, y)
            .isEqualTo(expected);
        assertThat(ValueOrder.equal(a, i, b, i)).isEqualTo(expected == 0);
      }
    }
  }

  @Test
  void hashesOfEqualValuesAreEqual() {
    for (long seed = 0; seed < 40; seed++) {
      RandomBatches batches = new RandomBatches(seed).numDistinct(12);
      DataType type = batches.type(3);
      java.util.Map<Object, Long> known = new java.util.HashMap<>();
      RowHash hash = new RowHash(0);
      for (int b = 0; b < 6; b++) {
        VectorBatch batch = batches.batch(List.of(type), b == 0 ? 3000 : 100);
        long[] hashes = new long[batch.numSelected()];
        hash.hash(batch, hashes);
        List<List<Object>> rows = RandomBatches.rows(batch);
        for (int i = 0; i < hashes.length; i++) {
          Long before = known.putIfAbsent(rows.get(i).get(0), hashes[i]);
          assertThat(before == null ? hashes[i] : before).as("%s", type).isEqualTo(hashes[i]);
        }
      }
    }
  }

  @Test
  void nullColumnsAreStoredToo() {
    RowStore store = new RowStore(List.of(DataType.NULL));
    VectorBatch batch = new VectorBatch(7, ConstantVector.ofNull(DataType.NULL, 7));
    store.append(views(batch), null, 7);
    ColumnBuffer out = new ColumnBuffer(DataType.NULL, ReservedArrays.uncounted());
    out.begin(7);
    store.copyOut(0, new int[] {6, 5, 4, 3, 2, 1, 0}, null, 7, out);
    assertThat(values(out.vector())).containsOnlyNulls().hasSize(7);
  }

  private static FlatView[] views(VectorBatch batch) {
    int[] rows = new SelectedRows().of(batch);
    return Arrays.stream(batch.columns())
        .map(
            column -> {
              FlatView view = new FlatView();
              view.set(column, rows, batch.numSelected());
              return view;
            })
        .toArray(FlatView[]::new);
  }

  private static List<Integer> shuffled(int count, Random random) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    java.util.Collections.shuffle(numbers, random);
    return numbers;
  }

  private static Object value(ColumnVector column, int row) {
    return RandomBatches.comparable(Vectors.value(column, row));
  }

  private static List<Object> values(ColumnVector column) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < column.length(); i++) {
      values.add(value(column, i));
    }
    return values;
  }
}
