package io.distaff.api;

import static io.distaff.api.Functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import io.distaff.types.DataTypes;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDataTest {
  @TempDir static Path directory;
  private static Session session;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private record Address(String city, int number) {}

  private record Person(
      long id, String name, Double score, LocalDate born, List<Integer> tags, Address home) {}

  @Test
  void recordsAreRows() {
    List<Person> people =
        List.of(
            new Person(
                1, "Ann", 1.5, LocalDate.of(2000, 1, 2), List.of(1, 2), new Address("Bern", 7)),
            new Person(2, null, null, null, null, null));
    DataFrame frame = session.createDataFrame(people, Person.class);
    assertThat(frame.schema().toString())
        .isEqualTo(
            "(id bigint not null, name string, score double, born date, tags array<int>,"
                + " home struct<city:string,number:int>)");
    assertThat(frame.orderBy("id").select("name", "home.city").collect().toString())
        .isEqualTo("[[Ann, Bern], [null, null]]");
    assertThat(frame.filter(col("id").equalTo(1)).first().getList("tags")).isEqualTo(List.of(1, 2));
    assertThat(frame.count()).isEqualTo(2);
    assertThat(session.createDataFrame(List.<Person>of(), Person.class).count()).isZero();
  }

  @Test
  void rowsAreManyAndTyped() {
    Schema schema =
        Schema.of(
            new Field("n", DataTypes.IntegerType, false),
            new Field("d", DataTypes.createDecimalType(10, 2), true));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      rows.add(Row.of(schema, i, BigDecimal.valueOf(i, 2)));
    }
    DataFrame frame = session.createDataFrame(rows, schema);
    assertThat(frame.agg("sum(n)", "sum(d)").first().values())
        .containsExactly(49_995_000L, new BigDecimal("499950.00"));
    assertThat(frame.collect()).isEqualTo(rows);
    Schema strict = Schema.of(new Field("x", DataTypes.IntegerType, false));
    Schema loose = Schema.of(new Field("x", DataTypes.IntegerType, true));
    assertThatThrownBy(() -> session.createDataFrame(List.of(Row.of(loose, (Object) null)), strict))
        .hasMessageContaining("row 1: column x is null");
    assertThatThrownBy(() -> session.createDataFrame(List.of(Row.of(loose, 1)), schema))
        .hasMessageContaining("1 values for 2 columns");
  }

  private record Wrong(Thread thread) {}

  @Test
  void otherRecordsAreRefused() {
    assertThatThrownBy(() -> session.createDataFrame(List.of(), Wrong.class))
        .hasMessageContaining("the component thread of")
        .hasMessageContaining("java.lang.Thread");
  }

  @Test
  void statementsTakeValues() {
    DataFrame found =
        session.sql(
            "SELECT :a + 1 AS x, ':a' AS text, CAST('2' AS int)::bigint AS y FROM (VALUES 1) WHERE"
                + " :name = 'it''s'",
            Map.of("a", 41, "name", "it's"));
    assertThat(found.collect().toString()).isEqualTo("[[42, :a, 2]]");
    assertThatThrownBy(() -> session.sql("SELECT :nme", Map.of("name", 1)))
        .hasMessageContaining("there is no value for :nme; did you mean :name?");
  }

  @Test
  void theCatalogKnowsViews() {
    session.range(3).createOrReplaceTempView("three");
    assertThat(session.catalog().listTables()).contains(new Catalog.Table("", "three", "view"));
    assertThat(session.catalog().tableExists("three")).isTrue();
    assertThat(session.catalog().listColumns("three").get(0).getString(1)).isEqualTo("bigint");
    session.catalog().cacheTable("three");
    assertThat(session.catalog().isCached("three")).isTrue();
    session.catalog().uncacheTable("three");
    assertThat(session.catalog().isCached("three")).isFalse();
    assertThat(session.catalog().dropTempView("three")).isTrue();
    assertThat(session.catalog().dropTempView("three")).isFalse();
  }

  @Test
  void globalViewsHaveADatabaseOfTheirOwn() {
    session.range(3).createGlobalTempView("every");
    assertThat(session.table("global_temp.every").count()).isEqualTo(3);
    assertThat(session.catalog().tableExists("global_temp.every")).isTrue();
    assertThat(session.catalog().tableExists("every")).isFalse();
    assertThatThrownBy(() -> session.range(4).createGlobalTempView("every"))
        .hasMessageContaining("there is a view global_temp.every already");
    session.range(4).createOrReplaceGlobalTempView("every");
    assertThat(session.sql("SELECT max(id) FROM GLOBAL_TEMP.every").first().get(0)).isEqualTo(3L);
    assertThat(session.catalog().dropGlobalTempView("every")).isTrue();
    assertThat(session.catalog().dropGlobalTempView("every")).isFalse();
  }

  @Test
  void settingsOfTheLaunchNameTheirFlag() {
    assertThatThrownBy(() -> session.conf().set("distaff.driver.memory", "4g"))
        .hasMessageContaining("give it to distaff submit, as --driver-memory 4g");
    assertThatThrownBy(() -> session.conf().set("distaff.driver.memroy", "4g"))
        .hasMessageContaining("distaff.driver.memory");
  }

  @Test
  void readersAndWritersTakeFormatsByName() {
    String path = directory.resolve("csv").toString();
    DataFrame numbers = session.range(100).withColumn("m", col("id").mod(7));
    numbers
        .repartition(2)
        .write()
        .format("csv")
        .option("header", true)
        .sortBy("m", "id")
        .save(path);
    Schema schema =
        Schema.of(
            new Field("id", DataTypes.LongType, true), new Field("m", DataTypes.LongType, true));
    DataFrame read =
        session.read().format("csv").options(Map.of("header", "true")).schema(schema).load(path);
    assertThat(read.schema()).isEqualTo(schema);
    assertThat(read.agg("sum(id)").first().get(0)).isEqualTo(4950L);
    assertThatThrownBy(() -> session.read().format("orc")).hasMessageContaining("no format 'orc'");
  }
}
