package io.distaff.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.DefinitionStatement.AddColumns;
import io.distaff.sql.DefinitionStatement.AnalyzeTable;
import io.distaff.sql.DefinitionStatement.ColumnDefinition;
import io.distaff.sql.DefinitionStatement.CreateDatabase;
import io.distaff.sql.DefinitionStatement.CreateTable;
import io.distaff.sql.DefinitionStatement.CreateView;
import io.distaff.sql.DefinitionStatement.DropDatabase;
import io.distaff.sql.DefinitionStatement.DropTable;
import io.distaff.sql.DefinitionStatement.DropView;
import io.distaff.sql.DefinitionStatement.Rename;
import io.distaff.sql.DefinitionStatement.SetProperties;
import io.distaff.sql.ShowStatement.Describe;
import io.distaff.sql.ShowStatement.DescribeDatabase;
import io.distaff.sql.ShowStatement.DescribeFunction;
import io.distaff.sql.ShowStatement.DescribeQuery;
import io.distaff.sql.ShowStatement.ShowCreate;
import io.distaff.sql.ShowStatement.ShowNames;
import io.distaff.sql.ShowStatement.Subject;
import io.distaff.sql.Statement.CreateTableView;
import io.distaff.sql.Statement.Explain;
import io.distaff.sql.Statement.ExplainMode;
import io.distaff.sql.Statement.InsertDirectory;
import io.distaff.sql.Statement.InsertTable;
import io.distaff.sql.Statement.InsertTable.PartitionColumn;
import io.distaff.sql.Statement.Query;
import io.distaff.sql.Statement.ResetOptions;
import io.distaff.sql.Statement.SetOption;
import io.distaff.sql.Statement.ShowOptions;
import io.distaff.sql.Statement.UseDatabase;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
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
    CreateView view = (CreateView) parse("create temp view v as\nselect 1");
    assertThat(view.orReplace()).isFalse();
    assertThat(view.query().text()).isEqualTo(" ".repeat(21) + "\nselect 1");
    assertThat(view.query().original()).startsWith("create temp view");
  }

  @Test
  void readsTheOtherStatements() {
    assertThat(parse("drop view if exists v")).isEqualTo(new DropView(List.of("v"), true));
    assertThat(parse("show tables"))
        .isEqualTo(new ShowNames(Subject.TABLES, Optional.empty(), Optional.empty()));
    assertThat(parse("show views in db like 'a*|b'"))
        .isEqualTo(new ShowNames(Subject.VIEWS, Optional.of("db"), Optional.of("a*|b")));
    assertThat(parse("show create table db.t")).isEqualTo(new ShowCreate(List.of("db", "t")));
    assertThat(parse("use db")).isEqualTo(new UseDatabase("db"));
    assertThat(parse("drop schema if exists db cascade"))
        .isEqualTo(new DropDatabase("db", true, true));
    assertThat(parse("drop table db.t purge")).isEqualTo(new DropTable(List.of("db", "t"), false));
    assertThat(parse("alter table a.b rename to c"))
        .isEqualTo(new Rename(List.of("a", "b"), List.of("c")));
    assertThat(parse("alter table t add columns (x array<int> comment 'c')"))
        .isEqualTo(
            new AddColumns(
                List.of("t"),
                List.of(new ColumnDefinition("x", new ArrayType(DataType.INT), true, "c"))));
    assertThat(parse("alter view v unset tblproperties ('a', b.c)"))
        .isEqualTo(new SetProperties(List.of("v"), Map.of(), List.of("a", "b.c")));
    assertThat(parse("analyze table t compute statistics for columns a, b"))
        .isEqualTo(new AnalyzeTable(List.of("t"), false, List.of("a", "b")));
    assertThat(parse("analyze table t compute statistics for all columns"))
        .isEqualTo(new AnalyzeTable(List.of("t"), true, List.of()));
    assertThat(parse("set")).isEqualTo(new ShowOptions(Optional.empty()));
    assertThat(parse("set a.b-c")).isEqualTo(new ShowOptions(Optional.of("a.b-c")));
    assertThat(parse("SET a.b = 12 m")).isEqualTo(new SetOption("a.b", "12 m"));
    assertThat(parse("set a='x y'")).isEqualTo(new SetOption("a", "x y"));
    assertThat(parse("reset")).isEqualTo(new ResetOptions(Optional.empty()));
    assertThat(parse("reset a.b")).isEqualTo(new ResetOptions(Optional.of("a.b")));
    assertThat(((Describe) parse("desc table tpch.`sf0.1`.nation")).name())
        .isEqualTo(List.of("tpch", "sf0.1", "nation"));
    assertThat(parse("describe database")).isEqualTo(new Describe(List.of("database"), false));
    assertThat(parse("describe extended")).isEqualTo(new Describe(List.of("extended"), false));
    assertThat(parse("describe extended function.t"))
        .isEqualTo(new Describe(List.of("function", "t"), true));
    assertThat(parse("describe function extended f")).isEqualTo(new DescribeFunction("f", true));
    assertThat(parse("describe schema s")).isEqualTo(new DescribeDatabase("s", false));
    assertThat(parse("describe select 1")).isInstanceOf(DescribeQuery.class);
  }

  @Test
  void readsTables() {
    CreateTable create =
        (CreateTable)
            parse(
                "create table if not exists db.t (a decimal(10, 2) not null comment 'x', `b c`"
                    + " map<string,array<int>>, d int) using csv comment 'all' partitioned by (d)"
                    + " options (header true) location '/t' tblproperties ('k' = 'v')");
    assertThat(create.name()).containsExactly("db", "t");
    assertThat(create.ifNotExists()).isTrue();
    assertThat(create.columns())
        .containsExactly(
            new ColumnDefinition("a", DataType.decimal(10, 2), false, "x"),
            new ColumnDefinition(
                "b c", new MapType(DataType.STRING, new ArrayType(DataType.INT)), true, ""),
            new ColumnDefinition("d", DataType.INT, true, ""));
    assertThat(create.partitionedBy()).hasSize(1);
    assertThat(create.options()).isEqualTo(Map.of("header", "true"));
    assertThat(create.location()).contains("/t");
    assertThat(create.properties()).isEqualTo(Map.of("k", "v"));
    assertThat(create.query()).isEmpty();
    assertThat(((CreateTable) parse("create table t as select 1")).query()).isPresent();
    assertThat(parse("create database db comment 'c' location '/d'"))
        .isEqualTo(new CreateDatabase("db", false, "c", Optional.of("/d"), Map.of()));
  }

  @Test
  void readsInserts() {
    InsertTable insert =
        (InsertTable)
            parse(
                "insert overwrite table db.t partition (p = -1.5, q = 'x', d = date '2024-01-01', n"
                    + " = null, r) (a, b) select 1, 2");
    assertThat(insert.overwrite()).isTrue();
    assertThat(insert.partition())
        .containsExactly(
            new PartitionColumn("p", true, "-1.5"),
            new PartitionColumn("q", true, "x"),
            new PartitionColumn("d", true, "2024-01-01"),
            new PartitionColumn("n", true, null),
            new PartitionColumn("r", false, null));
    assertThat(insert.columns()).containsExactly("a", "b");
    assertThat(((InsertTable) parse("insert into t (select 1)")).columns()).isEmpty();
    assertThat(((InsertTable) parse("insert into t values (1)")).overwrite()).isFalse();
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
    "explain optimized (select 1), OPTIMIZED",
    "explain cost select 1, OPTIMIZED",
    "explain formatted select 1, STAGES",
    "explain extended select 1, EXTENDED",
    "explain format json select 1, STAGES",
    "explain analyze format json select 1, ANALYZE"
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
        "drop view | expected a table's name, but the statement ends here",
        "show tabels | expected DATABASES, TABLES, VIEWS",
        "explain show tables | EXPLAIN needs a query",
        "explain logical format json select 1 | FORMAT JSON goes with STAGES and ANALYZE",
        "insert overwrite directory x select 1 | expected the directory's path in quotes",
        "create table t (a nope) | column a: no type nope",
        "create table t (a int b int) | column a: expected , or the end",
        "create table t (a int | expected ), but the statement ends here",
        "create or replace table if not exists t (a int) | can't be IF NOT EXISTS as well",
        "create table t (a int) as select 1 | the columns of CREATE TABLE AS are the query's",
        "create external table t (a int) | an EXTERNAL table needs LOCATION",
        "create temporary view a.b as select 1 | a temporary view is in no database",
        "create tabel t | expected TABLE, VIEW, TEMPORARY VIEW or DATABASE, found 'tabel'",
        "insert into t partition (p = ) select 1 | expected a value for p",
        "insert into t (a) | expected a query",
        "alter table t drop column a | expected RENAME TO, ADD COLUMNS",
        "drop view v now | unexpected 'now' after the statement's end"
      })
  void saysWhatIsWrong(String sql, String message) {
    assertThatThrownBy(() -> parse(sql))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX_ERROR))
        .hasMessageContaining(message)
        .hasMessageStartingWith("line 1, column ");
  }

  @ParameterizedTest
  @CsvSource({"merge into t using u, MERGE", "UPDATE t SET a = 1, UPDATE", "from t select 1, FROM"})
  void saysWhatToWriteInsteadOfOtherStatements(String sql, String statement) {
    assertThatThrownBy(() -> parse(sql))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
        .hasMessageStartingWith("line 1, column 1: " + statement + " is not supported: ");
  }

  @Test
  void namesWhatIsNotSupported() {
    assertThatThrownBy(() -> parse("create temporary table t as select 1"))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
  }
}
