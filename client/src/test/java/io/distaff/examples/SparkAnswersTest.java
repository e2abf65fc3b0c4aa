package io.distaff.examples;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.api.Column;
import io.distaff.api.Dataset;
import io.distaff.api.KeyValueGroupedDataset;
import io.distaff.api.Session;
import io.distaff.api.Window;
import io.distaff.api.WindowSpec;
import io.distaff.function.Aggregator;
import io.distaff.function.CoGroupFunction;
import io.distaff.function.Encoder;
import io.distaff.function.Encoders;
import io.distaff.function.FlatMapGroupsFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.ReduceFunction;
import io.distaff.function.Tuple2;
import io.distaff.function.Tuple3;
import io.distaff.row.Row;
import io.distaff.row.RowFactory;
import io.distaff.scheduler.commit.SaveMode;
import io.distaff.types.DataTypes;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Metadata;
import io.distaff.types.Schema;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that were written for Spark 3.5 and run there: with other imports they compile, and their
 * answers are those that Spark gave.
 */
class SparkAnswersTest {
  @TempDir static Path directory;
  private static Session spark;

  @BeforeAll
  static void open() {
    spark = Session.builder().appName("answers").master("local[2]").getOrCreate();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private static String rows(Dataset<?> dataset) {
    List<String> texts = new ArrayList<>();
    for (Row row : dataset.toDF().collectAsList()) {
      texts.add(row.mkString(","));
    }
    return String.join(" ", texts);
  }

  private static List<String> sorted(Dataset<?> dataset) {
    List<String> texts = new ArrayList<>();
    for (Row row : dataset.toDF().collectAsList()) {
      texts.add(row.mkString(","));
    }
    Collections.sort(texts);
    return texts;
  }

  // Orders: raw text to clean Parquet by day.

  @Test
  void ordersAreCleanedAndChangedDaysOverwritten() throws IOException {
    Files.createDirectories(directory.resolve("raw"));
    Files.write(
        directory.resolve("raw/orders-1.csv"),
        Arrays.asList(
            "order_id,customer,ordered_at,amount,currency",
            "1,ann,2024-03-01 10:00:00,12.50,EUR",
            "2, bob ,2024-03-01 11:30:00,99.99,usd",
            "3,,2024-03-02 09:15:00,5.00,EUR",
            "4,cid,2024-03-02 23:59:59,abc,EUR",
            "1,ann,2024-03-01 10:00:00,12.50,EUR",
            "5,dan,not a time,1.00,CHF"));
    Files.write(
        directory.resolve("raw/rates.json"),
        Arrays.asList(
            "{\"code\":\"EUR\",\"rate\":1.0,\"meta\":{\"country\":\"EU\"}}",
            "{\"code\":\"USD\",\"rate\":0.9,\"meta\":{\"country\":\"US\"}}"));
    Schema schema =
        new Schema()
            .add("order_id", DataTypes.LongType, false)
            .add("customer", DataTypes.StringType)
            .add("ordered_at", DataTypes.StringType)
            .add("amount", new DecimalType(12, 2))
            .add("currency", DataTypes.StringType, true, Metadata.empty())
            .add("_corrupt_record", DataTypes.StringType);
    Dataset<Row> raw =
        spark
            .read()
            .format("csv")
            .schema(schema)
            .option("header", "true")
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", "_corrupt_record")
            .option("ignoreLeadingWhiteSpace", true)
            .option("ignoreTrailingWhiteSpace", true)
            .load(directory + "/raw/orders-*.csv");
    assertThat(raw.filter(col("_corrupt_record").isNotNull()).count()).isEqualTo(1);
    Dataset<Row> clean =
        raw.filter(col("_corrupt_record").isNull())
            .drop("_corrupt_record")
            .dropDuplicates(new String[] {"order_id"})
            .withColumn("customer", coalesce(trim(col("customer")), lit("unknown")))
            .withColumn("currency", upper(col("currency")))
            .withColumn("ts", try_to_timestamp(col("ordered_at"), lit("yyyy-MM-dd HH:mm:ss")))
            .na()
            .drop(new String[] {"ts"})
            .withColumn("day", to_date(col("ts")))
            .withColumn("month", date_format(col("ts"), "yyyy-MM"))
            .drop("ordered_at");
    Dataset<Row> rates = spark.read().json(directory + "/raw/rates.json");
    Dataset<Row> converted =
        clean
            .join(broadcast(rates), clean.col("currency").equalTo(rates.col("code")), "left")
            .withColumn("eur", round(col("amount").multiply(coalesce(col("rate"), lit(1.0))), 2))
            .withColumn("country", col("meta.country"))
            .drop("code", "rate", "meta");
    String out = directory + "/clean";
    converted
        .repartition(col("day"))
        .sortWithinPartitions("order_id")
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy("day")
        .option("compression", "snappy")
        .parquet(out);
    converted
        .filter(col("day").equalTo(lit("2024-03-02").cast("date")))
        .withColumn("eur", col("eur").plus(1))
        .coalesce(1)
        .write()
        .mode("overwrite")
        .option("partitionOverwriteMode", "dynamic")
        .partitionBy("day")
        .option("path", out)
        .save();
    Dataset<Row> back = spark.read().parquet(out);
    assertThat(rows(back.select("order_id", "eur").orderBy(col("day").desc(), col("order_id"))))
        .isEqualTo("3,6.0 1,12.5 2,89.99");
    assertThat(
            rows(back.select("customer", "country").filter(col("order_id").gt(1)).sort("customer")))
        .isEqualTo("bob,US unknown,EU");
    assertThat(back.schema().apply("amount").dataType().simpleString()).isEqualTo("decimal(12,2)");
    assertThat(
            rows(
                back.groupBy("month", "currency")
                    .agg(sum("amount").as("amount"), count(lit(1)).as("n"))
                    .orderBy("month", "currency")))
        .isEqualTo("2024-03,EUR,17.50,2 2024-03,USD,99.99,1");
  }

  // Sessions of clicks.

  @Test
  void clicksBecomeSessions() {
    Dataset<Row> clicks =
        spark.createDataFrame(
            Arrays.asList(
                RowFactory.create("ann", 36000L, "/home"),
                RowFactory.create("ann", 36300L, "/cart?id=7"),
                RowFactory.create("ann", 39900L, "/home"),
                RowFactory.create("bob", 36060L, "/pay?id=9"),
                RowFactory.create("bob", 122460L, null)),
            new Schema().add("user", "string").add("at", "bigint").add("url", "string"));
    WindowSpec byUser = Window.partitionBy("user").orderBy("at");
    Dataset<Row> sessions =
        clicks
            .withColumn("path", split(col("url"), "\\?").getItem(0))
            .withColumn("gap", col("at").minus(lag("at", 1).over(byUser)))
            .withColumn("new", when(col("gap").isNull().or(col("gap").gt(1800)), 1).otherwise(0))
            .withColumn(
                "session",
                sum("new")
                    .over(byUser.rowsBetween(Window.unboundedPreceding(), Window.currentRow())))
            .groupBy(
                concat_ws("-", col("user"), col("session").cast("string")).as("id"), col("user"))
            .agg(
                min("at").alias("from"),
                count("*").alias("clicks"),
                countDistinct("path").alias("paths"),
                collect_list("path").alias("all"))
            .withColumn(
                "rank",
                dense_rank()
                    .over(Window.partitionBy("user").orderBy(col("clicks").desc(), col("from"))))
            .withColumn("moving", avg("clicks").over(Window.orderBy("from").rowsBetween(-1, 1)));
    assertThat(rows(sessions.select("id", "paths", "all", "rank", "moving").orderBy("from")))
        .isEqualTo(
            "ann-1,2,[/home, /cart],1,1.5 bob-1,1,[/pay],1,1.3333333333333333"
                + " ann-2,1,[/home],2,1.0 bob-2,0,[],2,1.0");
  }

  // Purchases as beans.

  /** A bean. */
  public static class Purchase implements Serializable {
    private String customer;
    private String item;
    private double price;
    private List<String> tags;
    private Map<String, Integer> scores;
    private int[] sizes;

    public Purchase() {}

    Purchase(String customer, String item, int quantity, double price) {
      this.customer = customer;
      this.item = item;
      this.price = price;
      this.tags = Arrays.asList(item, "t" + quantity);
      this.scores = Collections.singletonMap(item, quantity);
      this.sizes = new int[] {quantity, 2};
    }

    public String getCustomer() {
      return customer;
    }

    public void setCustomer(String customer) {
      this.customer = customer;
    }

    public String getItem() {
      return item;
    }

    public void setItem(String item) {
      this.item = item;
    }

    public double getPrice() {
      return price;
    }

    public void setPrice(double price) {
      this.price = price;
    }

    public List<String> getTags() {
      return tags;
    }

    public void setTags(List<String> tags) {
      this.tags = tags;
    }

    public Map<String, Integer> getScores() {
      return scores;
    }

    public void setScores(Map<String, Integer> scores) {
      this.scores = scores;
    }

    public int[] getSizes() {
      return sizes;
    }

    public void setSizes(int[] sizes) {
      this.sizes = sizes;
    }
  }

  /** What was spent. */
  public static class Spend extends Aggregator<Purchase, Double, Double> {
    @Override
    public Double zero() {
      return 0.0;
    }

    @Override
    public Double reduce(Double sum, Purchase purchase) {
      return sum + purchase.getPrice() * purchase.getSizes()[0];
    }

    @Override
    public Double merge(Double first, Double second) {
      return first + second;
    }

    @Override
    public Double finish(Double sum) {
      return sum;
    }

    @Override
    public Encoder<Double> bufferEncoder() {
      return Encoders.DOUBLE();
    }

    @Override
    public Encoder<Double> outputEncoder() {
      return Encoders.DOUBLE();
    }
  }

  @Test
  void purchasesAreGroupedJoinedAndReduced() {
    Dataset<Purchase> purchases =
        spark.createDataset(
            Arrays.asList(
                new Purchase("ann", "pen", 3, 1.5),
                new Purchase("ann", "ink", 1, 7.0),
                new Purchase("bob", "pen", 10, 1.25),
                new Purchase("cid", "cap", 2, 20.0)),
            Encoders.bean(Purchase.class));
    KeyValueGroupedDataset<String, Purchase> grouped =
        purchases.groupByKey(
            (MapFunction<Purchase, String>) Purchase::getCustomer, Encoders.STRING());
    assertThat(sorted(grouped.agg(new Spend().toColumn().name("spend"))))
        .containsExactly("ann,11.5", "bob,12.5", "cid,40.0");
    assertThat(
            sorted(
                grouped
                    .mapValues(
                        (MapFunction<Purchase, Double>) Purchase::getPrice, Encoders.DOUBLE())
                    .reduceGroups((ReduceFunction<Double>) Double::sum)))
        .containsExactly("ann,8.5", "bob,1.25", "cid,20.0");
    assertThat(
            sorted(
                grouped.flatMapSortedGroups(
                    new Column[] {col("price").desc()},
                    (FlatMapGroupsFunction<String, Purchase, String>)
                        (customer, group) -> {
                          StringBuilder line = new StringBuilder(customer);
                          while (group.hasNext()) {
                            Purchase next = group.next();
                            line.append(' ').append(next.getTags()).append(next.getScores());
                          }
                          return Collections.singletonList(line.toString()).iterator();
                        },
                    Encoders.STRING())))
        .containsExactly(
            "ann [ink, t1]{ink=1} [pen, t3]{pen=3}",
            "bob [pen, t10]{pen=10}",
            "cid [cap, t2]{cap=2}");
    Dataset<Row> cities =
        spark.createDataFrame(
            Arrays.asList(RowFactory.create("ann", "Bern"), RowFactory.create("eve", "Oslo")),
            new Schema().add("name", "string").add("city", "string"));
    assertThat(
            sorted(
                grouped.cogroup(
                    cities.groupByKey(
                        (MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING()),
                    (CoGroupFunction<String, Purchase, Row, String>)
                        (key, bought, rows) -> {
                          int count = 0;
                          for (; bought.hasNext(); bought.next()) {
                            count++;
                          }
                          String city = rows.hasNext() ? rows.next().getAs("city") : "?";
                          return Collections.singletonList(key + count + city).iterator();
                        },
                    Encoders.STRING())))
        .containsExactly("ann2Bern", "bob1?", "cid1?", "eve0Oslo");
    assertThat(
            sorted(
                purchases
                    .joinWith(
                        cities, purchases.col("customer").equalTo(cities.col("name")), "left_outer")
                    .map(
                        (MapFunction<Tuple2<Purchase, Row>, String>)
                            pair ->
                                pair._1().getItem()
                                    + "@"
                                    + (pair._2() == null ? "-" : pair._2().getString(1)),
                        Encoders.STRING())))
        .containsExactly("cap@-", "ink@Bern", "pen@-", "pen@Bern");
    assertThat(
            sorted(
                purchases.map(
                    (MapFunction<Purchase, Tuple3<String, Integer, Double>>)
                        p -> new Tuple3<>(p.getItem(), p.getSizes()[0], p.getPrice()),
                    Encoders.tuple(Encoders.STRING(), Encoders.INT(), Encoders.DOUBLE()))))
        .containsExactly("cap,2,20.0", "ink,1,7.0", "pen,10,1.25", "pen,3,1.5");
    assertThat(rows(purchases.select(new Spend().toColumn().name("all")))).isEqualTo("64.0");
  }

  // What is in a table.

  @Test
  void theQualityOfATableIsReported() {
    Dataset<Row> table =
        spark
            .range(0, 1000, 1, 4)
            .toDF("id")
            .withColumn(
                "price",
                when(col("id").mod(10).equalTo(0), lit(null)).otherwise(col("id").multiply(1.5)))
            .withColumn(
                "kind",
                when(col("id").mod(3).equalTo(0), "a")
                    .when(col("id").mod(3).equalTo(1), "b")
                    .otherwise(lit(null)))
            .withColumn(
                "day",
                date_add(
                    lit("2024-01-01").cast(DataTypes.DateType), col("id").mod(28).cast("int")));
    List<Column> nulls = new ArrayList<>();
    for (String name : table.columns()) {
      nulls.add(sum(when(col(name).isNull(), 1).otherwise(0)).alias(name + "_nulls"));
    }
    assertThat(rows(table.agg(nulls.get(0), nulls.subList(1, 4).toArray(new Column[0]))))
        .isEqualTo("0,100,333,0");
    assertThat(rows(table.summary("count", "min", "max").select("id", "price", "kind")))
        .isEqualTo("1000,900,667 0,1.5,a 999,1498.5,b");
    assertThat(table.na().drop("any").count()).isEqualTo(600);
    assertThat(table.na().drop("all", new String[] {"price", "kind"}).count()).isEqualTo(967);
    Map<String, Object> fill = new HashMap<>();
    fill.put("price", 0.0);
    fill.put("kind", "?");
    Dataset<Row> filled =
        table.na().fill(fill).na().replace("kind", Collections.singletonMap("?", "none"));
    assertThat(
            rows(
                filled
                    .groupBy("kind")
                    .pivot(date_format(col("day"), "dd"), Arrays.<Object>asList("01", "02"))
                    .agg(count("*"), round(avg("price"), 1).as("avg"))
                    .orderBy("kind")))
        .isEqualTo("a,12,535.5,12,778.5 b,12,612.5,12,694.5 none,12,567.0,12,736.5");
    assertThat(
            rows(
                filled
                    .cube("kind", "day")
                    .agg(count("id").as("n"), grouping_id().as("g"))
                    .filter("g > 0")
                    .groupBy("g")
                    .agg(sum("n"), count("*"))
                    .orderBy("g")))
        .isEqualTo("1,1000,3 2,1000,28 3,1000,1");
    Dataset<Row> other =
        filled
            .filter(col("id").lt(990))
            .withColumn("price", when(col("id").equalTo(5), 99).otherwise(col("price")));
    assertThat(filled.except(other).count()).isEqualTo(11);
    assertThat(
            rows(
                filled
                    .join(other.withColumnRenamed("price", "p2"), "id")
                    .filter(not(col("price").eqNullSafe(col("p2"))))
                    .select(filled.col("id"), col("price"), col("p2"))))
        .isEqualTo("5,7.5,99.0");
  }

  // Features of nested events.

  @Test
  void featuresAreMadeOfNestedEvents() {
    Schema event =
        new Schema()
            .add("name", "string")
            .add("weight", DataTypes.DoubleType)
            .add("props", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));
    Schema schema =
        new Schema(
            new Field[] {
              new Field("user", DataTypes.LongType, false, Metadata.empty()),
              new Field("events", DataTypes.createArrayType(event, true), true, Metadata.empty()),
              new Field("json", DataTypes.StringType, true, Metadata.empty())
            });
    Dataset<Row> users =
        spark.createDataFrame(
            Arrays.asList(
                RowFactory.create(
                    1L,
                    Arrays.asList(
                        RowFactory.create("view", 1.0, Collections.singletonMap("k", "v")),
                        RowFactory.create("buy", 2.5, null)),
                    "{\"age\": 31, \"langs\": [\"en\", \"de\"], \"geo\": {\"lat\": 1.5}}"),
                RowFactory.create(2L, Collections.emptyList(), "{\"age\": null, \"langs\": []}"),
                RowFactory.create(3L, null, "broken")),
            schema);
    assertThat(
            rows(
                users
                    .select(col("user"), explode_outer(col("events")).as("e"))
                    .select(col("user"), col("e.*"))
                    .orderBy("user", "name")))
        .isEqualTo("1,buy,2.5,null 1,view,1.0,{k=v} 2,null,null,null 3,null,null,null");
    Schema parsed = Schema.fromDDL("age INT, langs ARRAY<STRING>, geo STRUCT<lat: DOUBLE>");
    Dataset<Row> features =
        users
            .withColumn("j", from_json(col("json"), parsed))
            .withColumn("weights", transform(col("events"), e -> e.getField("weight")))
            .withColumn("total", aggregate(col("weights"), lit(0.0), (sum, x) -> sum.plus(x)))
            .withColumn("any", exists(col("weights"), x -> x.gt(2)))
            .withColumn("names", array_join(array_sort(col("events.name")), ","))
            .withColumn("m", map_from_arrays(col("events.name"), col("weights")))
            .withColumn("m2", transform_values(col("m"), (k, v) -> v.multiply(2)))
            .withColumn("zip", arrays_zip(col("events.name"), col("weights")))
            .withColumn("out", to_json(struct(col("user").as("id"), col("total"))));
    assertThat(rows(features.select("total", "any", "names", "m2", "zip", "out").orderBy("user")))
        .isEqualTo(
            "3.5,true,buy,view,{view=2.0, buy=5.0},[[view, 1.0], [buy,"
                + " 2.5]],{\"id\":1,\"total\":3.5} 0.0,false,,{},[],{\"id\":2,\"total\":0.0}"
                + " null,null,null,null,null,{\"id\":3}");
    Dataset<Row> vectors =
        features.select(
            col("user"),
            array(col("total"), col("j.age").cast("double"), when(col("any"), 1.0).otherwise(0.0))
                .as("features"));
    assertThat(
            rows(
                vectors
                    .select(element_at(col("features"), 2), col("features").apply(2))
                    .orderBy("user")))
        .isEqualTo("31.0,1.0 null,0.0 null,0.0");
    assertThat(
            rows(
                users
                    .select(col("user"), explode(col("events")).as("e"))
                    .groupBy("user")
                    .pivot("e.name", Arrays.asList("view", "buy"))
                    .agg(sum("e.weight"))))
        .isEqualTo("1,1.0,2.5");
    assertThat(
            rows(
                users.select(overlay(lit("abcdef"), lit("X"), lit(2)), hash(col("user"))).limit(1)))
        .isEqualTo("aXcdef,-1712319331");
  }
}
