package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Gather;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/** The elements of several arrays, each lined up to the length of the longest of its row. */
final class Aligned {
  private final Ranges[] ranges;
  private final Positions[] positions;
  private final Gather[] gathers;
  private final Positions owners;
  private final Buffers buffers;
  private int[] starts;
  private int[] lengths;

  Aligned(int count, ReservedArrays arrays) {
    ranges = new Ranges[count];
    positions = new Positions[count];
    gathers = new Gather[count];
    for (int s = 0; s < count; s++) {
      ranges[s] = new Ranges();
      positions[s] = new Positions(arrays);
      gathers[s] = new Gather(arrays);
    }
    owners = new Positions(arrays);
    buffers = new Buffers(arrays);
  }

  /** One vector for each array. */
  ColumnVector[] load(Argument[] arguments, RowSet rows, long[] validity) {
    int n = rows.length();
    starts = buffers.ints(n);
    lengths = buffers.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    owners.clear();
    for (int s = 0; s < ranges.length; s++) {
      ranges[s].load(arguments[s]);
      positions[s].clear();
    }
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        align(row);
      }
    }
    ColumnVector[] vectors = new ColumnVector[ranges.length];
    for (int s = 0; s < vectors.length; s++) {
      vectors[s] =
          gathers[s].gather(ranges[s].elements(), positions[s].values(), positions[s].size());
    }
    return vectors;
  }

  private void align(int row) {
    int longest = 0;
    for (Ranges one : ranges) {
      longest = Math.max(longest, one.length(row));
    }
    starts[row] = owners.size();
    lengths[row] = longest;
    owners.addRepeated(row, longest);
    for (int s = 0; s < ranges.length; s++) {
      int length = ranges[s].length(row);
      positions[s].addRange(ranges[s].start(row), length);
      positions[s].addRepeated(Gather.NULL, longest - length);
    }
  }

  int count() {
    return owners.size();
  }

  int[] owners() {
    return owners.values();
  }

  int[] starts() {
    return starts;
  }

  int[] lengths() {
    return lengths;
  }
}
