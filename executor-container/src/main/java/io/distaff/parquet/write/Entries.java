package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.vector.SelectionVector;

/**
 * The entries of some rows at one part of a nested column: a repetition level, a definition level,
 * and where the entry's value lies in the vector of the part, or -1 when something around it is
 * null or empty, or the value itself is. Reused.
 */
final class Entries {
  private final IntArray repetition;
  private final IntArray definition;
  private final IntArray positions;
  private int count;

  Entries(MemoryReservation memory) {
    this.repetition = new IntArray(memory);
    this.definition = new IntArray(memory);
    this.positions = new IntArray(memory);
  }

  int count() {
    return count;
  }

  int[] repetition() {
    return repetition.array();
  }

  int[] definition() {
    return definition.array();
  }

  int[] positions() {
    return positions.array();
  }

  /** One entry a row, from the {@code from}-th row selected on. */
  void setRows(SelectionVector selection, int from, int rows) {
    clear();
    ensure(rows);
    int[] rowPositions = positions.array();
    for (int i = 0; i < rows; i++) {
      rowPositions[i] = selection == null ? from + i : selection.rows()[from + i];
    }
    java.util.Arrays.fill(repetition.array(), 0, rows, 0);
    java.util.Arrays.fill(definition.array(), 0, rows, 0);
    count = rows;
  }

  void copy(Entries other) {
    clear();
    ensure(other.count);
    System.arraycopy(other.repetition(), 0, repetition.array(), 0, other.count);
    System.arraycopy(other.definition(), 0, definition.array(), 0, other.count);
    System.arraycopy(other.positions(), 0, positions.array(), 0, other.count);
    count = other.count;
  }

  /**
   * The entries inside of lists: those of a list, in order, or one for a list that has none.
   *
   * @param lists entries whose positions are those of lists
   * @param level the repetition level of what is inside; one more definition level is there
   */
  void expand(Entries lists, int[] starts, int[] lengths, int level) {
    clear();
    int[] listRepetition = lists.repetition();
    int[] listDefinition = lists.definition();
    int[] listPositions = lists.positions();
    for (int i = 0; i < lists.count; i++) {
      int list = listPositions[i];
      int length = list < 0 ? 0 : lengths[list];
      int from = count;
      count = Math.addExact(count, Math.max(1, length));
      ensure(count);
      int[] repetitions = repetition.array();
      int[] definitions = definition.array();
      int[] entryPositions = positions.array();
      if (length == 0) {
        repetitions[from] = listRepetition[i];
        definitions[from] = listDefinition[i];
        entryPositions[from] = -1;
        continue;
      }
      int start = starts[list];
      int there = listDefinition[i] + 1;
      for (int k = 0; k < length; k++) {
        repetitions[from + k] = level;
        definitions[from + k] = there;
        entryPositions[from + k] = start + k;
      }
      repetitions[from] = listRepetition[i];
    }
  }

  private void clear() {
    count = 0;
  }

  private void ensure(int length) {
    repetition.ensure(length);
    definition.ensure(length);
    positions.ensure(length);
  }

  /** True where a row begins, and after the last entry. */
  boolean isRowStart(int entry) {
    return entry == count || repetition.array()[entry] == 0;
  }

  /** Rows that begin among some entries. */
  int rows(int from, int number) {
    int[] levels = repetition.array();
    int rows = 0;
    for (int i = from; i < from + number; i++) {
      rows += levels[i] == 0 ? 1 : 0;
    }
    return rows;
  }

  /**
   * How many entries to take at once: as many whole rows as the limits allow, or a piece of a row
   * that is longer.
   */
  int slice(int from, int mostEntries, int mostRows) {
    int end = Math.min(count, from + mostEntries);
    int[] levels = repetition.array();
    int rows = levels[from] == 0 ? 0 : -1;
    int whole = from;
    for (int i = from + 1; i <= end && rows < mostRows; i++) {
      if (isRowStart(i)) {
        whole = i;
        rows++;
      }
    }
    return (whole > from ? whole : end) - from;
  }
}
