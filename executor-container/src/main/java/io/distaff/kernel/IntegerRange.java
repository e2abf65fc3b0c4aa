package io.distaff.kernel;

import io.distaff.types.DataType;

/** The ranges of the integral types. */
public final class IntegerRange {
  private IntegerRange() {}

  public static int bits(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> 8;
      case SMALLINT -> 16;
      case INT, DATE -> 32;
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> 64;
      default -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  public static long low(int bits) {
    return -1L << (bits - 1);
  }

  public static long high(int bits) {
    return ~(-1L << (bits - 1));
  }
}
