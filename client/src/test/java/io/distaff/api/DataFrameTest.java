package io.distaff.api;

import static io.distaff.api.Functions.desc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFrameTest {
  private static final int ORDERS = 15_000;

  @TempDir static Path directory;
  private static Session session;
  private static DataFrame orders;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    session.sql(
        "INSERT OVERWRITE DIRECTORY '%s' USING parquet SELECT * FROM tpch.`sf0.01`.orders"
            .formatted(directory.resolve("orders")));
    orders = session.read().parquet(directory.resolve("orders").toString());
    orders.createOrReplaceTempView("orders");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static String printed(Runnable action) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  // Values.

  @Test
  void valuesHaveTheClassesOfTheirTypes() {
    Row row =
        session
            .sql(
                """
                SELECT true AS b, CAST(1 AS tinyint) AS t, CAST(2 AS smallint) AS s, 3 AS i,
                  CAST(4 AS bigint) AS l, CAST(1.5 AS float) AS f, CAST(2.5 AS double) AS d,
                  1.25 AS n, DATE '1995-03-15' AS day, TIMESTAMP_NTZ '2020-01-02 03:04:05.006' AS moment,
                  TIMESTAMP '2020-01-02 03:04:05' AS instant,
                  'text' AS x, CAST(NULL AS int) AS nothing
                """)
            .first();
    assertThat(row.values())
        .containsExactly(
            true,
            (byte) 1,
            (short) 2,
            3,
            4L,
            1.5f,
            2.5,
            new BigDecimal("1.25"),
            LocalDate.of(1995, 3, 15),
            LocalDateTime.of(2020, 1, 2, 3, 4, 5, 6_000_000),
            Instant.parse("2020-01-02T03:04:05Z"),
            "text",
            null);
    assertThat(row.getDate("DAY")).isEqualTo(LocalDate.of(1995, 3, 15));
  }

  @Test
  void filesGiveTheirTypes() {
    Row row = orders.filter("o_orderkey = 1").first();
    assertThat(row.getLong("o_orderkey")).isEqualTo(1);
    assertThat(row.getDecimal("o_totalprice").scale()).isEqualTo(2);
    assertThat(row.getDate("o_orderdate")).isAfter(LocalDate.of(1992, 1, 1));
    assertThat(row.getString("o_orderstatus")).hasSize(1);
  }

  @Test
  void readsSeveralPathsAsOneTable() {
    String path = directory.resolve("orders").toString();
    assertThat(session.read().parquet(path, path).count()).isEqualTo(2 * ORDERS);
    String other = directory.resolve("other").toString();
    session.sql("SELECT 'one' AS o_orderkey").write().parquet(other);
    assertThatThrownBy(() -> session.read().parquet(path, other))
        .hasMessageContaining("column o_orderkey is bigint in")
        .hasMessageContaining("but string in");
  }

  // Queries of queries.

  @Test
  void selectsFiltersAndOrders() {
    List<Row> rows =
        orders
            .filter("o_orderkey < 4")
            .selectExpr("o_orderkey AS k", "o_orderkey * 2 AS twice")
            .where("twice > 2")
            .orderBy(desc("k"))
            .collect();
    assertThat(rows).extracting(Row::values).containsExactly(List.of(3L, 6L), List.of(2L, 4L));
  }

  @Test
  void limitKeepsTheOrder() {
    DataFrame sorted = orders.orderBy(desc("o_orderkey"));
    assertThat(sorted.take(3))
        .extracting(r -> r.getLong(0))
        .containsExactly(60000L, 59975L, 59974L);
    assertThat(sorted.select("o_orderkey").filter("o_orderkey < 3").collect())
        .extracting(r -> r.getLong(0))
        .containsExactly(2L, 1L);
    assertThat(orders.limit(0).collect()).isEmpty();
  }

  @Test
  void groups() {
    DataFrame byStatus = orders.groupBy("o_orderstatus").count().orderBy("o_orderstatus");
    assertThat(byStatus.columns()).containsExactly("o_orderstatus", "count");
    assertThat(byStatus.collect()).extracting(r -> r.getString(0)).containsExactly("F", "O", "P");
    assertThat(byStatus.agg("sum(`count`) AS all_of_them").first().getLong(0)).isEqualTo(ORDERS);
    assertThat(orders.select("o_orderstatus").distinct().count()).isEqualTo(3);
  }

  @Test
  void twoColumnsOfOneNameStay() {
    DataFrame twins = session.sql("SELECT 1 AS a, 2 AS a");
    assertThat(twins.limit(1).columns()).containsExactly("a", "a");
    assertThat(twins.first().values()).containsExactly(1, 2);
    assertThatThrownBy(() -> twins.first().get("a")).hasMessageContaining("more than one column");
    assertThatThrownBy(() -> twins.select("a"))
        .hasMessageContaining("column a is ambiguous: 2 columns have the name");
    assertThat(twins.toDF("b", "c").select("c").first().get(0)).isEqualTo(2);
    assertThat(twins.filter("1 = 1").distinct().columns()).containsExactly("a", "a");
    assertThatThrownBy(() -> twins.createOrReplaceTempView("twins"))
        .hasMessageContaining("two columns of the name a");
  }

  // Views and commands.

  @Test
  void viewsJoinSqlAndDataFrames() {
    orders.filter("o_orderkey <= 3").createOrReplaceTempView("few");
    assertThat(session.sql("SELECT * FROM few a JOIN few b ON a.o_orderkey = b.o_orderkey").count())
        .isEqualTo(3);
    session.table("few").filter("o_orderkey > 1").createOrReplaceTempView("few");
    assertThat(session.table("FEW").count()).isEqualTo(2);
    session.sql("DROP VIEW few");
    assertThatThrownBy(() -> session.table("few")).hasMessageContaining("few not found");
  }

  @Test
  void commandsRunAtOnceAndTheirAnswersAreDataFrames() {
    DataFrame nothing = session.sql("CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 7 AS seven;");
    assertThat(nothing.columns()).isEmpty();
    assertThat(session.table("v").first().getInt("seven")).isEqualTo(7);
    assertThat(session.sql("SHOW TABLES").filter("name = 'v'").first().getString("type"))
        .isEqualTo("view");
    assertThat(session.sql("EXPLAIN SELECT 1 AS a").collect()).isNotEmpty();
  }

  @Test
  void generatedTablesHaveNames() {
    assertThat(session.table("tpch.`sf0.01`.nation").count()).isEqualTo(25);
  }

  // Actions.

  @Test
  void countsAndTakes() {
    assertThat(orders.count()).isEqualTo(ORDERS);
    assertThat(orders.take(7)).hasSize(7);
    assertThat(orders.head(2)).hasSize(2);
    assertThat(orders.isEmpty()).isFalse();
    DataFrame none = orders.filter("o_orderkey < 0");
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.count()).isZero();
    assertThatThrownBy(none::first).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void streams() {
    try (RowIterator rows = orders.toLocalIterator()) {
      long sum = 0;
      int count = 0;
      while (rows.hasNext()) {
        sum += rows.next().getLong(0);
        count++;
      }
      assertThat(count).isEqualTo(ORDERS);
      assertThat(sum).isEqualTo(orders.agg("sum(o_orderkey)").first().getLong(0));
      assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
    }
    try (RowIterator rows = orders.toLocalIterator()) {
      assertThat(rows.next().size()).isEqualTo(9);
    }
  }

  @Test
  void showsATable() {
    DataFrame frame =
        session
            .sql("VALUES (1, 'one'), (20, CAST(NULL AS varchar))")
            .selectExpr("col1 AS n", "col2 AS name");
    assertThat(printed(frame::show))
        .isEqualTo("  n | name\n----+------\n  1 | one\n 20 | NULL\n(2 rows)\n");
    assertThat(printed(() -> frame.show(1))).endsWith(" 1 | one\n(first 1 row of more)\n");
    assertThat(printed(() -> frame.show(0))).endsWith("(first 0 rows of more)\n");
    assertThat(printed(() -> frame.filter("n > 1").show(1))).endsWith("(1 row)\n");
  }

  @Test
  void showsTheBeginningsOfLongValues() {
    DataFrame frame = session.sql("SELECT 'twenty-one characters' AS a, 'three' AS b");
    assertThat(printed(frame::show)).contains(" twenty-one charac... | three");
    assertThat(printed(() -> frame.show(9, 3))).contains(" twe | thr");
    assertThat(printed(() -> frame.show(9, 0))).contains(" twenty-one characters | three");
  }

  @Test
  void printsSchemaAndPlan() {
    DataFrame frame =
        session
            .sql("VALUES (1, 'one'), (20, CAST(NULL AS varchar))")
            .selectExpr("col1 AS n", "col2 AS name");
    assertThat(printed(frame::printSchema))
        .isEqualTo("root\n |-- n: int (nullable = false)\n |-- name: string (nullable = true)\n");
    DataFrame nested =
        session.sql("SELECT array(named_struct('a', 1)) AS s, map('k', array(2)) AS m");
    assertThat(printed(nested::printSchema))
        .isEqualTo(
            """
            root
             |-- s: array (nullable = true)
             |    |-- element: struct (containsNull = true)
             |    |    |-- a: int (nullable = true)
             |-- m: map (nullable = true)
             |    |-- key: string
             |    |-- value: array (valueContainsNull = true)
             |    |    |-- element: int (containsNull = true)
            """);
    assertThat(printed(() -> orders.explain("stages"))).contains("Stage 0", "ParquetScan");
    assertThat(printed(() -> orders.limit(3).explain("analyze"))).contains("(3 rows, ");
  }

  // Writing.

  @Test
  void writesInEveryMode() {
    String path = directory.resolve("written").toString();
    DataFrame two = orders.filter("o_orderkey <= 2");
    DataFrame three = orders.filter("o_orderkey <= 3");
    two.write().option("compression", "snappy").parquet(path);
    assertThat(session.read().parquet(path).count()).isEqualTo(2);
    assertThatThrownBy(() -> three.write().mode("error").parquet(path))
        .hasMessageContaining("written");
    three.write().mode("ignore").parquet(path);
    assertThat(session.read().parquet(path).count()).isEqualTo(2);
    three.write().mode("append").parquet(path);
    assertThat(session.read().parquet(path).count()).isEqualTo(5);
    three.write().mode("overwrite").parquet(path);
    assertThat(session.read().parquet(path).orderBy("o_orderkey").collect())
        .isEqualTo(three.orderBy("o_orderkey").collect());
  }

  @Test
  void aWriteThatCannotBeRunsNothing() {
    String path = directory.resolve("never").toString();
    assertThatThrownBy(() -> orders.write().option("compresion", "zstd").parquet(path))
        .hasMessageContaining("Did you mean 'compression'?");
    assertThatThrownBy(() -> orders.write().mode("replace"))
        .hasMessage(
            "no save mode 'replace': there are error, append, overwrite, overwrite_partitions,"
                + " ignore");
    assertThatThrownBy(() -> session.sql("SELECT 1 AS a, 2 AS a").write().parquet(path))
        .hasMessageContaining("two columns of the name a");
    assertThat(Path.of(path)).doesNotExist();
  }

  // Mistakes.

  @Test
  void mistakesInPiecesOfSqlPointIntoThem() {
    assertThatThrownBy(() -> orders.filter("o_orderkey > 1 AND o_orderdat IS NULL"))
        .hasMessage(
            """
            line 1, column 20: column o_orderdat not found; did you mean o_orderdate?
              o_orderkey > 1 AND o_orderdat IS NULL
                                 ^\
            """);
    assertThatThrownBy(() -> orders.selectExpr("o_orderkey", "nope + 1"))
        .hasMessageContaining("line 2, column 1: column nope not found");
    assertThatThrownBy(() -> orders.filter("o_orderkey >"))
        .hasMessageContaining("line 1, column 13: the statement ends unexpectedly");
    assertThatThrownBy(() -> orders.select()).hasMessageContaining("at least one");
    assertThatThrownBy(() -> orders.limit(-1)).hasMessageContaining("isn't negative");
  }

  @Test
  void mistakesInStatementsPointIntoThem() {
    assertThatThrownBy(() -> session.sql("\n SELEC 1"))
        .hasMessageContaining("line 2, column 2")
        .hasMessageContaining("did you mean SELECT?");
    assertThatThrownBy(() -> session.sql("SELECT 1; SELECT 2"))
        .hasMessageContaining("one statement, not 2");
    assertThatThrownBy(() -> session.sql(" ")).hasMessageContaining("the statement is empty");
    assertThatThrownBy(() -> session.table("a b")).hasMessageContaining("unexpected 'b'");
    assertThatThrownBy(() -> session.read().parquet("/does/not/exist"))
        .hasMessageContaining("/does/not/exist");
  }

  @Test
  void rowsHaveTheSchemaOfTheQuery() {
    Schema schema = orders.select("o_orderkey").schema();
    assertThat(schema.type(0)).isEqualTo(DataType.BIGINT);
    assertThat(orders.select("o_orderkey").first().schema()).isEqualTo(schema);
  }
}
