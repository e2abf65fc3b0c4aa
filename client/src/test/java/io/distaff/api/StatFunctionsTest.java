package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.distaff.function.Tuple2;
import io.distaff.row.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatFunctionsTest {
  private static Session session;

  /** x from 0 to 999 and null, y = 2 x + 1, k = x % 3 as text, null where x is below 10. */
  private static DataFrame numbers;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    numbers =
        session
            .range(1001)
            .select(
                when(col("id").lt(1000), col("id")).as("x"),
                col("id").multiply(2).plus(1).as("y"),
                when(col("id").geq(10), col("id").mod(3).cast("string")).as("k"));
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void correlationAndCovariance() {
    assertThat(numbers.stat().corr("x", "y")).isEqualTo(1, within(1e-12));
    assertThat(numbers.stat().cov("x", "y")).isEqualTo(2 * 1001 * 1000 / 12.0, within(1e-6));
    assertThat(numbers.filter("x < 0").stat().corr("x", "y")).isNaN();
    assertThatThrownBy(() -> numbers.stat().corr("x", "z")).hasMessageContaining("z");
  }

  @Test
  void quantiles() {
    double[] shares = {0, 0.25, 0.5, 1};
    assertThat(numbers.stat().approxQuantile("x", shares, 0)).containsExactly(0, 249, 499, 999);
    double[][] sketched =
        numbers.stat().approxQuantile(new String[] {"x", "y"}, new double[] {0.5}, 0.05);
    assertThat(sketched[0][0]).isBetween(450.0, 550.0);
    assertThat(sketched[1][0]).isBetween(900.0, 1100.0);
    assertThat(numbers.filter("x < 0").stat().approxQuantile("x", shares, 0)).isEmpty();
    assertThatThrownBy(() -> numbers.stat().approxQuantile("x", new double[] {2}, 0))
        .hasMessageContaining("a probability is from 0 to 1, not 2.0");
    assertThatThrownBy(() -> numbers.stat().approxQuantile("x", shares, -1))
        .hasMessageContaining("not -1.0");
  }

  @Test
  void howOftenValuesOccurTogether() {
    DataFrame table = numbers.withColumn("odd", col("x").mod(2)).stat().crosstab("k", "odd");
    assertThat(table.columns()).containsExactly("k_odd", "0", "1", "null");
    assertThat(table.orderBy("k_odd").collect().stream().map(Row::values).toList().toString())
        .isEqualTo("[[0, 165, 165, 0], [1, 165, 165, 1], [2, 165, 165, 0], [null, 5, 5, 0]]");
    DataFrame frequent =
        numbers.withColumn("f", col("y").lt(1200)).stat().freqItems(new String[] {"f", "k"}, 0.5);
    assertThat(frequent.columns()).containsExactly("f_freqItems", "k_freqItems");
    assertThat(frequent.first().values()).hasToString("[[true], []]");
    assertThat((List<?>) numbers.stat().freqItems(new String[] {"k"}).first().get(0)).hasSize(3);
    assertThatThrownBy(() -> numbers.stat().freqItems(new String[] {"k"}, 0))
        .hasMessageContaining("support");
    assertThatThrownBy(() -> numbers.stat().freqItems(new String[0])).hasMessageContaining("one");
  }

  @Test
  void samplesByValue() {
    DataFrame sampled = numbers.stat().sampleBy("k", Map.of("0", 1.0, "1", 0.5), 3);
    assertThat(sampled.filter("k = '0'").count()).isEqualTo(330);
    assertThat(sampled.filter("k = '1'").count()).isBetween(120L, 210L);
    assertThat(sampled.filter("k = '2' OR k IS NULL").count()).isZero();
    assertThatThrownBy(() -> numbers.stat().sampleBy("k", Map.of("0", 1.5), 3))
        .hasMessageContaining("not 1.5");
  }

  @Test
  void columnsByARegularExpression() {
    assertThat(numbers.select(numbers.colRegex("`[X-Y]`"), col("k").as("z")).columns())
        .containsExactly("x", "y", "z");
    assertThatThrownBy(() -> numbers.select(numbers.colRegex("a.*")))
        .hasMessageContaining("matches no column; there are [x, y, k]");
    assertThatThrownBy(() -> numbers.colRegex("(")).hasMessageContaining("colRegex(\"(\")");
    assertThatThrownBy(() -> numbers.filter(numbers.colRegex("x").gt(1)))
        .hasMessageContaining("stands alone in select()");
  }

  @Test
  void rowsAsJson() {
    assertThat(numbers.filter("y < 4").orderBy("y").toJSON().collect())
        .containsExactly("{\"x\":0,\"y\":1}", "{\"x\":1,\"y\":3}");
  }

  @Test
  void aTemporaryViewIsMadeOnce() {
    numbers.createTempView("made_once");
    assertThatThrownBy(() -> numbers.createTempView("made_once"))
        .hasMessageContaining("there is a view made_once already");
    assertThat(session.catalog().dropTempView("made_once")).isTrue();
    numbers.createTempView("made_once");
    assertThat(session.table("made_once").count()).isEqualTo(1001);
  }

  @Test
  void datasetsHaveTheSame() {
    Dataset<Long> ten = session.range(10).as(Long.class);
    Dataset<Long> even = ten.filter(n -> n % 2 == 0);
    assertThat(ten.except(even).collect()).containsExactlyInAnyOrder(1L, 3L, 5L, 7L, 9L);
    assertThat(ten.intersect(even).count()).isEqualTo(5);
    assertThat(ten.union(even).dropDuplicates().count()).isEqualTo(10);
    assertThat(ten.orderBy("id").offset(8).collect()).containsExactly(8L, 9L);
    assertThat(ten.orderBy("id").tail(2)).containsExactly(8L, 9L);
    assertThat(
            ten.randomSplitAsList(new double[] {1, 1}, 5).stream().mapToLong(Dataset::count).sum())
        .isEqualTo(10);
    assertThat(ten.repartitionByRange(2, col("id").desc()).numPartitions()).isEqualTo(2);
    assertThat(ten.dtypes()).containsExactly(new Tuple2<>("id", "bigint"));
  }
}
