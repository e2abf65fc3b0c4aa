package io.distaff.examples;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.api.Dataset;
import io.distaff.api.Session;
import io.distaff.api.Window;
import io.distaff.api.WindowSpec;
import io.distaff.function.Accumulator;
import io.distaff.function.Aggregator;
import io.distaff.function.Encoder;
import io.distaff.function.Encoders;
import io.distaff.function.FilterFunction;
import io.distaff.function.FlatMapFunction;
import io.distaff.function.ForeachPartitionFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.MapGroupsFunction;
import io.distaff.function.MapPartitionsFunction;
import io.distaff.function.ReduceFunction;
import io.distaff.function.Tuple2;
import io.distaff.function.UDF1;
import io.distaff.plan.StorageLevel;
import io.distaff.row.Row;
import io.distaff.row.RowFactory;
import io.distaff.scheduler.commit.SaveMode;
import io.distaff.types.DataTypes;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs in the manner of Spark's Java API, statement by statement: {@code Dataset<Row>}, casts
 * of lambdas, encoders. What compiles here compiles in a job whose imports were changed, and the
 * names Session (SparkSession), Schema (StructType) and Field (StructField).
 */
class PortedProgramsTest {
  @TempDir static Path directory;
  private static Session spark;

  @BeforeAll
  static void open() {
    spark =
        Session.builder()
            .appName("ported programs")
            .master("local[2]")
            .config("distaff.sql.partitionOverwriteMode", "static")
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private static Dataset<Row> events() {
    Schema schema =
        DataTypes.createStructType(
            new Field[] {
              DataTypes.createStructField("user", DataTypes.StringType, false),
              DataTypes.createStructField("at", DataTypes.LongType, false),
              DataTypes.createStructField("page", DataTypes.StringType, true)
            });
    List<Row> rows =
        Arrays.asList(
            RowFactory.create("ann", 0L, "home"),
            RowFactory.create("ann", 100L, "cart"),
            RowFactory.create("ann", 5000L, "home"),
            RowFactory.create("bob", 50L, null),
            RowFactory.create("bob", 60L, "cart"));
    return spark.createDataFrame(rows, schema);
  }

  @Test
  void wordCount() throws IOException {
    Path file = Files.writeString(directory.resolve("words.txt"), "to be or\n\nnot to be\n");
    Dataset<String> lines = spark.read().textFile(file.toString());
    Dataset<String> words =
        lines
            .flatMap(
                (FlatMapFunction<String, String>) line -> Arrays.asList(line.split(" ")).iterator(),
                Encoders.STRING())
            .filter((FilterFunction<String>) word -> !word.isEmpty());
    Dataset<Row> counts = words.groupBy("value").count().orderBy(col("count").desc(), col("value"));
    assertThat(counts.collectAsList().toString())
        .isEqualTo("[[be, 2], [to, 2], [not, 1], [or, 1]]");
    Dataset<Tuple2<String, Long>> typed =
        words.groupByKey((MapFunction<String, String>) word -> word, Encoders.STRING()).count();
    assertThat(typed.collectAsList()).contains(new Tuple2<>("to", 2L)).hasSize(4);
  }

  @Test
  void sessionsOfEvents() {
    WindowSpec byUser = Window.partitionBy("user").orderBy("at");
    Dataset<Row> sessions =
        events()
            .withColumn("gap", col("at").minus(lag("at", 1).over(byUser)))
            .withColumn("starts", when(col("gap").isNull().or(col("gap").gt(1800)), 1).otherwise(0))
            .withColumn(
                "session",
                sum("starts")
                    .over(byUser.rowsBetween(Window.unboundedPreceding, Window.currentRow)))
            .groupBy(col("user"), col("session"))
            .agg(count(lit(1)).alias("events"), max("at").minus(min("at")).alias("seconds"))
            .sort("user", "session");
    List<String> found = new ArrayList<>();
    for (Row row : sessions.collectAsList()) {
      found.add(
          row.getString(0)
              + row.getLong(1)
              + ":"
              + row.<Long>getAs("events")
              + "/"
              + row.getAs("seconds"));
    }
    assertThat(found).containsExactly("ann1:2/100", "ann2:1/0", "bob1:2/10");
  }

  @Test
  void latestRowOfEach() {
    Dataset<Row> latest =
        events()
            .withColumn(
                "n", row_number().over(Window.partitionBy(col("user")).orderBy(col("at").desc())))
            .where(col("n").equalTo(1))
            .drop("n");
    assertThat(latest.orderBy("user").collectAsList().toString())
        .isEqualTo("[[ann, 5000, home], [bob, 60, cart]]");
    assertThat(events().dropDuplicates(new String[] {"user", "page"}).count()).isEqualTo(4);
  }

  @Test
  void joinWithHintAndFill() {
    Dataset<Row> names =
        spark.createDataFrame(
            Collections.singletonList(RowFactory.create("home", "Start")),
            new Schema().add("page", DataTypes.StringType).add("title", "string"));
    Dataset<Row> events = events();
    Dataset<Row> joined =
        events
            .join(broadcast(names), events.col("page").equalTo(names.col("page")), "left_outer")
            .select(events.col("user"), names.col("title"))
            .na()
            .fill(Collections.singletonMap("title", "?"));
    assertThat(joined.groupBy("title").count().orderBy("title").collectAsList().toString())
        .isEqualTo("[[?, 3], [Start, 2]]");
    assertThat(events.join(names, "page").count()).isEqualTo(2);
    assertThat(events.join(names, "page", "left_anti").collectAsList()).hasSize(3);
  }

  @Test
  void pivotReport() {
    Dataset<Row> report =
        events()
            .na()
            .fill("none", new String[] {"page"})
            .groupBy("user")
            .pivot("page")
            .agg(count("*"))
            .orderBy("user");
    assertThat(report.columns()).containsExactly("user", "cart", "home", "none");
    Row bob = report.collectAsList().get(1);
    assertThat(bob.<Long>getAs("home")).isEqualTo(0);
    assertThat(bob.<Long>getAs("none")).isEqualTo(1);
  }

  @Test
  void functionOfTheProgramInSql() {
    spark
        .udf()
        .register("shout", (UDF1<String, String>) text -> text.concat("!"), DataTypes.StringType);
    events().createOrReplaceTempView("events");
    Dataset<Row> shouted = spark.sql("SELECT DISTINCT shout(user) AS u FROM events ORDER BY u");
    assertThat(shouted.as(Encoders.STRING()).collectAsList()).containsExactly("ann!", "bob!");
    assertThat(events().select(callUDF("shout", col("user"))).first().getString(0)).endsWith("!");
  }

  /** A bean. */
  public static class Average implements Serializable {
    private long sum;
    private long count;

    public Average() {}

    public long getSum() {
      return sum;
    }

    public void setSum(long sum) {
      this.sum = sum;
    }

    public long getCount() {
      return count;
    }

    public void setCount(long count) {
      this.count = count;
    }
  }

  /** Another. */
  public static class Event implements Serializable {
    private String user;
    private long at;

    public String getUser() {
      return user;
    }

    public void setUser(String user) {
      this.user = user;
    }

    public long getAt() {
      return at;
    }

    public void setAt(long at) {
      this.at = at;
    }
  }

  /** An aggregator as Spark has it. */
  public static class MeanTime extends Aggregator<Event, Average, Double> {
    @Override
    public Average zero() {
      return new Average();
    }

    @Override
    public Average reduce(Average buffer, Event event) {
      buffer.setSum(buffer.getSum() + event.getAt());
      buffer.setCount(buffer.getCount() + 1);
      return buffer;
    }

    @Override
    public Average merge(Average first, Average second) {
      first.setSum(first.getSum() + second.getSum());
      first.setCount(first.getCount() + second.getCount());
      return first;
    }

    @Override
    public Double finish(Average buffer) {
      return (double) buffer.getSum() / buffer.getCount();
    }

    @Override
    public Encoder<Average> bufferEncoder() {
      return Encoders.bean(Average.class);
    }

    @Override
    public Encoder<Double> outputEncoder() {
      return Encoders.DOUBLE();
    }
  }

  @Test
  void beansAndTypedAggregates() {
    Encoder<Event> encoder = Encoders.bean(Event.class);
    Dataset<Event> events = events().as(encoder);
    Dataset<Tuple2<String, Double>> means =
        events
            .groupByKey((MapFunction<Event, String>) Event::getUser, Encoders.STRING())
            .agg(new MeanTime());
    assertThat(means.collectAsList())
        .containsExactlyInAnyOrder(new Tuple2<>("ann", 1700.0), new Tuple2<>("bob", 55.0));
    spark.udf().register("mean_time", udaf(new MeanTime(), Encoders.bean(Event.class)));
    Dataset<String> lines =
        events
            .groupByKey((MapFunction<Event, String>) Event::getUser, Encoders.STRING())
            .mapGroups(
                (MapGroupsFunction<String, Event, String>)
                    (user, group) -> {
                      long last = 0;
                      while (group.hasNext()) {
                        last = Math.max(last, group.next().getAt());
                      }
                      return user + " until " + last;
                    },
                Encoders.STRING());
    assertThat(lines.collectAsList()).containsExactlyInAnyOrder("ann until 5000", "bob until 60");
    assertThat(events.filter(col("at").gt(55)).select(max("at"), lit(1)).first().getLong(0))
        .isEqualTo(5000);
    assertThat(
            events
                .map((MapFunction<Event, Long>) Event::getAt, Encoders.LONG())
                .reduce((ReduceFunction<Long>) Long::sum))
        .isEqualTo(5210);
  }

  @Test
  void rowsThroughFunctions() {
    Schema schema = new Schema().add("user", "string").add("minute", "bigint");
    Dataset<Row> minutes =
        events()
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>)
                    rows -> {
                      List<Row> made = new ArrayList<>();
                      while (rows.hasNext()) {
                        Row row = rows.next();
                        made.add(
                            RowFactory.create(
                                row.getAs("user"), row.getLong(row.fieldIndex("at")) / 60));
                      }
                      return made.iterator();
                    },
                Encoders.row(schema));
    assertThat(minutes.filter("minute > 1").select("user").collectAsList().toString())
        .isEqualTo("[[ann]]");
    Dataset<Integer> lengths =
        events()
            .map(
                (MapFunction<Row, Integer>) row -> row.isNullAt(2) ? 0 : row.getString(2).length(),
                Encoders.INT());
    assertThat(lengths.collectAsList()).containsExactly(4, 4, 4, 0, 4);
    Row latest =
        events().reduce((ReduceFunction<Row>) (a, b) -> a.getLong(1) >= b.getLong(1) ? a : b);
    assertThat(latest.mkString(",")).isEqualTo("ann,5000,home");
    assertThat(
            events()
                .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
                .reduceGroups((ReduceFunction<Row>) (a, b) -> a.getLong(1) >= b.getLong(1) ? a : b)
                .map(
                    (MapFunction<Tuple2<String, Row>, Long>) pair -> pair._2().getLong(1),
                    Encoders.LONG())
                .collectAsList())
        .containsExactlyInAnyOrder(5000L, 60L);
  }

  @Test
  void badRecordsAreDropped() throws IOException {
    Path file =
        Files.writeString(directory.resolve("bad.csv"), "id,price\n1,1.5\nx,2\n3,4.0,5\n4,9\n");
    Dataset<Row> prices =
        spark
            .read()
            .format("csv")
            .option("header", true)
            .option("mode", "DROPMALFORMED")
            .schema(
                new Schema(
                    new Field[] {
                      new Field("id", DataTypes.IntegerType, true),
                      new Field("price", DataTypes.DoubleType, true)
                    }))
            .load(file.toString());
    assertThat(prices.agg(sum("price"), count("*")).first().toString()).isEqualTo("[10.5, 2]");
  }

  @Test
  void partitionsAreOverwrittenDynamically() {
    String path = directory.resolve("by_user").toString();
    events().write().partitionBy("user").mode(SaveMode.Overwrite).parquet(path);
    spark.conf().set("distaff.sql.partitionOverwriteMode", "dynamic");
    events()
        .filter("user = 'bob' AND page IS NOT NULL")
        .write()
        .partitionBy("user")
        .mode(SaveMode.Overwrite)
        .format("parquet")
        .save(path);
    spark.conf().set("distaff.sql.partitionOverwriteMode", "static");
    Dataset<Row> written = spark.read().parquet(path);
    assertThat(written.groupBy("user").count().sort("user").collectAsList().toString())
        .isEqualTo("[[ann, 3], [bob, 1]]");
  }

  @Test
  void accumulatorsInPartitions() {
    Accumulator<Long, Long> rows = spark.longAccumulator("rows");
    Accumulator<Long, Long> partitions = spark.longAccumulator("partitions");
    events()
        .repartition(3)
        .foreachPartition(
            (ForeachPartitionFunction<Row>)
                part -> {
                  partitions.add(1L);
                  while (part.hasNext()) {
                    part.next();
                    rows.add(1L);
                  }
                });
    assertThat(rows.value()).isEqualTo(5);
    assertThat(partitions.value()).isEqualTo(3);
  }

  @Test
  void windowsOfTimeAndArrays() {
    Dataset<Row> timed = events().withColumn("time", timestamp_seconds(col("at")));
    Dataset<Row> hours =
        timed
            .groupBy(window(col("time"), "1 hour"), col("user"))
            .agg(collect_list("page").as("pages"));
    Dataset<Row> pages =
        hours
            .select(col("window.start").as("from"), explode(col("pages")).as("page"))
            .orderBy("from", "page");
    assertThat(pages.count()).isEqualTo(4);
    List<String> first = hours.filter(col("user").equalTo("bob")).first().getList(2);
    assertThat(first).containsExactly("cart");
    Dataset<Row> parsed =
        spark
            .createDataset(Arrays.asList("{\"a\": 1}", "{\"a\": 2}"), Encoders.STRING())
            .toDF("json")
            .select(from_json(col("json"), new Schema().add("a", DataTypes.IntegerType)).as("j"))
            .select("j.a");
    assertThat(parsed.as(Encoders.INT()).collectAsList()).containsExactly(1, 2);
    Dataset<Row> told =
        spark
            .createDataset(Arrays.asList("{\"a\": 1}"), Encoders.STRING())
            .select(from_json(col("value"), schema_of_json(lit("{\"a\": 0}"))).getField("a"));
    assertThat(told.first().getLong(0)).isEqualTo(1);
  }

  private static Dataset<Row> onlyCarts(Dataset<Row> events) {
    return events.filter(col("page").isin("cart"));
  }

  @Test
  void stepsStatisticsAndCaches() {
    Dataset<Row> carts = events().transform(PortedProgramsTest::onlyCarts);
    carts.persist(StorageLevel.MEMORY_AND_DISK());
    assertThat(carts.count()).isEqualTo(2);
    carts.unpersist(true);
    Dataset<Row>[] parts = spark.range(100).toDF("id").randomSplit(new double[] {0.5, 0.5}, 11L);
    assertThat(parts[0].count() + parts[1].count()).isEqualTo(100);
    double[] quantiles = spark.range(101).stat().approxQuantile("id", new double[] {0.5}, 0.0);
    assertThat(quantiles[0]).isEqualTo(50.0);
    Dataset<Row> all = events().union(carts).unionByName(carts.select("page", "at", "user"));
    assertThat(all.count()).isEqualTo(9);
    Iterator<Row> iterator = all.orderBy(asc("at"), desc("user")).toLocalIterator();
    assertThat(iterator.next().getAs("user").toString()).isEqualTo("ann");
    for (Tuple2<String, String> column : all.dtypes()) {
      assertThat(column._2()).isIn("string", "bigint");
    }
    for (Field field : all.schema().fields()) {
      assertThat(field.name()).isIn((Object[]) all.schema().fieldNames());
    }
    assertThat(all.groupBy("user").agg(Collections.singletonMap("at", "max")).count()).isEqualTo(2);
    assertThat(
            all.select(countDistinct("user", "page"), approx_count_distinct("user"), mean("at"))
                .count())
        .isEqualTo(1);
    assertThat(all.withColumn("r", rand(42)).filter(col("r").between(0, 1)).count()).isEqualTo(9);
    assertThat(spark.emptyDataset(Encoders.STRING()).isEmpty()).isTrue();
  }

  @Test
  void settingsAreAskedFor() {
    assertThat(Session.active()).isSameAs(spark);
    assertThat(events().sparkSession()).isSameAs(spark);
    assertThat(spark.conf().get("distaff.sql.partitionOverwriteMode", "dynamic"))
        .isEqualTo("static");
    assertThat(spark.conf().getOption("distaff.sql.partitionOverwriteMode")).hasValue("static");
    assertThat(spark.conf().contains("distaff.sql.partitionOverwriteMode")).isTrue();
    assertThat(spark.conf().getAll())
        .containsEntry("distaff.sql.partitionOverwriteMode", "static")
        .containsEntry("distaff.app.name", "ported programs");
    assertThat(spark.conf().isModifiable("distaff.sql.partitionOverwriteMode")).isTrue();
    assertThat(spark.conf().isModifiable("distaff.executor.cores")).isFalse();
    assertThat(
            Session.builder()
                .config(Map.of("distaff.sql.partitionOverwriteMode", "static"))
                .getOrCreate())
        .isSameAs(spark);
  }

  @Test
  void modesHaveAllTheirNames() {
    String path = directory.resolve("modes").toString();
    Dataset<Row> pages = events().select("page").na().drop();
    for (String mode : List.of("errorifexists", "ErrorIfExists", "default", "error")) {
      pages.write().mode(mode).parquet(path + mode);
      assertThatThrownBy(() -> pages.write().mode(mode).parquet(path + mode))
          .hasMessageContaining("exists already");
    }
  }

  @Test
  void otherRowsOfAWindowByName() {
    WindowSpec byUser = Window.partitionBy("user").orderBy("at");
    Dataset<Row> around =
        events()
            .select(lag("page", 1, "none").over(byUser), lead("at", 1, -1L).over(byUser))
            .limit(5);
    assertThat(around.collectAsList().toString())
        .isEqualTo("[[none, 100], [home, 5000], [cart, -1], [none, 60], [null, -1]]");
    assertThat(events().agg(sumDistinct("at")).first().getLong(0)).isEqualTo(5210);
  }

  @Test
  void functionsGiveStructsAndFramesHaveNoBounds() {
    Schema members = new Schema().add("name", "string").add("length", "int");
    Dataset<Row> named =
        events()
            .select(
                udf(
                        (UDF1<String, Row>) user -> RowFactory.create(user, user.length()),
                        members.asStruct())
                    .apply(col("user"))
                    .as("u"))
            .select("u.*")
            .distinct()
            .orderBy("name");
    assertThat(named.collectAsList().toString()).isEqualTo("[[ann, 3], [bob, 3]]");
    assertThat(new Schema().add("u", members).toDDL())
        .isEqualTo("`u` struct<name:string,length:int>");
    assertThat(DataTypes.createMapType(DataTypes.StringType, members).sqlName())
        .isEqualTo("map<string,struct<name:string,length:int>>");
    WindowSpec all =
        Window.partitionBy("user")
            .orderBy("at")
            .rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    assertThat(
            events()
                .select(max("at").over(all).minus(col("at")).as("left"))
                .filter("left = 0")
                .count())
        .isEqualTo(2);
  }

  @Test
  void plansAreExplainedByTheNamesOfTheirModes() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Dataset<Row> first = events().filter(col("at").gt(100));
      for (String mode : List.of("simple", "formatted", "cost", "extended")) {
        first.explain(mode);
        assertThat(printed.toString(StandardCharsets.UTF_8)).as(mode).contains("at");
        printed.reset();
      }
    } finally {
      System.setOut(before);
    }
  }
}
