package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries read of nested columns: the leaves they ask for, where they ask for them. */
class NestedScanTest {
  private static final Pattern BYTES = Pattern.compile("([\\d.]+) (B|KiB|MiB) read from files");

  @TempDir static Path directory;
  private static Session session;

  /**
   * Row groups in the order of keys. Nearly all bytes are pads, so large that leaves on either side
   * aren't read together.
   */
  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    String path = directory.resolve("nested").toString();
    session
        .sql(
            """
            SELECT o_orderkey AS id,
              CASE WHEN o_orderkey % 7 > 0 THEN named_struct('key', o_orderkey,
                'of', named_struct('cust', o_custkey, 'pad', pad), 'pad', reverse(pad)) END AS s,
              array(named_struct('key', o_orderkey, 'pad', upper(pad))) AS l,
              map('k', named_struct('key', o_orderkey, 'pad', reverse(upper(pad)))) AS m
            FROM (SELECT *, sha2(CAST(o_orderkey AS string), 512) AS pad
              FROM tpch.`sf0.01`.orders) ORDER BY 1
            """)
        .write()
        .option("rowGroupRows", "5000")
        .parquet(path);
    session.read().parquet(path).createOrReplaceTempView("n");
    session
        .sql(
            "SELECT o_orderkey AS id, CASE WHEN o_orderkey % 7 > 0 THEN o_orderkey END AS s_key,"
                + " CASE WHEN o_orderkey % 7 > 0 THEN o_custkey END AS s_cust"
                + " FROM tpch.`sf0.01`.orders")
        .createOrReplaceTempView("flat");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select count(s.key), sum(s.of.cust) from n | select count(s_key), sum(s_cust) from flat",
        "select count(*) from n where s is null | select count(*) from flat where s_key is null",
        "select count(*) from n where s.of is not null |"
            + " select count(*) from flat where s_key is not null",
        "select max(id) from n where s.of.cust % 2 = 1 |"
            + " select max(id) from flat where s_cust % 2 = 1",
        "select sum(l[0].key), max(m['k'].key) from n | select sum(id), max(id) from flat",
        "select count(*) from n where exists(l, e -> e.key % 3 = 1 and e.key <> id + 1) |"
            + " select count(*) from flat where id % 3 = 1",
        "select a.s.of.cust, b.s.key from n a join n b on a.s.key = b.s.key + 1 order by b.s.key"
            + " limit 5 | select a.s_cust, b.s_key from flat a join flat b"
            + " on a.s_key = b.s_key + 1 order by b.s_key limit 5",
        "select s.of.cust, count(*) from n group by s.of.cust order by 1 limit 9 |"
            + " select s_cust, count(*) from flat group by s_cust order by 1 limit 9",
      })
  void readsTheLeavesAskedFor(String nested, String flat) {
    assertThat(rows(nested)).isEqualTo(rows(flat));
    int scans = nested.contains("join") ? 2 : 1;
    assertThat(bytesRead(nested)).isLessThan(scans * bytesRead("select * from n") / 8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select count(*), sum(b.s.key), count(a.s.of.cust) from n a left join n b on a.id = b.s.key"
            + " + 50000 | select count(*), sum(b.s_key), count(a.s_cust) from flat a left join flat"
            + " b on a.id = b.s_key + 50000",
        "select count(*), sum(b.s.key), sum(a.s.of.cust) from n a full join n b on a.s.key ="
            + " b.s.key + 50000 | select count(*), sum(b.s_key), sum(a.s_cust) from flat a full"
            + " join flat b on a.s_key = b.s_key + 50000",
      })
  void outerJoinsGiveNullsForMembers(String nested, String flat) {
    assertThat(rows(nested)).isEqualTo(rows(flat));
  }

  @Test
  void whatIsWantedWholeIsReadWhole() {
    String query = "select s, s.key, l, m from n where s.key < 3";
    assertThat(rows(query)).hasSize(2);
    assertThat(
            rows(
                "select s, s.key from n where s.key = 1 union all select s, id from n where id ="
                    + " 1"))
        .hasSize(2);
    assertThat(rows("select s.of, s.of.cust from n where s.pad is not null and id = 1"))
        .isEqualTo(rows("select s.of, s.of.cust from (select * from n) where id = 1"));
  }

  @Test
  void conditionsOnPartsSkipRowGroups() {
    for (String condition :
        List.of(
            "s.key < 40",
            "s.of.cust is not null and s.key between 4 and 7",
            "array_contains(l.key, 33)",
            "exists(l, e -> e.key < 10)",
            "m['k'].key = 5",
            "s.key in (6, 38)")) {
      assertThat(lines("select id, s.pad from n where " + condition))
          .as(condition)
          .anyMatch(line -> line.contains("1 row groups read, 2 row groups pruned"));
    }
  }

  /**
   * The build side's keys, which are few, are a condition on the member that they are joined to.
   */
  @Test
  void joinsTellScansWhichMembersTheyWant() {
    String query =
        "select n.s.of.cust, f.id from n join flat f on n.s.key = f.id and n.s.of.cust = f.s_cust"
            + " where f.id % 2 = 1 and f.id < 38 order by 2";
    String ofFlat =
        "select n.s_cust, f.id from flat n join flat f on n.s_key = f.id and n.s_cust = f.s_cust"
            + " where f.id % 2 = 1 and f.id < 38 order by 2";
    assertThat(rows(query)).isEqualTo(rows(ofFlat)).isNotEmpty();
    assertThat(lines(query))
        .anyMatch(line -> line.contains("1 row groups read, 2 row groups pruned"));
  }

  private static List<List<Object>> rows(String query) {
    return session.sql(query).collect().stream().map(row -> row.values()).toList();
  }

  private static List<String> lines(String query) {
    return session.sql("EXPLAIN ANALYZE " + query).collect().stream()
        .map(row -> (String) row.values().get(0))
        .toList();
  }

  private static double bytesRead(String query) {
    double bytes = 0;
    for (String line : lines(query)) {
      Matcher matcher = BYTES.matcher(line);
      if (matcher.find()) {
        double unit =
            switch (matcher.group(2)) {
              case "B" -> 1;
              case "KiB" -> 1 << 10;
              default -> 1 << 20;
            };
        bytes += Double.parseDouble(matcher.group(1)) * unit;
      }
    }
    return bytes;
  }
}
