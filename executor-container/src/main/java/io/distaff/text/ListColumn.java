package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;
import java.util.BitSet;

/** Arrays, or maps: each row is a run of entries of the children. */
final class ListColumn extends ColumnBuilder {
  private final DataType type;

  /** Null for arrays. */
  private final LeafColumn keys;

  private final ColumnBuilder values;
  private final BitSet mismatched = new BitSet();
  private final BitSet failedEntries = new BitSet();
  private int[] starts = {};
  private int[] lengths = {};

  ListColumn(DataType type, LeafColumn keys, ColumnBuilder values, ReservedArrays arrays) {
    super(arrays);
    this.type = type;
    this.keys = keys;
    this.values = values;
  }

  boolean isMap() {
    return keys != null;
  }

  LeafColumn keys() {
    return keys;
  }

  /** The elements of arrays. */
  ColumnBuilder values() {
    return values;
  }

  /** Ends a row whose entries were added to the children. */
  void end() {
    int start = entries(rows);
    put(start, values.rows - start);
    endRow(true);
  }

  @Override
  void addNull() {
    put(values.rows, 0);
    endRow(false);
  }

  /** Adds null for a value that is no array or object. */
  void addMismatch() {
    mismatched.set(rows);
    addNull();
  }

  private void put(int start, int length) {
    if (rows == starts.length) {
      starts = arrays.grownInts(starts, Math.max(FIRST_ROWS, rows + 1));
      lengths = arrays.grownInts(lengths, starts.length);
    }
    starts[rows] = start;
    lengths[rows] = length;
  }

  /** Entries of the rows before this one. */
  private int entries(int row) {
    return row == 0 ? 0 : starts[row - 1] + lengths[row - 1];
  }

  @Override
  void truncate(int newRows) {
    int entries = entries(newRows);
    values.truncate(entries);
    if (isMap()) {
      keys.truncate(entries);
    }
    mismatched.clear(newRows, Math.max(newRows, mismatched.length()));
    rows = newRows;
  }

  @Override
  ColumnVector finish(byte[] text, BitSet failed) {
    failed.or(mismatched);
    failedEntries.clear();
    ColumnVector keyVector = isMap() ? keys.finish(text, failedEntries) : null;
    ColumnVector valueVector = values.finish(text, failedEntries);
    for (int row = 0; row < rows && !failedEntries.isEmpty(); row++) {
      int bad = failedEntries.nextSetBit(starts[row]);
      if (bad >= 0 && bad < starts[row] + lengths[row]) {
        failed.set(row);
      }
    }
    return isMap()
        ? new MapVector((MapType) type, starts, lengths, keyVector, valueVector, validity(), rows)
        : new ArrayVector((ArrayType) type, starts, lengths, valueVector, validity(), rows);
  }

  @Override
  String failure(int row) {
    if (mismatched.get(row)) {
      return "the value can't be read as " + type.sqlName();
    }
    int bad = failedEntries.nextSetBit(starts[row]);
    if (bad < 0 || bad >= starts[row] + lengths[row]) {
      return null;
    }
    String failure = values.failure(bad);
    return failure == null && isMap() ? keys.failure(bad) : failure;
  }
}
