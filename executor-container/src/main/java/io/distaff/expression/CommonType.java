package io.distaff.expression;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The type of what may be any of several values: the branches of CASE and IF, the arguments of
 * COALESCE, GREATEST and ARRAY, the queries of UNION, the rows of VALUES. It is Spark's rule of
 * ANSI mode:
 *
 * <ul>
 *   <li>of two numbers the wider; of a decimal and an integer the decimal that holds both, within
 *       38 digits; of a decimal and a floating point number DOUBLE (of an integer and a FLOAT
 *       FLOAT, where Spark has DOUBLE);
 *   <li>of a DATE and a timestamp the timestamp, of timestamps of both kinds the instant;
 *   <li>of a text and something else that something: BIGINT of an integer, DOUBLE of any other
 *       number. A text that isn't one fails where it is chosen;
 *   <li>of nested types of one kind that of the types of their parts; of NULL the other.
 * </ul>
 *
 * <p>Any other two have none. Stateless.
 */
public final class CommonType {
  private CommonType() {}

  /** The type that both can be cast to; empty when there is none. */
  public static Optional<DataType> of(DataType a, DataType b) {
    if (isDecimalWithFloat(a, b) || isDecimalWithFloat(b, a)) {
      return Optional.of(DataType.DOUBLE);
    }
    if (Widening.cost(b, a).isPresent()) {
      return Optional.of(a);
    }
    if (Widening.cost(a, b).isPresent()) {
      return Optional.of(b);
    }
    if (Widening.isExact(a) && Widening.isExact(b)) {
      return Optional.of(ofExact(Widening.exact(a), Widening.exact(b)));
    }
    if (Widening.isTime(a) && Widening.isTime(b)) {
      return Optional.of(DataType.TIMESTAMP);
    }
    if (a.isNested() || b.isNested()) {
      return a.kind() == b.kind() ? ofParts(a, b) : Optional.empty();
    }
    if (a.kind() == DataType.Kind.STRING) {
      return Optional.of(withText(b));
    }
    return b.kind() == DataType.Kind.STRING ? Optional.of(withText(a)) : Optional.empty();
  }

  private static boolean isDecimalWithFloat(DataType a, DataType b) {
    return a.kind() == DataType.Kind.DECIMAL && b.kind() == DataType.Kind.FLOAT;
  }

  private static DataType ofExact(DecimalType a, DecimalType b) {
    int scale = Math.max(a.scale(), b.scale());
    int digits = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
    return DataType.decimal(Math.min(DecimalType.MAX_PRECISION, digits + scale), scale);
  }

  private static Optional<DataType> ofParts(DataType a, DataType b) {
    List<DataType> left = Widening.parts(a);
    List<DataType> right = Widening.parts(b);
    List<DataType> parts = new ArrayList<>();
    for (int i = 0; i < left.size() && left.size() == right.size(); i++) {
      of(left.get(i), right.get(i)).ifPresent(parts::add);
    }
    return left.size() == right.size() && parts.size() == left.size()
        ? Optional.of(Widening.ofParts(a, parts))
        : Optional.empty();
  }

  private static DataType withText(DataType other) {
    if (other.isIntegral()) {
      return DataType.BIGINT;
    }
    return other.isNumeric() ? DataType.DOUBLE : other;
  }
}
