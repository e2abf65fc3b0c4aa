package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.BatchUDF;
import io.distaff.function.UDF1;
import io.distaff.row.Row;
import io.distaff.types.DataTypes;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UdfTest {
  private static Session session;
  private static DataFrame people;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    people = session.sql("SELECT * FROM (VALUES (1, 'Ann'), (2, NULL), (3, 'Bob')) AS t(id, name)");
    people.createOrReplaceTempView("people");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static List<Object> values(Column column) {
    return people.withColumn("x", column).orderBy("id").select("x").collect().stream()
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void functionsSeeNullsAndMayGiveThem() {
    UserDefinedFunction length =
        udf((String s) -> s == null ? -1 : s.length(), DataTypes.IntegerType);
    assertThat(values(length.apply(col("name")))).containsExactly(3, -1, 3);
    UserDefinedFunction odd = udf((Integer i) -> i % 2 == 1 ? "odd" : null, "string");
    assertThat(values(odd.apply(col("id")))).containsExactly("odd", null, "odd");
    assertThat(people.filter(odd.apply(col("id")).isNull()).select("id").first().get(0))
        .isEqualTo(2);
    assertThat(people.select(length.apply(col("name"))).columns()).containsExactly("UDF(name)");
  }

  @Test
  void capturesGoAlong() {
    int offset = 40;
    Map<Integer, String> words = Map.of(1, "one", 3, "three");
    assertThat(values(udf((Integer i) -> i + offset, "int").apply(col("id"))))
        .containsExactly(41, 42, 43);
    assertThat(values(udf((Integer i) -> words.getOrDefault(i, "?"), "string").apply(col("id"))))
        .containsExactly("one", "?", "three");
  }

  @Test
  void anyNumberOfArgumentsOfAnyTypes() {
    assertThat(values(udf(() -> 7L, "bigint").apply())).containsExactly(7L, 7L, 7L);
    assertThat(
            values(
                udf((Integer i, String s, Double d) -> s + i + d, "string")
                    .apply(col("id"), coalesce(col("name"), lit("-")), lit(1.5))))
        .containsExactly("Ann11.5", "-21.5", "Bob31.5");
    assertThat(
            values(
                udf(
                        (LocalDate day, BigDecimal n) -> n.add(BigDecimal.valueOf(day.getYear())),
                        "decimal(10,3)")
                    .apply(lit(LocalDate.of(2024, 1, 2)), lit(new BigDecimal("0.25")))))
        .containsOnly(new BigDecimal("2024.250"));
    assertThat(
            values(
                udf(
                        (List<Integer> list, Row row) -> List.of(list.size(), row.getInt("a")),
                        "array<int>")
                    .apply(array(col("id"), col("id")), struct(col("id").as("a")))))
        .containsExactly(List.of(2, 1), List.of(2, 2), List.of(2, 3));
  }

  @Test
  void upToTenArgumentsHaveInterfaces() {
    Column id = col("id");
    assertThat(
            values(
                udf(
                        (Integer a, Integer b, Integer c, Integer d, Integer e, Integer f) -> a - f,
                        "int")
                    .apply(id, id, id, id, id, lit(1))))
        .containsExactly(0, 1, 2);
    session
        .udf()
        .register(
            "digits",
            (Integer a,
                String b,
                Long c,
                String d,
                String e,
                String f,
                String g,
                String h,
                String i,
                Double j) -> a + b + c + d + e + f + g + h + i + j,
            DataTypes.StringType);
    assertThat(
            values(
                expr(
                    "digits(id, '1', CAST(2 AS bigint), '3', '4', '5', '6', '7', '8', CAST(9.5 AS"
                        + " double))")))
        .containsExactly("1123456789.5", "2123456789.5", "3123456789.5");
  }

  @Test
  void namedFunctionsAreForSqlToo() {
    UserDefinedFunction twice =
        session.udf().register("twice", (Integer i) -> i * 2, DataTypes.IntegerType);
    assertThat(session.sql("SELECT TWICE(id) AS x FROM people ORDER BY x").collect().toString())
        .isEqualTo("[[2], [4], [6]]");
    assertThat(values(twice.apply(col("id")))).containsExactly(2, 4, 6);
    assertThat(values(expr("twice(id) + 1"))).containsExactly(3, 5, 7);
    assertThat(values(callFunction("twice", col("id")))).containsExactly(2, 4, 6);
    session.udf().register("twice", (Integer i) -> i * 20, DataTypes.IntegerType);
    assertThat(values(expr("twice(id)"))).containsExactly(20, 40, 60);
    assertThat(people.selectExpr("twice(id)").explained("physical")).contains("twice(id)");
    assertThatThrownBy(() -> session.sql("SELECT twice(id, id) FROM people"))
        .hasMessageContaining("twice");
    assertThatThrownBy(
            () -> session.udf().register("upper", (Integer i) -> i, DataTypes.IntegerType))
        .hasMessageContaining("there is a function upper already");
    assertThatThrownBy(() -> session.udf().register("a b", (Integer i) -> i, DataTypes.IntegerType))
        .hasMessageContaining("no name for a function");
    assertThatThrownBy(() -> twice.apply()).hasMessageContaining("takes 1 arguments, not 0");
  }

  @Test
  void whatFunctionsThrowEndsTheQueryWithNameAndRow() {
    UserDefinedFunction picky =
        udf(
                (Integer i) -> {
                  if (i == 3) {
                    throw new IllegalStateException("three is too many");
                  }
                  return i;
                },
                "int")
            .withName("picky");
    assertThatThrownBy(() -> people.select(picky.apply(col("id"))).collect())
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining(
            "the function picky(id) failed in row 3, with the arguments [3]:"
                + " java.lang.IllegalStateException: three is too many")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.USER_FUNCTION_FAILED);
    UserDefinedFunction wrong = udf((Integer i) -> "text", "int");
    assertThatThrownBy(() -> people.select(wrong.apply(col("id"))).collect())
        .hasMessageContaining("java.lang.String is no value of type int");
    UDF1<String, Integer> ofText = s -> s.length();
    assertThatThrownBy(() -> people.select(udf(ofText, "int").apply(col("id"))).collect())
        .hasMessageContaining(
            "the function UDF(id) failed in row 1, with the arguments [1] of the classes that Row"
                + " has for them, Integer: java.lang.ClassCastException");
  }

  @Test
  void functionsOfBatchesSeeColumns() {
    DataFrame rows =
        session
            .range(0, 20_000, 1, 2)
            .select(
                col("id"),
                when(col("id").mod(3).equalTo(0), col("id")).as("n"),
                col("id").cast("double").divide(2).as("d"),
                concat(lit("t"), col("id").mod(5).cast("string")).as("t"));
    UserDefinedFunction sum =
        batchUdf(
            (arguments, result) -> {
              long[] n = arguments.column(0).longs();
              double[] d = arguments.column(1).doubles();
              double[] sums = result.doubles();
              for (int row = 0; row < arguments.numRows(); row++) {
                sums[row] = n[row] + d[row];
                if (arguments.column(0).isNull(row)) {
                  result.setNull(row);
                }
              }
            },
            2,
            "double");
    DataFrame summed = rows.withColumn("sum", sum.apply(col("n"), col("d")));
    assertThat(summed.filter("sum IS DISTINCT FROM n + d").count()).isZero();
    assertThat(rows.filter(sum.apply(col("n"), col("d")).gt(29_000)).count()).isEqualTo(222);
    UserDefinedFunction text =
        batchUdf(
            (arguments, result) -> {
              for (int row = arguments.numRows() - 1; row >= 0; row--) {
                result.setString(row, arguments.column(0).getString(row) + "!");
              }
            },
            1,
            "string");
    assertThat(rows.filter("id % 2 = 1").filter(text.apply(col("t")).notEqual("t1!")).count())
        .isEqualTo(8_000);
    // Of any type, and null where nothing is set.
    UserDefinedFunction list =
        batchUdf(
            (arguments, result) -> {
              assertThat(arguments.numColumns()).isEqualTo(1);
              for (int row = 0; row < arguments.numRows(); row++) {
                Integer id = (Integer) arguments.column(0).get(row);
                if (id != 2) {
                  result.set(row, List.of(id, arguments.column(0).getInt(row)));
                }
              }
            },
            1,
            "array<int>");
    assertThat(values(list.apply(col("id")))).containsExactly(List.of(1, 1), null, List.of(3, 3));
    session.udf().register("bang", text);
    assertThat(session.sql("SELECT bang('a')").first().get(0)).isEqualTo("a!");
  }

  @Test
  void whatIsWrongWithAFunctionOfBatchesIsTold() {
    UserDefinedFunction failing =
        batchUdf(
                (arguments, result) -> {
                  throw new IllegalStateException("no");
                },
                1,
                "bigint")
            .withName("batch");
    assertThatThrownBy(() -> people.select(failing.apply(col("id"))).collect())
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining(
            "the function batch(id) failed in a batch of 3 rows, from row 1 on:"
                + " java.lang.IllegalStateException: no");
    for (BatchUDF wrong :
        List.<BatchUDF>of(
            (arguments, result) -> result.setLong(0, arguments.column(0).getLong(0)),
            (arguments, result) -> result.setString(0, "a"),
            (arguments, result) -> result.doubles(),
            (arguments, result) -> result.setDouble(0, arguments.column(0).getDouble(0)))) {
      assertThatThrownBy(
              () -> people.select(batchUdf(wrong, 1, "bigint").apply(col("name"))).collect())
          .hasMessageContaining("IllegalArgumentException: a");
    }
    assertThatThrownBy(
            () ->
                people
                    .select(
                        batchUdf((arguments, result) -> result.setInt(0, 128), 0, "tinyint")
                            .apply())
                    .collect())
        .hasMessageContaining("128 is out of the range of tinyint");
    assertThatThrownBy(
            () ->
                people
                    .select(batchUdf((arguments, result) -> result.setInt(7, 1), 0, "int").apply())
                    .collect())
        .hasMessageContaining("row 7 of 1");
    assertThatThrownBy(() -> batchUdf((arguments, result) -> {}, -1, "int"))
        .hasMessageContaining("-1 arguments");
  }

  @Test
  void theTimeThatFunctionsTakeIsShown() {
    UserDefinedFunction twice = udf((Integer i) -> i * 2, "int");
    assertThat(people.select(twice.apply(col("id"))).explained("analyze"))
        .containsPattern("took \\d+ ms, .*\\d ms in functions of the program");
    assertThat(
            people
                .select("id")
                .as(Integer.class)
                .map(i -> i + 1, Integer.class)
                .toDF()
                .explained("analyze"))
        .contains("in functions of the program")
        .contains("UserRows map of id as value  (3 rows, ");
    assertThat(people.select("id").explained("analyze")).doesNotContain("functions of the program");
  }

  /** Holds what can't be serialized. */
  private static final class Job {
    private final Object connection = new Object();

    UserDefinedFunction function() {
      return udf((Integer i) -> i + connection.hashCode(), "int");
    }
  }

  @Test
  void whatCantBeSentIsRefusedBeforeAnythingRuns() {
    Object lock = new Object();
    assertThatThrownBy(() -> udf((Integer i) -> i + lock.hashCode(), "int"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("the captured variable no. 1 of the lambda in")
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> new Job().function())
        .hasMessageContaining("this, an object of io.distaff.api.UdfTest$Job");
    assertThatThrownBy(() -> udf(new WithField(), "int"))
        .hasMessageContaining("the field client of io.distaff.api.UdfTest$WithField");
  }

  /** A function with a field that can't be serialized. */
  private static final class WithField implements UDF1<Integer, Integer> {
    private static final long serialVersionUID = 1;
    private final Thread client = new Thread(() -> {});

    @Override
    public Integer call(Integer i) {
      return client.getPriority();
    }
  }

  @Test
  void functionsOfChanceAreCalledForEveryRow() {
    UserDefinedFunction id =
        udf(() -> java.util.UUID.randomUUID().toString(), "string").asNondeterministic();
    DataFrame ids = session.range(50).select(id.apply().as("u"));
    assertThat(ids.distinct().count()).isEqualTo(50);
  }

  @Test
  void driverDoesNotCallThemToPlan() {
    UserDefinedFunction failing =
        udf(
            () -> {
              throw new IllegalStateException("called");
            },
            "int");
    assertThat(people.filter("id > 5").select(failing.apply()).schema().size()).isEqualTo(1);
    assertThat(people.filter("id > 5").withColumn("f", failing.apply().plus(col("id"))).count())
        .isZero();
  }
}
