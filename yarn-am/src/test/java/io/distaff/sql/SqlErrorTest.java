package io.distaff.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distaff.catalog.TpchFixture;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users are told of the mistakes that they make most. */
class SqlErrorTest {
  private final SqlAnalyzer analyzer = new SqlAnalyzer(new TpchFixture(1).catalog());

  private DistaffException error(String sql) {
    return catchThrowableOfType(DistaffException.class, () -> analyzer.analyze(SqlText.of(sql)));
  }

  private void check(ErrorCode code, String sql, int column, String message) {
    DistaffException e = error(sql);
    assertThat(e).as(sql).isNotNull();
    assertThat(e.getMessage())
        .isEqualTo(
            "line 1, column %d: %s\n  %s\n  %s^"
                .formatted(column, message, sql, " ".repeat(column - 1)));
    assertThat(e.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select from nation | 8 | unexpected 'from'",
        "select n_name, from nation | 16 | unexpected 'from'",
        "select n_name form nation | 15 | unexpected 'form'; did you mean FROM?",
        "select n_name from nation wher n_name = 'a' | 27 | unexpected 'wher'; did you mean WHERE?",
        "select n_name from nation gruop by 1 | 27 | unexpected 'gruop'; did you mean GROUP?",
        "select n_name from nation order n_name | 33 | unexpected 'n_name'; expected BY",
        "select n_name from nation where | 32 | the statement ends unexpectedly",
        "select n_name from nation limit 10 20 | 36 | unexpected '20'",
        "select 1 from nation limit 1 + | 31 | the statement ends unexpectedly",
        "select (n_name from nation | 16 | unexpected 'from'",
        "select n_name) from nation | 14 | unexpected ')'",
        "select 1; | 9 | unexpected ';'",
        "select 1 # 2 | 10 | unexpected character '#'",
        "select 1 as select | 13 | select is a reserved word: as a name it is written `select`",
        "select 1 + 'abc | 12 | the quote ' is not closed",
        "select `n_name from nation | 8 | the quote ` is not closed",
        "select 'a', \"abc from nation | 13 | the quote \" is not closed",
        "select 1 /* one | 10 | the comment is not closed",
        "select n_name from nation as \"n\" | 30 | unexpected \"n\": double quotes are for text, a"
            + " name is written `n`",
        "select 1 from nation lateral view n_name | 41 | expected a generator such as explode(...),"
            + " the statement ends",
        "select 1 from nation lateral view explode(n_name t | 51 | expected ), the statement ends",
        "select 1 from nation lateral view explode(n_name +) t | 51 | unexpected ')'",
        "select 1 lateral view explode(a) t | 10 | unexpected 'lateral'",
        "select 1 from nation tablesample (3 | 36 | expected PERCENT or ROWS, the statement ends",
        "select n_name as (a, b) from nation | 18 | unexpected '('",
        "select 1 between 2 | 19 | BETWEEN operator has no terminating AND"
      })
  void ofSyntax(String sql, int column, String message) {
    check(ErrorCode.SYNTAX_ERROR, sql, column, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select count(*), n_nme from nation | 18 | column n_nme not found; did you mean n_name?",
        "select count(*), x from nation | 18 | column x not found; there are n_nationkey, n_name,"
            + " n_regionkey, n_comment",
        "select \"abc\", n_nam from nation | 15 | column n_nam not found; did you mean n_name?",
        "select n_name from nation order by n_nmae | 36 | column n_nmae not found; did you mean"
            + " n_name?",
        "select n.n_nam from nation n | 10 | column n_nam not found in table n; did you mean"
            + " n_name?",
        "select m.n_name from nation nn | 8 | no table or alias m in this query; there is nn",
        "select m.* from nation nn | 8 | no table or alias m in this query; there is nn",
        "select n_name from nation a, nation b | 8 | column n_name is ambiguous: say whose it is,"
            + " as in table.n_name",
        "select 1 from nation n, region n | 25 | two tables of FROM have the name n: give one"
            + " another alias",
        "select n_name, count(*) from nation | 8 | n_name must be in GROUP BY or within an"
            + " aggregate function",
        "select 1 from nation where count(*) > 1 | 28 | an aggregate function can't stand in WHERE:"
            + " use HAVING",
        "select 1 from nation group by sum(n_nationkey) | 31 | an aggregate function can't stand in"
            + " GROUP BY",
        "select sum(count(*)) from nation | 8 | aggregate functions can't be nested",
        "select row_number() from nation | 8 | a window function needs OVER (...)",
        "select n_name from nation where n_nationkey | 33 | WHERE needs a condition: true or false",
        "select n_name + interval '1' day from nation | 8 | + does not take these types: string +"
            + " interval day",
        "select n_nationkey and true from nation | 8 | AND does not take these types: bigint AND"
            + " boolean",
        "select abs(n_nationkey, 2) from nation | 8 | abs(T:numeric) -> T; given (bigint, int)",
        "select substr(n_name) from nation | 8 |"
            + " substring(string, bigint, [bigint]) -> string; given (string)",
        "select uper(n_name) from nation | 8 | no function uper(string); did you mean upper?",
        "select foo(n_name, 1) from nation | 8 | no function foo(string, number)",
        "select cast(n_name as integr) from nation | 23 | unknown type integr; did you mean"
            + " integer?",
        "select 1 union all select 2, 3 | 27 | the queries of UNION ALL have different numbers of"
            + " columns",
        "select n_name from nation order by 2 | 36 | the SELECT list has no column 2",
        "select n_name from nation group by 3 | 36 | the SELECT list has no column 3",
        "select date '2020-13-01' | 8 | '2020-13-01' is no date: write it as 'yyyy-MM-dd'",
        "values (1, 2), (3) | 1 | the rows of VALUES differ in number or types of columns",
        "select explode(n_name) from nation | 16 | explode takes an array or a map; n_name is of"
            + " type string",
        "select 1, inline(collect_list(n_name)) from nation | 18 | inline takes an array of"
            + " structs; its argument is of type array<string>",
        "select n_name from nation lateral view explode(n_nam) t as x | 48 | column n_nam not"
            + " found; did you mean n_name?",
        "select n_name from nation order by explode(n_name) | 36 | explode makes rows: it must be a"
            + " column of its own in SELECT, or stand in LATERAL VIEW or LATERAL TABLE(...)",
        "select * from nation join region | 22 | a join needs ON or USING (CROSS JOIN has neither)",
        "select (select n_name, 1 from nation) | 8 | a sub-query that is a value must have one"
            + " column",
        "select extract(foo from date '2020-01-01') | 16 | foo is no unit of time"
      })
  void ofMeaning(String sql, int column, String message) {
    check(ErrorCode.SEMANTIC_ERROR, sql, column, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * from natoin | 15 | table natoin not found; did you mean nation?",
        "select * from tpch.sf1.natio | 15 | table tpch.sf1.natio not found; did you mean"
            + " tpch.sf1.nation?"
      })
  void ofTables(String sql, int column, String message) {
    check(ErrorCode.TABLE_NOT_FOUND, sql, column, message);
  }

  @Test
  void ofTextsSideBySide() {
    String message = "two texts stand side by side: join them with ||";
    check(ErrorCode.SEMANTIC_ERROR, "select X'61' '62'", 14, message);
  }

  @Test
  void pointsIntoTheRightLine() {
    assertThat(error("select n_name,\n  \"x\" as a,\n  n_nam\nfrom nation").getMessage())
        .isEqualTo("line 3, column 3: column n_nam not found; did you mean n_name?\n  n_nam\n  ^");
  }
}
