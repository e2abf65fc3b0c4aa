package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;

/**
 * The values of a column as text, row by row, which are cast all at once as TRY_CAST does. Reused
 * for each batch; confined to a task's thread.
 */
final class TextsToCast {
  private final DataType type;
  private final BytesBuilder texts;
  private final Argument[] argument;
  private final Cast cast;

  TextsToCast(DataType type, ReservedArrays arrays) {
    this.type = type;
    this.texts = new BytesBuilder(arrays);
    this.argument = new Argument[] {new Argument(DataType.STRING, arrays)};
    this.cast = Cast.of(DataType.STRING, type, true, arrays);
  }

  /** What the text of the next row is appended to. */
  BytesBuilder text() {
    return texts;
  }

  void endRow() {
    texts.addRow();
  }

  /** Forgets all rows from this one on. */
  void truncate(int rows) {
    texts.truncate(rows);
  }

  /** The column, valid until rows are added again. */
  ColumnVector finish(int rows, long[] validity) {
    if (rows == 0) {
      return ConstantVector.ofNull(type, 0);
    }
    RowSet all = RowSet.all(rows);
    argument[0].load(texts.vector(DataType.STRING, validity), Bounds.UNKNOWN, all);
    return cast.apply(argument, all, validity);
  }
}
