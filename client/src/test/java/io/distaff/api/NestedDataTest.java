package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.row.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays, maps and structs in SQL, over a Parquet file that has them. */
class NestedDataTest {
  @TempDir static Path directory;
  private static Session session;

  /** Three rows a value of n: numbers, a dictionary of texts, structs within arrays, nulls. */
  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    session.sql(
        """
        INSERT OVERWRITE DIRECTORY '%s' USING parquet
        SELECT n,
          named_struct('city', city, 'at', named_struct('x', n, 'y', n * 0.5)) AS place,
          array(n, n + 1, CAST(NULL AS int)) AS numbers,
          CASE WHEN n > 1 THEN array(named_struct('sku', 'a', 'qty', n),
            named_struct('sku', 'b', 'qty', 10)) END AS items,
          map('k', n, city, n * 2) AS tags
        FROM (VALUES (1, 'Bern'), (2, 'Oslo'), (3, 'Rome'), (4, 'Bern')) AS t(n, city)
        """
            .formatted(directory.resolve("nested")));
    session.read().parquet(directory.resolve("nested").toString()).createOrReplaceTempView("t");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  /** The rows as text, one a line, in their order. */
  private static String rows(String sql) {
    return session.sql(sql).collect().stream()
        .map(Row::values)
        .map(NestedDataTest::text)
        .collect(Collectors.joining("\n"));
  }

