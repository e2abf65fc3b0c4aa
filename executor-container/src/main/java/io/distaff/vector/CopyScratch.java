package io.distaff.vector;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.List;

/**
 * What copying values of a nested type needs besides the target's arrays: of the type itself and,
 * in {@link #children}, of the types within it. Buffers of one type that are written one after the
 * other share it. Confined to a task's thread.
 */
final class CopyScratch {
  final CopyScratch[] children;
  final FlatView view = new FlatView();
  final EntryRows entries = new EntryRows();
  private int[] targets = new int[0];

  CopyScratch(DataType type) {
    children = childTypes(type).stream().map(CopyScratch::new).toArray(CopyScratch[]::new);
  }

  /** The types within a type: the element's, key and value's, the members'; none of a flat type. */
  static List<DataType> childTypes(DataType type) {
    if (type instanceof ArrayType array) {
      return List.of(array.element());
    }
    if (type instanceof MapType map) {
      return List.of(map.key(), map.value());
    }
    return type instanceof StructType struct ? struct.types() : List.of();
  }

  /** The rows {@code first} to {@code first + count - 1}, in the first slots. */
  int[] targets(int first, int count) {
    if (targets.length < count) {
      targets = new int[Math.max(count, Math.min(2 * targets.length, VectorBatch.TARGET_ROWS))];
    }
    for (int i = 0; i < count; i++) {
      targets[i] = first + i;
    }
    return targets;
  }
}
