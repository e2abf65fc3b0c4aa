package io.distaff.types;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * An exact number: an integer of at most {@code precision} decimal digits, divided by 10^{@code
 * scale}.
 *
 * @param precision 1 to 38
 * @param scale 0 to precision
 */
@JsonIgnoreProperties({"integral", "numeric", "nested", "long", "kind"})
public record DecimalType(int precision, int scale) implements DataType {
  /** 38 digits fit in 127 bits. */
  public static final int MAX_PRECISION = 38;

  /** 18 digits fit in a long. */
  public static final int MAX_LONG_PRECISION = 18;

  public DecimalType {
    if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
      throw new IllegalArgumentException("decimal(" + precision + "," + scale + ") is not a type");
    }
  }

  @Override
  public Kind kind() {
    return Kind.DECIMAL;
  }

  @Override
  public boolean isIntegral() {
    return false;
  }

  @Override
  public boolean isNumeric() {
    return true;
  }

  @Override
  public boolean isNested() {
    return false;
  }

  /** True when every value's unscaled integer fits in a long. */
  public boolean isLong() {
    return precision <= MAX_LONG_PRECISION;
  }

  @Override
  public String sqlName() {
    return "decimal(" + precision + "," + scale + ")";
  }

  @Override
  public String simpleString() {
    return sqlName();
  }

  @Override
  public String toString() {
    return sqlName();
  }
}