  private static String text(List<Object> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(" | "));
  }

  // Members of structs.

  @Test
  void membersAreColumnsOfTheirOwn() {
    assertThat(
            rows(
                "SELECT place.city, place.at.x, t.place.at.y FROM t WHERE place.at.x > 2 ORDER BY"
                    + " n"))
        .isEqualTo("Rome | 3 | 1.5\nBern | 4 | 2.0");
    assertThat(session.sql("SELECT place.city, t.place.at.y FROM t").schema().fields())
        .extracting(io.distaff.types.Field::name)
        .containsExactly("city", "y");
  }

  @Test
  void membersAreKeysOfGroupsJoinsAndOrders() {
    assertThat(
            rows(
                "SELECT place.city, count(*), sum(place.at.x) FROM t GROUP BY place.city"
                    + " HAVING max(place.at.x) > 1 ORDER BY place.city"))
        .isEqualTo("Bern | 2 | 5\nOslo | 1 | 2\nRome | 1 | 3");
    assertThat(
            rows(
                "SELECT a.place.city, b.n FROM t a JOIN t b ON a.place.at.x = b.place.at.x + 1"
                    + " ORDER BY a.place.at.x DESC"))
        .isEqualTo("Bern | 3\nRome | 2\nOslo | 1");
    assertThat(
            rows(
                "SELECT n FROM t a WHERE EXISTS (SELECT 1 FROM t b WHERE b.place.city ="
                    + " a.place.city AND b.n <> a.n) ORDER BY n"))
        .isEqualTo("1\n4");
  }

  @Test
  void aStarExpandsAStruct() {
    assertThat(rows("SELECT place.at.x, t.place.* FROM t WHERE n = 2"))
        .isEqualTo(
            "2 | Oslo | [2, 1.0]".replace("[2, 1.0]", rows("SELECT place.at FROM t WHERE n = 2")));
    assertThat(session.sql("SELECT place.* FROM t").schema().fields())
        .extracting(io.distaff.types.Field::name)
        .containsExactly("city", "at");
  }

  @Test
  void aMemberOfAnArrayOfStructsIsAnArray() {
    assertThat(rows("SELECT array_join(items.qty, ','), items[1].sku FROM t ORDER BY n"))
        .isEqualTo("null | null\n2,10 | b\n3,10 | b\n4,10 | b");
  }

  @Test
  void aTablesNameHidesAColumns() {
    assertThat(rows("SELECT p.n FROM (SELECT n, place AS p FROM t) AS p WHERE n = 3"))
        .isEqualTo("3");
  }

  @Test
  void unknownMembersAreTold() {
    assertThatThrownBy(() -> session.sql("SELECT place.town FROM t"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("no member town in struct<city:string,at:struct<");
    assertThatThrownBy(() -> session.sql("SELECT n.town FROM t"))
        .hasMessageContaining("no member town in a value of type int");
  }

  // Elements.

  @Test
  void elementsAreCountedFromZeroInBracketsAndFromOneElsewhere() {
    assertThat(
            rows(
                "SELECT numbers[0], element_at(numbers, 2), element_at(numbers, -3), numbers[2],"
                    + " get(numbers, 7), try_element_at(numbers, -4) FROM t WHERE n = 3"))
        .isEqualTo("3 | 4 | 3 | null | null | null");
    assertThat(rows("SELECT tags['k'], tags['Oslo'], element_at(tags, 'Bern') FROM t ORDER BY n"))
        .isEqualTo("1 | null | 2\n2 | 4 | null\n3 | null | null\n4 | null | 8");
  }

  @Test
  void anIndexOutsideIsAnErrorOfTheRowsThatCount() {
    assertThatThrownBy(() -> rows("SELECT numbers[n] FROM t"))
        .hasMessageContaining("no element [3] in an array of 3");
    assertThat(rows("SELECT numbers[n] FROM t WHERE n < 2")).isEqualTo("2");
    assertThat(rows("SELECT CASE WHEN n < 3 THEN numbers[n] END FROM t ORDER BY n"))
        .isEqualTo("2\nnull\nnull\nnull");
    assertThatThrownBy(() -> rows("SELECT element_at(numbers, 0) FROM t"))
        .hasMessageContaining("the first is 1");
  }

  // Functions.

  @Test
  void functionsOfArraysAndMapsTakeColumnsOfFiles() {
    assertThat(
            rows(
                "SELECT size(numbers), array_contains(numbers, 3), array_join(sort_array(numbers,"
                    + " false), ','), array_max(numbers), array_join(map_keys(tags), ',')"
                    + " FROM t ORDER BY n"))
        .isEqualTo(
            "3 | null | 2,1 | 2 | k,Bern\n3 | true | 3,2 | 3 | k,Oslo\n"
                + "3 | true | 4,3 | 4 | k,Rome\n3 | null | 5,4 | 5 | k,Bern");
    assertThat(
            rows(
                "SELECT array_distinct(array_union(numbers, array(n)))[1], size(items) FROM t"
                    + " WHERE size(items) = 2 ORDER BY n"))
        .isEqualTo("3 | 2\n4 | 2\n5 | 2");
  }

  @Test
  void functionsWorkInGroupsAndAggregates() {
    assertThat(
            rows(
                "SELECT size(items) AS s, max(element_at(numbers, 2)), max(tags['k']) FROM t"
                    + " GROUP BY size(items) ORDER BY s"))
        .isEqualTo("null | 2 | 1\n2 | 5 | 4");
  }

  // Lambdas.

  @Test
  void lambdasSeeTheirParametersAndTheColumnsAround() {
    assertThat(
            rows(
                "SELECT array_join(transform(numbers, x -> x * 10 + n), ','),"
                    + " array_join(transform(numbers, (x, i) -> i + place.at.x), ','),"
                    + " array_join(filter(numbers, x -> x > t.n), ',') FROM t ORDER BY n"))
        .isEqualTo("11,21 | 1,2,3 | 2\n22,32 | 2,3,4 | 3\n33,43 | 3,4,5 | 4\n44,54 | 4,5,6 | 5");
    assertThat(
            rows(
                "SELECT array_join(transform(items, i -> concat(i.sku, CAST(i.qty + n AS string))),"
                    + " ' ') FROM t ORDER BY n"))
        .isEqualTo("null\na4 b12\na6 b13\na8 b14");
  }

  @Test
  void lambdasWithinLambdasSeeBoth() {
    assertThat(
            rows(
                "SELECT array_join(flatten(transform(array(numbers, array(n)), a -> transform(a, b"
                    + " -> b * 100 + size(a) * 10 + n))), ',') FROM t WHERE n < 3 ORDER BY n"))
        .isEqualTo("131,231,111\n232,332,212");
    assertThat(
            rows(
                "SELECT array_join(transform(numbers, x -> aggregate(numbers, 0, (s, y) ->"
                    + " s + coalesce(y, 0) * x)), ',') FROM t WHERE n = 2"))
        .isEqualTo("10,15");
  }

  @Test
  void aParameterHidesAColumn() {
    assertThat(rows("SELECT array_join(transform(array(7), n -> n + 1), ',') FROM t WHERE n = 1"))
        .isEqualTo("8");
  }

  @Test
  void lambdasFilterRowsAndAreGrouped() {
    assertThat(rows("SELECT n FROM t WHERE exists(items, i -> i.qty = n + 0) ORDER BY n"))
        .isEqualTo("2\n3\n4");
    assertThat(rows("SELECT n FROM t WHERE NOT forall(map_values(tags), v -> v < 5) ORDER BY n"))
        .isEqualTo("3\n4");
    assertThat(
            rows(
                "SELECT aggregate(numbers, 0, (s, x) -> s + coalesce(x, 0)) % 2 AS odd, count(*)"
                    + " FROM t GROUP BY aggregate(numbers, 0, (s, x) -> s + coalesce(x, 0)) % 2"))
        .isEqualTo("1 | 4");
    assertThat(
            rows(
                "SELECT sum(aggregate(numbers, 0, (s, x) -> s + coalesce(x, 0), s -> s * n)) FROM"
                    + " t"))
        .isEqualTo("70");
  }

  @Test
  void lambdasAreMovedWithTheColumnsThatTheyCapture() {
    assertThat(
            rows(
                "SELECT q.m, array_join(transform(q.a, x -> x + q.m), ',') FROM (SELECT n * 2 AS m,"
                    + " numbers AS a, place FROM t) AS q JOIN t ON q.m = t.n WHERE"
                    + " exists(q.a, x -> x = q.m) ORDER BY q.m"))
        .isEqualTo("2 | 3,4");
    assertThat(rows("EXPLAIN SELECT transform(numbers, x -> x + n) FROM t"))
        .contains("transform(numbers, (a) -> a + n)");
  }

  @Test
  void mapsAreFilteredAndTransformed() {
    assertThat(
            rows(
                "SELECT array_join(map_keys(map_filter(tags, (k, v) -> v > n)), ','),"
                    + " transform_values(tags, (k, v) -> v + n)['k'],"
                    + " transform_keys(tags, (k, v) -> upper(k))['K'] FROM t WHERE n = 3"))
        .isEqualTo("Rome | 6 | 3");
  }

  @Test
  void aFailureInALambdaIsOneOfTheRowsThatCount() {
    assertThat(
            rows(
                "SELECT CASE WHEN n > 1 THEN array_join(transform(numbers, x -> 12 / (n - 1)), ',')"
                    + " END FROM t ORDER BY n"))
        .isEqualTo("null\n12.0,12.0,12.0\n6.0,6.0,6.0\n4.0,4.0,4.0");
    assertThatThrownBy(() -> rows("SELECT transform(numbers, x -> 12 / (n - 1)) FROM t"))
        .hasMessageContaining("Division by zero");
  }

  @Test
  void wrongLambdasAreTold() {
    assertThatThrownBy(() -> session.sql("SELECT transform(numbers, (x, y, z) -> x) FROM t"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("(array<T>, (T) -> U) -> array<U>");
    assertThatThrownBy(() -> session.sql("SELECT filter(numbers, x -> x + 1) FROM t"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("(array<T>, (T) -> boolean) -> array<T>");
    assertThatThrownBy(() -> session.sql("SELECT transform(numbers, x -> nope) FROM t"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("column nope not found");
  }

  // JSON and casts.

  @Test
  void jsonGivesStructsWhoseMembersAreColumns() {
    assertThat(
            rows(
                "SELECT j.a + 1, j.b, to_json(place) FROM (SELECT"
                    + " from_json('{\"a\":1,\"b\":\"x\"}', 'a INT, b STRING') AS j, place FROM t"
                    + " WHERE n = 1) AS q"))
        .isEqualTo("2 | x | {\"city\":\"Bern\",\"at\":{\"x\":1,\"y\":0.5}}");
  }

  @Test
  void recordsOfCsvAreStructsAndBack() {
    DataFrame csv =
        session.sql(
            "SELECT to_csv(struct(n, place.city, NULL AS none)) AS line FROM t WHERE n < 3");
    Column record =
        Functions.from_csv(
            Functions.col("line"), "n INT, city STRING, none STRING", Map.of("nullValue", ""));
    DataFrame read = csv.select(record.as("r")).select("r.*").orderBy("n");
    assertThat(read.columns()).containsExactly("n", "city", "none");
    assertThat(read.collect())
        .extracting(row -> text(row.values()))
        .containsExactly("1 | Bern | null", "2 | Oslo | null");
    Column line = Functions.to_csv(Functions.col("r"), Map.of("sep", ";", "nullValue", "-"));
    assertThat(csv.select(record.as("r")).select(line).collect())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("1;Bern;-", "2;Oslo;-");
  }

  @Test
  void schemasOfExamplesDeclareWhatIsRead() {
    Column json = Functions.lit("{\"a\":1,\"b\":[\"x\"]}");
    Column type = Functions.schema_of_json("{\"b\":[\"\"],\"a\":0}");
    Column csv =
        Functions.from_csv(
            Functions.lit("7|x"),
            Functions.schema_of_csv("1|a", Map.of("sep", "|")),
            Map.of("sep", "|"));
    Row row =
        session
            .range(1)
            .select(Functions.from_json(json, type).getField("a"), csv.getField("_c1"))
            .first();
    assertThat(text(row.values())).isEqualTo("1 | x");
  }
}
