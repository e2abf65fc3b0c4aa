package io.distaff.text;

import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A column of records as they stand in the file, of those rows whose record is malformed; null for
 * the others. Refers to the records' bytes; of one that isn't UTF-8 the wrong bytes become {@code
 * ?} there. Confined to the task's thread.
 */
final class RawRecords {
  private final int[] starts = new int[VectorBatch.TARGET_ROWS];
  private final int[] lengths = new int[VectorBatch.TARGET_ROWS];

  void put(int row, int start, int end) {
    starts[row] = start;
    lengths[row] = end - start;
  }

  /** The column, valid as long as the records' bytes and until rows are put again. */
  ColumnVector finish(byte[] data, int rows, BitSet malformed) {
    long[] validity = new long[Validity.words(rows)];
    int[] shown = Arrays.copyOf(lengths, rows);
    for (int row = 0; row < rows; row++) {
      if (malformed.get(row)) {
        Validity.setValid(validity, row);
        Utf8.mend(data, starts[row], starts[row] + lengths[row]);
      } else {
        shown[row] = 0;
      }
    }
    return new BytesVector(DataType.STRING, data, starts, shown, validity, rows);
  }
}
