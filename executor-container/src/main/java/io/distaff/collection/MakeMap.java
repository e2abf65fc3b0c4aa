package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.MapType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;

/** MAP: an entry of each two arguments, the key and its value. */
public final class MakeMap implements VectorFunction {
  private final MapType type;
  private final Interleaved keys;
  private final Interleaved values;
  private final Buffers ranges;
  private final MapKeys check;

  public MakeMap(MapType type, ReservedArrays arrays) {
    this.type = type;
    this.keys = new Interleaved(arrays);
    this.values = new Interleaved(arrays);
    this.ranges = new Buffers(arrays);
    this.check = new MapKeys(arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    keys.load(type.key(), arguments, 0, 2, rows);
    values.load(type.value(), arguments, 1, 2, rows);
    int[] starts = ranges.ints(rows.length());
    int[] lengths = ranges.lengths(rows.length());
    Interleaved.ranges(rows, arguments.length / 2, starts, lengths);
    MapVector maps =
        new MapVector(type, starts, lengths, keys.vector(), values.vector(), null, rows.length());
    return check.checked(maps, rows);
  }
}
