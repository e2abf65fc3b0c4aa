package io.distaff.expression;

import io.distaff.types.DataType;

/**
 * A scalar expression over the columns of its operator's input. Immutable tree, compared by value.
 */
public sealed interface Expression permits InputRef, Literal, Call, Lambda {
  DataType type();
}
