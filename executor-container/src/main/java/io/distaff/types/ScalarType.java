package io.distaff.types;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Locale;

/** A type that its kind describes fully. */
@JsonIgnoreProperties({"integral", "numeric", "nested"})
public record ScalarType(Kind kind) implements DataType {
  public ScalarType {
    if (kind == Kind.DECIMAL || kind.isNested()) {
      throw new IllegalArgumentException(kind + " takes more than its kind to describe");
    }
  }

  @Override
  public boolean isIntegral() {
    return kind.isIntegral();
  }

  @Override
  public boolean isNumeric() {
    return kind.isNumeric();
  }

  @Override
  public boolean isNested() {
    return false;
  }

  @Override
  public String sqlName() {
    return switch (kind) {
      case TIMESTAMP_LOCAL -> "timestamp_ntz";
      default -> kind.name().toLowerCase(Locale.ROOT);
    };
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
