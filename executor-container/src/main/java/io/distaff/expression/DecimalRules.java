package io.distaff.expression;

import static java.lang.Math.max;
import static java.lang.Math.min;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;

/**
 * The types of results of decimal arithmetic, as Spark SQL and SQL Server have them: the exact
 * result's where 38 digits hold it, else fewer digits after the point, but at least {@value
 * #SCALE_KEPT} of them where there were that many (Spark's {@code
 * spark.sql.decimalOperations.allowPrecisionLoss}, which is its default). Stateless.
 */
public final class DecimalRules {
  private static final int SCALE_KEPT = 6;

  private DecimalRules() {}

  /** Of a + b and a - b. */
  public static DecimalType sum(DecimalType a, DecimalType b) {
    int scale = max(a.scale(), b.scale());
    return bounded(max(integerDigits(a), integerDigits(b)) + scale + 1, scale);
  }

  /** Of a * b. */
  public static DecimalType product(DecimalType a, DecimalType b) {
    return bounded(a.precision() + b.precision() + 1, a.scale() + b.scale());
  }

  /** Of a / b. */
  public static DecimalType quotient(DecimalType a, DecimalType b) {
    int scale = max(SCALE_KEPT, a.scale() + b.precision() + 1);
    return bounded(integerDigits(a) + b.scale() + scale, scale);
  }

  /** Of a % b. */
  public static DecimalType remainder(DecimalType a, DecimalType b) {
    int scale = max(a.scale(), b.scale());
    return bounded(min(integerDigits(a), integerDigits(b)) + scale, scale);
  }

  /** Of the mean of many. */
  public static DecimalType average(DecimalType type) {
    return bounded(type.precision() + 4, type.scale() + 4);
  }

  /** The type that a precision and a scale ask for, within 38 digits. */
  public static DecimalType bounded(int precision, int scale) {
    if (precision <= DecimalType.MAX_PRECISION) {
      return DataType.decimal(max(precision, 1), scale);
    }
    int integerDigits = precision - scale;
    int kept = max(DecimalType.MAX_PRECISION - integerDigits, min(scale, SCALE_KEPT));
    return DataType.decimal(DecimalType.MAX_PRECISION, kept);
  }

  private static int integerDigits(DecimalType type) {
    return type.precision() - type.scale();
  }
}
