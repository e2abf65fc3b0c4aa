package io.distaff.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.Driver;
import io.distaff.driver.EngineOptions;
import io.distaff.driver.LocalDriver;
import io.distaff.driver.StatementExecution;
import io.distaff.error.DistaffException;
import io.distaff.format.ValueText;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the cases of every {@code .test} file; see {@link SqlCase}. All have one session, which each
 * leaves as it was.
 */
class SqlCasesTest {
  private static final Path FILES = Path.of("src/test/resources/sql");

  @TempDir static Path directory;
  private static Driver driver;

  @BeforeAll
  static void start() {
    DistaffConfig config =
        DistaffConfig.of(Map.of("distaff.sql.warehouse.dir", directory + "/warehouse"));
    driver = LocalDriver.start(config, new OptionRegistry(EngineOptions.FAMILIES), 2);
  }

  @AfterAll
  static void stop() {
    driver.close();
  }

  @TestFactory
  List<DynamicTest> everyFile() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      List<Path> sorted = files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
      assertThat(sorted).isNotEmpty();
      return sorted.stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)))
          .toList();
    }
  }

  private void run(Path file) throws IOException, SQLException {
    Path own = Files.createDirectory(directory.resolve(file.getFileName()));
    List<String> failures = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      for (SqlCase each : SqlCase.read(file)) {
        String difference = difference(each, own.toString(), duckDb);
        if (!difference.isEmpty()) {
          failures.add("%s:%d: %s\n%s".formatted(file, each.line(), each.sql(), difference));
        }
      }
    }
    forgetAll();
    assertThat(failures).as(String.join("\n\n", failures)).isEmpty();
  }

  private static void forgetAll() {
    rows("CLEAR CACHE");
    rows("RESET");
    rows("USE default");
    for (String database : rows("SHOW DATABASES")) {
      if (!database.equals("default")) {
        rows("DROP DATABASE `" + database + "` CASCADE");
      }
    }
    for (String row : rows("SHOW TABLES")) {
      String[] table = row.split(" \\| ", -1);
      rows("DROP " + (table[2].equals("view") ? "VIEW" : "TABLE") + " `" + table[1] + "`");
    }
  }

  /** Empty when all is as the case says. */
  private static String difference(SqlCase each, String own, Connection duckDb)
      throws SQLException {
    String sql = each.sql().replace("${dir}", own);
    Result result;
    try {
      result = run(sql);
    } catch (DistaffException e) {
      String error = e.code() + " " + e.getMessage();
      boolean isExpected = each.isError() && says(error, each.error());
      return isExpected ? "" : "gave the error " + error;
    }
    if (each.isError()) {
      return "gave no error, but " + result.rows();
    }
    if (each.isForDuckDb()) {
      String duckDbSql = each.duckDbSql().replace("${dir}", own);
      String other = difference(each, result.answer(), duckDbSql, duckDb);
      if (!other.isEmpty()) {
        return "differs from DuckDB: " + other;
      }
    }
    if (!each.isQuery() || same(result.rows(), each)) {
      return "";
    }
    return "gave\n" + String.join("\n", result.rows()) + "\nnot\n" + String.join("\n", each.rows());
  }

  /** The code is a word by itself, the rest a part of the message. */
  private static boolean says(String error, String expected) {
    int space = expected.indexOf(' ');
    String first = space < 0 ? expected : expected.substring(0, space);
    boolean hasCode =
        !first.isEmpty() && first.chars().allMatch(c -> c == '_' || (c >= 'A' && c <= 'Z'));
    if (!hasCode) {
      return error.contains(expected);
    }
    return error.startsWith(first + " ")
        && error.contains(space < 0 ? "" : expected.substring(space + 1));
  }

  private static boolean same(List<String> rows, SqlCase each) {
    return each.isOrdered()
        ? rows.equals(each.rows())
        : rows.stream().sorted().toList().equals(each.rows().stream().sorted().toList());
  }

  private static List<String> rows(String sql) {
    return run(sql).rows();
  }

  /** What a statement gives, as it is shown and to be compared. */
  private record Result(List<String> rows, Answer answer) {}

  private static Result run(String sql) {
    List<String> rows = new ArrayList<>();
    List<List<Object>> values = new ArrayList<>();
    try (StatementExecution execution = driver.execute(sql)) {
      for (VectorBatch batch = execution.next(); batch != null; batch = execution.next()) {
        for (int i = 0; i < batch.numSelected(); i++) {
          int row = batch.selectedRow(i);
          values.add(Answer.values(batch, row));
          rows.add(
              Arrays.stream(batch.columns())
                  .map(column -> text(column, row))
                  .collect(Collectors.joining(" | ")));
        }
      }
    }
    return new Result(rows, new Answer(values, null));
  }

  private static String text(ColumnVector column, int row) {
    String text = ValueText.of(column, row);
    if (text == null) {
      return "NULL";
    }
    return text.isEmpty() ? "(empty)" : text.replace("\n", "\\n");
  }

  private static String difference(SqlCase each, Answer answer, String sql, Connection duckDb)
      throws SQLException {
    if (!each.isQuery()) {
      try (Statement statement = duckDb.createStatement()) {
        statement.execute(sql);
        return "";
      }
    }
    String difference = answer.difference(Answer.of(duckDb, sql), each.isOrdered());
    return difference == null ? "" : difference;
  }
}
