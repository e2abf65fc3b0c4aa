package io.distaff.function;

/** The arguments of one call of a {@link BatchUDF}, which says what holds for them. */
public interface BatchArguments {
  /** At least 1. */
  int numRows();

  int numColumns();

  /** An argument, from 0. */
  BatchColumn column(int index);
}
