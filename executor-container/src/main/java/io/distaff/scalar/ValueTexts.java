package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.ByteValue;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.Forms;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;

/**
 * The values of a column that isn't nested as text, cast a batch at a time. Tokens may stand for
 * large text. Confined to a task's thread.
 */
final class ValueTexts {
  private final Flattener flattener;
  private final Argument[] argument;
  private final Cast cast;
  private final ByteValue window;

  /** Whether tokens may stand for the values: otherwise they are made here. */
  private final boolean mayBeLarge;

  private BytesVector texts;

  /**
   * @param window over the text of one row at a time
   */
  ValueTexts(DataType type, ReservedArrays arrays, ByteValue window) {
    flattener = new Flattener(arrays);
    argument = new Argument[] {new Argument(type, arrays)};
    cast = Cast.of(type, DataType.STRING, false, arrays);
    mayBeLarge = cast.takesTokens();
    this.window = window;
  }

  void load(ColumnVector vector, RowSet rows) {
    ColumnVector flat = flattener.flatten(vector, rows);
    argument[0].load(flat, Bounds.UNKNOWN, rows);
    texts = (BytesVector) cast.apply(argument, rows, Forms.validity(flat));
  }

  boolean isNull(int row) {
    return texts.isNull(row);
  }

  /** A row's text; valid until the window is used again. */
  ByteValue value(int row) {
    if (mayBeLarge) {
      window.set(texts, row);
    } else {
      window.setWhole(texts.data(), texts.starts()[row], texts.lengths()[row]);
    }
    return window;
  }

  /** Of a text that isn't a user's, and so never a token. */
  byte lastByte(int row) {
    return texts.data()[texts.starts()[row] + texts.lengths()[row] - 1];
  }
}
