package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.MapVector;
import io.distaff.vector.Vectors;

/** Makes sure that the keys of new maps are neither null nor the same. */
public final class MapKeys {
  private final Ranges ranges = new Ranges();
  private final ElementRows entries;
  private final ElementSet set;

  public MapKeys(ReservedArrays arrays) {
    this.entries = new ElementRows(arrays);
    this.set = new ElementSet(arrays);
  }

  /** The maps, of which those in the rows are right; throws INVALID_ARGUMENT where one isn't. */
  public MapVector checked(MapVector maps, RowSet rows) {
    ranges.loadFlat(maps);
    entries.load(ranges, rows, maps.validity());
    set.left().load(maps.keys(), entries);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      int start = entries.starts()[row];
      int length = entries.lengths()[row];
      if (length == 0) {
        continue;
      }
      set.begin(length);
      for (int place = start; place < start + length; place++) {
        int position = entries.positions()[place];
        if (maps.keys().isNull(position)) {
          throw new DistaffException(ErrorCode.INVALID_ARGUMENT, "a key of a map is NULL");
        }
        if (!set.left().add(place)) {
          throw new DistaffException(
              ErrorCode.INVALID_ARGUMENT,
              "a map has the key %s twice".formatted(Vectors.value(maps.keys(), position)));
        }
      }
    }
    return maps;
  }
}
