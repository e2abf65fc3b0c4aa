package io.distaff.optimizer;

/** When rows that a query needs in several places are made once and written down. */
public enum RowSharing {
  /** Where that is estimated to be less work. */
  AUTO,
  /** Wherever it can be. */
  ALWAYS,
  NEVER
}
