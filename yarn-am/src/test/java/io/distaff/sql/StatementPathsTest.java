package io.distaff.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementPathsTest {
  private static StatementPaths paths(String sql) {
    return StatementPaths.of(SqlText.of(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * from parquet.`/a` | /a",
        "select * from v, Parquet.`/a` x join parquet.`/b` on true | /a /b",
        "with c as (select 1 from parquet.`/a`) select (select 1 from parquet.`/b`) from c | /a /b",
        "select 1 from v where exists (select 1 from parquet.`/a`) order by 1 limit 2 | /a",
        "select 1 union all select 2 from parquet.`/a` | /a",
        "explain stages select * from parquet.`/a` | /a",
        "select * from parquet.`/a` tablesample (1 percent) x, csv.`/b` tablesample (1 rows) | /a"
            + " /b",
        "select x from parquet.`/a` lateral view explode(y) t as x | /a",
        "describe parquet.`/a` | /a",
        "create temporary view v as select * from parquet.`/a` | /a",
        "create temporary view v using parquet options (path '/a') | /a",
        "insert into directory '/b' select * from parquet.`/a` | /a",
        "select * from csv.`/a` join JSON.`/b` on true | /a /b",
        "create temporary view v using csv options (path '/a', header true) | /a",
        "select parquet.x from nation parquet | ",
        "set a.b = 1 | ",
        "show tables |"
      })
  void findsWhatIsRead(String sql, String reads) {
    assertThat(String.join(" ", paths(sql).reads())).isEqualTo(reads == null ? "" : reads);
  }

  @Test
  void findsWhatIsWritten() {
    assertThat(paths("insert overwrite directory \"/b\" select 1").writes()).containsExactly("/b");
    assertThat(paths("explain insert overwrite directory '/b' select 1").writes()).isEmpty();
  }

  @Test
  void throwsWhatRunningTheStatementWould() {
    assertThatThrownBy(() -> paths("create temporary view v as select 1 from t wher x"))
        .hasMessageStartingWith("line 1, column 44: unexpected 'wher'; did you mean WHERE?");
  }
}
