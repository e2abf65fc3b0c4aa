package io.distaff.it;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The oracle of results: DuckDB, in this process, on the same Parquet files. */
final class DuckDb implements AutoCloseable {
  private final Connection connection;

  private DuckDb(Connection connection) {
    this.connection = connection;
  }

  /** With a view of each TPC-H table in a local directory. */
  static DuckDb onTpch(Path directory) throws SQLException {
    DuckDb duckDb = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
    try (Statement statement = duckDb.connection.createStatement()) {
      for (String table : TpchData.TABLES) {
        statement.execute(
            "CREATE VIEW %s AS SELECT * FROM read_parquet('%s/%s/*.parquet')"
                .formatted(table, directory, table));
      }
    }
    return duckDb;
  }

  /**
   * A result.
   *
   * @param approximate whether a column holds binary floating point numbers
   * @param rows texts; null for NULL
   */
  record Answer(List<Boolean> approximate, List<List<String>> rows) {}

  Answer query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData metadata = result.getMetaData();
      List<Boolean> approximate = new ArrayList<>();
      for (int column = 1; column <= metadata.getColumnCount(); column++) {
        String type = metadata.getColumnTypeName(column);
        approximate.add(type.equals("DOUBLE") || type.equals("FLOAT"));
      }
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= metadata.getColumnCount(); column++) {
          row.add(result.getString(column));
        }
        rows.add(row);
      }
      return new Answer(approximate, rows);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
