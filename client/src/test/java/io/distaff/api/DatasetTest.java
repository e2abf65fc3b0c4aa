package io.distaff.api;

import static io.distaff.api.Functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  @TempDir static Path directory;
  private static Session session;

  /** What functions of this process's tasks have seen. */
  private static final AtomicLong SEEN = new AtomicLong();

  @BeforeAll
  static void open() {
    session =
        Session.builder()
            .master("local[2]")
            .config("distaff.driver.maxResultSize", "16MB")
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  record Transaction(long id, String customer, double amount) {}

  record Total(String customer, double amount) {}

  private static DataFrame transactions() {
    return session.sql(
        "SELECT * FROM (VALUES (1, 'ann', 1.5e0), (2, 'bob', 2e0), (3, 'ann', 4e0), (4, 'cid',"
            + " 8e0)) AS t(ID, customer, amount)");
  }

  @Test
  void rowsBecomeRecordsByTheNamesOfTheirColumns() {
    Dataset<Transaction> typed = transactions().as(Transaction.class);
    assertThat(typed.orderBy("id").collect())
        .containsExactly(
            new Transaction(1, "ann", 1.5),
            new Transaction(2, "bob", 2),
            new Transaction(3, "ann", 4),
            new Transaction(4, "cid", 8));
    assertThat(typed.count()).isEqualTo(4);
    assertThat(typed.columns()).containsExactly("ID", "customer", "amount");
    assertThat(typed.filter("id > 3").first()).isEqualTo(new Transaction(4, "cid", 8));
    assertThat(typed.limit(2).collect()).hasSize(2);
    assertThatThrownBy(() -> typed.filter("id > 9").first())
        .isInstanceOf(NoSuchElementException.class);
    try (ResultIterator<Transaction> iterator = typed.toLocalIterator()) {
      assertThat(iterator.next().id()).isPositive();
    }
  }

  @Test
  void functionsRunInTasksOverObjects() {
    Dataset<Transaction> typed = transactions().as(Transaction.class);
    double rate = 2;
    Dataset<Total> totals =
        typed
            .filter((Transaction t) -> t.amount() < 5)
            .map(t -> new Total(t.customer(), t.amount() * rate), Total.class);
    assertThat(totals.schema().toString()).isEqualTo("(customer string, amount double not null)");
    assertThat(totals.orderBy("amount").collect())
        .containsExactly(new Total("ann", 3), new Total("bob", 4), new Total("ann", 8));
    assertThat(totals.toDF().groupBy("customer").sum("amount").orderBy("customer").collect())
        .hasToString("[[ann, 11.0], [bob, 4.0]]");
    assertThat(
            typed
                .flatMap(
                    t -> Collections.nCopies((int) t.id(), t.customer()).iterator(), String.class)
                .toDF()
                .groupBy("value")
                .count()
                .orderBy("value")
                .collect())
        .hasToString("[[ann, 4], [bob, 2], [cid, 4]]");
    assertThat(typed.map(t -> t.amount(), Double.class).reduce((a, b) -> a + b)).isEqualTo(15.5);
    assertThatThrownBy(
            () -> typed.filter("id > 9").map(t -> t.id(), Long.class).reduce((a, b) -> a))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aFilterOfObjectsKeepsColumnsThatTheClassDoesntHave() {
    Dataset<Total> typed = transactions().as(Total.class);
    assertThat(typed.filter((Total t) -> t.customer().equals("ann")).toDF().orderBy("id").collect())
        .hasToString("[[1, ann, 1.5], [3, ann, 4.0]]");
    assertThat(typed.filter((Total t) -> t.amount() > 2).toDF().explained("physical"))
        .contains("filter(customer, amount)");
  }

  /** Rows that are counted as they are read. */
  private record Counted(Iterator<Long> rows) implements Iterator<Long> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Long next() {
      SEEN.incrementAndGet();
      return rows.next();
    }
  }

  @Test
  void partitionsAreStreamed() {
    Dataset<Long> numbers = session.range(0, 1_000_000, 1, 4).as(Long.class);
    SEEN.set(0);
    Dataset<Long> counted = numbers.mapPartitions(Counted::new, Long.class);
    assertThat(counted.take(5)).hasSize(5);
    assertThat(SEEN.get()).isLessThan(50_000);
    assertThat(numbers.mapPartitions(DatasetTest::count, Long.class).reduce(Long::sum))
        .isEqualTo(1_000_000);
  }

  @Test
  void partitionsAsLists() {
    Dataset<Transaction> transactions =
        session
            .range(0, 100)
            .selectExpr("id", "'c' AS customer", "0.5D AS amount")
            .repartition(4)
            .as(Transaction.class);
    List<List<Transaction>> partitions = transactions.glom().collect();
    assertThat(partitions).hasSize(4).allSatisfy(part -> assertThat(part).hasSize(25));
    assertThat(partitions.stream().flatMap(List::stream).map(Transaction::id))
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).boxed().toList());
    assertThat(transactions.glom().map(List::size, Integer.class).collect())
        .containsExactly(25, 25, 25, 25);
  }

  private static Iterator<Long> count(Iterator<Long> rows) {
    long count = 0;
    while (rows.hasNext()) {
      rows.next();
      count++;
    }
    return List.of(count).iterator();
  }

  /** An iterator that has something to close. */
  private static final class Lines implements Iterator<String>, AutoCloseable {
    private final Iterator<Long> rows;

    Lines(Iterator<Long> rows) {
      this.rows = rows;
      SEEN.incrementAndGet();
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public String next() {
      return "line " + rows.next();
    }

    @Override
    public void close() {
      SEEN.decrementAndGet();
    }
  }

  @Test
  void whatAFunctionOpensIsClosedAtTheEndAndWhenTheTaskEndsEarly() {
    Dataset<String> lines =
        session.range(0, 100_000).as(Long.class).mapPartitions(Lines::new, String.class);
    SEEN.set(0);
    assertThat(lines.count()).isEqualTo(100_000);
    assertThat(SEEN.get()).isZero();
    assertThat(lines.take(3)).hasSize(3);
    assertThat(SEEN.get()).isZero();
  }

  @Test
  void foreachRunsOnceForEachRowAndPartition() {
    SEEN.set(0);
    transactions().as(Transaction.class).foreach(t -> SEEN.addAndGet(t.id()));
    assertThat(SEEN.get()).isEqualTo(10);
    SEEN.set(0);
    transactions()
        .as(Transaction.class)
        .foreachPartition(rows -> rows.forEachRemaining(t -> SEEN.addAndGet(t.id())));
    assertThat(SEEN.get()).isEqualTo(10);
  }

  record Place(String city, Integer number) {}

  record Everything(
      boolean flag,
      byte tiny,
      short small,
      Integer number,
      float single,
      Double twice,
      BigDecimal price,
      LocalDate day,
      Instant at,
      LocalDateTime wall,
      byte[] data,
      Optional<String> note,
      List<Place> places,
      Map<String, List<Long>> marks,
      Place home) {}

  private static final Everything FULL =
      new Everything(
          true,
          (byte) -3,
          (short) 300,
          70_000,
          1.5f,
          2.25,
          new BigDecimal("12.340000000000000000"),
          LocalDate.of(2024, 2, 29),
          Instant.parse("2024-02-29T12:00:00.123456Z"),
          LocalDateTime.of(1999, 12, 31, 23, 59),
          new byte[] {1, 2, 3},
          Optional.of("a note"),
          Arrays.asList(new Place("Bern", 7), null, new Place(null, null)),
          Map.of("x", List.of(1L, 2L), "y", List.of()),
          new Place("Rome", 1));

  private static final Everything EMPTY =
      new Everything(
          false,
          (byte) 0,
          (short) 0,
          null,
          0,
          null,
          null,
          null,
          null,
          null,
          null,
          Optional.empty(),
          null,
          null,
          null);

  @Test
  void everyTypeGoesToColumnsAndBack() {
    List<Everything> objects = List.of(FULL, EMPTY);
    Dataset<Everything> written = session.createDataset(objects, Everything.class);
    assertThat(written.schema().toString())
        .contains(
            "price decimal(38,18)",
            "at timestamp",
            "data binary",
            "note string",
            "places array<struct<city:string,number:int>>",
            "marks map<string,array<bigint>>");
    for (Dataset<Everything> read :
        List.of(written, written.map(e -> e, Everything.class), written.repartition(2))) {
      assertThat(read.orderBy(col("flag").desc()).collect())
          .usingRecursiveComparison()
          .isEqualTo(objects);
    }
    Path path = directory.resolve("everything");
    written.write().parquet(path.toString());
    assertThat(
            session
                .read()
                .parquet(path.toString())
                .as(Everything.class)
                .orderBy(col("flag").desc())
                .collect())
        .usingRecursiveComparison()
        .isEqualTo(objects);
  }

  /** A bean. */
  public static final class Person {
    private String name;
    private int age;
    private boolean active;
    private List<String> tags;

    public Person() {}

    Person(String name, int age, boolean active, List<String> tags) {
      this.name = name;
      this.age = age;
      this.active = active;
      this.tags = tags;
    }

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }

    public boolean isActive() {
      return active;
    }

    public void setActive(boolean active) {
      this.active = active;
    }

    public List<String> getTags() {
      return tags;
    }

    public void setTags(List<String> tags) {
      this.tags = tags;
    }

    /** Only a getter: no property. */
    public String getInitial() {
      return name.substring(0, 1);
    }
  }

  @Test
  void beansAreMadeByTheirProperties() {
    List<Person> people =
        List.of(new Person("Ann", 31, true, List.of("a")), new Person("Bob", 7, false, null));
    Dataset<Person> written = session.createDataset(people, Person.class);
    assertThat(written.columns()).containsExactly("active", "age", "name", "tags");
    assertThat(written.filter(p -> p.isActive()).collect())
        .usingRecursiveComparison()
        .isEqualTo(people.subList(0, 1));
    assertThat(written.map(p -> p.getName() + p.getAge(), String.class).collect())
        .containsExactlyInAnyOrder("Ann31", "Bob7");
    assertThat(session.createDataset(List.of(3, 1, 2), Integer.class).orderBy("value").collect())
        .containsExactly(1, 2, 3);
  }

  record Wide(long id, double amount) {}

  record Narrow(int id) {}

  record Missing(long id, String custmer) {}

  record OfText(String amount) {}

  record Nested(Place place) {}

  record Endless(int a, List<Endless> more) {}

  record Unknown(Thread thread) {}

  @Test
  void whatDoesntFitIsToldBeforeAnythingRuns() {
    DataFrame frame = transactions();
    assertThat(session.sql("SELECT 7 AS id, CAST(1.5 AS float) AS amount").as(Wide.class).first())
        .isEqualTo(new Wide(7, 1.5));
    assertMismatch(
        () -> session.range(3).as(Narrow.class), "column id is bigint, which can't become int");
    assertMismatch(
        () -> frame.as(Missing.class),
        "custmer of Missing: there is no such column; did you mean customer?");
    assertMismatch(
        () -> frame.as(OfText.class), "column amount is double, which can't become String");
    assertMismatch(
        () -> frame.as(Long.class), "Long is made of one column, and there are 3: select()");
    assertMismatch(
        () -> session.sql("SELECT struct(1 AS city) AS place").as(Nested.class),
        "place.number of Place: there is no such column");
    assertMismatch(
        () -> frame.crossJoin(frame).as(Transaction.class), "more than one column is called so");
    assertThatThrownBy(() -> session.createDataset(List.of(), Endless.class))
        .hasMessageContaining("the component more of")
        .hasMessageContaining("Endless holds itself");
    assertThatThrownBy(() -> session.createDataset(List.of(), Unknown.class))
        .hasMessageContaining("the component thread of");
    assertThatThrownBy(() -> frame.as(Transaction.class).map(t -> new Object(), Object.class))
        .hasMessageContaining("there is no type of columns for java.lang.Object");
  }

  private static void assertMismatch(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.SCHEMA_MISMATCH);
  }

  record Checked(int n) {
    Checked {
      if (n == 2) {
        throw new IllegalArgumentException("not two");
      }
    }
  }

  @Test
  void whatFailsInARowNamesColumnAndRow() {
    DataFrame nulls = session.sql("SELECT * FROM (VALUES (1), (NULL), (3)) AS t(n)");
    assertMismatch(
        () -> nulls.as(Checked.class).collect(),
        "column n is null in row 2, and is read as int, which can't be");
    assertThat(nulls.as(Integer.class).collect()).containsExactly(1, null, 3);
    DataFrame two = session.sql("SELECT * FROM (VALUES (1), (2), (3)) AS t(n)");
    assertThatThrownBy(() -> two.as(Checked.class).collect())
        .hasMessageContaining("Checked can't be made of row 2")
        .hasMessageContaining("not two");
    assertThatThrownBy(() -> two.as(Integer.class).map(n -> 6 / (n - 3), Integer.class).collect())
        .hasMessageContaining("the function map failed in row 3, 3")
        .hasMessageContaining("/ by zero")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.USER_FUNCTION_FAILED);
    assertThatThrownBy(() -> two.as(Integer.class).filter((Integer n) -> 6 / (n - 2) > 0).collect())
        .hasMessageContaining("the function filter failed in row 2, 2");
    assertMismatch(
        () ->
            two.as(Integer.class)
                .map(n -> n == 2 ? null : new Place("x", n), Place.class)
                .collect(),
        "is null, and a row is made of an object");
  }

  @Test
  void whatCantBeSentIsRefusedBeforeAnythingRuns() {
    Object lock = new Object();
    assertThatThrownBy(
            () -> session.range(3).as(Long.class).map(n -> n + lock.hashCode(), Long.class))
        .hasMessageContaining("the function of map() can't be sent to executors")
        .hasMessageContaining("the captured variable no. 1");
  }

  @Test
  void resultsTooLargeAreRefused() {
    Dataset<Long> numbers = session.range(1_000_000).as(Long.class);
    assertThatThrownBy(numbers::collect)
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.RESULT_TOO_LARGE);
    long sum = 0;
    try (ResultIterator<Long> iterator = numbers.toLocalIterator()) {
      while (iterator.hasNext()) {
        sum += iterator.next();
      }
    }
    assertThat(sum).isEqualTo(LongStream.range(0, 1_000_000).sum());
  }

  @Test
  void manyRowsOfTextComeAndGoInBoundedBatches() {
    String text = "x".repeat(3000);
    Dataset<String> large = session.range(20_000).as(Long.class).map(n -> n + text, String.class);
    assertThat(large.toDF().agg("count(distinct value)", "sum(length(value))").first().values())
        .containsExactly(
            20_000L,
            IntStream.range(0, 20_000).mapToLong(n -> String.valueOf(n).length() + 3000).sum());
  }

  @Test
  void functionsSeeNullsAndUseEveryRowOfASelection() {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 10_000).boxed().toList());
    Collections.shuffle(numbers, new java.util.Random(7));
    numbers.set(4, null);
    Dataset<Integer> typed = session.createDataset(numbers, Integer.class);
    long expected =
        numbers.stream().filter(n -> n != null && n % 3 == 0 && n % 2 == 0).mapToLong(n -> n).sum();
    assertThat(
            typed
                .filter("value % 3 = 0")
                .filter((Integer n) -> n % 2 == 0)
                .map(n -> (long) n, Long.class)
                .reduce(Long::sum))
        .isEqualTo(expected);
    assertThat(typed.filter((Integer n) -> n == null).count()).isEqualTo(1);
  }

  enum Size {
    SMALL,
    LARGE {
      @Override
      boolean isHeavy() {
        return true;
      }
    };

    boolean isHeavy() {
      return false;
    }
  }

  record Parcel(long id, Size size, List<Size> within) {}

  @Test
  void constantsOfEnumsAreText() {
    Dataset<Parcel> parcels =
        session.createDataset(
            List.of(new Parcel(1, Size.LARGE, List.of(Size.SMALL)), new Parcel(2, null, List.of())),
            Parcel.class);
    assertThat(parcels.toDF().select("size", "within").collect().toString())
        .isEqualTo("[[LARGE, [SMALL]], [null, []]]");
    assertThat(parcels.filter(parcel -> parcel.size() != null && parcel.size().isHeavy()).collect())
        .containsExactly(new Parcel(1, Size.LARGE, List.of(Size.SMALL)));
    assertThat(parcels.map(Parcel::size, Size.class).collect()).containsExactly(Size.LARGE, null);
    Dataset<Size> unknown = session.sql("VALUES ('SMALL'), ('HUGE')").toDF("value").as(Size.class);
    assertThatThrownBy(unknown::collect)
        .hasMessageContaining(
            "column value is 'HUGE' in row 2, and is read as Size, which has SMALL, LARGE");
  }

  record AllArrays(
      boolean[] flags,
      short[] shorts,
      int[] ints,
      long[] longs,
      float[] floats,
      double[] doubles,
      String[] texts,
      Integer[] boxes,
      int[][] rows,
      List<String>[] lists,
      byte[] bytes) {}

  @Test
  void arraysAreArraysOfTheirElements() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    List<String>[] lists = new List[] {List.of("x"), null};
    AllArrays given =
        new AllArrays(
            new boolean[] {true, false},
            new short[] {1, -2},
            new int[] {3},
            new long[] {4, 5, 6},
            new float[] {0.5f},
            new double[] {1.5, 2.5},
            new String[] {"a", null},
            new Integer[] {7, null},
            new int[][] {{1}, {}, {2, 3}},
            lists,
            new byte[] {9});
    Dataset<AllArrays> dataset =
        session.createDataset(
            List.of(
                given,
                new AllArrays(null, null, null, null, null, null, null, null, null, null, null)),
            AllArrays.class);
    assertThat(dataset.schema().simpleString())
        .contains("ints:array<int>")
        .contains("rows:array<array<int>>")
        .contains("lists:array<array<string>>")
        .contains("bytes:binary");
    List<AllArrays> back = dataset.map(arrays -> arrays, AllArrays.class).collect();
    assertThat(back.get(0)).usingRecursiveComparison().isEqualTo(given);
    assertThat(back.get(1).ints()).isNull();
    assertThat(dataset.toDF().select("texts").first().getList(0)).containsExactly("a", null);
  }

  record Numbers(int[] all) {}

  @Test
  void anArrayOfPrimitivesHasNoPlaceForNull() {
    Dataset<Numbers> numbers = session.sql("SELECT array(1, NULL) AS `all`").as(Numbers.class);
    assertThatThrownBy(numbers::collect)
        .hasMessageContaining("column all[] is null in row 1, and is read as int");
  }
}
