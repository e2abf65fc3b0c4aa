package io.distaff.cli.bench;

import io.distaff.catalog.TpchQueries;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a benchmark runs, over the tables of TPC-H. */
public enum Workload {
  /** The 22 queries of TPC-H. */
  TPCH,

  /** Queries that each lean on one part of an engine. */
  MICRO;

  List<BenchQuery> queries() {
    return switch (this) {
      case TPCH ->
          IntStream.rangeClosed(1, TpchQueries.COUNT)
              .mapToObj(number -> BenchQuery.of(TpchQueries.name(number), TpchQueries.text(number)))
              .toList();
      case MICRO -> microQueries();
    };
  }

  private static List<BenchQuery> microQueries() {
    return List.of(
        BenchQuery.of(
            "sum of numbers",
            "SELECT sum(l_orderkey) AS a, sum(l_partkey) AS b, sum(l_suppkey) AS c,"
                + " sum(l_linenumber) AS d, sum(l_quantity) AS e, sum(l_extendedprice) AS f,"
                + " sum(l_discount) AS g, sum(l_tax) AS h FROM lineitem"),
        BenchQuery.of(
            "decode 16 columns",
            "SELECT max(l_orderkey) AS a, max(l_partkey) AS b, max(l_suppkey) AS c,"
                + " max(l_linenumber) AS d, max(l_quantity) AS e, max(l_extendedprice) AS f,"
                + " max(l_discount) AS g, max(l_tax) AS h, max(l_returnflag) AS i,"
                + " max(l_linestatus) AS j, max(l_shipdate) AS k, max(l_commitdate) AS l,"
                + " max(l_receiptdate) AS m, max(l_shipinstruct) AS n, max(l_shipmode) AS o,"
                + " max(l_comment) AS p FROM lineitem"),
        BenchQuery.of("count distinct", "SELECT count(DISTINCT l_orderkey) AS n FROM lineitem"),
        BenchQuery.of(
            "group by orderkey",
            "SELECT count(*) AS n, max(s) AS largest FROM (SELECT l_orderkey, sum(l_quantity) AS"
                + " s FROM lineitem GROUP BY l_orderkey) AS t"),
        BenchQuery.of(
            "group by two keys",
            "SELECT count(*) AS n, max(s) AS largest FROM (SELECT l_partkey, l_suppkey,"
                + " sum(l_quantity) AS s FROM lineitem GROUP BY l_partkey, l_suppkey) AS t"),
        BenchQuery.of(
            "join",
            "SELECT o_orderpriority, count(*) AS n, sum(l_extendedprice) AS price FROM lineitem"
                + " JOIN orders ON l_orderkey = o_orderkey GROUP BY o_orderpriority"),
        BenchQuery.of(
            "like", "SELECT count(*) AS n FROM lineitem WHERE l_comment LIKE '%special%requests%'"),
        BenchQuery.of(
            "row_number",
            "SELECT count(*) AS n, sum(r) AS s FROM (SELECT row_number() OVER (PARTITION BY"
                + " l_suppkey ORDER BY l_shipdate, l_orderkey, l_linenumber) AS r FROM lineitem)"
                + " AS t WHERE r <= 10"),
        BenchQuery.written("rewrite", "SELECT * FROM lineitem"),
        BenchQuery.written("sort and write", "SELECT * FROM lineitem ORDER BY l_extendedprice"),
        BenchQuery.of(
            "top 100",
            "SELECT l_orderkey, l_linenumber, l_extendedprice FROM lineitem ORDER BY"
                + " l_extendedprice DESC, l_orderkey, l_linenumber LIMIT 100"));
  }

  /** What is asked of the files that a query has written. */
  static String checkOf(String files) {
    return "SELECT count(*) AS n, sum(l_orderkey) AS a, sum(l_extendedprice) AS b,"
        + " max(l_comment) AS c FROM "
        + files;
  }

  /** The workload of this name, as it is written on the command line. */
  public static Optional<Workload> of(String name) {
    return Arrays.stream(values()).filter(each -> each.toString().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
