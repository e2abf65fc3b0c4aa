package io.distaff.parquet.read;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.List;
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
 *   arrays, maps, structs            to one whose parts are as wide: integers to wider ones, FLOAT
 *                                    to DOUBLE, DECIMAL to more digits of the same scale; members
 *                                    of structs are found by name, and may be more or fewer
 * </pre>
 */
public final class TypeWidening {
  private TypeWidening() {}

  /** The narrowest type that both can be read as; empty when there is none. */
  public static Optional<DataType> common(DataType a, DataType b) {
    if (a.isNested() && b.isNested()) {
      return Optional.ofNullable(commonInside(a, b));
    }
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
    if (to.isNested()) {
      return isWideningInside(from, to);
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

  /** As {@link #isWidening}, of what is within nested types, and is decoded as the other type. */
  static boolean isWideningInside(DataType from, DataType to) {
    if (from.equals(to) || from.kind() == DataType.Kind.NULL) {
      return true;
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return isWideningInside(a.element(), b.element());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return isWideningInside(a.key(), b.key()) && isWideningInside(a.value(), b.value());
    }
    if (from instanceof StructType a && to instanceof StructType b) {
      return b.members().stream()
          .allMatch(
              wanted -> {
                int found = a.find(wanted.name());
                return found == StructType.MISSING
                    || (found != StructType.AMBIGUOUS
                        && isWideningInside(a.member(found).type(), wanted.type()));
              });
    }
    if (from instanceof DecimalType a && to instanceof DecimalType b) {
      return a.scale() == b.scale() && a.precision() <= b.precision();
    }
    return (from.kind() == DataType.Kind.FLOAT && to.kind() == DataType.Kind.DOUBLE)
        || (from.isIntegral() && to.isIntegral() && isWidening(from, to));
  }

  /** Null when there is none. Structs get the members of both. */
  private static DataType commonInside(DataType a, DataType b) {
    if (a instanceof ArrayType x && b instanceof ArrayType y) {
      DataType element = commonInside(x.element(), y.element());
      return element == null ? null : new ArrayType(element);
    }
    if (a instanceof MapType x && b instanceof MapType y) {
      DataType key = commonInside(x.key(), y.key());
      DataType value = commonInside(x.value(), y.value());
      return key == null || value == null ? null : new MapType(key, value);
    }
    if (a instanceof StructType x && b instanceof StructType y) {
      return commonStruct(x, y);
    }
    if (isWideningInside(a, b)) {
      return b;
    }
    return isWideningInside(b, a) ? a : null;
  }

  private static DataType commonStruct(StructType a, StructType b) {
    List<StructType.Member> members = new ArrayList<>(a.members());
    for (StructType.Member member : b.members()) {
      int found = a.find(member.name());
      if (found == StructType.MISSING) {
        members.add(member);
        continue;
      }
      DataType type =
          found == StructType.AMBIGUOUS
              ? null
              : commonInside(a.member(found).type(), member.type());
      if (type == null) {
        return null;
      }
      members.set(found, new StructType.Member(a.member(found).name(), type));
    }
    return new StructType(members);
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
