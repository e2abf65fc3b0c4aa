package io.distaff.types;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/**
 * Keys with a value each. The type promises neither distinct keys nor keys that are not null: who
 * makes a map sees to it. A map keeps the order of its entries.
 */
@JsonIgnoreProperties({"integral", "numeric", "nested", "kind"})
public record MapType(DataType key, DataType value) implements DataType {
  public MapType {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }

  @Override
  public Kind kind() {
    return Kind.MAP;
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
    return "map<" + key.sqlName() + "," + value.sqlName() + ">";
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
