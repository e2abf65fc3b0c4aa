package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Aggregator;
import io.distaff.function.Encoder;
import io.distaff.row.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UserAggregateTest {
  private static final int ROWS = 20_000;

  private static Session session;
  private static DataFrame sales;

  @BeforeAll
  static void open() {
    session =
        Session.builder()
            .master("local[2]")
            .config("distaff.sql.single-task.threshold", "1")
            .config("distaff.sql.single-task.rows", "1")
            .getOrCreate();
    sales =
        session
            .range(0, ROWS, 1, 4)
            .select(
                col("id").mod(7).as("shop"),
                when(col("id").mod(10).notEqual(0), col("id")).as("price"),
                col("id").mod(3).cast("int").as("pieces"));
    sales.createOrReplaceTempView("sales");
    session.range(100).createOrReplaceTempView("hundred");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  /** The number of rows, of nulls among them, and the sum. */
  record Seen(long rows, long nulls, double sum) {}

  /** An average over all rows, null as 0, that counts in its buffer. */
  static final class MeanOfAll extends Aggregator<Long, Seen, Double> {
    @Override
    public Seen zero() {
      return new Seen(0, 0, 0);
    }

    @Override
    public Seen reduce(Seen buffer, Long value) {
      return new Seen(
          buffer.rows() + 1,
          buffer.nulls() + (value == null ? 1 : 0),
          buffer.sum() + (value == null ? 0 : value));
    }

    @Override
    public Seen merge(Seen first, Seen second) {
      return new Seen(
          first.rows() + second.rows(), first.nulls() + second.nulls(), first.sum() + second.sum());
    }

    @Override
    public Double finish(Seen buffer) {
      return buffer.rows() == 0 ? -1 : buffer.sum() / buffer.rows();
    }

    @Override
    public Encoder<Seen> bufferEncoder() {
      return Encoder.of(Seen.class);
    }

    @Override
    public Encoder<Double> outputEncoder() {
      return Encoder.of(Double.class);
    }
  }

  record Line(long price, int pieces) {}

  /** The largest amount, null if there is none: a buffer that may be null. */
  static final class LargestAmount extends Aggregator<Line, Long, Long> {
    @Override
    public Long zero() {
      return null;
    }

    @Override
    public Long reduce(Long buffer, Line line) {
      return merge(buffer, line.price() * line.pieces());
    }

    @Override
    public Long merge(Long first, Long second) {
      return first == null
          ? second
          : second == null ? first : Long.valueOf(Math.max(first, second));
    }

    @Override
    public Long finish(Long buffer) {
      return buffer;
    }

    @Override
    public Encoder<Long> bufferEncoder() {
      return Encoder.of(Long.class);
    }

    @Override
    public Encoder<Long> outputEncoder() {
      return Encoder.of(Long.class);
    }
  }

  record Texts(List<String> list) {}

  /** All texts: a buffer that grows. */
  static final class Gathered extends Aggregator<String, Texts, Long> {
    @Override
    public Texts zero() {
      return new Texts(new ArrayList<>());
    }

    @Override
    public Texts reduce(Texts buffer, String value) {
      buffer.list().add(value);
      return buffer;
    }

    @Override
    public Texts merge(Texts first, Texts second) {
      first.list().addAll(second.list());
      return first;
    }

    @Override
    public Long finish(Texts buffer) {
      return buffer.list().stream().distinct().count();
    }

    @Override
    public Encoder<Texts> bufferEncoder() {
      return Encoder.of(Texts.class);
    }

    @Override
    public Encoder<Long> outputEncoder() {
      return Encoder.of(Long.class);
    }
  }

  /** Fails at one value, or wherever buffers meet. */
  static final class Failing extends Aggregator<Long, Long, Long> {
    private final String where;

    Failing(String where) {
      this.where = where;
    }

    @Override
    public Long zero() {
      return 0L;
    }

    private Long failAt(String place, Long value) {
      if (place.equals(where)) {
        throw new IllegalStateException("no more");
      }
      return value;
    }

    @Override
    public Long reduce(Long buffer, Long value) {
      return value != null && value == 11 ? failAt("reduce", value) : buffer + 1;
    }

    @Override
    public Long merge(Long first, Long second) {
      return failAt("merge", first + second);
    }

    @Override
    public Long finish(Long buffer) {
      return failAt("finish", buffer);
    }

    @Override
    public Encoder<Long> bufferEncoder() {
      return Encoder.of(Long.class);
    }

    @Override
    public Encoder<Long> outputEncoder() {
      return Encoder.of(Long.class);
    }
  }

  private static UserDefinedAggregate mean() {
    return udaf(new MeanOfAll(), Long.class);
  }

  private static UserDefinedAggregate largest() {
    return udaf(new LargestAmount(), Line.class);
  }

  @Test
  void standBesideEachOtherAndBesideBuiltInOnes() {
    DataFrame priced = sales.filter("price IS NOT NULL");
    DataFrame grouped =
        priced
            .groupBy("shop")
            .agg(
                mean().apply(col("price")).as("mean"),
                sum("price").as("sum"),
                largest().apply(col("price"), col("pieces")).as("largest"),
                count("*").as("n"))
            .orderBy("shop");
    DataFrame expected =
        session.sql(
            "SELECT shop, avg(price) AS mean, sum(price) AS sum, max(price * pieces) AS largest,"
                + " count(*) AS n FROM sales WHERE price IS NOT NULL GROUP BY shop ORDER BY shop");
    assertThat(grouped.collect().toString()).isEqualTo(expected.collect().toString());
    assertThat(grouped.explained("physical"))
        .contains("Aggregate partial by shop: mean = MeanOfAll(price), sum = sum(price)")
        .contains("Aggregate final by shop");
  }

  @Test
  void seeNullsAndGiveTheResultOfNoRows() {
    double sum = ROWS * (ROWS - 1L) / 2.0 - 10.0 * (ROWS / 10) * (ROWS / 10 - 1L) / 2;
    assertThat(sales.agg(mean().apply(col("price"))).first().getDouble(0)).isEqualTo(sum / ROWS);
    Row none =
        sales
            .filter("shop > 100")
            .agg(mean().apply(col("price")), largest().apply(lit(1L), lit(1)))
            .first();
    assertThat(none.getDouble(0)).isEqualTo(-1);
    assertThat(none.get(1)).isNull();
    assertThat(sales.filter("shop > 100").groupBy("shop").agg(mean().apply(col("price"))).count())
        .isZero();
    assertThatThrownBy(() -> sales.agg(largest().apply(col("price"), col("pieces"))).collect())
        .hasMessageContaining("column price is null in row");
  }

  @Test
  void areForSqlUnderTheirNames() {
    UserDefinedAggregate named = session.udf().register("mean_of_all", new MeanOfAll(), Long.class);
    session.udf().register("largest_amount", new LargestAmount(), Line.class);
    assertThat(
            session
                .sql(
                    "SELECT shop, MEAN_OF_ALL(coalesce(price, 0)) - avg(coalesce(price, 0)) AS d,"
                        + " largest_amount(coalesce(price, 0), pieces)"
                        + " = max(coalesce(price, 0) * pieces) AS same"
                        + " FROM sales GROUP BY shop HAVING mean_of_all(price) > 1 ORDER BY 1")
                .collect())
        .hasSize(7)
        .allMatch(row -> row.getDouble(1) == 0 && row.getBoolean(2));
    assertThat(sales.groupBy("shop").agg("mean_of_all(price) AS m").schema().field(1).type())
        .hasToString("double");
    assertThat(sales.agg(named.apply(col("price"))).columns())
        .containsExactly("mean_of_all(price)");
    assertThatThrownBy(() -> session.sql("SELECT mean_of_all(price, 1) FROM sales"))
        .hasMessageContaining("mean_of_all");
    assertThatThrownBy(() -> session.sql("SELECT mean_of_all('a') FROM sales"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("the aggregator mean_of_all: ")
        .hasMessageContaining("string, which can't become Long without loss");
    assertThatThrownBy(() -> session.udf().register("sum", new MeanOfAll(), Long.class))
        .hasMessageContaining("there is a function sum already");
    assertThatThrownBy(() -> session.sql("SELECT price FROM sales WHERE mean_of_all(price) > 1"))
        .hasMessageContaining("aggregate");
  }

  @Test
  void takeFiltersDistinctRowsGroupingSetsAndWindows() {
    session.udf().register("mean_of_all", new MeanOfAll(), Long.class);
    DataFrame results =
        session.sql(
            "SELECT mean_of_all(price) FILTER (WHERE shop = 1 AND price IS NOT NULL) - avg(price)"
                + " FILTER (WHERE shop = 1), mean_of_all(price) FILTER (WHERE shop = 9) FROM"
                + " sales");
    assertThat(results.first().values()).containsExactly(0.0, -1.0);
    assertThat(session.sql("SELECT mean_of_all(DISTINCT shop) FROM sales").first().getDouble(0))
        .isEqualTo(3);
    assertThat(sales.agg(mean().distinct(col("shop")), count("*")).first().values())
        .containsExactly(3.0, (long) ROWS);
    assertThat(sales.rollup("shop").agg(mean().apply(lit(5L))).count()).isEqualTo(8);
    assertThat(
            session
                .sql(
                    "SELECT mean_of_all(id) OVER (ORDER BY id ROWS 1 PRECEDING)"
                        + " - avg(id) OVER (ORDER BY id ROWS 1 PRECEDING) FROM hundred")
                .distinct()
                .collect()
                .toString())
        .isEqualTo("[[0.0]]");
    assertThatThrownBy(
            () -> session.sql("SELECT mean_of_all(DISTINCT id) OVER () FROM hundred").collect())
        .hasMessageContaining("mean_of_all(DISTINCT ...) as a window function")
        .hasMessageNotContaining("@");
  }

  @Test
  void buffersOfManyGroupsAreMergedAndPassedThrough() {
    DataFrame many =
        session.range(0, 240_000, 1, 4).select(col("id").mod(120_000).as("k"), col("id"));
    DataFrame means = many.groupBy("k").agg(mean().apply(col("id")).as("m"));
    assertThat(means.filter("m <> k + 60000").count()).isZero();
    assertThat(means.count()).isEqualTo(120_000);
  }

  @Test
  void whatTheyThrowNamesThemAndTheRow() {
    for (String where : List.of("reduce", "merge", "finish")) {
      UserDefinedAggregate failing = udaf(new Failing(where), Long.class).withName("picky");
      assertThatThrownBy(() -> sales.agg(failing.apply(col("price"))).collect())
          .isInstanceOf(DistaffException.class)
          .hasMessageContaining("the function picky." + where + "() failed ")
          .hasMessageContaining("IllegalStateException: no more")
          .extracting(e -> ((DistaffException) e).code())
          .isEqualTo(ErrorCode.USER_FUNCTION_FAILED);
    }
    assertThatThrownBy(
            () -> sales.agg(udaf(new Failing("reduce"), Long.class).apply(col("price"))).collect())
        .hasMessageContaining("Failing.reduce() failed in row ")
        .hasMessageContaining(", 11: ");
    Object captured = new Object();
    Aggregator<Long, Long, Long> unsent =
        new Aggregator<>() {
          @Override
          public Long zero() {
            return (long) captured.hashCode();
          }

          @Override
          public Long reduce(Long buffer, Long value) {
            return buffer;
          }

          @Override
          public Long merge(Long first, Long second) {
            return first;
          }

          @Override
          public Long finish(Long buffer) {
            return buffer;
          }

          @Override
          public Encoder<Long> bufferEncoder() {
            return Encoder.of(Long.class);
          }

          @Override
          public Encoder<Long> outputEncoder() {
            return Encoder.of(Long.class);
          }
        };
    assertThatThrownBy(() -> udaf(unsent, Long.class))
        .hasMessageContaining("the aggregator UDAF can't be sent to executors");
  }

  @Test
  void growingBuffersAreMerged() {
    assertThat(
            sales
                .groupBy("shop")
                .agg(udaf(new Gathered(), String.class).apply(col("pieces").cast("string")).as("n"))
                .filter("n <> 3")
                .count())
        .isZero();
  }
}
