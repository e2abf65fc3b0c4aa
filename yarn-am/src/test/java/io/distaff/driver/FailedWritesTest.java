package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Writes that fail half done, of a full disk and of a row that can't be: what was there is as it
 * was, and nothing else is there, neither files nor directories.
 */
class FailedWritesTest {
  @TempDir static Path directory;
  private static Driver driver;

  @BeforeAll
  static void start() {
    driver =
        LocalDriver.start(
            DistaffConfig.of(
                Map.of(
                    "distaff.sql.single-task.rows", "0",
                    "distaff.sql.single-task.threshold", "0b",
                    "distaff.write.maxOpenPartitions", "4")),
            new OptionRegistry(EngineOptions.FAMILIES),
            2);
  }

  @AfterAll
  static void stop() {
    driver.close();
  }

  @AfterEach
  void freeTheDisk() {
    FullFileSystem.FREE_BYTES.set(Long.MAX_VALUE);
  }

  private static void run(String sql) {
    try (StatementExecution execution = driver.execute(sql)) {
      while (execution.next() != null) {
        // Writes give no rows.
      }
    }
  }

  /** All files and directories below a path, with what the files hold. */
  private static Map<String, String> content(Path path) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> found = Files.walk(path)) {
      for (Path each : found.toList()) {
        content.put(
            path.relativize(each).toString(),
            Files.isDirectory(each)
                ? "directory"
                : HexFormat.of().formatHex(Files.readAllBytes(each)));
      }
    }
    return content;
  }

  @ParameterizedTest
  @CsvSource({
    "parquet, overwrite, ''",
    "parquet, into, ''",
    "csv, overwrite, ''",
    "json, into, ''",
    "parquet, overwrite, ', partitionBy ''k'''",
    "parquet, overwrite, ', partitionBy ''k'', partitionOverwriteMode ''dynamic'''",
    "csv, into, ', partitionBy ''k'''",
  })
  void leaveWhatWasThereAndNothingElse(String format, String verb, String options)
      throws Exception {
    Path parent = Files.createTempDirectory(directory, "parent");
    String write =
        "insert %s directory 'full:%s/target' using %s options (compression 'none'%s) select %s as"
            + " n, o_comment, o_custkey %% 9 as k from tpch.`sf0.01`.orders";
    String first =
        write.formatted("overwrite", parent, format, options, "o_orderkey")
            + " where o_orderkey < 9";
    run(first);
    Map<String, String> before = content(parent);
    assertThat(before.keySet()).anyMatch(name -> name.endsWith("." + format));

    String all = write.formatted(verb, parent, format, options, "o_orderkey");
    for (long free : new long[] {0, 1000, 100_000, 250_000}) {
      FullFileSystem.FREE_BYTES.set(free);
      assertThatThrownBy(() -> run(all))
          .as("%d bytes free", free)
          .isInstanceOfSatisfying(
              DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_FAILED))
          .hasMessageContaining("No space left on device");
      FullFileSystem.FREE_BYTES.set(Long.MAX_VALUE);
      assertThat(content(parent)).as("%d bytes free", free).isEqualTo(before);
    }
    // In the middle of the rows of the last task.
    String wrong = write.formatted(verb, parent, format, options, "1 / (o_orderkey - 55008)");
    assertThatThrownBy(() -> run(wrong))
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO));
    assertThat(content(parent)).isEqualTo(before);

    run(all);
    assertThat(content(parent).size()).isGreaterThanOrEqualTo(before.size());
    assertThat(content(parent)).isNotEqualTo(before);
  }
}
