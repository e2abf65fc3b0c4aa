package io.distaff.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB: {@code DuckDbEngine DIRECTORY THREADS}. Each directory in it is a view of its name. */
public final class DuckDbEngine {
  private DuckDbEngine() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + Integer.parseInt(arguments[1]));
      createViews(statement, Path.of(arguments[0]));
      StatementLoop.run(sql -> rows(statement, sql));
    }
  }

  private static void createViews(Statement statement, Path directory)
      throws IOException, SQLException {
    try (DirectoryStream<Path> tables = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path table : tables) {
        statement.execute(
            "CREATE VIEW \"%s\" AS SELECT * FROM read_parquet('%s/*.parquet')"
                .formatted(table.getFileName(), table));
      }
    }
  }

  private static List<Object[]> rows(Statement statement, String sql) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    // COPY gives the number of rows, which is no answer.
    if (!statement.execute(sql) || sql.startsWith("COPY")) {
      return rows;
    }
    try (ResultSet result = statement.getResultSet()) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = result.getObject(i + 1);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
