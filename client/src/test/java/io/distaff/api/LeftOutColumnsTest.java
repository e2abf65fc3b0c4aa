package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.function.Encoders;
import io.distaff.row.Row;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Filters and orders by columns that were left out before. */
class LeftOutColumnsTest {
  private static Session session;
  private static DataFrame rows;
  private static DataFrame names;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    rows =
        session.sql("SELECT * FROM (VALUES (1, 3, 'x'), (2, 2, 'y'), (4, 1, 'z')) AS t(a, b, c)");
    names = session.sql("SELECT * FROM (VALUES (1, 'one'), (3, 'three')) AS t(a, n)");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static String ordered(Dataset<Row> query) {
    List<String> texts = query.collect().stream().map(Row::toString).toList();
    return List.of(query.columns()) + " " + String.join("", texts);
  }

  private static String unordered(Dataset<Row> query) {
    List<String> texts = query.collect().stream().map(Row::toString).sorted().toList();
    return List.of(query.columns()) + " " + String.join("", texts);
  }

  @Test
  void anOrderMayNameThem() {
    assertThat(ordered(rows.select("a").orderBy("b"))).isEqualTo("[a] [4][2][1]");
    assertThat(ordered(rows.select("a").orderBy(col("b").desc(), col("c"))))
        .isEqualTo("[a] [1][2][4]");
    assertThat(ordered(rows.select(col("a").multiply(2).as("x")).sort("b")))
        .isEqualTo("[x] [8][4][2]");
    assertThat(ordered(rows.select("a").orderBy(expr("b * -1")))).isEqualTo("[a] [1][2][4]");
    assertThat(ordered(rows.select("a").repartition(1).sortWithinPartitions("b")))
        .isEqualTo("[a] [4][2][1]");
    assertThat(ordered(rows.select("a").orderBy("b").limit(2))).isEqualTo("[a] [4][2]");
  }

  @Test
  void aFilterMayNameThem() {
    assertThat(unordered(rows.select("a").filter(col("b").gt(1)))).isEqualTo("[a] [1][2]");
    assertThat(unordered(rows.select("a").where("b > 1 AND c <> 'x'"))).isEqualTo("[a] [2]");
    assertThat(unordered(rows.as("r").select("a").filter("r.b = 3"))).isEqualTo("[a] [1]");
    assertThat(unordered(rows.drop("b").filter(col("b").equalTo(1)))).isEqualTo("[a, c] [4, z]");
    assertThat(unordered(rows.withColumnRenamed("b", "q").filter("b = 1 AND q = 1")))
        .isEqualTo("[a, q, c] [4, 1, z]");
    assertThat(unordered(rows.select("a").filter(rows.col("b").gt(1)))).isEqualTo("[a] [1][2]");
    Dataset<Integer> typed = rows.select("a").as(Encoders.INT()).filter(col("b").equalTo(1));
    assertThat(typed.collect()).containsExactly(4);
  }

  @Test
  void whatIsThereComesBeforeWhatWasLeftOut() {
    DataFrame replaced = rows.withColumn("b", col("b").plus(10));
    assertThat(unordered(replaced.filter(col("b").gt(11)))).contains("[1, 13, x][2, 12, y]");
    assertThat(unordered(replaced.filter(rows.col("b").equalTo(3).and(col("b").equalTo(13)))))
        .isEqualTo("[a, b, c] [1, 13, x]");
    assertThat(ordered(rows.select(col("b").as("a"), col("c")).orderBy("a")))
        .isEqualTo("[a, c] [1, z][2, y][3, x]");
  }

