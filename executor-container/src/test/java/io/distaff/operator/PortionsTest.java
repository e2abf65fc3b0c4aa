package io.distaff.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.RowBytes;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortionsTest {
  private static List<VectorBatch> portions(VectorBatch batch) {
    Portions portions = new Portions();
    portions.set(batch);
    List<VectorBatch> all = new ArrayList<>();
    for (VectorBatch part = portions.next(); part != null; part = portions.next()) {
      all.add(part);
    }
    return all;
  }

  @Test
  void aBatchOfUsualRowsIsItsOwnOnlyPortion() {
    for (VectorBatch batch :
        new RandomBatches(1).batches(RandomBatches.FLAT_AND_NESTED_TYPES, 5, 1000)) {
      assertThat(portions(batch)).containsExactly(batch);
    }
  }

  /** Rows that refer to three values of 3, 1 and 5 MB. */
  private static VectorBatch large(int numRows) {
    int[] lengths = {3 << 20, 1 << 20, 5 << 20};
    int[] starts = {0, 3 << 20, 4 << 20};
    BytesVector dictionary =
        new BytesVector(DataType.STRING, new byte[9 << 20], starts, lengths, null, 3);
    int[] ids = new int[numRows];
    for (int i = 0; i < numRows; i++) {
      ids[i] = i % 3;
    }
    return new VectorBatch(numRows, new DictionaryVector(dictionary, ids, null, numRows));
  }

  @Test
  void largeRowsComeInPortionsThatTogetherAreTheBatch() {
    VectorBatch batch =
        large(12).withSelection(new SelectionVector(new int[] {0, 1, 2, 3, 7, 9}, 6));
    List<VectorBatch> parts = portions(batch);
    List<Integer> rows = new ArrayList<>();
    for (VectorBatch part : parts) {
      long bytes = 0;
      for (int i = 0; i < part.numSelected(); i++) {
        rows.add(part.selectedRow(i));
        bytes += RowBytes.of(part, part.selectedRow(i));
      }
      assertThat(part.numSelected() == 1 || bytes <= Portions.MOST_BYTES).isTrue();
      int[] selected = new SelectedRows().of(part);
      assertThat(Portions.boundBytes(part, selected, part.numSelected()))
          .isGreaterThanOrEqualTo(bytes);
    }
    assertThat(rows).containsExactly(0, 1, 2, 3, 7, 9);
    assertThat(parts).hasSizeBetween(4, 6);
  }
}
