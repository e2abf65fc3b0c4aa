package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.DistaffConfig;
import io.distaff.driver.RunningDriver;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.examples.BadSql;
import io.distaff.examples.Failing;
import io.distaff.examples.TopCustomers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProgramTest {
  private static final DistaffConfig CONFIG =
      DistaffConfig.of(Map.of("distaff.master", "local[2]", "distaff.app.name", "test"));

  @TempDir Path directory;
  private final PrintStream before = System.out;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void catchOutput() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restoreOutput() {
    System.setOut(before);
    assertThat(RunningDriver.current()).isEmpty();
  }

  private static void run(Class<?> program, String... arguments) {
    LocalProgram.run(CONFIG, List.of(), program.getName(), List.of(arguments));
  }

  @Test
  void aProgramReadsQueriesAndWrites() {
    try (LocalStatementRunner sql = new LocalStatementRunner(CONFIG, 2)) {
      for (String table : List.of("customer", "orders")) {
        try (var write =
            sql.run(
                "INSERT OVERWRITE DIRECTORY '%s' SELECT * FROM tpch.`sf0.01`.%s"
                    .formatted(directory.resolve(table), table))) {
          assertThat(write.next()).isNull();
        }
      }
    }
    Path output = directory.resolve("top");
    run(TopCustomers.class, directory.toString(), output.toString());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("c_custkey \\|\\s+c_name")
        .endsWith("(10 rows)\n10 customers written to top\n");
    assertThat(Files.exists(output.resolve("_SUCCESS"))).isTrue();
  }

  @Test
  void aProgramsExceptionIsItsCause() {
    assertThatThrownBy(() -> run(Failing.class))
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.USER_PROGRAM_FAILED))
        .hasMessageContaining("the input is not what I expected")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("(3 rows)");
  }

  @Test
  void aMistakeInSqlStaysTheEnginesOwnError() {
    assertThatThrownBy(() -> run(BadSql.class))
        .hasMessageContaining("line 1, column 8: column o_orderdat not found")
        .hasMessageContaining("did you mean o_orderdate?");
  }
}
