package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.row.Row;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ColumnTest {
  private static Session session;
  private static DataFrame people;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    people =
        session.sql(
            """
            SELECT * FROM (VALUES
              (1, 'Ann', 30, CAST(1.5 AS double), array(1, 2), named_struct('city', 'Bern')),
              (2, 'Bob', NULL, CAST('NaN' AS double), array(3), named_struct('city', 'Rome')),
              (3, 'cy', 20, NULL, CAST(NULL AS int array), NULL)
            ) AS t(id, name, age, score, tags, home)
            """);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static List<Object> values(DataFrame input, Column column) {
    return input.withColumn("x", column).orderBy("id").select("x").collect().stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static List<Object> values(Column column) {
    return values(people, column);
  }

  @Test
  void arithmetic() {
    assertThat(values(col("id").plus(1).multiply(2))).containsExactly(4, 6, 8);
    assertThat(values(col("id").divide(2))).containsExactly(0.5, 1.0, 1.5);
    assertThat(values(col("id").minus(col("age")).mod(7))).containsExactly(-1, null, -3);
    assertThat(values(negate(col("id")))).containsExactly(-1, -2, -3);
    assertThat(values(col("id").bitwiseAND(1))).containsExactly(1, 0, 1);
    assertThat(values(col("id").bitwiseOR(4).bitwiseXOR(1))).containsExactly(4, 7, 6);
  }

  @Test
  void comparisonAndLogicHaveThreeValues() {
    assertThat(values(col("age").gt(25))).containsExactly(true, null, false);
    assertThat(values(col("age").eqNullSafe(null))).containsExactly(false, true, false);
    assertThat(values(not(col("age").equalTo(30)))).containsExactly(false, null, true);
    assertThat(values(col("age").isNull().or(col("id").geq(3)))).containsExactly(false, true, true);
    assertThat(values(col("id").between(2, 3).and(col("id").notEqual(3))))
        .containsExactly(false, true, false);
    assertThat(values(col("id").isin(1, 3))).containsExactly(true, false, true);
    assertThat(values(col("id").isin())).containsExactly(false, false, false);
    assertThat(values(col("id").isin(people.filter(col("age").isNotNull()).select("id"))))
        .containsExactly(true, false, true);
    assertThat(values(col("score").isNaN())).containsExactly(false, true, null);
    assertThat(
            values(when(col("id").equalTo(1), "one").when(col("id").lt(3), "two").otherwise("?")))
        .containsExactly("one", "two", "?");
    assertThat(values(when(col("id").leq(1), col("age")))).containsExactly(30, null, null);
    assertThat(values(coalesce(col("age"), lit(0)))).containsExactly(30, 0, 20);
    assertThat(values(nvl(col("age"), 0))).containsExactly(30, 0, 20);
    assertThat(values(nullif(col("id"), 2))).containsExactly(1, null, 3);
  }

  @Test
  void text() {
    assertThat(values(col("name").like("_o%"))).containsExactly(false, true, false);
    assertThat(values(col("name").ilike("C%"))).containsExactly(false, false, true);
    assertThat(values(col("name").rlike("^[AB]"))).containsExactly(true, true, false);
    assertThat(values(col("name").contains("n"))).containsExactly(true, false, false);
    assertThat(values(col("name").startsWith("B").or(col("name").endsWith("y"))))
        .containsExactly(false, true, true);
    assertThat(values(col("name").substr(2, 1))).containsExactly("n", "o", "y");
    assertThat(values(concat_ws("-", upper(col("name")), col("id").cast("string"))))
        .containsExactly("ANN-1", "BOB-2", "CY-3");
    assertThat(values(regexp_replace(col("name"), "[aeiou]", "'"))).contains("B'b");
  }

  @Test
  void typesAndParts() {
    assertThat(values(col("id").cast(DataType.decimal(5, 2))))
        .containsExactly(new BigDecimal("1.00"), new BigDecimal("2.00"), new BigDecimal("3.00"));
    assertThat(values(col("name").tryCast("int"))).containsOnlyNulls();
    assertThat(values(col("tags").getItem(0))).containsExactly(1, 3, null);
    assertThat(values(col("home").getField("city"))).containsExactly("Bern", "Rome", null);
    assertThat(values(col("home.city"))).containsExactly("Bern", "Rome", null);
    assertThat(values(people.col("home.city"))).containsExactly("Bern", "Rome", null);
    assertThat(people.select("home.city", "*").columns())
        .containsExactly("city", "id", "name", "age", "score", "tags", "home");
    assertThat(people.select("home.*").columns()).containsExactly("city");
    assertThat(values(struct(col("id"), col("name").as("n")).getField("n")))
        .containsExactly("Ann", "Bob", "cy");
  }

  @Test
  void constantsOfAllClasses() {
    Instant instant = Instant.parse("2020-01-02T03:04:05.000006Z");
    LocalDateTime time = LocalDateTime.of(2020, 1, 2, 3, 4, 5, 6000);
    List<Object> given =
        Arrays.asList(
            true,
            (byte) -1,
            (short) 2,
            -3,
            Long.MIN_VALUE,
            1.5f,
            -0.1,
            new BigDecimal("-12.50"),
            "it's \"x\" \\n `y`",
            LocalDate.of(1999, 12, 31),
            time,
            instant,
            null);
    Column[] columns = given.stream().map(Functions::lit).toArray(Column[]::new);
    Row row = session.range(1).select(columns).first();
    assertThat(row.values()).containsExactlyElementsOf(given);
    assertThat(session.range(1).select(lit(Double.NaN), lit(new byte[] {0, -1})).first().toString())
        .isEqualTo("[NaN, [0, -1]]");
    Row nested =
        session
            .range(1)
            .select(lit(List.of(1, 2)), lit(Map.of("a", 1)), lit(new int[0].length))
            .first();
    assertThat(nested.values()).containsExactly(List.of(1, 2), Map.of("a", 1), 0);
    Schema schema = Schema.of(new Field("a", DataType.INT, true));
    assertThat(session.range(1).select(lit(Row.of(schema, 7)).as("s")).select("s.a").first().get(0))
        .isEqualTo(7);
    assertThatThrownBy(() -> lit(new Object()))
        .hasMessageContaining("a value of java.lang.Object can't be a constant");
  }

  @Test
  void columnsAreCalledAfterTheirExpressions() {
    DataFrame named =
        people.select(
            col("id"),
            col("id").plus(1),
            col("name").equalTo("x"),
            col("id").cast("string"),
            col("home").getField("city"),
            people.col("id").multiply(2),
            upper(col("name")),
            expr("id+id"),
            expr("id AS b"),
            col("id").as("c"));
    assertThat(named.columns())
        .containsExactly(
            "id",
            "(id + 1)",
            "(name = x)",
            "id",
            "home.city",
            "(id * 2)",
            "upper(name)",
            "id+id",
            "b",
            "c");
  }

  @Test
  void lambdasAndCollections() {
    assertThat(values(transform(col("tags"), x -> x.plus(col("id")))))
        .containsExactly(List.of(2, 3), List.of(5), null);
    assertThat(values(aggregate(col("tags"), lit(0), (sum, x) -> sum.plus(x))))
        .containsExactly(3, 3, null);
    assertThat(values(filter(col("tags"), x -> exists(col("tags"), y -> y.gt(x)))))
        .containsExactly(List.of(1), List.of(), null);
    assertThat(values(array_contains(col("tags"), 3))).containsExactly(false, true, null);
  }

  @Test
  void generatorsMakeRows() {
    DataFrame exploded = people.select(col("id"), explode(col("tags")).as("tag"));
    assertThat(exploded.columns()).containsExactly("id", "tag");
    assertThat(exploded.orderBy("tag").collect().toString()).isEqualTo("[[1, 1], [1, 2], [2, 3]]");
    assertThat(people.select(posexplode_outer(col("tags"))).columns())
        .containsExactly("pos", "col");
    assertThat(people.select(posexplode(col("tags")).as("p", "t"), col("id")).columns())
        .containsExactly("p", "t", "id");
    assertThat(people.withColumn("tag", explode_outer(col("tags"))).count()).isEqualTo(4);
  }

  @Test
  void windows() {
    WindowSpec byAge = Window.orderBy(col("age").desc_nulls_first());
    assertThat(values(row_number().over(byAge))).containsExactly(2L, 1L, 3L);
    assertThat(values(sum(col("id")).over(Window.orderBy("id").rowsBetween(-1, Window.currentRow))))
        .containsExactly(1L, 3L, 5L);
    assertThat(values(lag("id", 1).over(Window.orderBy("id")))).containsExactly(null, 1, 2);
    assertThat(values(lead(col("id"), 1, 9).over(Window.orderBy("id")))).containsExactly(2, 3, 9);
    assertThat(values(count("*").over(Window.partitionBy(col("age").isNull()))))
        .containsExactly(2L, 1L, 2L);
    assertThat(values(sum("id").over())).containsExactly(6L, 6L, 6L);
    assertThat(values(sum("id").over(Window.orderBy("id").rangeBetween(-1, 1))))
        .containsExactly(3L, 6L, 5L);
    assertThatThrownBy(() -> Window.orderBy("id").rowsBetween(1, -1))
        .hasMessageContaining("no rows");
  }

  @Test
  void functionsByName() {
    assertThat(values(callFunction("upper", col("name")))).containsExactly("ANN", "BOB", "CY");
    assertThatThrownBy(() -> people.select(callFunction("uper", col("name"))))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("no function uper(string); did you mean upper?");
    assertThatThrownBy(() -> callFunction("a b")).hasMessageContaining("no function's name");
  }

  @Test
  void mistakesAreToldAtTheCallWithWhatIsNear() {
    assertThatThrownBy(() -> people.select(col("nme")))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("column nme not found; did you mean name?")
        .hasMessageContaining("`nme`");
    assertThatThrownBy(() -> people.filter(col("name").plus(1).gt(col("home"))))
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> people.select(expr("id +"))).hasMessageContaining("line 1, column 5");
    assertThatThrownBy(() -> people.select(expr("id) + (2").plus(1)))
        .isInstanceOf(DistaffException.class);
    assertThatThrownBy(() -> people.filter("age")).hasMessageContaining("WHERE needs a condition");
    assertThatThrownBy(() -> people.col("nme")).hasMessageContaining("did you mean name?");
    assertThatThrownBy(() -> col("a..b")).hasMessageContaining("no name of a column");
    assertThatThrownBy(() -> col("`a")).hasMessageContaining("no name of a column");
    assertThatThrownBy(() -> col("id").otherwise(1)).hasMessageContaining("behind when(...)");
    assertThatThrownBy(() -> people.select("id + 1"))
        .hasMessageContaining("expressions go into selectExpr");
    assertThatThrownBy(() -> people.select(sum("id"), col("name")))
        .hasMessageContaining("must be in GROUP BY or within an aggregate function");
  }

  @Test
  void columnsAreEqualByWhatTheySay() {
    assertThat(col("a").plus(1)).isEqualTo(col("a").plus(1)).isNotEqualTo(col("a").plus(2));
    assertThat(col("a").plus(1)).hasToString("(a + 1)").hasSameHashCodeAs(col("a").plus(1));
  }

  @Test
  void membersOfStructsAreAddedReplacedAndDropped() {
    Column home = col("home").withField("zip", col("id")).withField("CITY", lit("x"));
    assertThat(values(home.getField("zip"))).containsExactly(1, 2, null);
    assertThat(people.select(home.as("h")).schema().type(0).sqlName())
        .isEqualTo("struct<CITY:string,zip:int>");
    Column nested = struct(col("home"), col("id")).withField("home.at", col("age").plus(1));
    assertThat(values(nested.getField("home").getField("at"))).containsExactly(31, null, null);
    assertThat(values(nested.dropFields("home.city", "ID", "none").cast("string")))
        .containsExactly("{{31}}", "{{null}}", "{null}");
    assertThatThrownBy(() -> values(col("home").dropFields("city")))
        .hasMessageContaining("drop_fields(city) leaves no member of struct<city:string>");
    assertThatThrownBy(() -> values(col("home").withField("none.x", 1)))
        .hasMessageContaining("there is no member none in struct<city:string>");
    assertThatThrownBy(() -> values(col("id").withField("x", 1)))
        .hasMessageContaining("with_field takes a STRUCT, not a value of type int");
    assertThatThrownBy(() -> col("home").dropFields("a.*"))
        .hasMessage("dropFields(\"a.*\"): a star isn't a member");
  }

  @Test
  void rowsAreNumberedBeforeTheyAreChosen() {
    DataFrame numbered =
        session
            .range(8)
            .filter(col("id").gt(3))
            .select(
                col("id"), monotonically_increasing_id().as("row"), spark_partition_id().as("p"));
    assertThat(numbered.filter(col("row").mod(2).equalTo(1)).orderBy("id").collect())
        .extracting(Row::values)
        .containsExactly(List.of(5L, 1L, 0), List.of(7L, 3L, 0));
  }

  @Test
  void isinNamesTheColumnsThatAreTooMany() {
    assertThatThrownBy(() -> col("id").isin(people.select("id", "age")))
        .hasMessage("isin() takes a DataFrame of one column, not of 2: [id, age]");
  }
}
