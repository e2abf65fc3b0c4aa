package io.distaff.cli.bench;

/**
 * A query of a benchmark.
 *
 * @param name short, for tables
 * @param destination where its rows go
 */
record BenchQuery(String name, String sql, Destination destination) {
  /** Where the rows of a query go. */
  enum Destination {
    /** To whoever asked. */
    CLIENT,
    /** Into Parquet files. */
    FILES
  }

  static BenchQuery of(String name, String sql) {
    return new BenchQuery(name, sql, Destination.CLIENT);
  }

  static BenchQuery written(String name, String sql) {
    return new BenchQuery(name, sql, Destination.FILES);
  }
}
