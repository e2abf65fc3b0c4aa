package io.distaff.scalar;

import io.distaff.kernel.BytesBuilder;

/** The parts that a function finds in a row's first argument, a text, in their order. Mutable. */
interface Parts {
  /** Goes before the first part of a row. */
  void begin(Row row);

  /** Goes to the next part; false if there is none. */
  boolean next();

  /** How many bytes the part has. */
  int length();

  /** Appends the part. */
  void append(BytesBuilder out);
}
