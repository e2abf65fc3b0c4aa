package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.catalog.SplitEnumerator;
import io.distaff.catalog.TpchFixture;
import io.distaff.catalog.TpchQueries;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.plan.Sink;
import io.distaff.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plans of TPC-H's queries, over little data and much, do nothing that they needn't. */
class PlanFaultsTest {
  private static final Parallelism SLOTS = new Parallelism(2, 2);

  /** What is no work to scan. */
  private static final Set<String> TINY = Set.of("nation", "region");

  /** Lines, of which none or a third are left out: to write them down is more than to read them. */
  private static final Map<Integer, List<String>> AGAIN =
      Map.of(21, List.of("lineitem", "lineitem"));

  private static EstimatedPlan plan(double scale, String sql, String... settings) {
    TpchFixture tpch = new TpchFixture(scale);
    Map<String, String> values = settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
    SqlSession session =
        new SqlSession(
            tpch.catalog(),
            new SplitEnumerator(tpch.hosts("node1"), tpch),
            DistaffConfig.of(values),
            new OptionRegistry(List.of(PlannerOptions.ALL)));
    Prepared prepared = session.prepare(SqlText.of(sql), SLOTS);
    return ((Prepared.Query) prepared).query().estimated(SLOTS, new Sink.ResultSink());
  }

  private static Stream<Arguments> queriesOfScales() {
    return Stream.of(1.0, 100.0)
        .flatMap(
            scale ->
                Stream.iterate(1, query -> query + 1)
                    .limit(22)
                    .map(query -> Arguments.of(scale, query)));
  }

  @ParameterizedTest
  @MethodSource("queriesOfScales")
  void hasNone(double scale, int query) {
    EstimatedPlan plan = plan(scale, TpchQueries.text(query));
    assertThat(PlanFaults.of(plan)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("queriesOfScales")
  void scansNoTableAgainThatOnePassCouldServe(double scale, int query) {
    List<String> scans = PlanFaults.scans(plan(scale, TpchQueries.text(query)).graph());
    List<String> again = new ArrayList<>(scans);
    again.removeAll(TINY);
    Set.copyOf(scans).forEach(again::remove);
    assertThat(again).isEqualTo(AGAIN.getOrDefault(query, List.of()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 100})
  void needsFiveJoinsToFindWhoKeptOrdersWaiting(double scale) {
    assertThat(PlanFaults.joins(plan(scale, TpchQueries.text(21)).graph())).isEqualTo(5);
  }

  @Test
  void findsJoinsOfAllRows() {
    assertThat(
            PlanFaults.of(
                plan(1, "select count(*) from orders, customer where o_totalprice < c_acctbal")))
        .anyMatch(fault -> fault.contains("every row with every row"));
  }

  @Test
  void findsRowsThatAreMovedAgain() {
    String twice =
        "select /*+ repartition(4, l_suppkey) */ * from (select /*+ repartition(4, l_suppkey) */"
            + " l_suppkey, l_tax from lineitem)";
    assertThat(PlanFaults.of(plan(1, twice)))
        .anyMatch(fault -> fault.contains("lie so already"))
        .anyMatch(fault -> fault.contains("moves what has been moved"));
  }

  @Test
  void findsSmallSidesThatAreHashed() {
    String join = "select l_tax, s_name from lineitem join supplier on l_suppkey = s_suppkey";
    assertThat(PlanFaults.of(plan(1, join, "distaff.sql.broadcast.threshold", "0b")))
        .anyMatch(fault -> fault.contains("the right one is small"));
    assertThat(PlanFaults.of(plan(1, join))).isEmpty();
  }

  @Test
  void findsSingleTasksThatReadMuch() {
    String groups = "select l_orderkey, sum(l_tax) from lineitem group by l_orderkey";
    assertThat(PlanFaults.of(plan(100, groups, "distaff.sql.exchange.partitions", "1")))
        .anyMatch(fault -> fault.contains("has one task read all"));
    assertThat(PlanFaults.of(plan(100, groups))).isEmpty();
  }

  @Test
  void findsScansOfWhatCouldBeShared() {
    EstimatedPlan plan = plan(1, TpchQueries.text(22), "distaff.sql.shared-rows", "never");
    assertThat(PlanFaults.scans(plan.graph())).containsExactly("customer", "customer", "orders");
  }
}
