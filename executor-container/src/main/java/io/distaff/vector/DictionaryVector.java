package io.distaff.vector;

import io.distaff.types.DataType;

/**
 * Row i has the value {@code dictionary[ids[i]]}. The dictionary is a flat vector without nulls;
 * nulls are in this vector's own validity. Two batches of one column that share the same dictionary
 * object share ids, which lets operators keep what they computed per dictionary entry.
 */
public final class DictionaryVector implements ColumnVector {
  private final ColumnVector dictionary;
  private final int[] ids;
  private final long[] validity;
  private final int length;

  /**
   * @param dictionary flat: neither dictionary nor constant; without nulls
   * @param ids 0 to dictionary.length() - 1, in null rows too (unless the dictionary is empty)
   * @param validity null when no row is null
   */
  public DictionaryVector(ColumnVector dictionary, int[] ids, long[] validity, int length) {
    this.dictionary = dictionary;
    this.ids = ids;
    this.validity = validity;
    this.length = length;
  }

  public ColumnVector dictionary() {
    return dictionary;
  }

  public int[] ids() {
    return ids;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  @Override
  public Form form() {
    return Form.DICTIONARY;
  }

  @Override
  public DataType type() {
    return dictionary.type();
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
