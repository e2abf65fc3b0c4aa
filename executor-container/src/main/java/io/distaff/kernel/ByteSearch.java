package io.distaff.kernel;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.BytesVector;
import io.distaff.vector.large.LargeValues;

/**
 * Looks for bytes in a value. Within a window the kernel does; across the ends of windows a state
 * is kept, of how many of the wanted bytes the value's last ones are (Knuth, Morris and Pratt
 * 1977), so that no byte is looked at again. Mutable.
 */
public final class ByteSearch {
  private final ReservedArrays arrays;
  private final ByteValue value;
  private byte[] wanted = {};

  /** Of each number of wanted bytes, how many of the last are also the first. */
  private int[] borders = {};

  private boolean isOverlapping;
  private int position;

  /** How many of the wanted bytes are before the position, across the window's beginning. */
  private int matched;

  /**
   * @param arrays counts the piece that is at hand
   * @param values that tokens stand for
   */
  public ByteSearch(ReservedArrays arrays, LargeValues values) {
    this.arrays = arrays;
    this.value = new ByteValue(arrays, values);
  }

  /**
   * Begins to look for bytes in a row's value.
   *
   * @param offset from which an occurrence may begin
   * @param searched one or more bytes
   */
  public void begin(BytesVector vector, int row, int offset, byte[] searched) {
    begin(vector, row, offset, searched, false);
  }

  /** As {@link #begin}, for occurrences that may overlap. */
  public void beginOverlapping(BytesVector vector, int row, byte[] searched) {
    begin(vector, row, 0, searched, true);
  }

  private void begin(BytesVector vector, int row, int offset, byte[] searched, boolean mayOverlap) {
    value.set(vector, row);
    value.begin(offset, ByteValue.BYTES);
    wanted = searched;
    isOverlapping = mayOverlap;
    matched = 0;
    position = value.to();
    if (value.isStored()) {
      findBorders();
    }
  }

  private void findBorders() {
    borders = arrays.ints(borders, wanted.length + 1);
    borders[1] = 0;
    for (int i = 1, border = 0; i < wanted.length; i++) {
      border = extended(border, wanted[i]);
      borders[i + 1] = border;
    }
  }

  /** How many wanted bytes are matched after one more byte. */
  private int extended(int before, byte b) {
    int border = before;
    while (border > 0 && wanted[border] != b) {
      border = borders[border];
    }
    return wanted[border] == b ? border + 1 : border;
  }

  /** The offset of the next occurrence; -1 if there is none. */
  public int next() {
    do {
      byte[] data = value.data();
      int to = value.to();
      while (matched > 0 && position < to) {
        matched = extended(matched, data[position++]);
        if (matched == wanted.length) {
          matched = isOverlapping ? borders[matched] : 0;
          return value.offset() + position - value.from() - wanted.length;
        }
      }
      if (matched == 0 && position < to) {
        int hit = BytesKernels.indexOf(data, position, to, wanted);
        if (hit >= 0) {
          position = hit + (isOverlapping ? 1 : wanted.length);
          return value.offset() + hit - value.from();
        }
        if (value.isStored()) {
          position = Math.max(position, to - wanted.length + 1);
          while (position < to) {
            matched = extended(matched, data[position++]);
          }
        }
      }
    } while (moved());
    return -1;
  }

  private boolean moved() {
    boolean moved = value.next();
    position = value.from();
    return moved;
  }
}
