package io.distaff.operator.window;

import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.FlatView;

/**
 * Where the rows that are being computed lie in their partitions: a batch of the unit at a time, in
 * order. What lies behind the batch is looked for ahead, once. Confined to a task's thread.
 */
final class RowPlaces {
  private final WindowRows rows;
  private final int partitionFlags;
  private final int peerFlags;
  private final Boundary nextPartition;
  private final Boundary nextPeers;
  private long partition;
  private long peers;
  private long group;

  private long first;
  private int count;
  private long[] partitionStarts = new long[0];
  private long[] partitionEnds;
  private long[] peerStarts = new long[0];
  private long[] peerEnds;
  private long[] groups = new long[0];

  /**
   * @param partitionFlags column that is true where a partition begins
   * @param peerFlags column that is true where a group of peers begins
   */
  RowPlaces(WindowRows rows, int partitionFlags, int peerFlags) {
    this.rows = rows;
    this.partitionFlags = partitionFlags;
    this.peerFlags = peerFlags;
    this.nextPartition = new Boundary(partitionFlags);
    this.nextPeers = new Boundary(peerFlags);
  }

  /** Takes the rows of a cursor's batch. */
  void set(Cursor at) {
    first = at.start();
    count = at.batch().numRows();
    partitionEnds = null;
    peerEnds = null;
    if (partitionStarts.length < count) {
      partitionStarts = new long[count];
      peerStarts = new long[count];
      groups = new long[count];
    }
    FlatView partitionView = at.view(partitionFlags);
    FlatView peerView = at.view(peerFlags);
    byte[] beginsPartition = ((BooleanVector) partitionView.values()).values();
    byte[] beginsPeers = ((BooleanVector) peerView.values()).values();
    for (int i = 0; i < count; i++) {
      if (beginsPeers[peerView.positions()[i]] != 0) {
        peers = first + i;
        group++;
        if (beginsPartition[partitionView.positions()[i]] != 0) {
          partition = peers;
          group = 0;
        }
      }
      partitionStarts[i] = partition;
      peerStarts[i] = peers;
      groups[i] = group;
    }
  }

  int count() {
    return count;
  }

  /** The first of the rows. */
  long first() {
    return first;
  }

  /** Of the i-th row the first row of its partition; also where that was in an earlier unit. */
  long[] partitionStarts() {
    return partitionStarts;
  }

  /** Of the i-th row the first of its peers. */
  long[] peerStarts() {
    return peerStarts;
  }

  /** Of the i-th row the number of its group of peers in the partition, from 0. */
  long[] groups() {
    return groups;
  }

  /** Of the i-th row what is behind its partition; in units of whole partitions. */
  long[] partitionEnds() {
    if (partitionEnds == null) {
      partitionEnds = ends(partitionStarts, nextPartition);
    }
    return partitionEnds;
  }

  /** Of the i-th row what is behind its peers; in units of whole groups of peers. */
  long[] peerEnds() {
    if (peerEnds == null) {
      peerEnds = ends(peerStarts, nextPeers);
    }
    return peerEnds;
  }

  private long[] ends(long[] starts, Boundary next) {
    long[] ends = new long[count];
    long end = next.atOrAfter(first + count);
    for (int i = count - 1; i >= 0; i--) {
      ends[i] = end;
      if (starts[i] == first + i) {
        end = first + i;
      }
    }
    return ends;
  }

  /** Finds the next row that begins something. */
  private final class Boundary {
    private final int flags;
    private final Cursor ahead = rows.newCursor();
    private long found = -1;

    Boundary(int flags) {
      this.flags = flags;
    }

    long atOrAfter(long row) {
      long end = rows.endRow();
      if (found >= row) {
        return found;
      }
      long at = row;
      while (at < end && !ahead.flag(flags, at)) {
        at++;
      }
      found = at;
      return at;
    }
  }
}
