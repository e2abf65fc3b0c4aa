package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Gather;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.MapType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;

/** MAP_FROM_ARRAYS: the keys of one array with the values of another of the same length. */
public final class MapFromArrays implements VectorFunction {
  private final MapType type;
  private final Ranges keyRanges = new Ranges();
  private final Ranges valueRanges = new Ranges();
  private final ElementRows keyRows;
  private final ElementRows valueRows;
  private final Gather keys;
  private final Gather values;
  private final MapKeys check;

  public MapFromArrays(MapType type, ReservedArrays arrays) {
    this.type = type;
    this.keyRows = new ElementRows(arrays);
    this.valueRows = new ElementRows(arrays);
    this.keys = new Gather(arrays);
    this.values = new Gather(arrays);
    this.check = new MapKeys(arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    keyRanges.load(arguments[0]);
    valueRanges.load(arguments[1]);
    keyRows.load(keyRanges, rows, validity);
    valueRows.load(valueRanges, rows, validity);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (keyRows.lengths()[row] != valueRows.lengths()[row]) {
        throw new DistaffException(
            ErrorCode.INVALID_ARGUMENT,
            "map_from_arrays: %d keys, but %d values"
                .formatted(keyRows.lengths()[row], valueRows.lengths()[row]));
      }
    }
    int count = keyRows.count();
    MapVector maps =
        new MapVector(
            type,
            keyRows.starts(),
            keyRows.lengths(),
            keys.gather(keyRanges.elements(), keyRows.positions(), count),
            values.gather(valueRanges.elements(), valueRows.positions(), count),
            validity,
            rows.length());
    return check.checked(maps, rows);
  }
}
