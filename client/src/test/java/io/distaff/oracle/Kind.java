package io.distaff.oracle;

/**
 * The types that expressions are written in; one of each family is enough to tell engines apart.
 */
enum Kind {
  BOOLEAN("boolean"),
  INT("int"),
  BIGINT("bigint"),
  /** Finite, and a multiple of an eighth in tables: sums of a column don't depend on the order. */
  DOUBLE("double"),
  /** Also NaN, both infinities and both zeros: for comparison, not for arithmetic. */
  SPECIAL("double"),
  DECIMAL("decimal(12, 2)"),
  WIDE("decimal(30, 4)"),
  STRING("varchar"),
  DATE("date"),
  TIMESTAMP("timestamp_ntz", "timestamp");

  private final String ourType;
  private final String duckDbType;

  Kind(String type) {
    this(type, type);
  }

  Kind(String ourType, String duckDbType) {
    this.ourType = ourType;
    this.duckDbType = duckDbType;
  }

  Sql type() {
    return Sql.of(ourType, duckDbType);
  }

  Sql ofNull() {
    return cast("NULL");
  }

  /** A literal, cast to this type. */
  Sql cast(String literal) {
    return Sql.of("CAST(" + literal + " AS $0)", type());
  }
}
