package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A column of records as they stand in the file, of those rows whose record is malformed; null for
 * the others. Keeps a copy of a batch's records, since decoding one may change its bytes. Bytes
 * that aren't UTF-8 become {@code ?}. Confined to the task's thread.
 */
final class RawRecords {
  private static final byte[] NOTHING = {};

  private final ReservedArrays arrays;
  private final int[] starts = new int[VectorBatch.TARGET_ROWS];
  private final int[] lengths = new int[VectorBatch.TARGET_ROWS];
  private byte[] bytes = NOTHING;
  private int used;

  RawRecords(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  /** A batch begins; the last one isn't used any more. */
  void begin() {
    used = 0;
    if (bytes.length > 2 * RecordScanner.BUFFER_BYTES) {
      arrays.dropped(bytes);
      bytes = NOTHING;
    }
  }

  /** Copies the record of a row; rows come in order, the last one again if it was taken back. */
  void put(int row, byte[] data, int start, int end) {
    int length = end - start;
    bytes = arrays.grownBytes(bytes, (long) used + length, used);
    System.arraycopy(data, start, bytes, used, length);
    starts[row] = used;
    lengths[row] = length;
    used += length;
  }

  /** The column, valid until the next batch begins. */
  ColumnVector finish(int rows, BitSet malformed) {
    long[] validity = new long[Validity.words(rows)];
    int[] shown = Arrays.copyOf(lengths, rows);
    for (int row = 0; row < rows; row++) {
      if (malformed.get(row)) {
        Validity.setValid(validity, row);
        Utf8.mend(bytes, starts[row], starts[row] + lengths[row]);
      } else {
        shown[row] = 0;
      }
    }
    return new BytesVector(
        DataType.STRING, bytes, Arrays.copyOf(starts, rows), shown, validity, rows);
  }
}
