package io.distaff.examples;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.api.DataFrame;
import io.distaff.api.Session;
import io.distaff.api.UserDefinedFunction;
import io.distaff.api.Window;
import io.distaff.row.Row;
import io.distaff.types.DataTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small jobs as Spark's users write them, with other imports. */
class PortedJobsTest {
  @TempDir static Path directory;
  private static Session spark;
  private static String sales;

  @BeforeAll
  static void open() {
    spark = Session.builder().appName("ported jobs").master("local[2]").getOrCreate();
    sales = directory.resolve("sales").toString();
    spark
        .range(1000)
        .select(
            col("id"),
            when(col("id").mod(3).equalTo(0), "north").otherwise("south").as("region"),
            col("id").mod(50).cast("double").as("amount"))
        .write()
        .option("header", true)
        .csv(sales);
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  @Test
  void filterGroupAndWrite() {
    DataFrame df = spark.read().option("header", "true").option("inferSchema", "true").csv(sales);
    DataFrame result =
        df.filter(col("amount").gt(10))
            .groupBy("region")
            .agg(sum("amount").alias("total"), avg("amount"), count("*").alias("n"))
            .orderBy(desc("total"));
    String out = directory.resolve("totals").toString();
    result.write().mode("overwrite").parquet(out);
    List<Row> totals = spark.read().parquet(out).orderBy("region").collectAsList();
    assertThat(totals).extracting(row -> row.getString("region")).containsExactly("north", "south");
    assertThat(totals.get(0).getLong("n") + totals.get(1).getLong("n")).isEqualTo(780);
  }

  @Test
  void broadcastLookupWithDefault() {
    Map<String, String> names = Map.of("north", "Nord");
    UserDefinedFunction lookup =
        udf((String region) -> names.getOrDefault(region, "unknown"), DataTypes.StringType);
    DataFrame df = spark.read().option("header", "true").csv(sales);
    assertThat(df.withColumn("name", lookup.apply(col("region"))).groupBy("name").count().count())
        .isEqualTo(2);
  }

  @Test
  void saltedJoin() {
    DataFrame large = spark.range(300).select(col("id"), col("id").mod(3).as("key"));
    DataFrame small = spark.range(3).select(col("id").as("key"), col("id").multiply(10).as("v"));
    DataFrame joined = large.saltedJoin(small, "key", 10);
    assertThat(joined.columns()).containsExactly("key", "id", "v");
    assertThat(joined.count()).isEqualTo(300);
    assertThat(joined.agg(sum("v")).first().get(0)).isEqualTo(3000L);
  }

  @Test
  void ranksWithinGroups() {
    DataFrame df =
        spark
            .read()
            .schema("id bigint, region string, amount double")
            .option("header", true)
            .csv(sales);
    DataFrame ranked =
        df.withColumn(
                "rank",
                row_number()
                    .over(Window.partitionBy("region").orderBy(col("amount").desc(), col("id"))))
            .filter(col("rank").leq(2));
    assertThat(ranked.count()).isEqualTo(4);
  }

  @Test
  void partitionsAndSql() {
    DataFrame df = spark.range(0, 1000).repartition(8);
    assertThat(df.numPartitions()).isEqualTo(8);
    df.createOrReplaceTempView("numbers");
    spark.udf().register("square", (Long x) -> x * x, DataTypes.LongType);
    assertThat(spark.sql("SELECT sum(square(id)) FROM numbers WHERE id < 4").first().getLong(0))
        .isEqualTo(14);
  }
}
