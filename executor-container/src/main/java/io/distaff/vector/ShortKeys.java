package io.distaff.vector;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;

/** Keys that are at most 64-bit integers, which tables keep and compare as longs. */
public final class ShortKeys {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private ShortKeys() {}

  /**
   * A hash whose upper bits choose a slot. Multiplying by the golden ratio alone spreads a run of
   * integers over a table without a collision, and sends keys of an unlucky stride to neighbouring
   * slots, over which every probe then walks; the shifts break up strides and leave runs as they
   * are.
   */
  public static long hash(long key) {
    return (key ^ key >>> 15 ^ key >>> 32) * GOLDEN;
  }

  /** Whether every value of the type is a 64-bit integer, in vectors of form INT or LONG. */
  public static boolean isShort(DataType type) {
    return switch (type.kind()) {
      case TINYINT, SMALLINT, INT, DATE, BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> true;
      case DECIMAL -> ((DecimalType) type).isLong();
      case NULL, BOOLEAN, FLOAT, DOUBLE, STRING, BINARY, ARRAY, MAP, STRUCT -> false;
    };
  }

  /** Copies the first {@code count} values of a view; those of nulls are arbitrary. */
  public static void gather(FlatView view, int count, long[] out) {
    int[] positions = view.positions();
    if (view.values() instanceof IntVector vector) {
      int[] source = vector.values();
      for (int i = 0; i < count; i++) {
        out[i] = source[positions[i]];
      }
    } else {
      long[] source = ((LongVector) view.values()).values();
      for (int i = 0; i < count; i++) {
        out[i] = source[positions[i]];
      }
    }
  }
}
