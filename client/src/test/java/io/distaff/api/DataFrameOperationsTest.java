package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.function.Tuple2;
import io.distaff.row.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DataFrameOperationsTest {
  private static Session session;
  private static DataFrame sales;
  private static DataFrame shops;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    sales =
        session.sql(
            """
            SELECT * FROM (VALUES
              (1, 'a', 'x', 10), (2, 'a', 'y', 20), (3, 'b', 'x', 30), (4, 'c', NULL, 40)
            ) AS t(id, shop, kind, amount)
            """);
    shops =
        session.sql(
            "SELECT * FROM (VALUES ('a', 'Bern'), ('b', 'Rome'), ('d', 'Oslo')) AS s(shop, city)");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  /** All rows as text, in order. */
  private static String rows(DataFrame input) {
    return input.collect().stream().map(Row::toString).sorted().toList().toString();
  }

  // Columns.

  @Test
  void columnsAreAddedReplacedRenamedAndDropped() {
    DataFrame more = sales.withColumn("twice", col("amount").multiply(2)).withColumn("ID", lit(0));
    assertThat(more.columns()).containsExactly("id", "shop", "kind", "amount", "twice");
    assertThat(more.first().values()).containsExactly(0, "a", "x", 10, 20);
    assertThat(sales.withColumnRenamed("SHOP", "store").withColumnRenamed("nope", "x").columns())
        .containsExactly("id", "store", "kind", "amount");
    assertThat(sales.drop("shop", "nope", "KIND").columns()).containsExactly("id", "amount");
    assertThat(sales.drop(col("shop")).columns()).containsExactly("id", "kind", "amount");
    assertThat(sales.toDF("a", "b", "c", "d").columns()).containsExactly("a", "b", "c", "d");
    assertThat(sales.selectExpr("*", "id + 1 AS later").columns())
        .containsExactly("id", "shop", "kind", "amount", "later");
    assertThat(sales.dtypes()).contains(new Tuple2<>("id", "int"), new Tuple2<>("shop", "string"));
    assertThatThrownBy(() -> sales.toDF("a")).hasMessageContaining("each of the 4 columns");
    assertThatThrownBy(() -> sales.drop("id", "shop", "kind", "amount"))
        .hasMessageContaining("no column");
    assertThatThrownBy(() -> sales.withColumn("x", col("amout")))
        .hasMessageContaining("did you mean amount?");
  }

  @Test
  void columnsOfADataFrameAreThoseOfWhatIsMadeOfIt() {
    DataFrame big = sales.filter(sales.col("amount").gt(10));
    assertThat(big.select(sales.col("id")).count()).isEqualTo(3);
    assertThat(big.select("shop").filter(sales.col("shop").equalTo("a")).count()).isEqualTo(1);
    assertThatThrownBy(() -> big.select(shops.col("city")))
        .hasMessageContaining("column city is of another DataFrame");
    assertThatThrownBy(() -> sales.withColumn("id", lit(1)).select(sales.col("id")))
        .hasMessageContaining("replaced on the way");
  }

  // Joins.

  @Test
  void joinsByColumnsGiveThemOnce() {
    DataFrame joined = sales.join(shops, "shop");
    assertThat(joined.columns()).containsExactly("shop", "id", "kind", "amount", "city");
    assertThat(rows(joined.select("id", "city"))).isEqualTo("[[1, Bern], [2, Bern], [3, Rome]]");
    assertThat(rows(sales.join(shops, List.of("shop"), "left").select("id", "shop", "city")))
        .isEqualTo("[[1, a, Bern], [2, a, Bern], [3, b, Rome], [4, c, null]]");
    assertThat(rows(sales.join(shops, List.of("shop"), "full_outer").select("shop", "id")))
        .isEqualTo("[[a, 1], [a, 2], [b, 3], [c, 4], [d, null]]");
    assertThat(rows(sales.join(shops, List.of("shop"), "right").select("shop", "id")))
        .isEqualTo("[[a, 1], [a, 2], [b, 3], [d, null]]");
    assertThat(rows(sales.join(shops, List.of("shop"), "left_semi").select("id")))
        .isEqualTo("[[1], [2], [3]]");
    assertThat(rows(sales.join(shops, List.of("shop"), "anti"))).isEqualTo("[[4, c, null, 40]]");
    assertThat(joined.select(sales.col("shop")).count()).isEqualTo(3);
    assertThatThrownBy(() -> sales.join(shops, "shp"))
        .hasMessageContaining("the left DataFrame: column shp not found; did you mean shop?");
    assertThatThrownBy(() -> sales.join(shops, "city")).hasMessageContaining("the left DataFrame");
    assertThatThrownBy(() -> sales.join(shops, List.of("shop"), "lefty"))
        .hasMessageContaining("no join type 'lefty': there are inner, cross, left");
  }

  @Test
  void joinsByConditionKeepBothSidesApart() {
    DataFrame joined =
        sales.join(shops, sales.col("shop").equalTo(shops.col("shop")).and(col("amount").gt(10)));
    assertThat(joined.columns()).containsExactly("id", "shop", "kind", "amount", "shop", "city");
    assertThat(rows(joined.select(shops.col("shop"), col("city"))))
        .isEqualTo("[[a, Bern], [b, Rome]]");
    assertThat(joined.drop(shops.col("shop")).columns())
        .containsExactly("id", "shop", "kind", "amount", "city");
    assertThatThrownBy(() -> joined.select("shop"))
        .hasMessageContaining("column shop is ambiguous: 2 columns have the name");
    assertThatThrownBy(() -> joined.filter("shop = 'a'")).hasMessageContaining("ambiguous");
    assertThat(joined.filter("city = 'Rome'").count()).isEqualTo(1);
    DataFrame unequal =
        sales.join(shops, upper(sales.col("shop")).lt(upper(shops.col("shop"))), "semi");
    assertThat(rows(unequal.select("id"))).isEqualTo("[[1], [2], [3], [4]]");
    assertThat(
            sales
                .join(
                    shops,
                    concat(sales.col("shop"), lit("!"))
                        .equalTo(concat(shops.col("shop"), lit("!"))),
                    "left_anti")
                .select("id")
                .first()
                .get(0))
        .isEqualTo(4);
    assertThat(sales.crossJoin(shops).count()).isEqualTo(12);
  }

  @Test
  void selfJoinsNeedAliases() {
    DataFrame joined = sales.as("l").join(sales.as("r"), col("l.id").plus(1).equalTo(col("r.id")));
    assertThat(rows(joined.select("l.id", "r.id"))).isEqualTo("[[1, 2], [2, 3], [3, 4]]");
    assertThat(rows(joined.select("r.*").select("amount"))).isEqualTo("[[20], [30], [40]]");
    assertThat(
            rows(joined.filter("l.amount < 20 AND r.id IS NOT NULL").selectExpr("r.id * 10 AS x")))
        .isEqualTo("[[20]]");
    assertThat(
            rows(
                joined
                    .filter("l.id = 1")
                    .orderBy("r.amount")
                    .groupBy("l.shop")
                    .agg(sum("r.amount"))))
        .isEqualTo("[[a, 20]]");
    DataFrame filtered = sales.filter("id > 1");
    assertThat(
            rows(
                sales
                    .join(filtered, sales.col("id").equalTo(filtered.col("id")))
                    .select(sales.col("id"), filtered.col("amount"))))
        .isEqualTo("[[2, 20], [3, 30], [4, 40]]");
    assertThatThrownBy(() -> sales.join(sales, sales.col("id").equalTo(sales.col("id"))))
        .hasMessageContaining("ambiguous");
    assertThat(session.table("tpch.`sf0.01`.nation").select("nation.n_name").count()).isEqualTo(25);
    assertThat(
            sales.as("s").filter("EXISTS (SELECT 1 FROM (VALUES 1) v(n) WHERE n = s.id)").count())
        .isEqualTo(1);
  }

  // Sets.

  @Test
  void setOperations() {
    DataFrame one = session.range(0, 3).toDF("a");
    DataFrame two = session.range(1, 4).toDF("b");
    assertThat(rows(one.union(two))).isEqualTo("[[0], [1], [1], [2], [2], [3]]");
    assertThat(one.union(two).columns()).containsExactly("a");
    assertThat(rows(one.intersect(two))).isEqualTo("[[1], [2]]");
    assertThat(rows(one.union(one).intersectAll(two.union(two).union(two))))
        .isEqualTo("[[1], [1], [2], [2]]");
    assertThat(rows(one.except(two))).isEqualTo("[[0]]");
    assertThat(rows(one.union(one).exceptAll(two))).isEqualTo("[[0], [0], [1], [2]]");
    assertThatThrownBy(() -> one.union(sales)).hasMessageContaining("same number of columns");
  }

  @Test
  void unionByName() {
    DataFrame left = session.sql("SELECT 1 AS a, 'x' AS b");
    DataFrame right = session.sql("SELECT 'y' AS B, 2 AS a");
    assertThat(rows(left.unionByName(right))).isEqualTo("[[1, x], [2, y]]");
    DataFrame other = session.sql("SELECT 3 AS a, true AS c");
    assertThat(left.unionByName(other, true).columns()).containsExactly("a", "b", "c");
    assertThat(rows(left.unionByName(other, true))).isEqualTo("[[1, x, null], [3, null, true]]");
    assertThatThrownBy(() -> left.unionByName(other))
        .hasMessageContaining("the left DataFrame has no column c");
  }

  // Groups.

  @Test
  void groupsAndShortcuts() {
    assertThat(sales.groupBy("shop").count().columns()).containsExactly("shop", "count");
    DataFrame sums = sales.groupBy(col("shop")).agg(sum("amount"), count("*").as("n"), avg("id"));
    assertThat(sums.columns()).containsExactly("shop", "sum(amount)", "n", "avg(id)");
    assertThat(rows(sums)).isEqualTo("[[a, 30, 2, 1.5], [b, 30, 1, 3.0], [c, 40, 1, 4.0]]");
    assertThat(sales.groupBy("shop").max().columns())
        .containsExactly("shop", "max(id)", "max(amount)");
    assertThat(rows(sales.groupBy("shop").min("amount"))).isEqualTo("[[a, 10], [b, 30], [c, 40]]");
    assertThat(rows(sales.groupBy().sum("amount"))).isEqualTo("[[100]]");
    assertThat(rows(sales.groupBy(col("amount").gt(20).as("big")).count()))
        .isEqualTo("[[false, 2], [true, 2]]");
    assertThat(rows(sales.agg(Map.of("amount", "max")))).isEqualTo("[[40]]");
    assertThat(
            rows(sales.agg(countDistinct("shop"), sum_distinct(col("amount").gt(0).cast("int")))))
        .isEqualTo("[[3, 1]]");
    assertThat(rows(sales.groupBy("shop").agg("sum(amount) AS s", "count(*)").filter("s > 30")))
        .isEqualTo("[[c, 40, 1]]");
    assertThat(sales.groupBy("shop").count().filter(sales.col("shop").equalTo("a")).count())
        .isEqualTo(1);
    assertThatThrownBy(() -> sales.groupBy("shop").agg(col("amount")))
        .hasMessageContaining("must be in GROUP BY or within an aggregate function");
  }

  @Test
  void rollupsAndCubes() {
    assertThat(
            rows(
                sales
                    .rollup("shop", "kind")
                    .agg(sum("amount"))
                    .filter("shop IS NULL OR kind IS NULL")))
        .isEqualTo(
            "[[a, null, 30], [b, null, 30], [c, null, 40], [c, null, 40], [null, null, 100]]");
    assertThat(rows(sales.cube("kind").agg(grouping("kind").as("g"), sum("amount"))))
        .isEqualTo("[[null, 0, 40], [null, 1, 100], [x, 0, 40], [y, 0, 20]]");
  }

  @Test
  void groupsOfChosenSetsOfKeys() {
    Column shop = col("shop");
    Column kind = col("kind");
    DataFrame totals =
        sales
            .groupingSets(List.of(List.of(shop), List.of(kind), List.of()), shop, kind)
            .agg(grouping_id(shop, kind).as("id"), sum("amount"));
    assertThat(totals.columns()).containsExactly("shop", "kind", "id", "sum(amount)");
    assertThat(rows(totals.filter("id > 1")))
        .isEqualTo(
            "[[null, null, 2, 40], [null, null, 3, 100], [null, x, 2, 40], [null, y, 2, 20]]");
    assertThat(rows(totals.filter("id = 1").drop("kind", "id")))
        .isEqualTo("[[a, 30], [b, 30], [c, 40]]");
    assertThatThrownBy(() -> sales.groupingSets(List.of(List.of(shop)), kind))
        .hasMessage("groupingSets(): shop is in a set, and none of the columns: add it to them");
    assertThatThrownBy(() -> sales.groupingSets(List.of(List.of(shop)), shop, kind))
        .hasMessage("groupingSets(): kind is in none of the sets: leave it out, or add it to one");
    assertThatThrownBy(() -> sales.groupingSets(List.of())).hasMessageContaining("at least one");
  }

  @Test
  void groupsOfWindowsOfTime() {
    DataFrame events =
        session.sql(
            "SELECT * FROM (VALUES (TIMESTAMP '2024-03-01 10:00:00', 1),"
                + " (TIMESTAMP '2024-03-01 10:09:59.999999', 2),"
                + " (TIMESTAMP '2024-03-01 10:10:00', 4)) AS e(at, n)");
    events.createOrReplaceTempView("events");
    DataFrame tumbling = events.groupBy(window(col("at"), "10 minutes")).agg(sum("n").as("s"));
    assertThat(
            rows(
                tumbling.select(
                    col("window.start").cast("string"),
                    window_time(col("window")).cast("string"),
                    col("s"))))
        .isEqualTo(
            "[[2024-03-01 10:00:00, 2024-03-01 10:09:59.999999, 3],"
                + " [2024-03-01 10:10:00, 2024-03-01 10:19:59.999999, 4]]");
    String of10 = "SELECT CAST(window(at, '10 minutes').end AS string) AS w, sum(n) FROM events";
    assertThat(rows(session.sql(of10 + " GROUP BY window(at, '10 minutes')")))
        .isEqualTo("[[2024-03-01 10:10:00, 3], [2024-03-01 10:20:00, 4]]");
    DataFrame sliding =
        events
            .groupBy(window(col("at"), "10 minutes", "5 minutes", "1 minute").as("w"))
            .agg(sum("n").as("s"))
            .select(col("w.start").cast("string"), col("s"));
    assertThat(rows(sliding))
        .isEqualTo(
            "[[2024-03-01 09:51:00, 1], [2024-03-01 09:56:00, 1], [2024-03-01 10:01:00, 6],"
                + " [2024-03-01 10:06:00, 6]]");
    assertThatThrownBy(() -> events.groupBy(window(col("at"), "10 apples")).count())
        .hasMessageContaining("window: '10 apples': there is no unit 'apples'");
    assertThatThrownBy(() -> events.groupBy(window(col("at"), "1 month")).count())
        .hasMessageContaining("window: '1 month': a month has no fixed length");
    assertThatThrownBy(() -> events.select(window(col("at"), "1 hour", "2 hours")))
        .hasMessageContaining("'2 hours': windows of '1 hour' start at most as far apart");
    String overlapping = "window(at, '10 minutes', '5 minutes', '1 minute')";
    assertThat(
            rows(
                events
                    .groupBy(expr(overlapping).as("w"))
                    .agg(sum("n").as("s"))
                    .select(col("w.start").cast("string"), col("s"))))
        .isEqualTo(rows(sliding));
    assertThat(events.selectExpr("n", overlapping).count()).isEqualTo(6);
  }

  @Test
  void pivots() {
    DataFrame pivoted =
        sales.groupBy("shop").pivot("kind", Arrays.asList("x", "y", null)).agg(sum("amount"));
    assertThat(pivoted.columns()).containsExactly("shop", "x", "y", "null");
    assertThat(rows(pivoted))
        .isEqualTo("[[a, 10, 20, null], [b, 30, null, null], [c, null, null, 40]]");
    assertThat(
            sales
                .groupBy("shop")
                .pivot("kind")
                .agg(sum("amount").as("s"), count("*").as("n"))
                .columns())
        .containsExactly("shop", "null_s", "null_n", "x_s", "x_n", "y_s", "y_n");
  }

  @Test
  void aPivotTakesExpressionsOfAggregates() {
    DataFrame pivoted =
        sales
            .groupBy("shop")
            .pivot("kind", List.of("x", "y"))
            .agg(
                round(avg("amount").divide(lit(4)), 1).as("r"),
                sum("amount").plus(count("*")).as("s"));
    assertThat(pivoted.columns()).containsExactly("shop", "x_r", "x_s", "y_r", "y_s");
    assertThat(rows(pivoted.filter("shop = 'a'"))).isEqualTo("[[a, 2.5, 11, 5.0, 21]]");
  }

  @Test
  void unpivots() {
    DataFrame wide = session.sql("SELECT 1 AS id, 2 AS a, CAST(3 AS bigint) AS b");
    DataFrame narrow = wide.unpivot(new Column[] {col("id")}, "what", "value");
    assertThat(narrow.columns()).containsExactly("id", "what", "value");
    assertThat(rows(narrow)).isEqualTo("[[1, a, 2], [1, b, 3]]");
    assertThat(rows(wide.melt(new Column[] {}, new Column[] {col("a")}, "k", "v")))
        .isEqualTo("[[a, 2]]");
  }

  // Rows.

  @Test
  void rowsAreChosen() {
    assertThat(rows(sales.dropDuplicates("shop").select("shop"))).isEqualTo("[[a], [b], [c]]");
    assertThat(sales.dropDuplicates("shop").columns())
        .containsExactly("id", "shop", "kind", "amount");
    assertThat(rows(sales.orderBy("id").offset(2).select("id"))).isEqualTo("[[3], [4]]");
    assertThat(sales.orderBy(desc("id")).tail(2)).extracting(r -> r.get(0)).containsExactly(2, 1);
    assertThat(sales.orderBy(col("kind").asc_nulls_last(), col("id").desc()).first().get(0))
        .isEqualTo(3);
    assertThat(sales.transform(input -> input.limit(1)).count()).isEqualTo(1);
    assertThat(sales.isEmpty()).isFalse();
    assertThat(sales.limit(0).isEmpty()).isTrue();
    assertThatThrownBy(() -> sales.offset(-1)).hasMessageContaining("isn't negative");
  }

  @Test
  void samplesAndSplits() {
    DataFrame numbers = session.range(10_000);
    long sampled = numbers.sample(0.1, 7).count();
    assertThat(sampled).isBetween(800L, 1200L).isEqualTo(numbers.sample(0.1, 7).count());
    DataFrame[] parts = numbers.randomSplit(new double[] {3, 1}, 5);
    assertThat(parts[0].count()).isBetween(7200L, 7800L);
    assertThat(rows(parts[0].union(parts[1]))).isEqualTo(rows(numbers));
    assertThat(parts[0].columns()).containsExactly("id");
    assertThatThrownBy(() -> numbers.sample(1.5)).hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> numbers.randomSplit(new double[] {-1}, 1))
        .hasMessageContaining("-1.0");
  }

  @Test
  void ranges() {
    assertThat(rows(session.range(5, 0, -2))).isEqualTo("[[1], [3], [5]]");
    assertThat(session.range(3, 3).count()).isZero();
    assertThat(session.range(0, 1_000_000_000L).count()).isEqualTo(1_000_000_000L);
    assertThat(session.range(0, 3_000_000, 1, 3).agg(sum("id"), max("id")).first().values())
        .containsExactly(4_499_998_500_000L, 2_999_999L);
    assertThatThrownBy(() -> session.range(0, 1, 0)).hasMessageContaining("the step isn't 0");
    assertThatThrownBy(() -> session.range(Long.MIN_VALUE, Long.MAX_VALUE))
        .hasMessageContaining("more numbers than");
  }

  // Nulls and statistics.

  @Test
  void nullsAreDroppedFilledAndReplaced() {
    DataFrame holes =
        session.sql(
            """
            SELECT * FROM (VALUES (1, 'a', CAST('NaN' AS double)), (NULL, NULL, 2.0), (NULL, NULL, NULL))
              AS t(i, s, d)
            """);
    assertThat(holes.na().drop().count()).isZero();
    assertThat(holes.na().drop("all").count()).isEqualTo(2);
    assertThat(holes.na().drop(new String[] {"i"}).count()).isEqualTo(1);
    assertThat(holes.na().drop(2).count()).isEqualTo(1);
    assertThat(rows(holes.na().fill(7))).isEqualTo("[[1, a, 7.0], [7, null, 2.0], [7, null, 7.0]]");
    assertThat(rows(holes.na().fill("?", "s").select("s"))).isEqualTo("[[?], [?], [a]]");
    assertThat(rows(holes.na().fill(Map.of("i", 0)).select("i"))).isEqualTo("[[0], [0], [1]]");
    assertThat(rows(holes.na().replace("s", Map.of("a", "b")).select("s")))
        .isEqualTo("[[b], [null], [null]]");
    assertThat(holes.na().fill(7).schema().type(0).sqlName()).isEqualTo("int");
    assertThatThrownBy(() -> holes.na().drop("some")).hasMessageContaining("any and all");
    assertThatThrownBy(() -> holes.na().fill(1, "x")).hasMessageContaining("column x not found");
  }

  @Test
  void describesColumns() {
    DataFrame described = sales.describe("amount", "shop");
    assertThat(described.columns()).containsExactly("summary", "amount", "shop");
    assertThat(rows(described))
        .isEqualTo(
            "[[count, 4, 4], [max, 40, c], [mean, 25.0, null], [min, 10, a],"
                + " [stddev, 12.909944487358056, null]]");
    assertThat(rows(sales.summary("50%", "count_distinct").select("summary", "amount")))
        .isEqualTo("[[50%, 25.0], [count_distinct, 4]]");
    assertThatThrownBy(() -> sales.summary("mode")).hasMessageContaining("no statistic 'mode'");
  }
}
