package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.cli.ScriptCheck.Place;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.StatementSplitter;
import io.distaff.storage.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptCheckTest {
  private static final ErrorCode PATH = ErrorCode.PATH_NOT_FOUND;

  @TempDir Path directory;

  private final FileStore files = FileStore.open(Map.of());

  private void check(String script, Place place) {
    ScriptCheck.start(StatementSplitter.split(script.replace("$", directory.toString())))
        .finish(files, place);
  }

  private AbstractThrowableAssert<?, ?> failure(String script, ErrorCode code) {
    return assertThatThrownBy(() -> check(script, Place.THIS_PROCESS))
        .isInstanceOfSatisfying(DistaffException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void findsTheFirstErrorOfSyntax() {
    failure("SELECT a b c", ErrorCode.SYNTAX_ERROR)
        .hasMessage("line 1, column 12: unexpected 'c'\n  SELECT a b c\n             ^");
    failure("SELECT 1;\nSELECT 'a;\nSELECT a b c", ErrorCode.SYNTAX_ERROR)
        .hasMessageStartingWith("statement 2: line 2, column 8: the quote ' is not closed");
    failure("SELECT 1; CREATE VIEW v", ErrorCode.SYNTAX_ERROR)
        .hasMessageStartingWith("statement 2: line 1, column 24: expected AS");
  }

  @Test
  void findsAPathThatIsNotThere() throws IOException {
    Files.createDirectory(directory.resolve("there"));
    String missing = "path does not exist: " + directory + "/gone";
    failure("SELECT * FROM parquet.`$/there`; SELECT * FROM parquet.`$/gone`", PATH)
        .hasMessage("statement 2: " + missing);
    failure("CREATE TEMP VIEW v USING parquet OPTIONS (path '$/gone')", PATH).hasMessage(missing);
    failure("INSERT INTO DIRECTORY '$/gone' SELECT * FROM parquet.`$/gone`", PATH)
        .hasMessage(missing);
  }

  @Test
  void doesNotExpectWhatAnEarlierStatementMayWrite() {
    String write = "INSERT OVERWRITE DIRECTORY '$/new/part=1' SELECT 1 AS x; ";
    assertThatCode(
            () -> {
              check(write + "SELECT * FROM parquet.`$/new/part=1`", Place.THIS_PROCESS);
              check(write + "SELECT * FROM parquet.`$/new`", Place.THIS_PROCESS);
            })
        .doesNotThrowAnyException();
    failure(write + "SELECT * FROM parquet.`$/newer`", PATH).hasMessageStartingWith("statement 2");
  }

  @Test
  void leavesTheLocalFilesOfTheClusterToItsNodes() {
    assertThatCode(() -> check("SELECT * FROM parquet.`file:$/gone`", Place.CLUSTER))
        .doesNotThrowAnyException();
  }
}
