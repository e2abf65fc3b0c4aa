package io.distaff.text;

import io.distaff.eval.Evaluator;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Values as slices of text, which are made values of the type at the end. */
final class LeafColumn extends ColumnBuilder {
  private static final int LONGEST_SHOWN = 80;
  private static final byte[] NOTHING = {};

  private final DataType type;

  /** Null for text, which is used where it lies. */
  private final Evaluator cast;

  private int[] starts = {};
  private int[] lengths = {};
  private byte[] text = NOTHING;
  private ColumnVector values;

  LeafColumn(DataType type, ValueFormats formats, ReservedArrays arrays) {
    super(arrays);
    this.type = type;
    this.cast = type.equals(DataType.STRING) ? null : formats.reader(type, arrays);
  }

  boolean isText() {
    return cast == null;
  }

  /** Whether values of a type are the bytes of their text. */
  static boolean isTakenAsText(DataType type) {
    return type.kind() == DataType.Kind.STRING || type.kind() == DataType.Kind.BINARY;
  }

  void add(int start, int length) {
    put(start, length);
    endRow(true);
  }

  /** The bytes of the row that was added last, each as a character. */
  String last(byte[] data) {
    return new String(data, starts[rows - 1], lengths[rows - 1], StandardCharsets.ISO_8859_1);
  }

  @Override
  void addNull() {
    put(0, 0);
    endRow(false);
  }

  private void put(int start, int length) {
    if (rows == starts.length) {
      starts = arrays.grownInts(starts, Math.max(FIRST_ROWS, rows + 1));
      lengths = arrays.grownInts(lengths, starts.length);
    }
    starts[rows] = start;
    lengths[rows] = length;
  }

  @Override
  void truncate(int newRows) {
    rows = newRows;
    if (newRows == 0) {
      // It may be large.
      text = NOTHING;
      values = null;
    }
  }

  @Override
  ColumnVector finish(byte[] textBytes, BitSet failed) {
    text = textBytes;
    BytesVector slices =
        new BytesVector(DataType.STRING, textBytes, starts, lengths, validity(), rows);
    if (cast == null) {
      values = slices;
      return values;
    }
    values = cast.evaluate(new VectorBatch(rows, slices), null);
    if (values.mayHaveNulls()) {
      for (int row = 0; row < rows; row++) {
        if (values.isNull(row) && isValid(row)) {
          failed.set(row);
        }
      }
    }
    return values;
  }

  @Override
  String failure(int row) {
    if (!isValid(row) || !values.isNull(row)) {
      return null;
    }
    String whole = new String(text, starts[row], lengths[row], StandardCharsets.UTF_8);
    String shown =
        whole.length() <= LONGEST_SHOWN ? whole : whole.substring(0, LONGEST_SHOWN) + "...";
    return "'" + shown + "' can't be read as " + type.sqlName();
  }
}
