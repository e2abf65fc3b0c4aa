package io.distaff.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.Statement.CreateQueryView;
import io.distaff.sql.Statement.CreateTableView;
import io.distaff.sql.Statement.Describe;
import io.distaff.sql.Statement.DropView;
import io.distaff.sql.Statement.Explain;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.sql.Statement.InsertDirectory;
import io.distaff.sql.Statement.Query;
import io.distaff.sql.Statement.ResetOptions;
import io.distaff.sql.Statement.SetOption;
import io.distaff.sql.Statement.ShowOptions;
import io.distaff.sql.Statement.ShowTables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {
  private static Statement parse(String sql) {
    return StatementParser.parse(SqlText.of(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"select 1", "WITH t AS (SELECT 1) SELECT * FROM t", "values (1)", "(select 1)"})
  void leavesQueriesAsText(String sql) {
    assertThat(parse(sql)).isEqualTo(new Query(SqlText.of(sql)));
  }

  @Test
  void readsAViewOverFiles() {
    CreateTableView view =
        (CreateTableView)
            parse("CREATE OR REPLACE TEMPORARY VIEW `my view` USING parquet OPTIONS (path '/a b')");
    assertThat(view.name()).isEqualTo("my view");
    assertThat(view.orReplace()).isTrue();
    assertThat(view.options()).isEqualTo(Map.of("path", "/a b"));
  }

  @Test
  void keepsPositionsInTheQueryOfAView() {
    CreateQueryView view = (CreateQueryView) parse("create temp view v as\nselect 1");
    assertThat(view.orReplace()).isFalse();
    assertThat(view.query().text()).isEqualTo(" ".repeat(21) + "\nselect 1");
    assertThat(view.query().original()).startsWith("create temp view");
  }

  @Test
  void readsTheOtherStatements() {
    assertThat(parse("drop view if exists v")).isEqualTo(new DropView("v", true));
    assertThat(parse("show tables")).isEqualTo(new ShowTables());
    assertThat(parse("set")).isEqualTo(new ShowOptions(Optional.empty()));
    assertThat(parse("set a.b-c")).isEqualTo(new ShowOptions(Optional.of("a.b-c")));
    assertThat(parse("SET a.b = 12 m")).isEqualTo(new SetOption("a.b", "12 m"));
    assertThat(parse("set a='x y'")).isEqualTo(new SetOption("a", "x y"));
    assertThat(parse("reset")).isEqualTo(new ResetOptions(Optional.empty()));
    assertThat(parse("reset a.b")).isEqualTo(new ResetOptions(Optional.of("a.b")));
    assertThat(((Describe) parse("desc table tpch.`sf0.1`.nation")).name())
        .isEqualTo(List.of("tpch", "sf0.1", "nation"));
  }

  @Test
  void readsAnInsertIntoADirectory() {
    InsertDirectory insert =
        (InsertDirectory)
            parse(
                "INSERT OVERWRITE DIRECTORY '/out' USING parquet OPTIONS (compression = zstd)"
                    + " select 1");
    assertThat(insert.path()).isEqualTo("/out");
    assertThat(insert.overwrite()).isTrue();
    assertThat(insert.options()).isEqualTo(Map.of("compression", "zstd"));
    assertThat(((InsertDirectory) parse("insert into directory '/out' select 1")).overwrite())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "explain select 1, PHYSICAL",
    "explain logical select 1, LOGICAL",
    "EXPLAIN STAGES select 1, STAGES",
    "explain analyze select 1, ANALYZE",
    "explain optimized (select 1), OPTIMIZED"
  })
  void readsExplain(String sql, ExplainMode mode) {
    assertThat(((Explain) parse(sql)).mode()).isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "selct 1 | no statement begins with 'selct'; did you mean SELECT?",
        "create temporary view v | expected AS or USING, but the statement ends here",
        "drop view | expected the view's name, but the statement ends here",
        "show tabels | expected TABLES or VIEWS, found 'tabels'",
        "explain show tables | EXPLAIN needs a query",
        "explain analyze insert into directory '/x' select 1 | EXPLAIN ANALYZE runs the statement,"
            + " which must be a query",
        "insert overwrite directory x select 1 | expected the directory's path in quotes",
        "drop view v now | unexpected 'now' after the statement's end"
      })
  void saysWhatIsWrong(String sql, String message) {
    assertThatThrownBy(() -> parse(sql))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX_ERROR))
        .hasMessageContaining(message)
        .hasMessageStartingWith("line 1, column ");
  }

  @Test
  void namesWhatIsNotSupported() {
    assertThatThrownBy(() -> parse("create table t as select 1"))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
  }
}
