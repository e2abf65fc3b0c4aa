package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text that is large beside the memory of a task. Values of 50 MB go through every operator, and
 * from and to files of every format, with 64 MiB, in which one copy of them has room.
 */
class LargeValuesTest {
  private static final long MIB = 1 << 20;
  private static final long RESERVED_BYTES = 300 * MIB;
  private static final int LARGE_TEXT_BYTES = 50_000_000;
  private static final int SMALL_TEXT_BYTES = 7_000_000;
  private static final int SMALL_POOL_MIB = 64;
  private static final int LARGE_ROWS = 2;
  private static final int SMALL_ROWS = 14;
  private static final int KEYS = 3;

  @TempDir static Path directory;
  private Session session;

  /** Tables of id, key = id % 3, and text that follows from the key, as CSV and JSON. */
  @BeforeAll
  static void generate() throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      for (boolean large : new boolean[] {true, false}) {
        int textBytes = large ? LARGE_TEXT_BYTES : SMALL_TEXT_BYTES;
        statement.execute(
            ("CREATE OR REPLACE TABLE t AS SELECT i AS id, i %% %d AS k, left((i %% %d) ||"
                    + " repeat((SELECT string_agg(md5(j::varchar), '') FROM range(1000) r(j)), %d),"
                    + " %d) AS text FROM range(%d) t(i)")
                .formatted(
                    KEYS,
                    KEYS,
                    textBytes / 32_000 + 1,
                    textBytes,
                    large ? LARGE_ROWS : SMALL_ROWS));
        for (String format : List.of("csv", "json")) {
          statement.execute(
              "COPY t TO '%s' (FORMAT %s)"
                  .formatted(directory.resolve(large + "." + format), format));
        }
      }
    }
  }

  private void open(int slots, int poolMebibytes) {
    long heapBytes = Runtime.getRuntime().maxMemory();
    long usableBytes = heapBytes - Math.min(RESERVED_BYTES, heapBytes / 4);
    session =
        Session.builder()
            .master("local[" + slots + "]")
            .config(
                "distaff.memory.fraction",
                Double.toString((double) poolMebibytes * MIB / usableBytes))
            .getOrCreate();
  }

  private void view(String format, boolean large) {
    session.sql(
        ("CREATE OR REPLACE TEMPORARY VIEW from_%s USING %s OPTIONS (path '%s', schema"
                + " 'id bigint, k bigint, text string'%s)")
            .formatted(
                format,
                format,
                directory.resolve(large + "." + format),
                format.equals("csv") ? ", header 'true'" : ""));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private List<List<Object>> rows(String sql) {
    return session.sql(sql).collect().stream().map(Row::values).toList();
  }

  private void assertAnswer(String sql, String rows) {
    assertThat(rows(sql)).as(sql).hasToString(rows);
  }

  @Test
  void valuesOfFiftyMegabytesAreReadFromText() {
    open(1, SMALL_POOL_MIB);
    view("csv", true);
    view("json", true);
    String totals = "[[%d, %d]]".formatted(LARGE_ROWS, (long) LARGE_ROWS * LARGE_TEXT_BYTES);
    assertAnswer("SELECT count(*), sum(length(text)) FROM from_csv", totals);
    assertAnswer("SELECT count(*), sum(length(text)) FROM from_json", totals);
  }

  @Test
  void valuesOfATenthOfTheMemoryGoFromTextThroughEverything() {
    open(1, SMALL_POOL_MIB);
    long numRows = SMALL_ROWS;
    String totals = "[[%d, %d]]".formatted(numRows, numRows * SMALL_TEXT_BYTES);
    view("csv", false);
    view("json", false);
    String count = "SELECT count(*), sum(length(text)) FROM ";
    assertAnswer(count + "from_csv", totals);
    assertAnswer(count + "from_json", totals);
    for (String format : List.of("csv", "json", "parquet")) {
      Path path = directory.resolve("out-" + format);
      session.sql(
          "INSERT OVERWRITE DIRECTORY '%s' USING %s SELECT * FROM from_csv"
              .formatted(path, format));
    }
    session
        .read()
        .parquet(directory.resolve("out-parquet").toString())
        .createOrReplaceTempView("from_parquet");
    assertAnswer(count + "from_parquet", totals);
    for (String table : List.of("csv", "json", "parquet")) {
      assertSorted(table, numRows);
    }
    assertAnswer(
        "SELECT k, count(*) FROM (SELECT k, text FROM from_parquet) GROUP BY k, text ORDER BY k",
        groups(numRows));
    assertAnswer(
        "SELECT k, n FROM (SELECT k, count(*) AS n, max(text) AS m FROM from_parquet GROUP BY k)"
            + " WHERE substr(m, 1, 1) = CAST(k AS string) ORDER BY k",
        groups(numRows));
    assertAnswer(
        "SELECT count(*), sum(length(a.text)) FROM from_parquet a JOIN from_csv b ON a.text ="
            + " b.text AND a.id = b.id",
        totals);
    session.conf().set("distaff.sql.single-task.threshold", "1");
    session.conf().set("distaff.sql.broadcast.threshold", "1");
    session.conf().set("distaff.sql.exchange.partitions", "3");
    assertAnswer(
        "SELECT count(*), sum(length(a.text)) FROM from_csv a JOIN from_json b ON a.id = b.id",
        totals);
  }

  private void assertSorted(String table, long numRows) {
    long previousKey = 0;
    long previousId = -1;
    List<List<Object>> sorted = rows("SELECT k, id FROM from_" + table + " ORDER BY text, id");
    assertThat(sorted).hasSize((int) numRows);
    for (List<Object> row : sorted) {
      long key = (long) row.get(0);
      long id = (long) row.get(1);
      assertThat(key > previousKey || (key == previousKey && id > previousId)).isTrue();
      previousKey = key;
      previousId = id;
    }
  }

  private static String groups(long numRows) {
    return "[[0, %d], [1, %d], [2, %d]]"
        .formatted((numRows + 2) / KEYS, (numRows + 1) / KEYS, numRows / KEYS);
  }

  /** Rows of the table {@code mixed}, every other of which is large; two and two are equal. */
  private static final int MIXED_ROWS = 6;

  /** The MD5 of a row's text, by the row's id. */
  private static List<String> generateMixed(Path file) throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          ("CREATE TABLE t AS SELECT i AS id, i %% 2 AS k, CASE WHEN i %% 2 = 0 THEN (i // 4) ||"
               + " left(b, %d) ELSE 'text ' || i END AS text FROM range(%d) r(i), (SELECT"
               + " repeat((SELECT string_agg(md5(j::varchar), '') FROM range(10000) s(j)), %d) AS"
               + " b)")
              .formatted(LARGE_TEXT_BYTES - 1, MIXED_ROWS, LARGE_TEXT_BYTES / 320_000 + 1));
      statement.execute(
          "COPY (SELECT * FROM t ORDER BY id) TO '%s' (FORMAT parquet, COMPRESSION snappy)"
              .formatted(file));
      List<String> hashes = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("SELECT md5(text) FROM t ORDER BY id")) {
        while (rows.next()) {
          hashes.add(rows.getString(1));
        }
      }
      return hashes;
    }
  }

  private static final String SMALL_TEXTS = "'text 1', 'text 3', 'text 5'";

  @Test
  void oneCopyOfAValueOfFiftyMegabytesIsEnoughForEveryOperator() throws SQLException {
    Path file = directory.resolve("mixed.parquet");
    List<String> hashes = generateMixed(file);
    assertThat(hashes.get(0)).isEqualTo(hashes.get(2)).isNotEqualTo(hashes.get(4));
    open(1, SMALL_POOL_MIB);
    session.read().parquet(file.toString()).createOrReplaceTempView("mixed");
    assertMixed(hashes, "SELECT id, text FROM mixed", 0, 1, 2, 3, 4, 5);
    assertMixed(hashes, "SELECT id, text FROM mixed WHERE text LIKE '1%'", 4);
    assertMixed(hashes, "SELECT id, text FROM mixed ORDER BY k, id DESC", 4, 2, 0, 5, 3, 1);
    assertMixed(hashes, "SELECT id, text FROM mixed ORDER BY text DESC, id", 5, 3, 1, 4, 0, 2);
    assertMixed(hashes, "SELECT id, text FROM mixed ORDER BY k, id LIMIT 2", 0, 2);
    assertMixed(hashes, "SELECT id, text FROM mixed ORDER BY text, id LIMIT 3", 0, 2, 4);
    assertMixed(
        hashes, "SELECT min(id) AS id, text FROM mixed GROUP BY text HAVING count(*) = 2", 0);
    assertAnswer("SELECT count(DISTINCT text), count(*) FROM mixed", "[[5, 6]]");
    assertAnswer("SELECT approx_count_distinct(text) FROM mixed", "[[5]]");
    assertAnswer(
        "SELECT count(*) FROM (SELECT DISTINCT text FROM mixed) WHERE text NOT IN ("
            + SMALL_TEXTS
            + ")",
        "[[2]]");
    assertMixed(
        hashes,
        "SELECT CASE WHEN k = 0 THEN 4 ELSE 5 END AS id, max(text) AS text FROM mixed GROUP BY k"
            + " ORDER BY k",
        4,
        5);
    assertMixed(hashes, "SELECT 0 AS id, min(text) AS text FROM mixed", 0);
    String ids = "(SELECT id + 0 AS id FROM mixed)";
    assertMixed(
        hashes,
        "SELECT a.id, b.text FROM " + ids + " a JOIN mixed b ON a.id = b.id ORDER BY a.id",
        0,
        1,
        2,
        3,
        4,
        5);
    assertAnswer(
        "SELECT count(*), sum(a.id), sum(b.id), sum(length(a.text)) FROM mixed a JOIN mixed b"
            + " ON a.text = b.text",
        "[[8, 17, 17, %d]]".formatted(5L * LARGE_TEXT_BYTES + 18));
    assertMixed(
        hashes,
        "SELECT id - 1 AS id, text FROM (SELECT id, lag(text) OVER (ORDER BY id) AS text FROM"
            + " mixed) WHERE id > 0 ORDER BY id",
        0,
        1,
        2,
        3,
        4);
    assertMixed(
        hashes,
        "SELECT id, text FROM (SELECT id, text, row_number() OVER (PARTITION BY text ORDER BY id)"
            + " AS n FROM mixed) WHERE n = 2",
        2);
    session.sql("CACHE TABLE cached AS SELECT * FROM mixed");
    assertMixed(hashes, "SELECT id, text FROM cached ORDER BY id", 0, 1, 2, 3, 4, 5);
    session.conf().set("distaff.sql.single-task.threshold", "1");
    session.conf().set("distaff.sql.single-task.rows", "1");
    session.conf().set("distaff.sql.broadcast.threshold", "1");
    session.conf().set("distaff.sql.exchange.partitions", "2");
    assertMixed(
        hashes, "SELECT min(id) AS id, text FROM mixed GROUP BY text ORDER BY id", 0, 1, 3, 4, 5);
    assertMixed(
        hashes,
        "SELECT a.id, b.text FROM " + ids + " a JOIN mixed b ON a.id = b.id ORDER BY a.id",
        0,
        1,
        2,
        3,
        4,
        5);
    for (String format : List.of("csv", "json", "parquet")) {
      Path path = directory.resolve("mixed-" + format);
      session.sql(
          "INSERT OVERWRITE DIRECTORY '%s' USING %s SELECT * FROM mixed".formatted(path, format));
    }
    session
        .read()
        .parquet(directory.resolve("mixed-parquet").toString())
        .createOrReplaceTempView("written");
    assertMixed(hashes, "SELECT id, text FROM written ORDER BY id", 0, 1, 2, 3, 4, 5);
    for (String format : List.of("csv", "json")) {
      session
          .read()
          .schema("id bigint, k bigint, text string")
          .format(format)
          .load(directory.resolve("mixed-" + format).toString())
          .createOrReplaceTempView("mixed_text");
      assertMixed(
          hashes, "SELECT id, text FROM mixed_text ORDER BY text DESC, id", 5, 3, 1, 4, 0, 2);
      assertMixed(
          hashes,
          "SELECT a.id, b.text FROM " + ids + " a JOIN mixed_text b ON a.id = b.id WHERE b.k = 0",
          0,
          2,
          4);
    }
  }

  /** Asserts that a query gives these ids, in this order if it has one, with the texts of them. */
  private void assertMixed(List<String> hashes, String sql, int... ids) {
    List<List<Object>> expected = new ArrayList<>();
    for (int id : ids) {
      expected.add(List.of((long) id, hashes.get(id)));
    }
    List<List<Object>> actual =
        rows("SELECT CAST(id AS bigint), md5(text) FROM (" + sql + ") AS q");
    assertThat(actual).as(sql).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Of which two don't go into the memory. */
  private static final int HALF_TEXT_BYTES = 40_000_000;

  /** Rows of ids 0 to 3: even ones have large values in two columns, an array and a struct. */
  private static void generateSeveral(Path file) throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          ("COPY (SELECT id, k, t AS a, reverse(t) AS b, [t, 'small'] AS l, {'x': id, 't': t} AS s"
                  + " FROM (SELECT i AS id, i %% 2 AS k, CASE WHEN i %% 2 = 0 THEN i || left(b, %d)"
                  + " ELSE 'text ' || i END AS t FROM range(4) r(i), (SELECT repeat((SELECT"
                  + " string_agg(md5(j::varchar), '') FROM range(10000) s(j)), %d) AS b)) ORDER BY"
                  + " id) TO '%s' (FORMAT parquet, COMPRESSION snappy)")
              .formatted(HALF_TEXT_BYTES - 1, HALF_TEXT_BYTES / 320_000 + 1, file));
    }
  }

  @Test
  void aRowMayHaveMoreThanGoesIntoTheMemory() throws SQLException {
    Path file = directory.resolve("several.parquet");
    generateSeveral(file);
    open(1, SMALL_POOL_MIB);
    session.read().parquet(file.toString()).createOrReplaceTempView("several");
    long sum = 2L * HALF_TEXT_BYTES + 12;
    String lengths = "[[%d, %d]]".formatted(sum, sum);
    String each =
        "[[0, %d, %d], [1, 6, 6], [2, %d, %d], [3, 6, 6]]".replace("%d", "" + HALF_TEXT_BYTES);
    String byKey = "[[0, %d], [1, 6]]".formatted(HALF_TEXT_BYTES);
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("SELECT sum(length(a)), sum(length(b)) FROM several", lengths);
    answers.put("SELECT sum(length(l[0])), sum(length(s.t)) FROM several", lengths);
    answers.put("SELECT id FROM several WHERE a LIKE '2%' AND b LIKE '%2'", "[[2]]");
    answers.put(
        "SELECT id FROM several WHERE s.t = a AND l[0] = a AND size(l) = 2 AND k = 0", //
        "[[0], [2]]");
    answers.put("SELECT count(*) FROM (SELECT a, b FROM several GROUP BY a, b)", "[[4]]");
    answers.put(
        "SELECT a.id, length(b.a), length(a.b) FROM several a JOIN several b ON a.a = b.a ORDER BY"
            + " a.id",
        each);
    answers.put(
        "SELECT id, length(x), length(b) FROM (SELECT id, b, lag(a, 0) OVER (ORDER BY a) AS x FROM"
            + " several) ORDER BY id",
        each);
    answers.put(
        "SELECT sum(length(e)), sum(length(a)) FROM several LATERAL VIEW explode(array(a)) t AS e",
        lengths);
    answers.put(
        "SELECT sum(length(CASE WHEN k = 0 THEN a ELSE b END)), sum(length(coalesce(b, a))) FROM"
            + " several",
        lengths);
    answers.put("SELECT k, length(min_by(a, id)) FROM several GROUP BY k ORDER BY k", byKey);
    answers.put(
        "SELECT k, length(listagg(a, ', ') WITHIN GROUP (ORDER BY id DESC)) FROM several GROUP BY k"
            + " ORDER BY k",
        "[[0, %d], [1, 14]]".formatted(2 * HALF_TEXT_BYTES + 2));
    answers.put("SELECT k, length(first(b)) FROM several GROUP BY k ORDER BY k", byKey);
    answers.put("SELECT k, length(collect_list(a)[1]) FROM several GROUP BY k ORDER BY k", byKey);
    answers.forEach(this::assertAnswer);
    String written = directory.resolve("several-written").toString();
    session
        .sql("SELECT id, k, a, l FROM several WHERE id < 2")
        .repartition(2, Functions.col("id"))
        .write()
        .partitionBy("k")
        .option("bloomFilter", "a,l")
        .parquet(written);
    session.read().parquet(written).createOrReplaceTempView("written");
    assertAnswer(
        "SELECT id, length(a), length(l[0]), l[1], a = l[0] FROM written ORDER BY id",
        "[[0, %d, %d, small, true], [1, 6, 6, small, true]]".replace("%d", "" + HALF_TEXT_BYTES));
  }

  /**
   * Values for which tokens stand in where they are only moved, beside functions that need them.
   */
  @Test
  void functionsSeeTheValuesThemselves() {
    open(1, SMALL_POOL_MIB);
    session.sql(
        "CREATE OR REPLACE TEMPORARY VIEW t AS SELECT id, id % 2 AS k,"
            + " repeat(CAST(id AS string), 400000) AS text FROM (VALUES (1), (2), (3), (4)) v(id)");
    assertAnswer(
        "SELECT k, length(listagg(text, '')), length(max(text)), length(min_by(text, id)) FROM t"
            + " GROUP BY k ORDER BY k",
        "[[0, 800000, 400000, 400000], [1, 800000, 400000, 400000]]");
    assertAnswer(
        "SELECT count(*), sum(length(b.text)) FROM t a JOIN t b ON a.k = b.k AND a.text < b.text",
        "[[2, 800000]]");
    assertAnswer(
        "SELECT count(b.text), sum(length(a.text)) FROM t a LEFT JOIN t b ON a.text = b.text AND"
            + " b.id > 2",
        "[[2, 1600000]]");
    assertAnswer("SELECT count(*) FROM t WHERE text IN (SELECT text FROM t WHERE id > 1)", "[[3]]");
    assertAnswer(
        "SELECT count(*) FROM t WHERE k = 1 OR text NOT IN (SELECT text FROM t WHERE id > 2)",
        "[[3]]");
    assertAnswer(
        "SELECT sum(length(x)) FROM (SELECT lag(text, 1, 'none') OVER (ORDER BY id) AS x FROM t)",
        "[[1200004]]");
    assertAnswer(
        "SELECT id, length(x) FROM (SELECT id, listagg(text, '') OVER (PARTITION BY k ORDER BY id)"
            + " AS x FROM t) ORDER BY id",
        "[[1, 400000], [2, 400000], [3, 800000], [4, 800000]]");
  }

  /** Two of 7 MB in a batch, of which the parts of one go into 12 MiB. */
  @Test
  void partsOfLargeTextsAreFoundPieceByPiece() {
    open(1, 12);
    int words = 70_000;
    session.sql(
        ("CREATE OR REPLACE TEMPORARY VIEW t AS SELECT id, repeat(rpad(CAST(id AS string), 99,"
                + " 'xy') || ' ', %d) AS text FROM range(2) ORDER BY id LIMIT 2")
            .formatted(words));
    String parts = "[[0, %d], [1, %d]]".replace("%d", "" + (words + 1));
    assertAnswer("SELECT id, size(split(text, ' ')) FROM t", parts);
    assertAnswer("SELECT id, size(split(text, '[ ]+')) FROM t", parts);
    assertAnswer(
        "SELECT id, size(regexp_extract_all(text, '[0-9](.)')) FROM t",
        "[[0, %d], [1, %d]]".replace("%d", "" + words));
    assertAnswer(
        "SELECT id, regexp_count(text || 'z', ' z') FROM t WHERE regexp_replace(text, ' +', '') <"
            + " '1'",
        "[[0, 1]]");
    assertAnswer(
        "SELECT id, length(listagg(text, ',') OVER (ORDER BY id)) FROM t ORDER BY id",
        "[[0, %d], [1, %d]]".formatted(100 * words, 200 * words + 1));
    assertThatThrownBy(() -> rows("SELECT CAST(text AS int) FROM t"))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CAST))
        .hasMessageContaining("xy ...' can't be read as int");
    int bytes = 2 * 100 * words;
    assertNoRoom("contains(text, text || text)", "contains needs its argument 2", bytes);
    assertNoRoom("replace(text, text || text, '')", "replace needs its argument 2", bytes);
    assertNoRoom("text LIKE (text || text)", "like needs its argument 2", bytes);
    assertNoRoom("levenshtein(text || text, 'a')", "levenshtein needs its argument 1", bytes);
    assertNoRoom("str_to_map(text || text, ' ', 'x')", "str_to_map needs its argument 1", bytes);
  }

  private void assertNoRoom(String expression, String what, int bytes) {
    assertThatThrownBy(() -> rows("SELECT max(%s) FROM t".formatted(expression)))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
        .hasMessageContaining(what + " as a whole, and has no room for its " + bytes + " bytes")
        .hasMessageContaining("Give executors more memory");
  }

  /** Ten million of each, of which four thousand are there at a time. */
  @Test
  void elementsOfArraysThatAreOnlyUnnestedNeedNoRoom() {
    open(1, SMALL_POOL_MIB);
    String counted = "SELECT count(*), sum(x) FROM (SELECT explode(%s) AS x FROM range(1, 3) r(i))";
    assertAnswer(
        counted.formatted("sequence(i, 10000000)"), "[[19999999, %d]]".formatted(100000009999999L));
    assertAnswer(
        counted.formatted("transform(filter(sequence(1, 10000000), n -> n % 2 = 0), n -> n + i)"),
        "[[10000000, %d]]".formatted(50000025000000L));
    assertAnswer(
        "SELECT count(*), min(x), max(x) FROM (SELECT explode(sequence(TIMESTAMP '2000-01-01"
            + " 00:00:00', TIMESTAMP '2020-01-01 00:00:00', INTERVAL 1 MINUTE)) AS x)",
        "[[10519201, 2000-01-01T00:00:00Z, 2020-01-01T00:00:00Z]]");
    assertAnswer(
        "SELECT count(*), sum(length(x)), max(p) FROM (SELECT posexplode(split(repeat('abcd,',"
            + " 10000000), ',')) AS (p, x))",
        "[[10000001, 40000000, 10000000]]");
    assertAnswer(
        "SELECT count(*), max(x) FROM (SELECT explode(regexp_extract_all(repeat('abcd,', 10000000),"
            + " 'b(.)d')) AS x)",
        "[[10000000, c]]");
    assertAnswer("SELECT explode(sequence(1, 1000000000000)) AS x LIMIT 2", "[[1], [2]]");
  }

  /** No row has it, and it doesn't go into what the optimiser or a constant may take. */
  @Test
  void aLargeConstantIsComputedWhereARowNeedsIt() {
    open(1, SMALL_POOL_MIB);
    String large = "repeat('abcde', %d)".formatted(LARGE_TEXT_BYTES / 5);
    assertAnswer(
        "SELECT id, length(" + large + "), 'x' || left(" + large + ", 6) FROM range(2)",
        "[[0, %d, xabcdea], [1, %d, xabcdea]]".replace("%d", "" + LARGE_TEXT_BYTES));
    assertAnswer("SELECT id FROM range(2) WHERE id = length(" + large + ") - 49999999", "[[1]]");
    assertAnswer(
        "SELECT CASE WHEN id > 5 THEN length(" + large + ") ELSE id END FROM range(2)",
        "[[0], [1]]");
    assertAnswer("SELECT count(*) FROM range(2) WHERE " + large + " > 'abcdeb'", "[[0]]");
  }

  /** Of few bytes that are held once, of which the text has many. */
  @Test
  void textIsPutTogetherOfManyValuesThatHaveRoom() {
    open(1, SMALL_POOL_MIB);
    String values = " FROM (SELECT repeat('abcde', 10) AS x FROM range(%d))";
    assertAnswer(
        "SELECT length(listagg(x, '--'))" + values.formatted(100_000), "[[%d]]".formatted(5199998));
    assertAnswer(
        "SELECT length(listagg(x, '--'))" + values.formatted(1_500_000),
        "[[%d]]".formatted(77999998));
    assertThatThrownBy(
            () ->
                rows(
                    "SELECT length(listagg(x || id)) FROM (SELECT id, 'abcde' AS x FROM"
                        + " range(3000000))"))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
        .hasMessageContaining("collect_list holds all values of a group, and has no room for a")
        .hasMessageContaining("aggregation needs ");
  }

  /** Of five million. */
  @Test
  void placesInTheOrderOfAGroupNeedNoRoom() {
    open(1, SMALL_POOL_MIB);
    session
        .sql("SELECT id, (id * 7919) % 5000011 AS x FROM range(5000000)")
        .createOrReplaceTempView("t");
    String all =
        "SELECT percentile(x, 0.5), quantile_disc(x, 0.25), mode(IF(id % 3 = 0, 5, x)) FROM t";
    String byKey = "SELECT id % 2 AS k, median(x), count(*) FROM t GROUP BY id % 2";
    List<List<Object>> ofAll = List.of(List.of(2499999.5, 1249999L, 5L));
    assertThat(rows(all)).isEqualTo(ofAll);
    assertAnswer(byKey + " ORDER BY k", "[[0, 2499999.5, 2500000], [1, 2499999.5, 2500000]]");
  }

  /** Tasks give what they have of few groups to others. */
  @Test
  void placesInTheOrderOfAGroupAreFoundAcrossTasks() {
    open(2, SMALL_POOL_MIB);
    session
        .sql("SELECT id, (id * 7919) % 5000011 AS x FROM range(0, 5000000, 1, 4)")
        .createOrReplaceTempView("t");
    assertThat(rows("SELECT median(x), quantile_disc(x, 0.25), count(*), mode(x % 3) FROM t"))
        .isEqualTo(List.of(List.of(2499999.5, 1249999L, 5000000L, 0L)));
    assertAnswer(
        "SELECT id % 2 AS k, median(x), sum(id) FROM t GROUP BY id % 2 ORDER BY k",
        "[[0, 2499999.5, 6249997500000], [1, 2499999.5, 6250000000000]]");
    assertAnswer(
        "SELECT size(collect_list(x)), size(collect_set(x % 70000)), length(listagg(x % 10)),"
            + " size(histogram(x % 1000)) FROM t WHERE id < 300000",
        "[[300000, 70000, 300000, 1000]]");
  }

  /** One value that doesn't go into the memory, and two of which one does. */
  @Test
  void aRecordOfTextMayHaveMoreThanGoesIntoTheMemory() throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      for (String format : List.of("csv", "json")) {
        statement.execute(
            ("COPY (SELECT 1 AS id, repeat('a', %d) AS text, repeat('b\"', %d) AS more) TO '%s'"
                    + " (FORMAT %s%s)")
                .formatted(
                    2 * LARGE_TEXT_BYTES,
                    LARGE_TEXT_BYTES / 4,
                    directory.resolve("pair." + format),
                    format,
                    format.equals("csv") ? ", HEADER false" : ""));
      }
    }
    open(1, SMALL_POOL_MIB);
    for (String format : List.of("csv", "json")) {
      session
          .read()
          .format(format)
          .schema("id bigint, text string, more string")
          .option("maxRecordSize", "512m")
          .load(directory.resolve("pair." + format).toString())
          .createOrReplaceTempView("pair");
      assertAnswer(
          "SELECT id, length(text), length(more), right(more, 4) FROM pair ORDER BY text, more",
          "[[1, %d, %d, b\"b\"]]".formatted(2 * LARGE_TEXT_BYTES, LARGE_TEXT_BYTES / 2));
      assertAnswer("SELECT id, left(more, 3) FROM pair", "[[1, b\"b]]");
      session
          .read()
          .format(format)
          .schema("id bigint, text date, more string")
          .option("maxRecordSize", "512m")
          .load(directory.resolve("pair." + format).toString())
          .createOrReplaceTempView("days");
      assertThatThrownBy(() -> rows("SELECT id, more, text FROM days"))
          .isInstanceOfSatisfying(
              DistaffException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
          .hasMessageContaining("pair." + format + ", line 1 (byte 0): there is no room for")
          .hasMessageContaining("most of it in column text")
          .hasMessageContaining("--executor-memory");
    }
  }

  /**
   * Two tasks at a time, of which each needs more than its half of the memory for what can't spill.
   */
  @Test
  void tasksThatNeedMoreThanTheirShareRunOneAfterTheOther() {
    open(2, SMALL_POOL_MIB);
    view("csv", false);
    view("json", false);
    session.conf().set("distaff.sql.single-task.threshold", "1");
    assertAnswer(
        "SELECT length(listagg(text, '')) FROM from_csv WHERE id < 1"
            + " UNION ALL SELECT length(listagg(text, '')) FROM from_json WHERE id < 1",
        "[[%d], [%d]]".formatted(SMALL_TEXT_BYTES, SMALL_TEXT_BYTES));
  }
}
