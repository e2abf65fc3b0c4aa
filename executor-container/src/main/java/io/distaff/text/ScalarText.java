package io.distaff.text;

import io.distaff.eval.Evaluator;
import io.distaff.memory.ReservedArrays;
import io.distaff.storage.ValueFile;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;

/**
 * The values of a column as text: one column at a time. Tokens may stand for large text, which is
 * read piece by piece.
 */
final class ScalarText {
  /** Null for text. */
  private final Evaluator cast;

  private final LargeValues large;

  private ColumnVector column;
  private BytesVector values;
  private int[] ids;
  private boolean constant;

  ScalarText(DataType type, ValueFormats formats, ReservedArrays arrays, LargeValues large) {
    this.large = large;
    cast = type.equals(DataType.STRING) ? null : formats.writer(type, arrays);
  }

  /**
   * Looks at a vector of the type; valid as long as its batch.
   *
   * @param selection the rows that will be asked for; null for all
   */
  void set(ColumnVector vector, SelectionVector selection) {
    column =
        cast == null ? vector : cast.evaluate(new VectorBatch(vector.length(), vector), selection);
    ids = null;
    constant = false;
    ColumnVector flat = column;
    if (flat instanceof DictionaryVector dictionary) {
      ids = dictionary.ids();
      flat = dictionary.dictionary();
    } else if (flat instanceof ConstantVector single) {
      constant = true;
      flat = single.single();
    }
    values = (BytesVector) flat;
  }

  boolean isNull(int row) {
    return column.isNull(row);
  }

  /** Whether a token stands for the text of a row that isn't null. */
  boolean isLarge(int row) {
    return cast == null && length(row) >= large.leastBytes();
  }

  /** Bytes of the text of a row that is large. */
  int largeBytes(int row) {
    return large.valueBytes(data(), start(row));
  }

  /** Reads the text of a row that is large. */
  void readLarge(int row, ValueFile.Pieces<IOException> pieces) throws IOException {
    large.read(data(), start(row), pieces);
  }

  /** Where the text of a row lies that isn't large. */
  byte[] data() {
    return values.data();
  }

  int start(int row) {
    return values.starts()[position(row)];
  }

  int length(int row) {
    return values.lengths()[position(row)];
  }

  private int position(int row) {
    return constant ? 0 : ids == null ? row : ids[row];
  }
}
