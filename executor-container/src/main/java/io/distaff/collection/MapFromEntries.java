package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;
import java.util.Arrays;

/** MAP_FROM_ENTRIES: an array of structs of two members, the first of which are the keys. */
public final class MapFromEntries implements VectorFunction {
  private final MapType type;
  private final StructMember keys;
  private final StructMember values;
  private final Buffers ranges;
  private final ResultNulls nulls = new ResultNulls();
  private final MapKeys check;

  public MapFromEntries(ArrayType from, MapType type, ReservedArrays arrays) {
    StructType entry = (StructType) from.element();
    this.type = type;
    this.keys = new StructMember(entry, 0, arrays);
    this.values = new StructMember(entry, 1, arrays);
    this.ranges = new Buffers(arrays);
    this.check = new MapKeys(arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ArrayVector array = (ArrayVector) arguments[0].flat(rows);
    ColumnVector entries = array.elements();
    nulls.begin(validity, rows.length());
    int[] lengths = ranges.lengths(rows.length());
    Arrays.fill(lengths, 0, rows.length(), 0);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (nulls.isNull(row)) {
        continue;
      }
      if (ElementSearch.hasNull(entries, array.starts()[row], array.lengths()[row])) {
        nulls.setNull(row);
      } else {
        lengths[row] = array.lengths()[row];
      }
    }
    MapVector maps =
        new MapVector(
            type,
            array.starts(),
            lengths,
            keys.of(entries),
            values.of(entries),
            nulls.validity(),
            rows.length());
    return check.checked(maps, rows);
  }
}
