package io.distaff.catalog;

import io.distaff.types.Schema;
import java.util.List;

/** A table as a query sees it. Closed family, immutable. */
public sealed interface TableHandle {
  /** How the table is called in plans and messages. */
  String name();

  Schema schema();

  /** Parquet files, as they were when the table was looked up. */
  record ParquetTable(String name, List<String> paths, TableMetadata metadata)
      implements TableHandle {
    public ParquetTable {
      paths = List.copyOf(paths);
    }

    @Override
    public Schema schema() {
      return metadata.schema();
    }

    /** The same table, with only the files that a query needs. */
    public ParquetTable withFiles(TableMetadata files) {
      return new ParquetTable(name, paths, files);
    }
  }

  /**
   * A generated table of the TPC-H benchmark.
   *
   * @param table such as {@code lineitem}
   * @param scale 1 = about 1 GB
   */
  record TpchTable(String name, String table, double scale, Schema schema, long rows)
      implements TableHandle {}

  /**
   * A named query.
   *
   * @param sql its text
   * @param schema of its result when it was defined
   */
  record ViewTable(String name, String sql, Schema schema) implements TableHandle {}

  /**
   * A query that a program has built, and named or taken as the input of another.
   *
   * @param schema of its result, with the names that the user sees
   */
  record AlgebraTable(String name, Algebra algebra, Schema schema) implements TableHandle {}

  /** What an analysed query is to the levels above; opaque here. */
  interface Algebra {}
}
