package io.distaff.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.TpchFixture;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import org.apache.calcite.plan.RelOptUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlAnalyzerTest {
  private final Catalog catalog = new TpchFixture(1).catalog();
  private final SqlAnalyzer analyzer = new SqlAnalyzer(catalog);

  private Schema schema(String sql) {
    return analyzer.analyze(SqlText.of(sql)).schema();
  }

  private DataType type(String expression) {
    return schema("select " + expression + " from lineitem, orders").type(0);
  }

  private DistaffException error(String sql) {
    return catchThrowableOfType(DistaffException.class, () -> schema(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "l_tax + l_discount | decimal(16,2)",
        "1 - l_discount | decimal(16,2)",
        "l_extendedprice * l_tax | decimal(31,4)",
        "l_extendedprice * (1 - l_discount) | decimal(32,4)",
        "l_extendedprice * (1 - l_discount) * (1 + l_tax) | decimal(38,6)",
        "l_extendedprice / l_tax | decimal(33,18)",
        "cast(1 as decimal(38,10)) * cast(1 as decimal(38,10)) | decimal(38,6)",
        "sum(l_quantity) | decimal(25,2)",
        "avg(l_quantity) | decimal(19,6)",
        "sum(l_linenumber) | bigint",
        "avg(l_linenumber) | double",
        "count(*) | bigint",
        "l_linenumber / 2 | double",
        "l_linenumber + 1 | int",
        "l_orderkey * l_linenumber | bigint",
        "cast(l_tax as double) + l_tax | double",
        "l_orderkey % 7 | bigint",
        "7 % l_orderkey | bigint",
        "mod(l_orderkey, l_linenumber) | bigint",
        "cast(l_tax as double) % 2 | double",
        "l_tax % 2 | decimal(12,2)",
        "cast(l_orderkey as string) | string",
        "case when l_tax > 0 then 'a' else 'bcd' end | string",
        "l_shipdate + interval '3' month | date",
        "extract(year from l_shipdate) | bigint"
      })
  void derivesTypesLikeSpark(String expression, String type) {
    assertThat(type(expression).sqlName()).isEqualTo(type);
  }

  @Test
  void namesColumnsAfterTheirText() {
    assertThat(
            schema(
                    "select count(*), sum( l_tax\n"
                        + " ) , (1 + 2) * 3, /* ( */ 1 + -- )\n 2, ')' || 'x', L_Tax x"
                        + " from lineitem group by l_tax")
                .fields())
        .extracting(Field::name)
        .containsExactly("count(*)", "sum( l_tax )", "(1 + 2) * 3", "1 + 2", "')' || 'x'", "x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select a.*, b.r_name from region a, region b | r_regionkey r_name r_comment r_name",
        "with t as (select 1 as x) select *, 2 as x from t order by t.x limit 1 | x x",
        "select * from (select a.r_name, b.* from region a, region b) | r_name r_regionkey r_name"
            + " r_comment",
      })
  void columnsOfAResultKeepTheirNames(String sql, String names) {
    assertThat(schema(sql).fields()).extracting(Field::name).containsExactly(names.split(" "));
  }

  @Test
  void comparesNamesWithoutRegardToCase() {
    assertThat(schema("SELECT N_NAME FROM NATION").size()).isEqualTo(1);
  }

  @Test
  void findsTablesOfEveryKind() {
    assertThat(schema("select * from tpch.`sf0.1`.region"))
        .isEqualTo(schema("select * from region"));
    assertThat(schema("select * from TPCH.sf10.Region").size()).isEqualTo(3);
    assertThat(schema("select * from parquet.`/tpch/region`").size()).isEqualTo(3);
  }

  @Test
  void pointsAtAnUnknownColumnAndNamesTheNearest() {
    DistaffException e = error("select l_orderkey,\n  l_shipdat\nfrom lineitem");
    assertThat(e.code()).isEqualTo(ErrorCode.SEMANTIC_ERROR);
    assertThat(e.getMessage())
        .isEqualTo(
            """
            line 2, column 3: column l_shipdat not found; did you mean l_shipdate?
              l_shipdat
              ^\
            """);
  }

  @Test
  void pointsAtAnUnknownTableAndNamesTheNearest() {
    DistaffException e = error("select * from linitem");
    assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
    assertThat(e.getMessage())
        .isEqualTo(
            """
            line 1, column 15: table linitem not found; did you mean lineitem?
              select * from linitem
                            ^\
            """);
  }

  @Test
  void namesColumnsOfCastsAndSubQueries() {
    assertThat(
            schema(
                    "select distinct '1'::int + 1, '2'::int, (1 + '3'::int) * 2,"
                        + " (select max(n_name) from nation), exists (select 1)")
                .fields())
        .extracting(Field::name)
        .containsExactly(
            "'1'::int + 1",
            "'2'::int",
            "(1 + '3'::int) * 2",
            "(select max(n_name) from nation)",
            "exists (select 1)");
  }

  @Test
  void readsTextInDoubleQuotes() {
    assertThat(analyzer.analyze(SqlText.of("select \"it's\", \"a\"\"b\" as x, 'c\"d'")).rel())
        .extracting(RelOptUtil::toString)
        .asString()
        .contains("'it''s'", "'a\"b'", "'c\"d'");
    assertThat(schema("select \"it's\", \"a\"\"b\" from nation where n_name = \"FRANCE\"").fields())
        .extracting(Field::name)
        .containsExactly("\"it's\"", "\"a\"\"b\"");
  }

  @Test
  void namesColumnsOfValues() {
    assertThat(schema("values (1, 'a'), (2, 'b')").fields())
        .extracting(Field::name)
        .containsExactly("col1", "col2");
    assertThat(schema("select v.col2, col1 + 1 from (values (1, 'a')) v").fields())
        .extracting(Field::name)
        .containsExactly("col2", "col1 + 1");
    assertThat(schema("select n from (values 1, 2) as v(n), (values 3), (values 4)").fields())
        .extracting(Field::name)
        .containsExactly("n");
  }

  @Test
  void countsLinesFromTheScript() {
    SqlText second = StatementSplitter.split("select 1;\n\n  select nope").get(1);
    DistaffException e =
        catchThrowableOfType(DistaffException.class, () -> analyzer.analyze(second));
    assertThat(e.getMessage()).startsWith("line 3, column 10: ");
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    String sql = "select " + "(".repeat(20_000) + "1" + ")".repeat(20_000);
    assertThat(error(sql).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void reportsAMissingPathAsSuch() {
    assertThat(error("select * from parquet.`/nope`").code()).isEqualTo(ErrorCode.PATH_NOT_FOUND);
  }
}
