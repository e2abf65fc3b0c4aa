package io.distaff.types;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/** A list of values of one type, any of which may be null. */
@JsonIgnoreProperties({"integral", "numeric", "nested", "kind"})
public record ArrayType(DataType element) implements DataType {
  public ArrayType {
    Objects.requireNonNull(element, "element");
  }

  @Override
  public Kind kind() {
    return Kind.ARRAY;
  }

  @Override
  public boolean isIntegral() {
    return false;
  }

  @Override
  public boolean isNumeric() {
    return false;
  }

  @Override
  public boolean isNested() {
    return true;
  }

  @Override
  public String sqlName() {
    return "array<" + element.sqlName() + ">";
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
