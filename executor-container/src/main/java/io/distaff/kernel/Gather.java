package io.distaff.kernel;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * Rows of a vector by their positions, in any order and as often as wanted: a dictionary of the
 * vector's own values, so that none is copied.
 */
public final class Gather {
  /** A position that stands for null. */
  public static final int NULL = -1;

  private final ReservedArrays arrays;
  private int[] ids = {};

  public Gather(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  /**
   * A vector of {@code count} rows, valid until the next call and as long as {@code from} is.
   *
   * @param from in any form
   * @param positions rows of it, or {@link #NULL}
   */
  public ColumnVector gather(ColumnVector from, int[] positions, int count) {
    if (from.length() == 0 || (from instanceof ConstantVector c && c.isNull())) {
      return ConstantVector.ofNull(from.type(), count);
    }
    ids = arrays.ints(ids, count);
    if (from instanceof ConstantVector constant) {
      return gatherConstant(constant, positions, count);
    }
    long[] validity = validity(Forms.validity(from), positions, count);
    if (from instanceof DictionaryVector dictionary) {
      if (dictionary.dictionary().length() == 0) {
        return ConstantVector.ofNull(from.type(), count);
      }
      int[] inner = dictionary.ids();
      for (int i = 0; i < count; i++) {
        ids[i] = inner[Math.max(positions[i], 0)];
      }
      return new DictionaryVector(dictionary.dictionary(), ids, validity, count);
    }
    for (int i = 0; i < count; i++) {
      ids[i] = Math.max(positions[i], 0);
    }
    return new DictionaryVector(Forms.view(from, from.type(), null), ids, validity, count);
  }

  private ColumnVector gatherConstant(ConstantVector constant, int[] positions, int count) {
    long[] validity = validity(null, positions, count);
    if (validity == null) {
      return new ConstantVector(constant.single(), count);
    }
    Arrays.fill(ids, 0, count, 0);
    return new DictionaryVector(constant.single(), ids, validity, count);
  }

  /** The bitmap of the rows; null when none of them is null. */
  private static long[] validity(long[] from, int[] positions, int count) {
    long[] validity = null;
    for (int i = 0; i < count; i++) {
      int position = positions[i];
      if (position < 0 || (from != null && !Validity.isValid(from, position))) {
        if (validity == null) {
          validity = Validity.allValid(count);
        }
        Validity.setNull(validity, i);
      }
    }
    return validity;
  }
}
