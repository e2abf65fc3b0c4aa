package io.distaff.api;

import static io.distaff.api.Functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.function.Aggregator;
import io.distaff.function.Encoder;
import io.distaff.function.Tuple2;
import io.distaff.function.Tuple3;
import io.distaff.function.Tuple4;
import io.distaff.function.TypedColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GroupedDatasetTest {
  private static Session session;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  record Sale(String shop, int year, long amount) {}

  record Key(String shop, Integer decade) {}

  record Summary(Key key, long total, long rows) {}

  private static List<Sale> sales() {
    Random random = new Random(42);
    List<Sale> sales = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String shop = random.nextInt(20) == 0 ? null : "shop" + random.nextInt(5);
      sales.add(new Sale(shop, 1990 + random.nextInt(30), random.nextInt(100)));
    }
    return sales;
  }

  private static Key keyOf(Sale sale) {
    return new Key(sale.shop(), sale.year() < 2000 ? null : sale.year() / 10 * 10);
  }

  private static Map<Key, Summary> expected(List<Sale> sales) {
    Map<Key, Summary> summaries = new HashMap<>();
    for (Sale sale : sales) {
      summaries.merge(
          keyOf(sale),
          new Summary(keyOf(sale), sale.amount(), 1),
          (a, b) -> new Summary(a.key(), a.total() + b.total(), a.rows() + b.rows()));
    }
    return summaries;
  }

  private static Summary summary(Key key, Iterator<Sale> rows) {
    long total = 0;
    long count = 0;
    while (rows.hasNext()) {
      total += rows.next().amount();
      count++;
    }
    return new Summary(key, total, count);
  }

  /** Spread over tasks, so that groups have to come together. */
  private static KeyValueGroupedDataset<Key, Sale> grouped(List<Sale> sales) {
    return session
        .createDataset(sales, Sale.class)
        .repartition(4)
        .groupByKey(GroupedDatasetTest::keyOf, Key.class);
  }

  @Test
  void groupsAreWholeWhateverTheirKey() {
    List<Sale> sales = sales();
    Map<Key, Summary> expected = expected(sales);
    assertThat(grouped(sales).mapGroups(GroupedDatasetTest::summary, Summary.class).collect())
        .containsExactlyInAnyOrderElementsOf(expected.values());
    assertThat(grouped(sales).keys().collect())
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    assertThat(grouped(sales).count().collect())
        .containsExactlyInAnyOrderElementsOf(
            expected.values().stream().map(s -> new Tuple2<>(s.key(), s.rows())).toList());
    assertThat(
            grouped(sales)
                .reduceGroups((a, b) -> new Sale(a.shop(), 0, a.amount() + b.amount()))
                .collect()
                .stream()
                .map(pair -> pair._2().amount()))
        .containsExactlyInAnyOrderElementsOf(
            expected.values().stream().map(Summary::total).toList());
  }

  @Test
  void aGroupThatIsntReadToItsEndIsPassedOver() {
    List<Sale> sales = sales();
    List<String> firsts =
        grouped(sales)
            .flatMapGroups(
                (key, rows) ->
                    key.decade() == null
                        ? java.util.Collections.emptyIterator()
                        : List.of(key.shop() + rows.next().year() / 10 * 10).iterator(),
                String.class)
            .collect();
    assertThat(new TreeSet<>(firsts)).hasSize(firsts.size()).hasSize(12);
    assertThatThrownBy(
            () ->
                grouped(sales)
                    .mapGroups(
                        (key, rows) -> {
                          while (true) {
                            rows.next();
                          }
                        },
                        String.class)
                    .collect())
        .hasMessageContaining("the function mapGroups failed in row")
        .hasMessageContaining("there are no more rows");
  }

  record Sums(long total, long rows) {}

  /** The average amount. */
  private static final class Average extends Aggregator<Sale, Sums, Double> {
    @Override
    public Sums zero() {
      return new Sums(0, 0);
    }

    @Override
    public Sums reduce(Sums buffer, Sale sale) {
      return new Sums(buffer.total() + sale.amount(), buffer.rows() + 1);
    }

    @Override
    public Sums merge(Sums first, Sums second) {
      return new Sums(first.total() + second.total(), first.rows() + second.rows());
    }

    @Override
    public Double finish(Sums buffer) {
      return (double) buffer.total() / buffer.rows();
    }

    @Override
    public Encoder<Sums> bufferEncoder() {
      return Encoder.of(Sums.class);
    }

    @Override
    public Encoder<Double> outputEncoder() {
      return Encoder.of(Double.class);
    }
  }

  @Test
  void aggregatorsMergeWhatTasksHaveOfAGroup() {
    List<Sale> sales = sales();
    assertThat(grouped(sales).agg(new Average()).collect())
        .containsExactlyInAnyOrderElementsOf(
            expected(sales).values().stream()
                .map(s -> new Tuple2<>(s.key(), (double) s.total() / s.rows()))
                .toList());
    // More groups than a task holds at a time, each of which comes from every task.
    Dataset<Sale> many =
        session
            .range(0, 40_000, 1, 4)
            .as(Long.class)
            .map(n -> new Sale("shop" + n % 10_000, 0, n / 10_000), Sale.class);
    List<Tuple2<String, Double>> averages =
        many.groupByKey(Sale::shop, String.class).agg(new Average()).collect();
    assertThat(averages).hasSize(10_000).allMatch(pair -> pair._2() == 1.5);
    assertThat(many.groupByKey(Sale::shop, String.class).agg(new Average()).filter("false").count())
        .isZero();
  }

  record Customer(long id, String name) {}

  record Order(long id, Long customer) {}

  @Test
  void objectsAreJoinedAsPairs() {
    Dataset<Customer> customers =
        session.createDataset(
            List.of(new Customer(1, "ann"), new Customer(2, "bob")), Customer.class);
    Dataset<Order> orders =
        session.createDataset(
            List.of(new Order(1, 2L), new Order(2, 2L), new Order(3, 7L), new Order(4, null)),
            Order.class);
    Column same = orders.col("customer").equalTo(customers.col("id"));
    assertThat(orders.joinWith(customers, same).collect())
        .extracting(pair -> pair._1().id() + pair._2().name())
        .containsExactlyInAnyOrder("1bob", "2bob");
    List<Tuple2<Order, Customer>> all =
        new ArrayList<>(orders.joinWith(customers, same, "full").collect());
    all.sort(Comparator.comparing(pair -> pair._1() == null ? 9 : pair._1().id()));
    assertThat(all)
        .containsExactly(
            new Tuple2<>(new Order(1, 2L), new Customer(2, "bob")),
            new Tuple2<>(new Order(2, 2L), new Customer(2, "bob")),
            new Tuple2<>(new Order(3, 7L), null),
            new Tuple2<>(new Order(4, null), null),
            new Tuple2<>(null, new Customer(1, "ann")));
    assertThatThrownBy(() -> orders.joinWith(customers, same, "semi"))
        .hasMessageContaining("joinWith() gives pairs");
    Dataset<Long> ids = session.range(3).as(Long.class);
    assertThat(
            ids.alias("a")
                .joinWith(ids.alias("b"), col("a.id").equalTo(col("b.id").plus(1)))
                .collect())
        .containsExactlyInAnyOrder(new Tuple2<>(1L, 0L), new Tuple2<>(2L, 1L));
  }

  private static String text(Iterator<?> values) {
    List<String> texts = new ArrayList<>();
    values.forEachRemaining(value -> texts.add(String.valueOf(value)));
    return String.join(",", texts);
  }

  private static KeyValueGroupedDataset<Integer, Long> byRemainder(long rows, int divisor) {
    return session.range(rows).as(Long.class).groupByKey(id -> (int) (id % divisor), Integer.class);
  }

  @Test
  void valuesOfGroupsAreMapped() {
    assertThat(
            byRemainder(10, 3)
                .mapValues(id -> id * 10, Long.class)
                .reduceGroups(Long::sum)
                .collect())
        .containsExactlyInAnyOrder(
            new Tuple2<>(0, 180L), new Tuple2<>(1, 120L), new Tuple2<>(2, 150L));
    assertThat(
            byRemainder(4, 2)
                .mapValues(id -> new Sale("s" + id, 1, id), Sale.class)
                .mapGroups((key, sales) -> key + ":" + sales.next().shop().charAt(0), String.class)
                .collect())
        .containsExactlyInAnyOrder("0:s", "1:s");
    assertThat(byRemainder(4, 2).mapValues(id -> "x", String.class).keys().collect())
        .containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void sortedGroupsComeInOrder() {
    List<Sale> sales = sales();
    Dataset<String> ordered =
        session
            .createDataset(sales, Sale.class)
            .repartition(5)
            .groupByKey(GroupedDatasetTest::keyOf, Key.class)
            .flatMapSortedGroups(
                new Column[] {col("amount").mod(7).desc(), col("year"), col("amount")},
                (key, rows) -> {
                  Sale last = null;
                  int count = 0;
                  while (rows.hasNext()) {
                    Sale sale = rows.next();
                    if (last != null && ORDER.compare(last, sale) > 0) {
                      return List.of(last + " before " + sale).iterator();
                    }
                    last = sale;
                    count++;
                  }
                  return List.of("in order: " + count).iterator();
                },
                String.class);
    assertThat(ordered.collect())
        .containsExactlyInAnyOrderElementsOf(
            expected(sales).values().stream().map(s -> "in order: " + s.rows()).toList());
    assertThatThrownBy(
            () ->
                byRemainder(3, 2)
                    .flatMapSortedGroups(
                        new Column[0], (key, ids) -> List.of(key).iterator(), Integer.class))
        .hasMessageContaining("at least one column");
    assertThatThrownBy(
            () ->
                byRemainder(3, 2)
                    .flatMapSortedGroups(
                        new Column[] {col("nope")},
                        (key, ids) -> List.of(key).iterator(),
                        Integer.class))
        .hasMessageContaining("column nope not found");
  }

  private static final Comparator<Sale> ORDER =
      Comparator.comparing((Sale sale) -> -(sale.amount() % 7))
          .thenComparing(Sale::year)
          .thenComparing(Sale::amount);

  @Test
  void groupsOfTwoSidesComeTogether() {
    KeyValueGroupedDataset<Integer, String> right =
        session
            .createDataset(List.of("b", "bb", "dddd", "bbb"), String.class)
            .groupByKey(String::length, Integer.class);
    KeyValueGroupedDataset<Integer, Long> left = byRemainder(8, 3);
    assertThat(
            left.cogroup(
                    right,
                    (key, ids, texts) ->
                        List.of(key + ":" + count(ids) + "/" + text(texts)).iterator(),
                    String.class)
                .collect())
        .containsExactlyInAnyOrder("0:3/", "1:3/b", "2:2/bb", "3:0/bbb", "4:0/dddd");
    assertThat(
            left.cogroup(
                    right,
                    (key, ids, texts) ->
                        List.of(key + ":" + text(texts) + "/" + count(ids)).iterator(),
                    String.class)
                .collect())
        .as("the right side first")
        .containsExactlyInAnyOrder("0:/3", "1:b/3", "2:bb/2", "3:bbb/0", "4:dddd/0");
  }

  private static int count(Iterator<?> values) {
    int count = 0;
    for (; values.hasNext(); values.next()) {
      count++;
    }
    return count;
  }

  @Test
  void bothSidesMayBeRecordsRowsAndNull() {
    Dataset<Sale> sales =
        session.createDataset(
            List.of(new Sale("a", 1, 10), new Sale(null, 2, 20), new Sale("a", 3, 30)), Sale.class);
    DataFrame shops =
        session.sql("SELECT * FROM (VALUES ('a', 'Bern'), (NULL, '?')) AS t(shop, city)");
    Dataset<String> joined =
        sales
            .groupByKey(Sale::shop, String.class)
            .cogroup(
                shops.groupByKey(row -> row.getString("shop"), String.class),
                (shop, ofShop, rows) -> {
                  String city = rows.next().getString("city");
                  long total = 0;
                  while (ofShop.hasNext()) {
                    total += ofShop.next().amount();
                  }
                  return List.of(shop + " in " + city + ": " + total).iterator();
                },
                String.class);
    assertThat(joined.collect()).containsExactlyInAnyOrder("a in Bern: 40", "null in ?: 20");
  }

  @Test
  void severalAggregatorsMakeOneRowOfAGroup() {
    KeyValueGroupedDataset<Integer, Long> groups = byRemainder(6, 2);
    TypedColumn<Long, Long> sum = new Sum().toColumn();
    assertThat(groups.agg(sum, sum.name("again")).collect())
        .containsExactlyInAnyOrder(new Tuple3<>(0, 6L, 6L), new Tuple3<>(1, 9L, 9L));
    assertThat(groups.agg(sum, sum, sum).collect()).contains(new Tuple4<>(1, 9L, 9L, 9L));
    Dataset<Long> all = session.range(6).as(Long.class).select(sum.as("all"));
    assertThat(all.columns()).containsExactly("all");
    assertThat(all.collect()).containsExactly(15L);
  }

  static class Sum extends Aggregator<Long, Long, Long> {
    @Override
    public Long zero() {
      return 0L;
    }

    @Override
    public Long reduce(Long buffer, Long value) {
      return buffer + value;
    }

    @Override
    public Long merge(Long first, Long second) {
      return first + second;
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
}
