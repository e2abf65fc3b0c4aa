package io.distaff.parquet.read;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.Optional;

/**
 * Which types the same column may have in the files of one table. A file's values are read as the
 * table's type where no value can be lost:
 *
 * <pre>
 *   TINYINT, SMALLINT, INT, BIGINT   to a wider of them; to a DECIMAL with as many digits before the
 *                                    point (3, 5, 10, 19); all but BIGINT to DOUBLE
 *   FLOAT                            to DOUBLE
 *   DECIMAL(p,s)                     to one with no fewer digits before the point and after it
 *   NULL (nothing but nulls)         to anything
 * </pre>
 */
public final class TypeWidening {
  private TypeWidening() {}

  /** The narrowest type that both can be read as; empty when there is none. */
  public static Optional<DataType> common(DataType a, DataType b) {
    if (isWidening(a, b)) {
      return Optional.of(b);
    }
    if (isWidening(b, a)) {
      return Optional.of(a);
    }
    DecimalType decimalA = asDecimal(a);
    DecimalType decimalB = asDecimal(b);
    boolean oneIsDecimal = a instanceof DecimalType || b instanceof DecimalType;
    if (oneIsDecimal && decimalA != null && decimalB != null) {
      int scale = Math.max(decimalA.scale(), decimalB.scale());
      int precision = Math.max(integerDigits(decimalA), integerDigits(decimalB)) + scale;
      return precision <= DecimalType.MAX_PRECISION
          ? Optional.of(DataType.decimal(precision, scale))
          : Optional.empty();
    }
    boolean floatAndInteger = isFloatAndSmallInteger(a, b) || isFloatAndSmallInteger(b, a);
    return floatAndInteger ? Optional.of(DataType.DOUBLE) : Optional.empty();
  }

  private static boolean isFloatAndSmallInteger(DataType a, DataType b) {
    return a.kind() == DataType.Kind.FLOAT && isWidening(b, DataType.DOUBLE);
  }

  /** True when every value of a type is one of the other too, and when they are the same. */
  public static boolean isWidening(DataType from, DataType to) {
    if (from.equals(to) || from.kind() == DataType.Kind.NULL) {
      return true;
    }
    if (to.kind() == DataType.Kind.DOUBLE) {
      return from.kind() == DataType.Kind.FLOAT
          || (from.isIntegral() && from.kind() != DataType.Kind.BIGINT);
    }
    if (from.isIntegral() && to.isIntegral()) {
      return to.kind().compareTo(from.kind()) > 0;
    }
    DecimalType narrow = asDecimal(from);
    return narrow != null
        && to instanceof DecimalType wide
        && integerDigits(narrow) <= integerDigits(wide)
        && narrow.scale() <= wide.scale();
  }

  private static int integerDigits(DecimalType type) {
    return type.precision() - type.scale();
  }

  /** The decimal that holds every value of an exact number; null of other types. */
  private static DecimalType asDecimal(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal;
    }
    return switch (type.kind()) {
      case TINYINT -> DataType.decimal(3, 0);
      case SMALLINT -> DataType.decimal(5, 0);
      case INT -> DataType.decimal(10, 0);
      case BIGINT -> DataType.decimal(19, 0);
      default -> null;
    };
  }
}
