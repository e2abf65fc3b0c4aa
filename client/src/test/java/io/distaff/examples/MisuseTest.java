package io.distaff.examples;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.api.Column;
import io.distaff.api.DataFrame;
import io.distaff.api.Dataset;
import io.distaff.api.Session;
import io.distaff.api.Window;
import io.distaff.api.WindowSpec;
import io.distaff.error.DistaffException;
import io.distaff.function.Encoder;
import io.distaff.function.FilterFunction;
import io.distaff.function.MapFunction;
import io.distaff.function.UDF1;
import io.distaff.plan.StorageLevel;
import io.distaff.row.Row;
import io.distaff.row.RowFactory;
import io.distaff.types.DataType;
import io.distaff.types.DataTypes;
import io.distaff.types.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that programs make: each is told by the call that has it, in one sentence. */
class MisuseTest {
  private static Session session;
  private static DataFrame people;
  private static Dataset<Person> objects;

  record Person(long id, String name, double size) {}

  @BeforeAll
  static void open() {
    session = Session.builder().appName("misuse").master("local[2]").getOrCreate();
    objects =
        session.createDataset(
            List.of(new Person(1, "ann", 1.5), new Person(2, "bob", 2.5), new Person(3, null, 3.5)),
            Person.class);
    people = objects.toDF();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static Arguments mistake(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  static Stream<Arguments> nulls() {
    String text = null;
    Column column = null;
    DataFrame frame = null;
    return Stream.of(
        mistake("select() at .*a column is null", () -> people.select(column)),
        mistake("select() at .*the name of a column is null", () -> people.select(text)),
        mistake("select() at .*the array is null", () -> people.select((Column[]) null)),
        mistake("selectExpr() at .*the expression is null", () -> people.selectExpr(text)),
        mistake("filter() at .*the expression is null", () -> people.filter(text)),
        mistake("where() at .*the condition is null", () -> people.where(column)),
        mistake(
            "filter() at .*the function is null",
            () -> objects.filter((FilterFunction<Person>) null)),
        mistake(
            "map() at .*the function is null",
            () -> objects.map((MapFunction<Person, String>) null, String.class)),
        mistake(
            "map() at .*the class of the objects is null",
            () -> objects.map(Person::name, (Class<String>) null)),
        mistake(
            "map() at .*the encoder is null",
            () -> objects.map(Person::name, (Encoder<String>) null)),
        mistake("as() at .*the class of the objects is null", () -> people.as((Class<Row>) null)),
        mistake(
            "withColumn() at .*what column a is to be is null", () -> people.withColumn("a", null)),
        mistake(
            "withColumn() at .*the name of a column is null",
            () -> people.withColumn(null, lit(1))),
        mistake(
            "withColumnRenamed() at .*the name of a column is null",
            () -> people.withColumnRenamed(null, "a")),
        mistake("drop() at .*the name of a column is null", () -> people.drop(text)),
        mistake("drop() at .*the column is null", () -> people.drop(column)),
        mistake("toDF() at .*a name is null", () -> people.toDF("a", null, "c")),
        mistake("groupBy() at .*a column is null", () -> people.groupBy(column)),
        mistake("agg() at .*a column is null", () -> people.agg(column)),
        mistake("orderBy() at .*a column is null", () -> people.orderBy(column)),
        mistake("join() at .*the other DataFrame is null", () -> people.join(frame, "id")),
        mistake("join() at .*the condition is null", () -> people.join(people, column)),
        mistake("join() at .*the name of a column is null", () -> people.join(people, text)),
        mistake("join() at .*the join type is null", () -> people.join(people, "id", text)),
        mistake("union() at .*the other DataFrame is null", () -> people.union(frame)),
        mistake("as() at .*a name is null", () -> col("id").as(text)),
        mistake("col() at .*the name of a column is null", () -> col(null)),
        mistake("expr() at .*the expression is null", () -> expr(null)),
        mistake("over() at .*the window is null", () -> sum("id").over((WindowSpec) null)),
        mistake(
            "udf() at .*the function is null",
            () -> udf((UDF1<Long, Long>) null, DataTypes.LongType)),
        mistake(
            "udf() at .*the type of the result is null",
            () -> udf((UDF1<Long, Long>) id -> id, (DataType) null)),
        mistake(
            "register() at .*the function's name is null",
            () -> session.udf().register(null, (UDF1<Long, Long>) id -> id, DataTypes.LongType)),
        mistake("persist() at .*the storage level is null", () -> people.persist(null)),
        mistake("explain() at .*the explain mode is null", () -> people.explain(text)),
        mistake("sql() at .*the statement is null", () -> session.sql(null)),
        mistake("table() at .*the table's name is null", () -> session.table(null)),
        mistake(
            "createOrReplaceTempView() at .*the view's name is null",
            () -> people.createOrReplaceTempView(null)),
        mistake(
            "createDataFrame() at .*a row is null",
            () -> session.createDataFrame(Arrays.asList((Row) null), Schema.EMPTY)),
        mistake(
            "createDataFrame() at .*the list is null",
            () -> session.createDataFrame((List<Row>) null, Schema.EMPTY)),
        mistake("parquet() at .*a path is null", () -> session.read().parquet(text)),
        mistake(
            "option() at .*the value of option header is null",
            () -> session.read().option("header", text)),
        mistake("format() at .*the format is null", () -> session.read().format(null)),
        mistake("mode() at .*the save mode is null", () -> people.write().mode(text)),
        mistake("parquet() at .*the path is null", () -> people.write().parquet(null)),
        mistake("get() at .*the key is null", () -> session.conf().get(null)),
        mistake("setLogLevel() at .*the level is null", () -> session.setLogLevel(null)),
        mistake("master() at .*the master is null", () -> Session.builder().master(null)),
        mistake(
            "config() at .*the value of distaff.app.name is null",
            () -> Session.builder().config("distaff.app.name", text)));
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void nullIsToldByTheMethodAndTheLineThatCallsIt(String message, ThrowingCallable call) {
    String pattern =
        message.replace("()", "\\(\\)").replace(" at .*", " at .*\\(MisuseTest\\.java:\\d+\\): ");
    assertThatThrownBy(call).isInstanceOf(DistaffException.class).hasMessageMatching(pattern);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "as(\"\"): a name has at least one character",
            () -> people.select(col("id").as("")).collect()),
        mistake("show(-1): a number of rows isn't negative", () -> people.show(-1)),
        mistake(
            "column id is ambiguous: 2 columns have the name; left.col(\"id\"), or x.id after"
                + " left.as(\"x\"), says which is meant",
            () -> people.crossJoin(session.range(2)).select("id")),
        mistake(
            "there is no member k in a value of type map<string,int>: ['k'] is the value of a key",
            () -> people.select(map(lit("k"), lit(1)).as("m")).select("m.k")),
        mistake(
            "'ann' can't be read as int. try_cast gives null instead. (in column number)",
            () -> people.select(col("id"), col("name").cast("int").as("number")).collect()),
        mistake(
            "'ann' can't be read as int. try_cast gives null instead. (in a condition on column"
                + " name)",
            () -> people.filter(col("name").cast("int").gt(1)).collect()),
        mistake(
            "'ann' can't be read as int. try_cast gives null instead. (in a value made of column"
                + " name)",
            () -> people.agg(sum(col("name").cast("int"))).collect()),
        mistake("take(-1): a number of rows isn't negative", () -> people.take(-1)),
        mistake(
            "a view's name has at least one character", () -> people.createOrReplaceTempView(" ")),
        mistake(
            "over() goes behind a function, such as sum(...) or row_number(), and id is none",
            () -> people.select(col("id").over(Window.partitionBy("name")))),
        mistake(
            "the function flatMap failed in row 1, Person[id=1, name=ann, size=1.5]:"
                + " java.lang.NullPointerException: it gave null in the place of an iterator",
            () -> objects.flatMap(person -> null, String.class).collect()),
        mistake(
            "createDataFrame, row 2: column a: java.lang.String is no value of type int",
            () ->
                session.createDataFrame(
                    List.of(RowFactory.create(1), RowFactory.create("x")),
                    new Schema().add("a", "int"))),
        mistake(
            "unknown configuration key spark.sql.shuffle.partitions: those there are begin with"
                + " distaff., and SET lists them",
            () -> session.conf().set("spark.sql.shuffle.partitions", "10")),
        mistake(
            "no join type 'iner': there are inner, cross, left",
            () -> people.join(people, "id", "iner")),
        mistake("column nme not found; did you mean name?", () -> people.select("nme")),
        mistake(
            "no function summ(number); did you mean sum?", () -> people.agg(Map.of("id", "summ"))),
        mistake(
            "the function UDF(name) failed in row 3, with the arguments [null]",
            () ->
                people
                    .select(
                        udf((UDF1<String, Integer>) String::length, DataTypes.IntegerType)
                            .apply(col("name")))
                    .collect()),
        mistake(
            "column id is bigint, so getInt can't read it: use getLong(\"id\")",
            () -> people.first().getInt(0)),
        mistake(
            "the function of map() can't be sent to executors: the captured variable",
            () -> {
              Session captured = session;
              objects.map(person -> captured.range(person.id()).count(), Long.class);
            }));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreToldInWords(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(DistaffException.class).hasMessageContaining(message);
  }

  @Test
  void aNameTwiceIsDroppedOnce() {
    assertThat(people.drop("id", "id").columns()).containsExactly("name", "size");
  }

  @Test
  void whatSessionsHaveMadeDoesNotMix() {
    assertThat(people.persist(StorageLevel.MEMORY_ONLY).unpersist().count()).isEqualTo(3);
    DataFrame before = people;
    session.close();
    open();
    assertThatThrownBy(() -> people.join(before, "id"))
        .isInstanceOf(DistaffException.class)
        .hasMessageStartingWith("the other DataFrame is of another session");
    assertThatThrownBy(() -> people.union(before)).hasMessageContaining("of another session");
    assertThatThrownBy(before::count).hasMessageStartingWith("the session is closed");
  }
}
