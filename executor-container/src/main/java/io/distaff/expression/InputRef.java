package io.distaff.expression;

import io.distaff.types.DataType;

/** The input's column at a position. */
public record InputRef(int index, DataType type) implements Expression {
  @Override
  public String toString() {
    return "$" + index;
  }
}