  @Test
  void theyAreFoundBehindSeveralSteps() {
    DataFrame narrow = rows.select("a", "b").filter("a < 4").select("a");
    assertThat(ordered(narrow.orderBy("b", "c"))).isEqualTo("[a] [2][1]");
    assertThat(ordered(narrow.filter("b < 9").limit(5).orderBy(col("c").desc())))
        .isEqualTo("[a] [2][1]");
    DataFrame both = rows.select("a").orderBy("b").filter("c <> 'y'");
    assertThat(ordered(both)).isEqualTo("[a] [4][1]");
    assertThat(both.filter(col("b").equalTo(3)).withColumn("d", lit(0)).columns())
        .containsExactly("a", "d");
    assertThat(ordered(rows.select("a").repartition(3).hint("rebalance").coalesce(1).orderBy("b")))
        .isEqualTo("[a] [4][2][1]");
    assertThat(rows.select("a").sample(true, 1.0, 3).columns()).containsExactly("a");
    assertThat(rows.select("a").sample(0.5, 3).filter("b > 0").count()).isLessThan(4);
  }

  @Test
  void starsAndExplodedRowsHaveOnlyWhatIsShown() {
    DataFrame doubled =
        rows.select(col("a"), explode(array(lit(1), lit(2))).as("x")).filter("c = 'y'");
    assertThat(ordered(doubled.orderBy("b", "x"))).isEqualTo("[a, x] [2, 1][2, 2]");
    assertThat(ordered(rows.select("a").filter("b = 1").select("*"))).isEqualTo("[a] [4]");
    DataFrame ranked =
        rows.select(col("a"), row_number().over(Window.orderBy("a")).as("n")).filter("b < 3");
    assertThat(ordered(ranked.orderBy("n"))).isEqualTo("[a, n] [2, 2][4, 3]");
    DataFrame copies = rows.select(col("a"), col("a")).filter("b = 1");
    assertThat(ordered(copies)).isEqualTo("[a, a] [4, 4]");
  }

  @Test
  void keysOfAJoinAndOfGroupsAreColumnsThatWereLeftOut() {
    DataFrame joined = rows.join(names, new String[] {"a"}, "left");
    assertThat(unordered(joined.filter(names.col("a").isNull())))
        .isEqualTo("[a, b, c, n] [2, 2, y, null][4, 1, z, null]");
    DataFrame sums = rows.groupBy("a").agg(sum("b").as("s")).select("s");
    assertThat(ordered(sums.orderBy("a"))).isEqualTo("[s] [3][2][1]");
  }

  @Test
  void rowsThatStandForSeveralHaveNone() {
    assertRefused(rows.select("a").distinct(), "column b was left out at or before distinct()");
    assertRefused(rows.select("a").dropDuplicates("a"), "before distinct()");
    assertRefused(rows.select("a", "c").dropDuplicates("a"), "before dropDuplicates()");
    assertRefused(rows.groupBy("a").agg(max("c").as("s")), "before an aggregation");
    assertRefused(rows.select(max("a")), "before aggregates of all rows");
    assertRefused(rows.select("a").union(rows.select("a")), "before union()");
    assertRefused(rows.select("a").intersect(rows.select("a")), "before intersect()");
    assertThatThrownBy(() -> rows.select("a").orderBy("nope"))
        .hasMessageContaining("column nope not found");
    assertThatThrownBy(() -> rows.select("a").select("b")).hasMessageContaining("b not found");
    assertThatThrownBy(() -> rows.select("a").groupBy("b").count())
        .hasMessageContaining("b not found");
    DataFrame twice = rows.join(names, rows.col("a").equalTo(names.col("a"))).select("c");
    assertThatThrownBy(() -> twice.filter("a = 1")).hasMessageContaining("a is ambiguous");
    assertThat(unordered(twice.filter(names.col("a").equalTo(1)))).isEqualTo("[c] [x]");
  }

  private static void assertRefused(DataFrame query, String message) {
    assertThatThrownBy(() -> query.orderBy("b")).hasMessageContaining(message);
    assertThatThrownBy(() -> query.filter("b > 1")).hasMessageContaining(message);
    assertThatThrownBy(() -> query.filter(rows.col("b").gt(1))).hasMessageContaining(message);
  }
}
