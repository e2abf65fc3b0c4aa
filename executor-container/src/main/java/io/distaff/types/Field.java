package io.distaff.types;

import java.io.Serializable;
import java.util.Objects;

/**
 * A named column of a schema. Names keep their case; resolution of names is the SQL layer's matter.
 */
public record Field(String name, DataType type, boolean nullable) implements Serializable {
  public Field {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  /** As {@link #Field(String, DataType, boolean)}. */
  public Field(String name, DataType type, boolean nullable, Metadata metadata) {
    this(name, type, nullable);
  }

  /** A struct of these. */
  public Field(String name, Schema members, boolean nullable, Metadata metadata) {
    this(name, members.asStruct(), nullable);
  }

  /** As {@link #type}. */
  public DataType dataType() {
    return type;
  }

  @Override
  public String toString() {
    return name + " " + type.sqlName() + (nullable ? "" : " not null");
  }
}
