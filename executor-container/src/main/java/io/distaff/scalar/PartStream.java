package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.RowSet;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import io.distaff.vector.large.LargeValues;

/** Arrays of {@link Parts} of texts. */
final class PartStream implements ElementStream {
  private static final int FULL_BYTES = 1 << 20;

  private final LargeValues values;
  private final Row row;
  private final Parts parts;
  private final BytesBuilder elements;

  PartStream(CallSite site, Parts parts) {
    this.values = site.values();
    this.row = new Row(site);
    this.parts = parts;
    this.elements = new BytesBuilder(site.arrays(), values);
  }

  @Override
  public boolean takesTokens() {
    return true;
  }

  @Override
  public void load(Argument[] arguments, RowSet rows) {
    row.load(arguments, rows);
  }

  /**
   * For the parts of texts that tokens stand for, which are found twice: for what they take
   * together, which an array that grows would take several times, and to be written.
   */
  @Override
  public void ensureRoom(RowSet rows, long[] validity) {
    int numParts = 0;
    long bytes = 0;
    for (int i = 0; i < rows.count(); i++) {
      int at = rows.row(i);
      if (validity != null && !Validity.isValid(validity, at)) {
        continue;
      }
      row.moveTo(at);
      if (row.value(0).isStored()) {
        parts.begin(row);
        while (parts.next()) {
          numParts++;
          int length = parts.length();
          bytes += length < values.leastBytes() ? length : values.tokenBytes();
        }
      }
    }
    if (numParts > 0) {
      elements.ensureRoom(numParts, bytes);
    }
  }

  @Override
  public void moveTo(int at) {
    row.moveTo(at);
    parts.begin(row);
  }

  @Override
  public int addAll() {
    int n = 0;
    for (; parts.next(); n++) {
      add();
    }
    return n;
  }

  @Override
  public int add(int most) {
    int n = 0;
    for (; n < most && !isFull() && parts.next(); n++) {
      add();
    }
    return n;
  }

  private void add() {
    parts.append(elements);
    elements.addRow();
  }

  @Override
  public boolean isFull() {
    return elements.sizeBytes() >= FULL_BYTES;
  }

  @Override
  public ColumnVector elements() {
    return elements.vector(DataType.STRING, null);
  }

  @Override
  public void clear() {
    elements.reset(0);
  }

  @Override
  public void release() {
    row.release();
  }
}
