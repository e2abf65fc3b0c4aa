package io.distaff.vector;

import io.distaff.types.DataType;
import java.nio.charset.StandardCharsets;

/**
 * Text or binary values: row i is {@code data[starts[i] .. starts[i] + lengths[i])}. Values may
 * overlap, lie in any order, and leave gaps, so that a page of length-prefixed values is used where
 * it lies and a selection of rows copies no bytes.
 */
public final class BytesVector implements ColumnVector {
  private final DataType type;
  private final byte[] data;
  private final int[] starts;
  private final int[] lengths;
  private final long[] validity;
  private final int length;

  /**
   * @param validity null when no row is null; a null row has length 0
   */
  public BytesVector(
      DataType type, byte[] data, int[] starts, int[] lengths, long[] validity, int length) {
    this.type = type;
    this.data = data;
    this.starts = starts;
    this.lengths = lengths;
    this.validity = validity;
    this.length = length;
  }

  public byte[] data() {
    return data;
  }

  public int[] starts() {
    return starts;
  }

  public int[] lengths() {
    return lengths;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  /** A row's text; for results, messages and tests. */
  public String text(int row) {
    return new String(data, starts[row], lengths[row], StandardCharsets.UTF_8);
  }

  @Override
  public Form form() {
    return Form.BYTES;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public boolean mayHaveNulls() {
    return validity != null;
  }

  @Override
  public boolean isNull(int row) {
    return validity != null && !Validity.isValid(validity, row);
  }
}
