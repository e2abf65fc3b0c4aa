package io.distaff.scalar;

/** What becomes of a row whose value can't be computed. */
enum OnFailure {
  /** The query fails. */
  ERROR,

  /** The row is null. */
  NULL
}
