package io.distaff.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.distaff.catalog.TpchFixture;
import io.distaff.catalog.TpchQueries;
import io.distaff.expression.Literal;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.SqlText;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  private final SqlAnalyzer analyzer = new SqlAnalyzer(new TpchFixture(1).catalog());

  private RelNode optimize(String sql) {
    return new Optimizer(condition -> Literal.of(DataType.BOOLEAN, true))
        .optimize(analyzer.analyze(SqlText.of(sql)).rel(), RowSharing.AUTO);
  }

  private static <T> List<T> nodes(RelNode rel, Class<T> type) {
    List<T> found = new ArrayList<>();
    collect(rel, type, found);
    return found;
  }

  private static <T> void collect(RelNode rel, Class<T> type, List<T> found) {
    if (type.isInstance(rel)) {
      found.add(type.cast(rel));
    }
    rel.getInputs().forEach(input -> collect(input, type, found));
  }

  private boolean groupsBelowJoin(String sql) {
    return nodes(optimize(sql), Join.class).stream()
        .anyMatch(join -> !nodes(join, Aggregate.class).isEmpty());
  }

  @Test
  void groupsRowsBeforeJoinWhereThatLeavesFew() {
    String from = " from lineitem join supplier on l_suppkey = s_suppkey group by s_name";
    assertThat(groupsBelowJoin("select s_name, sum(l_extendedprice * (1 - l_discount))" + from))
        .isTrue();
    assertThat(groupsBelowJoin("select s_name, avg(l_quantity), count(*), max(s_acctbal)" + from))
        .isTrue();
    // What duplicates on the other side would change, and what may fail of rows that meet none.
    assertThat(groupsBelowJoin("select s_name, sum(s_acctbal), sum(l_quantity)" + from)).isFalse();
    assertThat(groupsBelowJoin("select s_name, sum(l_quantity * s_acctbal)" + from)).isFalse();
    assertThat(groupsBelowJoin("select s_name, sum(l_quantity / l_tax)" + from)).isFalse();
    assertThat(groupsBelowJoin("select s_name, sum(l_orderkey)" + from)).isFalse();
    // An outer join's nulls aren't rows.
    String filled = " from lineitem right join supplier on l_suppkey = s_suppkey group by s_name";
    assertThat(groupsBelowJoin("select s_name, sum(l_quantity)" + filled)).isTrue();
    assertThat(groupsBelowJoin("select s_name, count(*)" + filled)).isFalse();
    assertThat(groupsBelowJoin("select s_name, sum(l_quantity + 1)" + filled)).isFalse();
    // Few rows are left by the join, or many groups by the grouping.
    assertThat(
            groupsBelowJoin(
                "select s_name, sum(l_quantity) from lineitem join supplier on l_suppkey ="
                    + " s_suppkey where s_nationkey = 3 group by s_name"))
        .isFalse();
    assertThat(
            groupsBelowJoin(
                "select o_orderpriority, sum(l_quantity) from lineitem join orders on l_orderkey"
                    + " = o_orderkey group by o_orderpriority"))
        .isFalse();
    // There is no group of no rows.
    assertThat(groupsBelowJoin("select sum(l_quantity) from lineitem, nation")).isFalse();
  }

  @Test
  void keepsSemiJoinsAboveWindows() {
    RelNode rel =
        optimize(
            "select k, n from (select n_nationkey as k, count(*) over () as n from nation) q where"
                + " exists (select 1 from region where r_regionkey = q.k)");
    assertThat(nodes(rel, Join.class))
        .singleElement()
        .satisfies(join -> assertThat(nodes(join, Project.class)).anyMatch(Project::containsOver));
  }

  @Test
  void turnsUnnestsIntoNoJoin() {
    RelNode rel =
        optimize(
            "select k, x from (select l_orderkey as k, collect_list(l_suppkey) as a from lineitem"
                + " group by 1) s left join unnest(s.a) as u(x) on true lateral view explode(a) v"
                + " where k < 100");
    assertThat(nodes(rel, Correlate.class)).isEmpty();
    assertThat(nodes(rel, Join.class)).isEmpty();
    assertThat(nodes(rel, Unnest.class)).extracting(Unnest::isOuter).containsExactly(false, true);
    assertThat(nodes(rel, Filter.class))
        .singleElement()
        .satisfies(filter -> assertThat(nodes(filter, Aggregate.class)).isEmpty());
  }

  @Test
  void estimatesRowsOfUnnestsAndSamples() {
    double nations = Estimates.rows(optimize("select * from nation"));
    assertThat(
            Estimates.rows(optimize("select n_name, explode(split(n_comment, ' ')) from nation")))
        .isGreaterThan(nations);
    assertThat(Estimates.rows(optimize("select * from nation tablesample (20 percent)")))
        .isEqualTo(nations / 5);
    RelNode joined =
        optimize(
            "select l_orderkey from lineitem tablesample (1 percent) join orders on l_orderkey ="
                + " o_orderkey");
    double lines = Estimates.rows(optimize("select * from lineitem"));
    assertThat(Estimates.rows(joined)).isCloseTo(lines / 100, withinPercentage(10));
  }

  private static IntStream tpchQueries() {
    return IntStream.rangeClosed(1, 22);
  }

  @ParameterizedTest
  @MethodSource("tpchQueries")
  void joinsTpchTablesByTheirKeys(int query) {
    for (Join join : nodes(optimize(TpchQueries.text(query)), Join.class)) {
      boolean keyed = !join.analyzeCondition().leftKeys.isEmpty();
      boolean oneRow = join.getInputs().stream().anyMatch(OptimizerTest::isSmall);
      assertThat(keyed || oneRow).as(RelOptUtil.toString(join)).isTrue();
    }
  }

  private static boolean isSmall(RelNode input) {
    return Estimates.rows(input) <= 25;
  }

  @ParameterizedTest
  @CsvSource({
    "2, 4", "3, 2", "4, 1", "5, 5", "13, 1", "16, 2", "17, 1", "18, 2", "20, 4", "21, 5", "22, 2"
  })
  void needsNoMoreJoinsThanTheQueryHas(int query, int joins) {
    assertThat(nodes(optimize(TpchQueries.text(query)), Join.class)).hasSize(joins);
  }

  /** Calcite infers from it the like of what was inferred before, again and again. */
  @Test
  void comesToAnEndOverPredicatesThatImplyOneAnother() {
    RelNode rel =
        optimize(
            "select 1 from orders a left join orders b on a.o_orderstatus = 'F'"
                + " where nullif(cast(-0.01 as decimal(15, 2)), b.o_totalprice) is distinct from"
                + " b.o_totalprice and a.o_orderkey in (select c.o_custkey from orders c"
                + " where c.o_totalprice = b.o_totalprice and c.o_orderkey >= c.o_orderkey)");
    assertThat(nodes(rel, Join.class)).hasSize(2);
  }

  /** Calcite simplifies what it has simplified, again and again. */
  @Test
  void comesToAnEndOverComparisonsOfConstants() {
    RelNode rel =
        optimize(
            "select count(*) from (select * from (select greatest(2.5e0, cast('-Infinity' as"
                + " double)) as c from (select cast(null as boolean) as n from lineitem group by"
                + " l_orderkey) as q where cast('-Infinity' as double) = cast('NaN' as double)) as"
                + " l limit 391 offset 20) as m");
    assertThat(nodes(rel, Filter.class)).hasSize(1);
  }

  @Test
  void turnsExistsIntoSemiAndAntiJoins() {
    assertThat(nodes(optimize(TpchQueries.text(21)), Join.class))
        .extracting(Join::getJoinType)
        .contains(JoinRelType.SEMI, JoinRelType.ANTI);
  }

  /** The suppliers of one country first: then few lines are left to look for others of. */
  @Test
  void semiAndAntiJoinsComeAfterJoinsThatLeaveFewerRows() {
    List<Join> joins = nodes(optimize(TpchQueries.text(21)), Join.class);
    for (JoinRelType type : List.of(JoinRelType.SEMI, JoinRelType.ANTI)) {
      Join join = joins.stream().filter(j -> j.getJoinType() == type).findFirst().orElseThrow();
      assertThat(nodes(join.getLeft(), TableScan.class))
          .extracting(scan -> scan.getTable().getQualifiedName().get(0))
          .contains("lineitem", "supplier", "nation");
    }
  }

  @Test
  void estimatesJoinsByTheKeysOfTables() {
    // Two columns together are the key of partsupp; each line meets one of its rows.
    assertThat(
            Estimates.rows(
                optimize(
                    "select * from lineitem, partsupp"
                        + " where ps_suppkey = l_suppkey and ps_partkey = l_partkey")))
        .isBetween(5_900_000.0, 6_100_000.0);
    // Order keys are spread thinly: their range is four times as wide as there are orders.
    assertThat(
            Estimates.rows(
                optimize("select * from lineitem, orders where l_orderkey = o_orderkey")))
        .isBetween(5_900_000.0, 6_100_000.0);
    assertThat(
            Estimates.rows(
                optimize(
                    "select * from orders, customer where o_custkey = c_custkey"
                        + " and c_mktsegment = 'BUILDING'")))
        .isBetween(200_000.0, 400_000.0);
  }

  @Test
  void foldsDatesAndIntervals() {
    Filter filter =
        nodes(
                optimize(
                    "select 1 from lineitem where l_shipdate <= date '1998-12-01' - interval '90'"
                        + " day"),
                Filter.class)
            .get(0);
    assertThat(filter.getCondition().toString()).endsWith(", 1998-09-02)");
  }

  @Test
  void pushesFiltersToTheScansAndAcrossEqualKeys() {
    RelNode rel =
        optimize("select 1 from orders, lineitem where o_orderkey = l_orderkey and o_orderkey = 7");
    List<Filter> filters = nodes(rel, Filter.class);
    assertThat(filters).hasSize(2);
    assertThat(nodes(rel, Join.class)).allMatch(join -> nodes(join, Filter.class).size() == 2);
  }

  @Test
  void computesAveragesFromSumsAndCounts() {
    RelNode rel = optimize("select avg(l_tax), sum(l_tax), count(*) from lineitem");
    Aggregate aggregate = nodes(rel, Aggregate.class).get(0);
    assertThat(aggregate.getAggCallList())
        .extracting(call -> call.getAggregation().getKind())
        .containsExactlyInAnyOrder(SqlKind.SUM, SqlKind.COUNT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(l_tax) | sum(l_tax) | 3",
        "min(l_tax), count(*) | count(*), min(l_tax) | 3",
        "sum(l_tax), count(*) | sum(l_tax) | 2",
        "sum(l_tax) | max(l_tax) | 2",
        "sum(l_tax) | sum(l_tax + 1) | 2",
        "sum(l_tax) filter (where l_quantity > 9) | sum(l_tax) filter (where l_quantity > 9) | 2",
        "sum(l_tax * rand(1)) | sum(l_tax * rand(1)) | 2",
        "collect_list(l_tax) | collect_list(l_tax) | 2",
      })
  void makesTotalsOfGroupsThatAreThere(String ofGroups, String ofAll, int aggregations) {
    String sql =
        "select * from (select l_suppkey, %s from lineitem group by 1), (select %s from lineitem)";
    RelNode rel = optimize(sql.formatted(ofGroups, ofAll));
    assertThat(nodes(rel, Aggregate.class)).hasSize(aggregations);
  }

  @Test
  void makesNoTotalsOfAsManyGroupsAsThereAreRows() {
    RelNode rel =
        optimize(
            "select * from (select o_orderkey, max(o_totalprice) from orders group by 1),"
                + " (select max(o_totalprice) from orders)");
    assertThat(nodes(rel, Aggregate.class)).hasSize(2);
  }

  /** How often lineitem is read, and what joins there are besides inner ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // What comes out the same of repeated rows, with the parts below the window.
        "l_tax = (select min(l_tax) %s) | 1 | 0",
        "l_tax < (select avg(l_tax) / 2 %s) | 1 | 0",
        "l_tax < (select max(l_tax) + min(l_quantity) %s) | 1 | 0",
        // What doesn't, with their keys alone below.
        "l_tax < (select sum(l_tax) %s) | 1 | 1",
        "l_tax < (select avg(cast(l_tax as double)) %s) | 1 | 1",
        "l_tax < (select avg(l_orderkey) %s) | 1 | 1",
        "l_tax < (select sum(l_tax) / max(l_tax) %s) | 1 | 1",
        // The outer rows are fewer, which is checked above, or more.
        "l_quantity = 7 and l_tax = (select min(l_tax) %s) | 1 | 0",
        "l_quantity = 7 and l_tax = (select min(l_tax) %s and l_quantity = 7) | 1 | 0",
        "l_tax = (select min(l_tax) %s and l_quantity = 7) | 2 | 0",
        "l_quantity = 7 and l_tax = (select min(l_tax) %s and l_quantity = 8) | 2 | 0",
        "l_tax = (select min(l_tax) %s and l_partkey > 7) | 1 | 0",
        // Of other groups than those of the rows.
        "l_tax = (select min(l_tax) from lineitem where l_suppkey = p_partkey) | 2 | 0",
        "l_tax = (select min(l_tax) from lineitem where l_partkey = p_size) | 2 | 0",
        "l_tax = (select min(l_tax) %s and l_suppkey = p_size) | 2 | 0",
        "l_tax = (select min(l_tax) from lineitem, orders where l_partkey = p_partkey"
            + " and l_orderkey = o_orderkey) | 2 | 0",
        // What is no window, or not the same as one.
        "l_tax < (select sum(distinct l_tax) %s) | 2 | 0",
        "l_tax < (select sum(l_tax) filter (where l_quantity < 3) %s) | 2 | 0",
      })
  void readsTheRowsOfGroupsOnce(String condition, int scans, int semiJoins) {
    String rows = "from lineitem where l_partkey = p_partkey";
    RelNode rel =
        optimize(
            "select l_orderkey from lineitem, part where l_partkey = p_partkey"
                + " and p_brand = 'Brand#23' and p_container = 'MED BOX' and "
                + condition.formatted(rows));
    assertThat(nodes(rel, TableScan.class))
        .filteredOn(scan -> scan.getTable().getQualifiedName().contains("lineitem"))
        .hasSize(scans);
    assertThat(nodes(rel, Join.class))
        .filteredOn(join -> join.getJoinType() != JoinRelType.INNER)
        .hasSize(semiJoins);
  }

  /** Line items are read for the groups, and once more where these don't have what is wanted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(l_tax) | true group by l_orderkey having sum(l_tax) > 1 | | 1",
        "sum(l_tax), max(o_totalprice) | true group by l_orderkey having sum(l_tax) > 1 | | 1",
        "count(*) | true group by l_orderkey having count(*) > 1 | | 1",
        "o_orderstatus | true group by l_orderkey having sum(l_tax) > 1 | group by o_orderstatus |"
            + " 1",
        "max(l_orderkey) | true group by l_orderkey having sum(l_tax) > 1 | and l_orderkey > 7 | 1",
        "sum(l_tax) | l_tax < 1 group by l_orderkey having sum(l_tax) > 1 | and l_tax < 1 | 1",
        "sum(l_tax) | l_tax < 1 group by l_orderkey having sum(l_tax) > 1 | | 2",
        "sum(l_tax) | true group by l_orderkey having sum(l_tax) > 1 | and l_tax < 1 | 2",
        "sum(l_tax) | true group by l_orderkey having sum(l_tax) > 1 | and l_partkey = o_custkey |"
            + " 2",
        "sum(l_tax) | true group by l_orderkey having sum(l_quantity) > 1 | | 2",
        "count(*) | true group by l_orderkey having sum(l_tax) > 1 | | 2",
        "sum(l_tax), sum(o_totalprice) | true group by l_orderkey having sum(l_tax) > 1 | | 2",
        "sum(l_tax), l_suppkey | true group by l_orderkey having sum(l_tax) > 1 | group by"
            + " l_suppkey | 2",
        "sum(distinct l_tax) | true group by l_orderkey having sum(l_tax) > 1 | | 2",
        "avg(l_tax) | true group by l_orderkey having avg(l_tax) > 1 | | 1",
      })
  void leavesRowsToTheirGroups(String results, String groups, String more, int scans) {
    RelNode rel =
        optimize(
            "select %s from lineitem, orders where l_orderkey = o_orderkey and o_orderkey in (select"
                    .formatted(results)
                + " l_orderkey from lineitem where %s) %s"
                    .formatted(groups, more == null ? "" : more));
    assertThat(nodes(rel, TableScan.class))
        .filteredOn(scan -> scan.getTable().getQualifiedName().contains("lineitem"))
        .hasSize(scans);
  }

  @Test
  void addsUpGroupsOfMostRowsOfATable() {
    RelNode rel =
        optimize(
            "select * from lineitem l, part where l_partkey = p_partkey and p_size > 5 and l_tax ="
                + " (select min(l_tax) from lineitem where l_partkey = p_partkey)");
    assertThat(nodes(rel, Aggregate.class)).hasSize(1);
  }

  /** There are 30 line items for each part, of quantities from 1 to 50. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(l_quantity) > 0 | 0.95 | 1",
        "sum(l_quantity) > 765 | 0.4 | 0.6",
        "sum(l_quantity) > 1500 | 0.001 | 0.05",
        "sum(l_quantity) < 100 | 0.001 | 0.05",
        "count(*) > 300 | 0 | 0.001",
        "count(*) between 20 and 40 | 0.7 | 0.9",
        "max(l_quantity) < 10 | 0 | 0.01",
        "min(l_quantity) < 10 | 0.99 | 1",
        "max(l_comment) > 'a' | 0.3 | 0.3",
      })
  void estimatesWhatGroupsAreLeft(String condition, double least, double most) {
    double groups = Estimates.rows(optimize("select l_partkey from lineitem group by l_partkey"));
    RelNode left =
        optimize("select l_partkey from lineitem group by l_partkey having " + condition);
    assertThat(Estimates.rows(left) / groups).isBetween(least, most);
  }

  @Test
  void estimatesRowsFromStatistics() {
    assertThat(Estimates.rows(optimize("select * from orders where o_orderkey = 5"))).isLessThan(2);
    assertThat(
            Estimates.rows(optimize("select * from orders, customer where o_custkey = c_custkey")))
        .isBetween(1_400_000.0, 1_600_000.0);
    assertThat(
            Estimates.rows(optimize("select * from lineitem where l_shipdate < date '1993-01-01'")))
        .isBetween(700_000.0, 1_000_000.0);
    assertThat(Estimates.rows(optimize("select distinct l_linenumber from lineitem")))
        .isBetween(6.0, 8.0);
  }

  /** What TPC-H's data of scale 1 really give is in the last column. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select distinct n_name, year(o_orderdate) from nation, orders | 175 | 175",
        "select distinct date_part('year', o_orderdate) from orders where o_orderdate between"
            + " date '1995-01-01' and date '1996-12-31' | 2 | 2",
        "select distinct month(o_orderdate) from orders | 12 | 12",
        "select distinct date_trunc('month', o_orderdate) from orders | 80 | 80",
        "select distinct extract(day from l_shipdate) from lineitem | 31 | 31",
        "select distinct l_linenumber > 3, 1, l_linenumber % 2 from lineitem | 14 | 4",
        "select distinct case when l_linenumber = 1 then 'a' when l_linenumber = 2 then 'b' else"
            + " l_shipmode end from lineitem | 9 | 9",
        "select distinct l_linenumber from orders left join lineitem on l_orderkey = o_orderkey"
            + " | 7 | 7",
        "select distinct ps_partkey from partsupp, supplier where ps_suppkey = s_suppkey and"
            + " s_nationkey < 5 | 121440 | 117422",
        "select 1 from orders where year(o_orderdate) = 1995 | 214286 | 228637",
        "select 1 from customer where c_custkey is not null | 150000 | 150000",
        "select l_suppkey from lineitem union select s_suppkey from supplier | 20000 | 10000",
      })
  void estimatesDistinctValues(String sql, double estimate, double truth) {
    double estimated = Estimates.rows(optimize(sql));
    assertThat(estimated).isCloseTo(estimate, withinPercentage(1));
    assertThat(estimated).isBetween(truth / 4, truth * 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "left join customer on o_custkey = c_custkey order by o_totalprice limit 5 | 2",
        "left join customer on o_custkey = c_custkey limit 5 offset 3 | 2",
        "left join customer on o_custkey = c_custkey order by o_totalprice | 1",
        "left join customer on o_custkey = c_custkey order by o_totalprice, c_name limit 5 | 1",
        "left join customer on o_custkey = c_custkey where c_name > 'b' limit 5 | 1",
        "left join customer on o_custkey = c_custkey order by o_totalprice limit 200000 | 1",
        "right join customer on o_custkey = c_custkey order by o_totalprice limit 5 | 1",
        "full join customer on o_custkey = c_custkey order by o_totalprice limit 5 | 1",
        "join customer on o_custkey = c_custkey order by o_totalprice limit 5 | 1",
      })
  void limitsTheSideThatAnOuterJoinKeeps(String join, int sorts) {
    RelNode rel = optimize("select o_orderkey, c_name from orders " + join);
    assertThat(nodes(rel, Sort.class)).hasSize(sorts);
  }

  /** As there may be several for a row, or some of them are skipped. */
  @Test
  void limitsAnOuterJoinAboveAndBelow() {
    RelNode rel =
        optimize(
            "select 1 from orders left join lineitem on o_orderkey = l_orderkey limit 5 offset 3");
    assertThat(nodes(rel, Sort.class))
        .extracting(sort -> RexLiteral.intValue(sort.fetch))
        .containsExactly(5, 8);
  }

  @Test
  void joinsTheSmallTablesFirst() {
    RelNode rel =
        optimize(
            "select 1 from lineitem, orders, customer where c_mktsegment = 'BUILDING'"
                + " and c_custkey = o_custkey and l_orderkey = o_orderkey");
    Join inner = nodes(rel, Join.class).get(1);
    assertThat(nodes(inner, TableScan.class))
        .extracting(scan -> scan.getTable().getQualifiedName().get(0))
        .containsExactlyInAnyOrder("orders", "customer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * from (%s) limit 3 | 1",
        "select k from (select k + 1 as k from (%s) where k > 2) limit 3 | 1",
        "select * from (%s) | 1",
        "select collect_list(k) from (%s) | 1",
        "select row_number() over () from (%s) | 1",
        "select explode(array(k)) from (%s) | 1",
        "select rank() over (partition by c order by k) from (%s) | 0",
        "select k from (%s) order by c | 1",
        "select count(*), max(k) from (%s) | 0",
        "select distinct k from (%s) limit 3 | 0",
        "select 1 from (%s) join nation on k = n_nationkey limit 3 | 0",
        "(%s) union all select 1, 1 | 0",
        "select 1 from nation where n_nationkey in (select k from (%s)) | 0",
        "select 1 from nation where exists (select 1 from (%s) where c = n_nationkey) | 0",
        "select (select max(k) from (%s)) from nation | 0",
      })
  void keepsTheOrderOfASubQueryWhereItIsSeen(String sql, int sorts) {
    String ordered = "select o_orderkey as k, o_custkey as c from orders order by o_totalprice";
    assertThat(nodes(optimize(sql.formatted(ordered)), Sort.class))
        .filteredOn(sort -> !sort.getCollation().getFieldCollations().isEmpty())
        .hasSize(sorts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order by k | limit 3 | sort0=[$0], dir0=[ASC-nulls-first], fetch=[3]",
        "order by k limit 10 offset 2 | limit 9 offset 4 |"
            + " sort0=[$0], dir0=[ASC-nulls-first], offset=[6], fetch=[6]",
        "order by k limit 3 | offset 5 |"
            + " sort0=[$0], dir0=[ASC-nulls-first], offset=[5], fetch=[0]",
        "order by k offset 5 | offset 5 | sort0=[$0], dir0=[ASC-nulls-first], offset=[10]",
        "limit 7 | limit 9 | fetch=[7]",
        "offset 9223372036854775807 | limit 9 offset 1 | offset=[9223372036854775807:BIGINT],"
            + " fetch=[9]",
      })
  void takesALimitIntoTheSortBelow(String inner, String outer, String sort) {
    String sql = "select k + 1 as n from (select o_orderkey as k from orders %s) %s";
    RelNode rel = optimize(sql.formatted(inner, outer));
    assertThat(RelOptUtil.toString(rel)).contains("LogicalSort(" + sort + ")");
    assertThat(nodes(rel, Sort.class)).hasSize(1);
  }

  @Test
  void whatChanceGaveIsComputedOnceForARow() {
    for (String sql :
        List.of(
            "SELECT r FROM (SELECT rand(1) AS r FROM nation) WHERE r > 0.5",
            "SELECT CASE WHEN k > 5 THEN r END AS x, r"
                + " FROM (SELECT rand(1) AS r, n_nationkey AS k FROM nation)")) {
      String plan = RelOptUtil.toString(optimize(sql));
      assertThat(plan.split("rand\\(", -1)).as(plan).hasSize(2);
    }
    String having =
        RelOptUtil.toString(
            optimize("SELECT n_regionkey FROM nation GROUP BY n_regionkey HAVING rand(1) > 0.5"));
    assertThat(having.indexOf("rand(")).isLessThan(having.indexOf("Aggregate"));
  }
}
