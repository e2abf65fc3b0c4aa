package io.distaff.operator.aggregation;

import io.distaff.types.DataType;
import io.distaff.vector.FlatView;
import io.distaff.vector.ShortKeys;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Groups by one key that fits in a long. While keys lie close together, as numbers that were given
 * out one after the other do, a group is found by the key's place in their range; else by open
 * addressing with key and group side by side. The array of the range is no larger than the hash
 * table would be or, as long as it isn't large at all and memory isn't short, four times that: of
 * the keys of one partition of a hashed exchange, others lie between. When either has to grow it
 * shows again which it is to be.
 *
 * <pre>
 *   dense   group + 1 of key base, of base + 1, of base + 2 ...    0 = none
 *   slots   key0, group0 + 1, key1, group1 + 1, ...                0 = free
 * </pre>
 *
 * As long as the array is larger than the hash table would be, what the table says it holds has the
 * hash table in it, so that it can {@linkplain #economize go back} to that when no memory is left.
 *
 * <p>Confined to a task's thread.
 */
final class ShortKeyTable extends GroupTable {
  /** An entry of the range has 4 bytes, a slot 16. */
  private static final int ENTRIES_A_SLOT = 4;

  private static final int ENTRIES_A_SLOT_WHILE_SMALL = 16;

  /** 32 MiB. */
  private static final long SMALL_RANGE = 1L << 23;

  private static final long LARGEST_RANGE = 1L << 30;

  /** Of which one is at the end where the range hasn't grown. */
  private static final int PARTS_OF_ROOM = 4;

  private boolean isEconomical;

  /** Null while there are slots. */
  private int[] dense = new int[0];

  private long base;
  private long[] slots = new long[0];
  private int shift;
  private int nullGroup = -1;

  /**
   * Of all keys so far and of the batch that is looked at; while there are none it is above the
   * largest.
   */
  private long smallest = Long.MAX_VALUE;

  private long largest = Long.MIN_VALUE;

  /** Of the batch that is looked at. */
  private long[] values = new long[0];

  private boolean hasValues;
  private int[] newRows = new int[0];

  ShortKeyTable(List<DataType> keyTypes, int[] keyColumns) {
    super(keyTypes, keyColumns);
  }

  @Override
  void viewChanged() {
    hasValues = false;
  }

  private void gather(int count) {
    if (hasValues) {
      return;
    }
    hasValues = true;
    if (values.length < count) {
      values = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    FlatView view = views[0];
    ShortKeys.gather(view, count, values);
    long[] validity = view.validity();
    if (validity == null) {
      for (int i = 0; i < count; i++) {
        smallest = Math.min(smallest, values[i]);
        largest = Math.max(largest, values[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        if (Validity.isValid(validity, view.rows()[i])) {
          smallest = Math.min(smallest, values[i]);
          largest = Math.max(largest, values[i]);
        }
      }
    }
  }

  @Override
  void assignViewed(VectorBatch batch, int count, int[] groups) {
    gather(count);
    if (!isRoomFor(numGroups + count)) {
      makeRoom(numGroups + count);
    }
    if (newRows.length < count) {
      newRows = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    int before = numGroups;
    if (views[0].validity() != null) {
      findNullable(views[0].validity(), views[0].rows(), count, groups);
    } else if (dense != null) {
      findDense(count, groups);
    } else {
      find(count, groups);
    }
    keys.append(views, newRows, numGroups - before);
  }

  private void findDense(int count, int[] groups) {
    int firstNew = numGroups;
    for (int i = 0; i < count; i++) {
      groups[i] = findOrAddDense(values[i], i, firstNew);
    }
  }

  private int findOrAddDense(long key, int row, int firstNew) {
    int at = (int) (key - base);
    if (dense[at] == 0) {
      dense[at] = add(row, firstNew) + 1;
    }
    return dense[at] - 1;
  }

  private void find(int count, int[] groups) {
    long previous = 0;
    int previousGroup = -1;
    int firstNew = numGroups;
    for (int i = 0; i < count; i++) {
      long key = values[i];
      // Files are often ordered by what is grouped by.
      if (key != previous || previousGroup < 0) {
        previous = key;
        previousGroup = findOrAdd(key, i, firstNew);
      }
      groups[i] = previousGroup;
    }
  }

  private void findNullable(long[] validity, int[] rows, int count, int[] groups) {
    int firstNew = numGroups;
    for (int i = 0; i < count; i++) {
      if (Validity.isValid(validity, rows[i])) {
        groups[i] =
            dense != null
                ? findOrAddDense(values[i], i, firstNew)
                : findOrAdd(values[i], i, firstNew);
      } else {
        if (nullGroup < 0) {
          nullGroup = add(i, firstNew);
        }
        groups[i] = nullGroup;
      }
    }
  }

  private int findOrAdd(long key, int row, int firstNew) {
    int mask = slots.length - 2;
    int slot = home(key, shift);
    while (true) {
      long group = slots[slot + 1];
      if (group == 0) {
        int added = add(row, firstNew);
        slots[slot] = key;
        slots[slot + 1] = added + 1L;
        return added;
      }
      if (slots[slot] == key) {
        return (int) group - 1;
      }
      slot = slot + 2 & mask;
    }
  }

  private static int home(long key, int shift) {
    return (int) (ShortKeys.hash(key) >>> shift) << 1;
  }

  private int add(int row, int firstNew) {
    newRows[numGroups - firstNew] = row;
    return numGroups++;
  }

  // Growing

  private boolean isRoomFor(int groups) {
    if (dense == null) {
      return slots.length >= 2 * capacityFor(groups);
    }
    // Differences are unsigned: the array may go on beyond the numbers at one end, at the other.
    // There the smallest may be, behind the largest, while those between are in no place of it.
    return smallest > largest
        || (Long.compareUnsigned(smallest - base, largest - base) <= 0
            && Long.compareUnsigned(largest - base, dense.length) < 0);
  }

  private long largestRange(int groups) {
    long capacity = capacityFor(groups);
    long sparse = isEconomical ? 0 : Math.min(ENTRIES_A_SLOT_WHILE_SMALL * capacity, SMALL_RANGE);
    return Math.min(Math.max(ENTRIES_A_SLOT * capacity, sparse), LARGEST_RANGE);
  }

  /** Whether the range of all keys is to be an array. */
  private boolean suitsDense(int groups) {
    return smallest <= largest
        && Long.compareUnsigned(largest - smallest, largestRange(groups)) < 0;
  }

  /** The range of all keys with room for more, as much again if the keys lie close together. */
  private int denseLength(int groups) {
    long range = largest - smallest + 1;
    long roomy = Math.max(range + range / 2, (long) ENTRIES_A_SLOT * capacityFor(groups));
    return (int) Math.min(largestRange(groups), Math.min(2 * range, roomy));
  }

  private void makeRoom(int groups) {
    if (suitsDense(groups)) {
      makeDense(denseLength(groups));
    } else {
      makeSlots(grownCapacity(slots.length / 2, groups));
    }
  }

  /** An array that has room for more, a part of it at the end where no keys have been added now. */
  private void makeDense(int length) {
    int[] oldDense = dense;
    long oldBase = base;
    boolean growsDown = oldDense != null && oldDense.length > 0 && smallest - oldBase < 0;
    dense = new int[length];
    long atOtherEnd = (length - (largest - smallest + 1)) / PARTS_OF_ROOM;
    base = growsDown ? largest + atOtherEnd - length + 1 : smallest - atOtherEnd;
    if (oldDense != null) {
      int firstTaken = 0;
      int endTaken = oldDense.length;
      while (firstTaken < endTaken && oldDense[firstTaken] == 0) {
        firstTaken++;
      }
      while (endTaken > firstTaken && oldDense[endTaken - 1] == 0) {
        endTaken--;
      }
      if (firstTaken < endTaken) {
        int to = (int) (oldBase + firstTaken - base);
        System.arraycopy(oldDense, firstTaken, dense, to, endTaken - firstTaken);
      }
    } else {
      for (int i = 0; i < slots.length; i += 2) {
        if (slots[i + 1] != 0) {
          dense[(int) (slots[i] - base)] = (int) slots[i + 1];
        }
      }
      slots = new long[0];
    }
  }

  private void makeSlots(int capacity) {
    long[] old = slots;
    slots = new long[2 * capacity];
    shift = 64 - Integer.numberOfTrailingZeros(capacity);
    for (int i = 0; i < old.length; i += 2) {
      if (old[i + 1] != 0) {
        insert(old[i], old[i + 1]);
      }
    }
    if (dense != null) {
      for (int i = 0; i < dense.length; i++) {
        if (dense[i] != 0) {
          insert(base + i, dense[i]);
        }
      }
      dense = null;
    }
  }

  private void insert(long key, long entry) {
    int mask = slots.length - 2;
    int slot = home(key, shift);
    while (slots[slot + 1] != 0) {
      slot = slot + 2 & mask;
    }
    slots[slot] = key;
    slots[slot + 1] = entry;
  }

  @Override
  long tableGrowBytes(int groups) {
    gather(groups - numGroups);
    long slotBytes = slotBytes(capacityFor(groups));
    if (isRoomFor(groups)) {
      return mayGoBack() ? slotBytes - slotBytes(capacityFor(numGroups)) : 0;
    }
    // Old and new table exist side by side while it grows.
    if (!suitsDense(groups)) {
      return slotBytes(grownCapacity(slots.length / 2, groups));
    }
    int length = denseLength(groups);
    long bytes = (long) Integer.BYTES * length;
    return isEconomical || !isLarge(length) ? bytes : bytes + slotBytes;
  }

  @Override
  long tableBytes() {
    if (dense == null) {
      return slotBytes(slots.length / 2);
    }
    long bytes = (long) Integer.BYTES * dense.length;
    return mayGoBack() ? bytes + slotBytes(capacityFor(numGroups)) : bytes;
  }

  private static long slotBytes(int capacity) {
    return 2L * Long.BYTES * capacity;
  }

  /** Whether an array of this length is larger than the hash table would be. */
  private boolean isLarge(int length) {
    return length > (long) ENTRIES_A_SLOT * capacityFor(numGroups);
  }

  private boolean mayGoBack() {
    return dense != null && !isEconomical && isLarge(dense.length);
  }

  @Override
  boolean economize() {
    if (isEconomical) {
      return false;
    }
    if (mayGoBack()) {
      makeSlots(capacityFor(numGroups));
    }
    isEconomical = true;
    return true;
  }

  @Override
  void clearTable() {
    isEconomical = false;
    slots = new long[0];
    dense = new int[0];
    smallest = Long.MAX_VALUE;
    largest = Long.MIN_VALUE;
    hasValues = false;
    nullGroup = -1;
  }
}
