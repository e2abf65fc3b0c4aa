package io.distaff.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.Driver;
import io.distaff.driver.EngineOptions;
import io.distaff.driver.LocalDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What {@code conf/sql.md} says of both engines is so. */
class DifferencesTest {
  /** The test runs in the module's directory. */
  private static final Path PAGE = Path.of("..", "conf", "sql.md");

  private static Driver driver;
  private static Connection duckDb;

  @BeforeAll
  static void open() throws SQLException {
    driver =
        LocalDriver.start(
            DistaffConfig.of(Map.of()), new OptionRegistry(EngineOptions.FAMILIES), 1);
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterAll
  static void close() throws SQLException {
    driver.close();
    duckDb.close();
  }

  @TestFactory
  Stream<DynamicTest> everyLineIsTrue() throws IOException {
    List<String> lines =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(lines).hasSizeGreaterThan(20);
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> check(line)));
  }

  private static void check(String line) {
    String[] cells = line.split(" \\| ", -1);
    String expression = cells[0].substring(3, cells[0].length() - 1);
    String sql = "SELECT CAST(" + expression + " AS varchar)";
    assertThat(List.of(shown(Answer.of(driver, sql)), shown(Answer.of(duckDb, sql))))
        .as(expression)
        .isEqualTo(List.of(cells[1], cells[2]));
  }

  private static String shown(Answer answer) {
    if (answer.error() != null) {
      return "error";
    }
    Object value = answer.rows().get(0).get(0);
    return value == null ? "NULL" : value.toString();
  }
}
