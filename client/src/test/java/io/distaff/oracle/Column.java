package io.distaff.oracle;

/**
 * What an expression can refer to.
 *
 * @param exact whether both engines compute the very same value; else it may only be shown
 */
record Column(Sql sql, Kind kind, boolean exact) {
  Column(String name, Kind kind) {
    this(Sql.of(name), kind, true);
  }
}
