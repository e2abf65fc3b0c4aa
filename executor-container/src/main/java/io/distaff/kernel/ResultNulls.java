package io.distaff.kernel;

import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * The bitmap of a result that may be null where its arguments aren't; copies the arguments' bitmap
 * once there is such a row. Used again for each batch. Mutable.
 */
public final class ResultNulls {
  private long[] validity;
  private int length;
  private boolean owned;

  /**
   * Begins a batch.
   *
   * @param ofArguments the rows to start from; null = none is null
   */
  public void begin(long[] ofArguments, int numRows) {
    validity = ofArguments;
    length = numRows;
    owned = false;
  }

  public void setNull(int row) {
    if (!owned) {
      validity =
          validity == null
              ? Validity.allValid(length)
              : Arrays.copyOf(validity, Validity.words(length));
      owned = true;
    }
    Validity.setNull(validity, row);
  }

  public boolean isNull(int row) {
    return validity != null && !Validity.isValid(validity, row);
  }

  /** The bitmap of the result; null when no row is null. */
  public long[] validity() {
    return validity;
  }
}
