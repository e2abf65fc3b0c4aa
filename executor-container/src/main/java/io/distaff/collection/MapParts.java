package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.ArrayType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;

/** MAP_KEYS, MAP_VALUES and MAP_ENTRIES: what a map is made of, where it lies, as an array. */
public final class MapParts implements VectorFunction {
  /** The part that is wanted. */
  private enum Part {
    KEYS,
    VALUES,
    ENTRIES
  }

  private final ArrayType type;
  private final Part part;

  private MapParts(ArrayType type, Part part) {
    this.type = type;
    this.part = part;
  }

  public static MapParts keys(ArrayType type) {
    return new MapParts(type, Part.KEYS);
  }

  public static MapParts values(ArrayType type) {
    return new MapParts(type, Part.VALUES);
  }

  /** Of structs of key and value. */
  public static MapParts entries(ArrayType type) {
    return new MapParts(type, Part.ENTRIES);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    MapVector maps = (MapVector) arguments[0].flat(rows);
    ColumnVector elements =
        switch (part) {
          case KEYS -> maps.keys();
          case VALUES -> maps.values();
          case ENTRIES ->
              new StructVector(
                  (StructType) type.element(),
                  new ColumnVector[] {maps.keys(), maps.values()},
                  null,
                  maps.keys().length());
        };
    return new ArrayVector(type, maps.starts(), maps.lengths(), elements, validity, rows.length());
  }
}
