package io.distaff.collection;

import io.distaff.kernel.Buffers;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RowHash;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.ValueOrder;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * The distinct elements of one or two arrays of one row: a hash table over their places in two
 * sequences, which is emptied for the next row. Nulls are equal. Reused; confined to a task's
 * thread.
 */
public final class ElementSet {
  private final RowHash hasher = new RowHash(0);
  private final Side left;
  private final Side right;
  private final Buffers buffers;

  /** Entries by hash: 1 + a place in the left sequence, or the complement of one in the right. */
  private int[] table;

  private int mask;

  public ElementSet(ReservedArrays arrays) {
    this.left = new Side(arrays);
    this.right = new Side(arrays);
    this.buffers = new Buffers(arrays);
  }

  /** A sequence whose elements may be added and looked for. */
  public final class Side {
    private final Buffers hashBuffer;
    private ColumnVector elements;
    private int[] positions;
    private long[] hashes;

    private Side(ReservedArrays arrays) {
      this.hashBuffer = new Buffers(arrays);
    }

    /** Takes the elements of a batch. */
    public void load(ColumnVector vector, ElementRows rows) {
      elements = vector;
      positions = rows.positions();
      hashes = hashBuffer.longs(rows.count());
      if (rows.count() > 0) {
        SelectionVector selection = new SelectionVector(positions, rows.count());
        hasher.hash(new VectorBatch(vector.length(), selection, vector), hashes);
      }
    }

    /** Adds the element at a place in the sequence; false if there is an equal one. */
    public boolean add(int place) {
      int slot = slot(place);
      if (table[slot] != 0) {
        return false;
      }
      table[slot] = this == left ? place + 1 : ~place;
      return true;
    }

    public boolean contains(int place) {
      return table[slot(place)] != 0;
    }

    /** The place in the left sequence of an entry that equals this one; -1 if there is none. */
    int placeInLeft(int place) {
      return Math.max(table[slot(place)], 0) - 1;
    }

    /** Where an equal entry is, or would be. */
    private int slot(int place) {
      long hash = hashes[place];
      int slot = (int) (hash ^ (hash >>> 32)) & mask;
      while (table[slot] != 0 && !isAt(table[slot], place)) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private boolean isAt(int entry, int place) {
      Side other = entry > 0 ? left : right;
      int otherPlace = entry > 0 ? entry - 1 : ~entry;
      return other.hashes[otherPlace] == hashes[place]
          && ValueOrder.equal(
              other.elements, other.positions[otherPlace], elements, positions[place]);
    }
  }

  public Side left() {
    return left;
  }

  public Side right() {
    return right;
  }

  /** Empties the set, which is to take at most so many elements. */
  public void begin(int mostElements) {
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, mostElements)) << 2);
    table = buffers.ints(capacity);
    mask = capacity - 1;
    Arrays.fill(table, 0, capacity, 0);
  }
}
