package io.distaff.expression;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The casts that a function's arguments get unasked: those that lose nothing but the last digits of
 * a number on its way to floating point; and, where a function takes nothing else, to text, from
 * text to anything but nested types, and among dates and timestamps. Stateless.
 */
final class Widening {
  private static final int NULL_COST = 1;
  private static final int STEP = 2;
  private static final int LITERAL_COST = 50;

  /** What has a date is one for functions of dates, whatever else it has. */
  private static final int TIME_COST = 200;

  /** More than all other casts of a call together: what takes the value as it is goes before. */
  private static final int TEXT_COST = 10_000;

  private Widening() {}

  /** What a cast costs, 0 for none; empty when it has to be asked for. */
  static Optional<Integer> cost(DataType from, DataType to) {
    if (from.equals(to)) {
      return Optional.of(0);
    }
    if (from.kind() == DataType.Kind.NULL) {
      return Optional.of(NULL_COST);
    }
    if (from.isNumeric() && to.isNumeric()) {
      int steps = rank(to) - rank(from);
      boolean allowed = to instanceof DecimalType wide ? holds(wide, from) : steps > 0;
      return allowed ? Optional.of(STEP * steps + 1) : Optional.empty();
    }
    if (from.kind() == DataType.Kind.DATE && isTimestamp(to)) {
      return Optional.of(to.kind() == DataType.Kind.TIMESTAMP_LOCAL ? STEP : 2 * STEP);
    }
    return from.isNested() && from.kind() == to.kind()
        ? partCosts(parts(from), parts(to))
        : Optional.empty();
  }

  private static Optional<Integer> partCosts(List<DataType> from, List<DataType> to) {
    int sum = 0;
    for (int i = 0; i < from.size() && from.size() == to.size(); i++) {
      Optional<Integer> cost = cost(from.get(i), to.get(i));
      if (cost.isEmpty()) {
        return cost;
      }
      sum += cost.get();
    }
    return from.size() == to.size() ? Optional.of(sum) : Optional.empty();
  }

  /** The types of the parts of a nested one. */
  static List<DataType> parts(DataType nested) {
    return switch (nested.kind()) {
      case ARRAY -> List.of(((ArrayType) nested).element());
      case MAP -> List.of(((MapType) nested).key(), ((MapType) nested).value());
      default -> ((StructType) nested).types();
    };
  }

  /** A type of the kind of a nested one, with its names, made of other parts. */
  static DataType ofParts(DataType nested, List<DataType> parts) {
    return switch (nested.kind()) {
      case ARRAY -> new ArrayType(parts.get(0));
      case MAP -> new MapType(parts.get(0), parts.get(1));
      default -> {
        List<StructType.Member> members = new ArrayList<>();
        for (int m = 0; m < parts.size(); m++) {
          members.add(new StructType.Member(((StructType) nested).member(m).name(), parts.get(m)));
        }
        yield new StructType(members);
      }
    };
  }

  /**
   * As above, for a parameter of this very type: text may stand for a number, a date, a timestamp
   * or a BOOLEAN, sooner if it is a literal; any of these for text; and dates and timestamps for
   * each other.
   */
  static Optional<Integer> cost(FunctionArgument argument, DataType to) {
    DataType from = argument.type();
    Optional<Integer> cost = cost(from, to);
    if (cost.isEmpty() && isTime(from) && isTime(to)) {
      return Optional.of(TIME_COST);
    } else if (cost.isEmpty() && from.kind() == DataType.Kind.STRING && isWritable(to)) {
      return Optional.of(argument.literal() == null ? TEXT_COST : LITERAL_COST);
    } else if (cost.isEmpty() && to.kind() == DataType.Kind.STRING && isWritable(from)) {
      return Optional.of(TEXT_COST);
    }
    return cost;
  }

  /** Whether every value can be written as text that reads as it again. */
  private static boolean isWritable(DataType type) {
    return type.isNumeric() || isTime(type) || type.kind() == DataType.Kind.BOOLEAN;
  }

  static boolean isTime(DataType type) {
    return type.kind() == DataType.Kind.DATE || isTimestamp(type);
  }

  /** As above, of what a lambda gives: any number may stand for another. */
  static Optional<Integer> resultCost(DataType from, DataType to) {
    Optional<Integer> cost = cost(from, to);
    return cost.isEmpty() && from.isNumeric() && to.isNumeric() ? Optional.of(LITERAL_COST) : cost;
  }

  /** As above, of one of several values that get their {@link CommonType}. */
  static Optional<Integer> costToCommon(DataType from, DataType common) {
    Optional<Integer> cost = cost(from, common);
    return cost.isEmpty() && CommonType.of(from, common).equals(Optional.of(common))
        ? Optional.of(TEXT_COST)
        : cost;
  }

  /** The decimal that holds every value of an integer type or a decimal. */
  static DecimalType exact(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> DataType.decimal(3, 0);
      case SMALLINT -> DataType.decimal(5, 0);
      case INT -> DataType.decimal(10, 0);
      case BIGINT -> DataType.decimal(19, 0);
      default -> (DecimalType) type;
    };
  }

  static boolean isExact(DataType type) {
    return type.isIntegral() || type.kind() == DataType.Kind.DECIMAL;
  }

  private static boolean holds(DecimalType wide, DataType type) {
    if (!isExact(type)) {
      return false;
    }
    DecimalType narrow = exact(type);
    return wide.scale() >= narrow.scale()
        && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
  }

  private static boolean isTimestamp(DataType type) {
    return type.kind() == DataType.Kind.TIMESTAMP || type.kind() == DataType.Kind.TIMESTAMP_LOCAL;
  }

  private static int rank(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> 0;
      case SMALLINT -> 1;
      case INT -> 2;
      case BIGINT -> 3;
      case DECIMAL -> 4;
      case FLOAT -> 5;
      default -> 6;
    };
  }
}
