package io.distaff.collection;

import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.ValueOrder;
import java.util.Arrays;

/** Looks for a value among the elements of one array. Stateless. */
public final class ElementSearch {
  private ElementSearch() {}

  /**
   * The position of the first element that equals a value; -1 when there is none. Nulls equal
   * nothing.
   *
   * @param values holds the value, which isn't null, in a row
   */
  public static int first(
      ColumnVector elements, int start, int length, ColumnVector values, int row) {
    if (!elements.mayHaveNulls()) {
      if (elements instanceof LongVector of && values instanceof LongVector one) {
        return firstLong(of.values(), start, length, one.values()[row]);
      }
      if (elements instanceof IntVector of && values instanceof IntVector one) {
        return firstInt(of.values(), start, length, one.values()[row]);
      }
      if (elements instanceof BytesVector of && values instanceof BytesVector one) {
        return firstBytes(of, start, length, one, row);
      }
    }
    for (int k = start; k < start + length; k++) {
      if (!elements.isNull(k) && ValueOrder.equalValues(elements, k, values, row)) {
        return k;
      }
    }
    return -1;
  }

  private static int firstLong(long[] elements, int start, int length, long value) {
    for (int k = start; k < start + length; k++) {
      if (elements[k] == value) {
        return k;
      }
    }
    return -1;
  }

  private static int firstInt(int[] elements, int start, int length, int value) {
    for (int k = start; k < start + length; k++) {
      if (elements[k] == value) {
        return k;
      }
    }
    return -1;
  }

  private static int firstBytes(
      BytesVector elements, int start, int length, BytesVector values, int row) {
    int[] lengths = elements.lengths();
    int size = values.lengths()[row];
    int from = values.starts()[row];
    for (int k = start; k < start + length; k++) {
      if (lengths[k] == size) {
        int at = elements.starts()[k];
        if (Arrays.equals(elements.data(), at, at + size, values.data(), from, from + size)) {
          return k;
        }
      }
    }
    return -1;
  }

  /** Whether a null is among the elements. */
  public static boolean hasNull(ColumnVector elements, int start, int length) {
    if (elements.mayHaveNulls()) {
      for (int k = start; k < start + length; k++) {
        if (elements.isNull(k)) {
          return true;
        }
      }
    }
    return false;
  }
}
