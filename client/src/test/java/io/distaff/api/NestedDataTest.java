package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.row.Row;
import java.nio.file.Path;
import java.util.List;
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
}
