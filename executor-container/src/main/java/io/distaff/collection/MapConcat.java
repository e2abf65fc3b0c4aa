package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.MapType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;

/** MAP_CONCAT: the entries of all arguments. */
public final class MapConcat implements VectorFunction {
  private final MapType type;
  private final Combined keys;
  private final Combined values;
  private final MapKeys check;

  public MapConcat(MapType type, int count, ReservedArrays arrays) {
    this.type = type;
    this.keys = side(new ArrayType(type.key()), count, true, arrays);
    this.values = side(new ArrayType(type.value()), count, false, arrays);
    this.check = new MapKeys(arrays);
  }

  private static Combined side(ArrayType type, int count, boolean keys, ReservedArrays arrays) {
    Ranges[] ranges = new Ranges[count];
    for (int s = 0; s < count; s++) {
      ranges[s] = new Ranges();
    }
    return new Combined(type, count, arrays) {
      @Override
      void load(Argument[] arguments, RowSet rows, long[] validity, ColumnVector[] sources) {
        for (int s = 0; s < count; s++) {
          ranges[s].load(arguments[s]);
          sources[s] = keys ? ranges[s].elements() : ranges[s].values();
        }
      }

      @Override
      void choose(int row, Merged to) {
        for (int s = 0; s < count; s++) {
          to.add(s, ranges[s].start(row), ranges[s].length(row));
        }
      }
    };
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ArrayVector keyArrays = (ArrayVector) keys.apply(arguments, rows, validity);
    ArrayVector valueArrays = (ArrayVector) values.apply(arguments, rows, validity);
    MapVector maps =
        new MapVector(
            type,
            keyArrays.starts(),
            keyArrays.lengths(),
            keyArrays.elements(),
            valueArrays.elements(),
            validity,
            rows.length());
    return check.checked(maps, rows);
  }
}
