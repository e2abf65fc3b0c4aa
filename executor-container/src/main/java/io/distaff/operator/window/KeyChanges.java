package io.distaff.operator.window;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.Schema;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import io.distaff.vector.ValueOrder;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * Finds where keys change from row to row, a column of a batch at a time, across batches too. Null
 * equals null, NaN equals NaN, -0 equals 0. Confined to a task's thread.
 */
final class KeyChanges {
  private final int[] columns;
  private final FlatView view = new FlatView();
  private final ColumnBuffer[] lastRow;
  private byte[] differs = new byte[0];
  private boolean started;

  KeyChanges(int[] columns, Schema schema, ReservedArrays arrays) {
    this.columns = columns;
    this.lastRow = new ColumnBuffer[columns.length];
    for (int k = 0; k < columns.length; k++) {
      lastRow[k] = new ColumnBuffer(schema.type(columns[k]), arrays);
    }
  }

  /**
   * Marks rows that differ from the row before them in any of the keys. The first row of all
   * differs.
   *
   * @param rows positions in the batch, in the first {@code count} slots, at least one
   * @param changes of the i-th row 1 where it differs; else left as it is
   */
  void mark(VectorBatch batch, int[] rows, int count, byte[] changes) {
    if (differs.length < count) {
      differs = new byte[Math.max(count, VectorBatch.TARGET_ROWS)];
    }
    if (!started) {
      changes[0] = 1;
    }
    int[] last = {rows[count - 1]};
    for (int k = 0; k < columns.length; k++) {
      ColumnVector column = batch.column(columns[k]);
      if (started && !ValueOrder.equal(column, rows[0], lastRow[k].vector(), 0)) {
        changes[0] = 1;
      }
      view.set(column, rows, count);
      Arrays.fill(differs, 0, count, (byte) 0);
      compare(view.values(), view.positions(), count, differs);
      if (view.validity() != null) {
        compareNulls(view.validity(), rows, count);
      }
      for (int i = 1; i < count; i++) {
        changes[i] |= differs[i];
      }
      lastRow[k].begin(1);
      view.set(column, last, 1);
      lastRow[k].copy(view, null, 1);
    }
    started = true;
  }

  private static void compare(ColumnVector values, int[] at, int count, byte[] differs) {
    switch (values.form()) {
      case BOOLEAN -> {
        byte[] source = ((BooleanVector) values).values();
        for (int i = 1; i < count; i++) {
          differs[i] = (byte) (source[at[i]] ^ source[at[i - 1]]);
        }
      }
      case INT -> {
        int[] source = ((IntVector) values).values();
        for (int i = 1; i < count; i++) {
          differs[i] = (byte) (source[at[i]] != source[at[i - 1]] ? 1 : 0);
        }
      }
      case LONG -> {
        long[] source = ((LongVector) values).values();
        for (int i = 1; i < count; i++) {
          differs[i] = (byte) (source[at[i]] != source[at[i - 1]] ? 1 : 0);
        }
      }
      case DOUBLE -> {
        double[] source = ((DoubleVector) values).values();
        for (int i = 1; i < count; i++) {
          long bits = Double.doubleToLongBits(source[at[i]] + 0.0);
          long before = Double.doubleToLongBits(source[at[i - 1]] + 0.0);
          differs[i] = (byte) (bits != before ? 1 : 0);
        }
      }
      case BYTES -> {
        BytesVector source = (BytesVector) values;
        for (int i = 1; i < count; i++) {
          differs[i] = (byte) (equal(source, at[i], at[i - 1]) ? 0 : 1);
        }
      }
      case INT128, FLOAT, ARRAY, MAP, STRUCT -> {
        for (int i = 1; i < count; i++) {
          boolean same = ValueOrder.equalValues(values, at[i], values, at[i - 1]);
          differs[i] = (byte) (same ? 0 : 1);
        }
      }
      case DICTIONARY, CONSTANT -> throw new IllegalStateException("not flat");
    }
  }

  private static boolean equal(BytesVector values, int a, int b) {
    if (a == b) {
      return true;
    }
    int startA = values.starts()[a];
    int startB = values.starts()[b];
    byte[] data = values.data();
    return Arrays.equals(
        data, startA, startA + values.lengths()[a], data, startB, startB + values.lengths()[b]);
  }

  private void compareNulls(long[] validity, int[] rows, int count) {
    boolean before = Validity.isValid(validity, rows[0]);
    for (int i = 1; i < count; i++) {
      boolean valid = Validity.isValid(validity, rows[i]);
      if (valid != before) {
        differs[i] = 1;
      } else if (!valid) {
        differs[i] = 0;
      }
      before = valid;
    }
  }
}
