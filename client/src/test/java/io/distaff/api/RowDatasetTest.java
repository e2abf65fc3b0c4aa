package io.distaff.api;

import static io.distaff.api.Functions.col;
import static io.distaff.api.Functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.Broadcast;
import io.distaff.function.Encoder;
import io.distaff.function.Encoders;
import io.distaff.function.Tuple2;
import io.distaff.row.Row;
import io.distaff.row.RowFactory;
import io.distaff.types.DataTypes;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows as the objects of functions. */
class RowDatasetTest {
  private static Session session;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static void assertMismatch(ThrowingCallable code, String message) {
    assertThatThrownBy(code)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH));
  }

  /** A column of every type, with nulls, and one name twice. */
  private static DataFrame everyType() {
    return session.sql(
        """
        SELECT b, CAST(n AS tinyint), CAST(n AS smallint), n, CAST(n AS bigint), CAST(n AS float),
          CAST(n AS double), CAST(n AS decimal(10, 2)), CAST(n AS decimal(30, 3)), s AS n, CAST(s AS binary),
          DATE '2026-01-02', CAST('2026-01-02 03:04:05.000006Z' AS timestamp_ltz),
          TIMESTAMP '2026-01-02 03:04:05', array(n, NULL), map(s, array(n)),
          named_struct('x', n, 'y', named_struct('z', s)), NULL
        FROM VALUES (true, 1, 'one'), (NULL, NULL, 'null') AS t(b, n, s)
        """);
  }

  @Test
  void rowsOfEveryTypePassThroughFunctionsAsTheyAre() {
    DataFrame rows = everyType();
    List<Row> expected = rows.collect();
    Encoder<Row> encoder = Encoders.row(rows.schema());
    assertThat(rows.map(row -> row, encoder).collect()).isEqualTo(expected);
    assertThat(rows.filter(row -> row.isNullAt(3)).collect()).isEqualTo(expected.subList(1, 2));
    assertThat(rows.mapPartitions(all -> all, encoder).schema().fields())
        .extracting(field -> field.type())
        .isEqualTo(rows.schema().fields().stream().map(field -> field.type()).toList());
    assertThat(rows.glom().collect()).containsExactly(expected);
    assertThat(rows.as(encoder)).isSameAs(rows);
    assertThat(session.createDataset(expected, encoder).collect()).isEqualTo(expected);
  }

  @Test
  void rowsAreMadeOfObjectsAndGroups() {
    DataFrame numbers = session.range(10).withColumn("k", col("id").mod(3));
    Schema schema = new Schema().add("k", "bigint").add("ids", "array<bigint>");
    Dataset<Row> groups =
        numbers
            .groupByKey(row -> row.getLong(1), Encoders.LONG())
            .mapGroups(
                (key, rows) -> {
                  List<Long> ids = new ArrayList<>();
                  rows.forEachRemaining(row -> ids.add(row.getLong(0)));
                  ids.sort(null);
                  return RowFactory.create(key, ids);
                },
                Encoders.row(schema));
    assertThat(groups).isInstanceOf(DataFrame.class);
    assertThat(groups.orderBy("k").collect())
        .hasToString("[[0, [0, 3, 6, 9]], [1, [1, 4, 7]], [2, [2, 5, 8]]]");
    Dataset<Tuple2<Row, Row>> pairs =
        numbers
            .filter("id < 2")
            .as("a")
            .joinWith(numbers.as("b"), col("a.id").equalTo(col("b.k")))
            .filter(pair -> pair._1().getLong(0) == pair._2().getLong(1));
    assertThat(pairs.count()).isEqualTo(7);
  }

  @Test
  void whatARowIsNotIsToldWithItsColumn() {
    Encoder<Row> encoder = Encoders.row(new Schema().add("a", "int").add("b", "string"));
    DataFrame one = session.range(1);
    assertMismatch(
        () -> one.map(row -> RowFactory.create(1), encoder).collect(), "1 values for 2 columns");
    assertMismatch(
        () -> one.map(row -> RowFactory.create("x", "y"), encoder).collect(),
        "column a: java.lang.String is no value of type int");
    assertMismatch(() -> one.map(row -> (Row) null, encoder).collect(), "is null");
    assertMismatch(() -> one.as(encoder), "a Row has 2 columns, and there are 1");
    assertMismatch(
        () -> one.select(lit("x").as("a"), lit("y").as("b")).as(encoder),
        "column a is string, which can't become Integer");
    assertThatThrownBy(() -> one.as(Row.class)).hasMessageContaining("Encoders.row(schema)");
    assertThatThrownBy(() -> RowFactory.create(new Object()))
        .hasMessageContaining("no type of columns for java.lang.Object");
  }

  @Test
  void rowsCanBeBroadcastAndCaptured() {
    List<Row> rows = session.range(3).withColumn("name", lit("n")).collect();
    Broadcast<ArrayList<Row>> names = session.broadcast(new ArrayList<>(rows));
    Schema schema = session.range(1).schema();
    assertThat(
            session
                .range(3)
                .as(Long.class)
                .map(
                    id -> names.value().get(id.intValue()).getAs("name") + schema.field(0).name(),
                    String.class)
                .collect())
        .containsExactly("nid", "nid", "nid");
  }

  /** Of a bean that JDBC filled. */
  public static class Visit {
    private Date day;
    private Timestamp at;

    public Date getDay() {
      return day;
    }

    public void setDay(Date day) {
      this.day = day;
    }

    public Timestamp getAt() {
      return at;
    }

    public void setAt(Timestamp at) {
      this.at = at;
    }
  }

  @Test
  void theClassesOfJdbcAreDatesAndTimestamps() {
    Visit visit = new Visit();
    visit.setDay(Date.valueOf("2026-01-02"));
    visit.setAt(Timestamp.from(Instant.parse("2026-01-02T03:04:05.123456Z")));
    Dataset<Visit> visits =
        session.createDataset(List.of(visit, new Visit()), Encoders.bean(Visit.class));
    assertThat(visits.schema()).hasToString("(at timestamp, day date)");
    List<Visit> same = visits.map(v -> v, Encoders.bean(Visit.class)).collect();
    assertThat(same.get(0).getDay()).isEqualTo(visit.getDay());
    assertThat(same.get(0).getAt()).isEqualTo(visit.getAt());
    assertThat(same.get(1).getAt()).isNull();
    Row row = RowFactory.create(visit.getDay(), visit.getAt());
    assertThat(row.getDate(0)).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(
            session
                .createDataFrame(List.of(row), new Schema().add("d", "date").add("t", "timestamp"))
                .collect())
        .containsExactly(row);
  }

  @Test
  void schemasAreMadeAsSparkMakesThem() {
    Schema inner = new Schema().add("x", DataTypes.IntegerType, false);
    Schema schema =
        DataTypes.createStructType(
            List.of(
                DataTypes.createStructField("a", inner, true),
                DataTypes.createStructField("b", DataTypes.createArrayType(inner), true),
                DataTypes.createStructField(
                    "c d",
                    DataTypes.createMapType(
                        DataTypes.StringType, DataTypes.createDecimalType(), true),
                    true)));
    assertThat(schema.toDDL())
        .isEqualTo("`a` struct<x:int>, `b` array<struct<x:int>>, `c d` map<string,decimal(10,0)>");
    Row row =
        RowFactory.create(
            RowFactory.create(1),
            Arrays.asList(RowFactory.create(2), null),
            Map.of("k", new BigDecimal("3")));
    DataFrame frame = session.createDataFrame(List.of(row), schema);
    assertThat(frame.select("a.x", "b", "c d").first()).hasToString("[1, [[2], null], {k=3}]");
    Iterator<Row> rows = frame.toLocalIterator();
    assertThat(rows.next().getStruct(0).getInt(0)).isEqualTo(1);
    assertThat(session.emptyDataFrame().columns()).isEmpty();
    assertThat(Objects.requireNonNull(frame.first().<String, BigDecimal>getJavaMap(2)).get("k"))
        .isEqualByComparingTo("3");
  }
}
