package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.row.Row;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the DataFrame of a statement that isn't a query holds. */
class StatementResultsTest {
  @TempDir Path directory;

  @Test
  void statementsThatAnswerNothingHaveNoRows() {
    try (Session session = Session.builder().master("local[1]").getOrCreate()) {
      String path = directory.resolve("out").toString();
      DataFrame written =
          session.sql("INSERT OVERWRITE DIRECTORY '" + path + "' SELECT 1 AS x, 'a' AS rows1");
      assertThat(written.collect()).isEmpty();
      assertThat(written.count()).isZero();
      assertThat(written.isEmpty()).isTrue();
      assertThat(session.read().parquet(path).collect()).extracting(Row::values).hasSize(1);
      assertThat(session.sql("CREATE TEMPORARY VIEW v AS SELECT 1 AS x").collect()).isEmpty();
      assertThat(session.sql("SHOW TABLES").collect()).hasSize(1);
    }
  }
}
