package io.distaff.operator.aggregation;

import io.distaff.types.DataType;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowHash;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.ShortKeys;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers groups: rows of equal keys get the same number, new keys the next one. The keys
 * themselves are kept in a {@link RowStore}, the row of which is the group's number. Confined to a
 * task's thread.
 */
public abstract sealed class GroupTable
    permits GroupTable.OneGroup, ShortKeyTable, GroupTable.AnyKeys {
  /** Beyond this many groups a table is spilled, whatever memory there is. */
  static final int MOST_GROUPS = 1 << 28;

  private static final int SMALLEST_CAPACITY = 1024;
  private static final int LARGEST_TO_QUADRUPLE = 1 << 17;

  private final SelectedRows selectedRows = new SelectedRows();
  private VectorBatch viewed;
  final int[] keyColumns;
  final FlatView[] views;
  final RowStore keys;
  int numGroups;

  GroupTable(List<DataType> keyTypes, int[] keyColumns) {
    this.keyColumns = keyColumns;
    this.keys = new RowStore(keyTypes);
    this.views = new FlatView[keyColumns.length];
    for (int k = 0; k < views.length; k++) {
      views[k] = new FlatView();
    }
  }

  /** The table that suits the keys; they are at {@code keyColumns} of the batches. */
  public static GroupTable of(List<DataType> keyTypes, int[] keyColumns) {
    if (keyTypes.isEmpty()) {
      return new OneGroup();
    }
    if (keyTypes.size() == 1 && ShortKeys.isShort(keyTypes.get(0))) {
      return new ShortKeyTable(keyTypes, keyColumns);
    }
    return new AnyKeys(keyTypes, keyColumns);
  }

  /** An upper bound of what {@link #assign} allocates for the batch. */
  public long growBytes(VectorBatch batch) {
    view(batch);
    int count = batch.numSelected();
    return keys.appendBytes(views, count) + tableGrowBytes(numGroups + count);
  }

  /** Writes the group of the i-th selected row to {@code groups[i]}. */
  public void assign(VectorBatch batch, int[] groups) {
    view(batch);
    assignViewed(batch, batch.numSelected(), groups);
    viewed = null;
  }

  private void view(VectorBatch batch) {
    if (viewed == batch) {
      return;
    }
    viewed = batch;
    int[] rows = selectedRows.of(batch);
    for (int k = 0; k < views.length; k++) {
      views[k].set(batch.column(keyColumns[k]), rows, batch.numSelected());
    }
    viewChanged();
  }

  /**
   * Called when memory is short: gives up, until it is cleared, what makes it larger than it has to
   * be, for which it takes no memory beyond {@link #heldBytes}. False if it had done so; else what
   * it holds and grows by may have changed.
   */
  boolean economize() {
    return false;
  }

  /** Called when the views show another batch. */
  void viewChanged() {}

  abstract void assignViewed(VectorBatch batch, int count, int[] groups);

  abstract long tableGrowBytes(int groups);

  abstract long tableBytes();

  abstract void clearTable();

  /** So far. */
  public final int numGroups() {
    return numGroups;
  }

  /** The keys; a row is a group. */
  public final RowStore keys() {
    return keys;
  }

  /** Bytes of the table and the keys. */
  public final long heldBytes() {
    return keys.heldBytes() + tableBytes();
  }

  void clear() {
    viewed = null;
    numGroups = 0;
    keys.clear();
    clearTable();
  }

  /** Slots for a table of open addressing: at most 70 % are taken. */
  static int capacityFor(int groups) {
    int wanted = Math.max(SMALLEST_CAPACITY, (int) Math.min(1L << 30, groups * 10L / 7 + 1));
    return Integer.highestOneBit(wanted - 1) << 1;
  }

  /**
   * Slots for a table that has to grow: four times as many while it is small, since finding slots
   * for its entries again takes as long as for new ones.
   *
   * @param capacity its slots
   */
  static int grownCapacity(int capacity, int groups) {
    int wanted = capacityFor(groups);
    return capacity == 0 || wanted > LARGEST_TO_QUADRUPLE ? wanted : 2 * wanted;
  }

  /** No keys: there is one group, always. */
  static final class OneGroup extends GroupTable {
    OneGroup() {
      super(List.of(), new int[0]);
      numGroups = 1;
    }

    @Override
    void assignViewed(VectorBatch batch, int count, int[] groups) {
      Arrays.fill(groups, 0, count, 0);
    }

    @Override
    long tableGrowBytes(int groups) {
      return 0;
    }

    @Override
    long tableBytes() {
      return 0;
    }

    @Override
    void clearTable() {
      numGroups = 1;
    }
  }

  /**
   * Any keys: open addressing on the lower half of the rows' hashes; of rows whose hash is found,
   * the keys are compared column by column.
   *
   * <pre>slots: hash << 32 | group + 1   0 = free</pre>
   */
  static final class AnyKeys extends GroupTable {
    private final RowHash rowHash;
    private long[] slots = new long[0];
    private long[] hashes = new long[0];
    private int[] slotOfRow = new int[0];
    private int[] pending = new int[0];
    private int[] candidates = new int[0];
    private int[] newRows = new int[0];

    AnyKeys(List<DataType> keyTypes, int[] keyColumns) {
      super(keyTypes, keyColumns);
      rowHash = new RowHash(keyColumns);
    }

    @Override
    void assignViewed(VectorBatch batch, int count, int[] groups) {
      ensureCapacity(numGroups + count);
      ensureScratch(count);
      rowHash.hash(batch, hashes);
      int mask = slots.length - 1;
      for (int i = 0; i < count; i++) {
        pending[i] = i;
        slotOfRow[i] = (int) hashes[i] & mask;
      }
      int numPending = count;
      while (numPending > 0) {
        int base = numGroups;
        int numCandidates = probe(numPending, groups);
        keys.append(views, newRows, numGroups - base);
        numPending = compare(numCandidates, groups);
      }
    }

    /** Advances each pending row to a free slot, which becomes its group, or to its own hash. */
    private int probe(int numPending, int[] groups) {
      int mask = slots.length - 1;
      int base = numGroups;
      int numCandidates = 0;
      for (int k = 0; k < numPending; k++) {
        int i = pending[k];
        int slot = slotOfRow[i];
        int tag = (int) hashes[i];
        while (slots[slot] != 0 && (int) (slots[slot] >>> 32) != tag) {
          slot = slot + 1 & mask;
        }
        if (slots[slot] == 0) {
          newRows[numGroups - base] = i;
          groups[i] = numGroups;
          slots[slot] = (long) tag << 32 | numGroups + 1;
          numGroups++;
        } else {
          groups[i] = (int) slots[slot] - 1;
          candidates[numCandidates++] = i;
        }
        slotOfRow[i] = slot;
      }
      return numCandidates;
    }

    /** Candidates whose keys differ from their group's are pending again, one slot further. */
    private int compare(int numCandidates, int[] groups) {
      int mask = slots.length - 1;
      int numUnequal = 0;
      int left = numCandidates;
      for (int k = 0; k < views.length && left > 0; k++) {
        int kept = keys.retainEqual(k, views[k], candidates, left, groups, pending, numUnequal);
        numUnequal += left - kept;
        left = kept;
      }
      for (int k = 0; k < numUnequal; k++) {
        slotOfRow[pending[k]] = slotOfRow[pending[k]] + 1 & mask;
      }
      return numUnequal;
    }

    private void ensureScratch(int count) {
      if (hashes.length < count) {
        int capacity = Math.max(count, VectorBatch.TARGET_ROWS);
        hashes = new long[capacity];
        slotOfRow = new int[capacity];
        pending = new int[capacity + 1];
        candidates = new int[capacity + 1];
        newRows = new int[capacity];
      }
    }

    private void ensureCapacity(int groups) {
      if (slots.length >= capacityFor(groups)) {
        return;
      }
      int capacity = grownCapacity(slots.length, groups);
      long[] old = slots;
      slots = new long[capacity];
      int mask = capacity - 1;
      for (long entry : old) {
        if (entry != 0) {
          int slot = (int) (entry >>> 32) & mask;
          while (slots[slot] != 0) {
            slot = slot + 1 & mask;
          }
          slots[slot] = entry;
        }
      }
    }

    @Override
    long tableGrowBytes(int groups) {
      return slots.length < capacityFor(groups) ? 8L * grownCapacity(slots.length, groups) : 0;
    }

    @Override
    long tableBytes() {
      return 8L * slots.length;
    }

    @Override
    void clearTable() {
      slots = new long[0];
    }
  }
}
