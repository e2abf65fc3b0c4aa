package io.distaff.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.List;
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
}
