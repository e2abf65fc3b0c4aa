package io.distaff.api;

/** Which groups are made of the keys. */
enum Grouping {
  /** One for all keys together. */
  PLAIN("", ""),
  /** Of all keys, of all but the last, and so on, down to one of all rows. */
  ROLLUP("ROLLUP(", ")"),
  /** Of every set of keys. */
  CUBE("CUBE(", ")");

  private final String before;
  private final String after;

  Grouping(String before, String after) {
    this.before = before;
    this.after = after;
  }

  /** What stands before the keys in SQL. */
  String before() {
    return before;
  }

  /** What stands behind them. */
  String after() {
    return after;
  }
}
