package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import io.distaff.vector.large.LargeValues;

/**
 * Parts of a row's first argument, a text. Of one that a token stands for they are found twice: for
 * what they take together, which an array that grows would take several times, and to be written.
 * Mutable.
 */
final class TextPieces implements RowFunctions.ToTexts {
  private final LargeValues values;
  private final RowFunctions.ToParts function;

  /** Null while parts are measured. */
  private BytesBuilder out;

  private int numMeasured;
  private long measuredBytes;

  /**
   * @param values that tokens stand for
   */
  TextPieces(LargeValues values, RowFunctions.ToParts function) {
    this.values = values;
    this.function = function;
  }

  @Override
  public void write(Row row, BytesBuilder target) {
    if (row.value(0).isStored()) {
      out = null;
      numMeasured = 0;
      measuredBytes = 0;
      function.find(row, this);
      target.ensureRoom(numMeasured, measuredBytes);
    }
    out = target;
    function.find(row, this);
  }

  /** Adds what is between two offsets. */
  void add(ByteValue text, int begin, int end) {
    if (out == null) {
      measure(end - begin);
    } else {
      text.copy(begin, end, out);
      out.addRow();
    }
  }

  /** Adds what is between two positions of a regular expression's text. */
  void add(Regex text, int begin, int end) {
    if (out == null) {
      measure(text.offset(end) - text.offset(begin));
    } else {
      text.append(begin, end, out);
      out.addRow();
    }
  }

  private void measure(int length) {
    numMeasured++;
    measuredBytes += length < values.leastBytes() ? length : values.tokenBytes();
  }
}
