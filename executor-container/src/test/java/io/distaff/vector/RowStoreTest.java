package io.distaff.vector;

import static io.distaff.memory.ReservedArrays.uncounted;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RowStoreTest {
  private static final List<DataType> TYPES = RandomBatches.FLAT_AND_NESTED_TYPES;

  private final FlatView[] views = new FlatView[TYPES.size()];
  private final RowStore store = new RowStore(TYPES);

  RowStoreTest() {
    for (int c = 0; c < views.length; c++) {
      views[c] = new FlatView();
    }
  }

  /** Appends the selected rows, and gives them as objects. */
  private List<List<Object>> append(VectorBatch batch) {
    for (int c = 0; c < views.length; c++) {
      views[c].set(batch.column(c), new SelectedRows().of(batch), batch.numSelected());
    }
    long held = store.heldBytes();
    long most = store.appendBytes(views, batch.numSelected());
    store.append(views, null, batch.numSelected());
    assertThat(store.heldBytes() - held).isBetween(0L, most);
    return RandomBatches.rows(batch);
  }

  private List<List<Object>> kept() {
    List<List<Object>> rows = new ArrayList<>();
    for (int page = 0; page < store.numPages(); page++) {
      rows.addAll(RandomBatches.rows(store.page(page)));
    }
    return rows;
  }

  @Test
  void resetLeavesNothingOfTheRowsBefore() {
    for (int seed = 1; seed <= 10; seed++) {
      List<List<Object>> expected = new ArrayList<>();
      RandomBatches random = new RandomBatches(seed).nullRate(seed % 2 == 0 ? 0 : 0.2);
      for (VectorBatch batch : random.batches(TYPES, 1 + seed % 3, 900)) {
        expected.addAll(append(batch));
      }
      assertThat(kept()).as("seed %d", seed).isEqualTo(expected);
      store.reset();
      assertThat(store.numRows()).isZero();
      assertThat(kept()).isEmpty();
    }
  }

  @Test
  void resetKeepsTheArraysOfOnePage() {
    VectorBatch batch =
        new RandomBatches(5).nullRate(0).withoutSelections().batch(RandomBatches.ALL_TYPES, 900);
    RowStore flat = new RowStore(RandomBatches.ALL_TYPES);
    FlatView[] flatViews = new FlatView[RandomBatches.ALL_TYPES.size()];
    for (int c = 0; c < flatViews.length; c++) {
      flatViews[c] = new FlatView();
      flatViews[c].set(batch.column(c), new SelectedRows().of(batch), batch.numRows());
    }
    flat.append(flatViews, null, batch.numRows());
    long held = flat.heldBytes();
    flat.reset();
    flat.append(flatViews, null, batch.numRows());
    assertThat(flat.heldBytes()).isEqualTo(held);
    assertThat(RandomBatches.rows(flat.page(0))).isEqualTo(RandomBatches.rows(batch));
  }

  @Test
  void resetLetsGoOfSeveralPages() {
    RandomBatches random = new RandomBatches(6);
    while (store.numPages() < 2) {
      append(random.batch(TYPES, 4000));
    }
    store.reset();
    assertThat(store.heldBytes()).isZero();
    List<List<Object>> expected = append(random.batch(TYPES, 50));
    assertThat(kept()).isEqualTo(expected);
  }

  /**
   * Batches of few and of many values, so that dictionaries are kept, given up, and begun again.
   */
  @Test
  void storesWithDictionariesKeepTheSameRows() {
    List<DataType> types = List.of(DataType.STRING, DataType.INT, DataType.BINARY);
    for (int seed = 1; seed <= 40; seed++) {
      RandomBatches random =
          new RandomBatches(seed).numDistinct(4 + seed).nullRate(seed % 3 == 0 ? 0 : 0.2);
      List<VectorBatch> batches = new ArrayList<>(random.batches(types, 12, 200));
      if (seed % 2 == 0) {
        random.numDistinct(3000);
        batches.addAll(random.batches(types, 8, 3000));
      }
      RowStore ids = RowStore.withDictionaries(types);
      RowStore flat = new RowStore(types);
      for (int round = 0; round < 2; round++) {
        List<List<Object>> expected = new ArrayList<>();
        for (VectorBatch batch : batches) {
          expected.addAll(RandomBatches.rows(batch));
          appendBounded(ids, batch, types);
          appendBounded(flat, batch, types);
        }
        assertThat(ids.keepsDictionary(0)).as("seed %d", seed).isEqualTo(seed % 2 == 1);
        assertThat(ids.keepsDictionary(1)).isFalse();
        List<List<Object>> rows = new ArrayList<>();
        for (int page = 0; page < ids.numPages(); page++) {
          rows.addAll(RandomBatches.rows(ids.page(page)));
        }
        assertThat(rows).as("seed %d", seed).isEqualTo(expected);
        assertSameAnswers(ids, flat, types, seed);
        if (round == 0) {
          ids.flatten(2);
          assertThat(ids.keepsDictionary(2)).isFalse();
          assertSameAnswers(ids, flat, types, seed);
        }
        ids.reset();
        flat.reset();
      }
      ids.clear();
      assertThat(ids.heldBytes()).isZero();
      assertThat(ids.keepsDictionary(0)).isTrue();
      assertThat(ids.keepsDictionary(2)).isFalse();
    }
  }

  @Test
  void aDictionaryGivenUpAgainAndAgainTakesNoMoreMemory() {
    List<DataType> types = List.of(DataType.STRING);
    RandomBatches random = new RandomBatches(3).nullRate(0).withoutSelections();
    VectorBatch few = random.numDistinct(5).batch(types, 40);
    VectorBatch many = random.numDistinct(5000).batch(types, 2000);
    while (many.column(0).form() != ColumnVector.Form.BYTES) {
      many = random.batch(types, 2000);
    }
    RowStore ids = RowStore.withDictionaries(types);
    List<Long> held = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      appendBounded(ids, few, types);
      assertThat(ids.keepsDictionary(0)).isTrue();
      appendBounded(ids, many, types);
      assertThat(ids.keepsDictionary(0)).isFalse();
      held.add(ids.heldBytes());
      ids.reset();
    }
    assertThat(held.get(3)).isEqualTo(held.get(0));
  }

  private static void appendBounded(RowStore store, VectorBatch batch, List<DataType> types) {
    FlatView[] views = new FlatView[types.size()];
    for (int c = 0; c < views.length; c++) {
      views[c] = new FlatView();
      views[c].set(batch.column(c), new SelectedRows().of(batch), batch.numSelected());
    }
    long held = store.heldBytes();
    long most = store.appendBytes(views, batch.numSelected());
    store.append(views, null, batch.numSelected());
    assertThat(store.heldBytes() - held).isLessThanOrEqualTo(most);
  }

  /** Of gathering, comparing, and finding equal rows. */
  private static void assertSameAnswers(
      RowStore store, RowStore expected, List<DataType> types, int seed) {
    Random random = new Random(seed);
    int count = Math.min(store.numRows(), 500);
    int[] rows = random.ints(count, 0, store.numRows()).toArray();
    int[] others = random.ints(count, 0, store.numRows()).toArray();
    ColumnVector[] copies = new ColumnVector[types.size()];
    ColumnVector[] ids = new ColumnVector[types.size()];
    ColumnVector[] wanted = new ColumnVector[types.size()];
    for (int c = 0; c < types.size(); c++) {
      copies[c] = copyOut(store, c, rows, new ColumnBuffer(types.get(c), uncounted()));
      ids[c] =
          copyOut(
              store, c, rows, new ColumnBuffer(types.get(c), uncounted()).keepingDictionaries());
      wanted[c] = copyOut(expected, c, rows, new ColumnBuffer(types.get(c), uncounted()));
      assertThat(ids[c] instanceof DictionaryVector).isEqualTo(store.keepsDictionary(c));
      assertThat(copies[c]).isNotInstanceOf(DictionaryVector.class);
      FlatView view = new FlatView();
      view.set(wanted[c], new SelectedRows().first(count), count);
      assertThat(equalRows(store, c, view, others)).isEqualTo(equalRows(expected, c, view, others));
      for (int i = 0; i < count; i++) {
        assertThat(store.valueBytes(rows[i])).isEqualTo(expected.valueBytes(rows[i]));
        if (!store.isNull(c, rows[i]) && !store.isNull(c, others[i])) {
          assertThat(Integer.signum(store.compare(c, rows[i], others[i])))
              .isEqualTo(Integer.signum(expected.compare(c, rows[i], others[i])));
        }
      }
    }
    List<List<Object>> wantedRows = RandomBatches.rows(new VectorBatch(count, wanted));
    assertThat(RandomBatches.rows(new VectorBatch(count, copies))).isEqualTo(wantedRows);
    assertThat(RandomBatches.rows(new VectorBatch(count, ids))).isEqualTo(wantedRows);
  }

  private static ColumnVector copyOut(RowStore store, int column, int[] rows, ColumnBuffer buffer) {
    buffer.begin(rows.length);
    store.copyOut(column, rows, null, rows.length, buffer);
    return buffer.vector();
  }

  private static List<Integer> equalRows(RowStore store, int column, FlatView view, int[] rows) {
    int[] list = new int[rows.length + 1];
    Arrays.setAll(list, i -> i);
    int kept =
        store.retainEqual(column, view, list, rows.length, rows, new int[rows.length + 1], 0);
    return Arrays.stream(list, 0, kept).sorted().boxed().toList();
  }
}
