package io.distaff.operator.aggregation;

import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * The groups of rows whose keys are all dictionary ids, by direct index: {@code (id0 * n1 + id1) *
 * n2 + id2 ...}, where null has the id after the last. Learnt from the {@link GroupTable}, kept as
 * long as the dictionaries stay the same. Confined to a task's thread.
 */
final class DictionaryGroups {
  /** The largest product of dictionary sizes that is worth an index. */
  private static final int MOST_SLOTS = 1 << 16;

  private static final int UNKNOWN = -1;
  private static final int LISTED = -2;

  private final int[] keyColumns;
  private final ColumnVector[] dictionaries;
  private final SelectedRows selectedRows = new SelectedRows();
  private int[] groupOfSlot = new int[0];
  private int numSlots;
  private int[] slotOfRow = new int[0];
  private int[] newSlots = new int[0];
  private int[] newRows = new int[0];

  DictionaryGroups(int[] keyColumns) {
    this.keyColumns = keyColumns;
    this.dictionaries = new ColumnVector[keyColumns.length];
  }

  /** Whether the batch's keys can be looked up here. */
  boolean applies(VectorBatch batch) {
    if (keyColumns.length == 0) {
      return false;
    }
    long product = 1;
    boolean same = true;
    for (int k = 0; k < keyColumns.length; k++) {
      if (!(batch.column(keyColumns[k]) instanceof DictionaryVector vector)) {
        return false;
      }
      product *= vector.dictionary().length() + 1L;
      if (product > MOST_SLOTS) {
        return false;
      }
      same &= dictionaries[k] == vector.dictionary();
    }
    if (!same) {
      // An index that is much larger than the batch must be worth its initialisation.
      if (product > 4L * batch.numSelected()) {
        return false;
      }
      for (int k = 0; k < keyColumns.length; k++) {
        dictionaries[k] = ((DictionaryVector) batch.column(keyColumns[k])).dictionary();
      }
      numSlots = (int) product;
      if (groupOfSlot.length < numSlots) {
        groupOfSlot = new int[numSlots];
      }
      Arrays.fill(groupOfSlot, 0, numSlots, UNKNOWN);
    }
    return true;
  }

  /**
   * Looks up the selected rows of a batch that {@link #applies}: the i-th one's group goes to
   * {@code groups[i]}, unless it isn't known.
   *
   * @return of each combination of ids that isn't known, one row; null if all are known. Then
   *     {@link #learn} completes the groups.
   */
  VectorBatch find(VectorBatch batch, int[] groups) {
    int count = batch.numSelected();
    if (slotOfRow.length < count) {
      slotOfRow = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    int[] rows = selectedRows.of(batch);
    Arrays.fill(slotOfRow, 0, count, 0);
    for (int column : keyColumns) {
      addKey((DictionaryVector) batch.column(column), rows, count);
    }
    int unknown = 0;
    for (int i = 0; i < count; i++) {
      int group = groupOfSlot[slotOfRow[i]];
      groups[i] = group;
      unknown |= group;
    }
    return unknown >= 0 ? null : oneRowOfEachUnknown(batch, rows, count);
  }

  private VectorBatch oneRowOfEachUnknown(VectorBatch batch, int[] rows, int count) {
    if (newSlots.length < numSlots) {
      newSlots = new int[numSlots];
      newRows = new int[numSlots];
    }
    int numNew = 0;
    for (int i = 0; i < count; i++) {
      int slot = slotOfRow[i];
      if (groupOfSlot[slot] == UNKNOWN) {
        groupOfSlot[slot] = LISTED;
        newSlots[numNew] = slot;
        newRows[numNew++] = rows[i];
      }
    }
    // Only as long as the list is made: what isn't learnt stays unknown.
    for (int n = 0; n < numNew; n++) {
      groupOfSlot[newSlots[n]] = UNKNOWN;
    }
    return batch.withSelection(new SelectionVector(newRows, numNew));
  }

  private void addKey(DictionaryVector vector, int[] rows, int count) {
    int entries = vector.dictionary().length();
    int factor = entries + 1;
    int[] ids = vector.ids();
    long[] validity = vector.validity();
    if (validity == null) {
      for (int i = 0; i < count; i++) {
        slotOfRow[i] = slotOfRow[i] * factor + ids[rows[i]];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      slotOfRow[i] = slotOfRow[i] * factor + (Validity.isValid(validity, row) ? ids[row] : entries);
    }
  }

  /**
   * Keeps the groups of the rows that {@link #find} gave, and completes the groups of all.
   *
   * @param newGroups of the rows given
   * @param count rows of the batch that was looked up
   */
  void learn(int[] newGroups, int numNew, int[] groups, int count) {
    for (int n = 0; n < numNew; n++) {
      groupOfSlot[newSlots[n]] = newGroups[n];
    }
    for (int i = 0; i < count; i++) {
      groups[i] = groupOfSlot[slotOfRow[i]];
    }
  }

  /** Group numbers are no longer what they were. */
  void forget() {
    Arrays.fill(dictionaries, null);
  }
}
