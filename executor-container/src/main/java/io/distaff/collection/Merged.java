package io.distaff.collection;

import io.distaff.kernel.NestedCopy;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;

/**
 * Elements of several vectors one after another, in any order: first noted, then copied at once.
 */
final class Merged {
  private final NestedCopy copy;
  private final Positions[] from;
  private final Positions[] at;
  private int size;

  /**
   * @param numSources how many vectors there are
   */
  Merged(int numSources, ReservedArrays arrays) {
    this.copy = new NestedCopy(arrays);
    this.from = new Positions[numSources];
    this.at = new Positions[numSources];
    for (int s = 0; s < numSources; s++) {
      from[s] = new Positions(arrays);
      at[s] = new Positions(arrays);
    }
  }

  void clear() {
    size = 0;
    for (int s = 0; s < from.length; s++) {
      from[s].clear();
      at[s].clear();
    }
  }

  /** The next elements are these of a source. */
  void add(int source, int first, int count) {
    int end = ElementRows.checked((long) size + count);
    from[source].addRange(first, count);
    at[source].addRange(size, count);
    size = end;
  }

  /** The next elements are one of a source, several times. */
  void addRepeated(int source, int position, int count) {
    int end = ElementRows.checked((long) size + count);
    from[source].addRepeated(position, count);
    at[source].addRange(size, count);
    size = end;
  }

  int size() {
    return size;
  }

  /**
   * Copies what was noted; valid until the next call.
   *
   * @param sources null where nothing was taken
   */
  ColumnVector copied(DataType type, ColumnVector... sources) {
    copy.begin(type, size);
    for (int s = 0; s < from.length; s++) {
      if (from[s].size() > 0) {
        copy.put(sources[s], from[s].values(), at[s].values(), from[s].size());
      }
    }
    return copy.finish();
  }
}
