package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.catalog.SplitEnumerator;
import io.distaff.catalog.TpchFixture;
import io.distaff.catalog.TpchQueries;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.StageFingerprint;
import io.distaff.plan.FileFormat;
import io.distaff.plan.PlanNode;
import io.distaff.plan.Sink;
import io.distaff.sql.SqlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhysicalPlannerTest {
  private static final Parallelism SLOTS = new Parallelism(2, 2);
  private static final Sink RESULT = new Sink.ResultSink();

  private static SqlSession session(TpchFixture tpch) {
    return new SqlSession(
        tpch.catalog(),
        new SplitEnumerator(tpch.hosts("node1"), tpch),
        DistaffConfig.empty(),
        new OptionRegistry(List.of(PlannerOptions.ALL)));
  }

  private static StageGraph plan(SqlSession session, String sql, Parallelism slots, Sink sink) {
    Prepared prepared = session.prepare(SqlText.of(sql), slots);
    StageGraph graph = ((Prepared.Query) prepared).query().plan(slots, sink);
    PlanChecks.check(graph);
    return graph;
  }

  private static StageGraph plan(String sql) {
    return plan(session(new TpchFixture(1)), sql, SLOTS, RESULT);
  }

  private static IntStream tpchQueries() {
    return IntStream.rangeClosed(1, 22);
  }

  @ParameterizedTest
  @MethodSource("tpchQueries")
  void plansEveryTpchQueryAtEveryScale(int query) {
    for (double scale : new double[] {0.01, 1, 100}) {
      plan(session(new TpchFixture(scale)), TpchQueries.text(query), SLOTS, RESULT);
    }
  }

  /** Run with {@code -Ddistaff.plans.regenerate=true} to write the files anew. */
  @ParameterizedTest
  @MethodSource("tpchQueries")
  void plansAsTheGoldenFilesSay(int query) throws IOException {
    String stages = PlanText.stages(plan(TpchQueries.text(query)));
    String name = String.format("/io/distaff/planner/q%02d.stages.txt", query);
    if (Boolean.getBoolean("distaff.plans.regenerate")) {
      Files.writeString(Path.of("src/test/resources" + name), stages);
      return;
    }
    try (InputStream in = PhysicalPlannerTest.class.getResourceAsStream(name)) {
      String golden =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(stages).isEqualTo(golden);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * from lineitem limit 5 | 5",
        "select l_tax from lineitem where l_quantity > 7 limit 5 offset 2 | 7",
        "select l_orderkey, explode(split(l_comment, ' ')) from lineitem limit 5 | 5",
        "select o_orderkey in (select l_orderkey from lineitem) from orders limit 8 | 8",
        "select l_tax from lineitem order by l_tax limit 5 | -1",
        "select l_tax from lineitem offset 5 | -1",
        "select count(*) from lineitem | -1"
      })
  void gathersNoMoreRowsThanALimitWants(String sql, long rows) {
    List<Stage> stages = plan(sql).stages();
    Stage gathered = stages.get(stages.size() - 2);
    assertThat(gathered.tasks().size()).isGreaterThan(1);
    assertThat(gathered.enoughRows()).isEqualTo(rows < 0 ? Stage.ALL_ROWS : rows);
    assertThat(stages.get(stages.size() - 1).enoughRows()).isEqualTo(Stage.ALL_ROWS);
  }

  /** Of the rows that semi and anti joins only look for, each task sends one of many alike. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c_custkey in (select o_custkey from orders) | 1 | true",
        "not exists (select 1 from orders where o_custkey = c_custkey) | 1 | true",
        "c_custkey not in (select o_custkey from orders) | 1 | true",
        "c_custkey in (select o_custkey from orders) or c_acctbal > 0 | 1 | true",
        "not exists (select 1 from orders where o_custkey = c_custkey) | 8 | false",
        "exists (select 1 from orders where o_custkey = c_custkey and o_totalprice > c_acctbal)"
            + " | 1 | false",
        "c_custkey in (select o_orderkey from orders) | 1 | false",
      })
  void sendsOnceWhatIsOnlyLookedFor(String condition, int slots, boolean once) {
    StageGraph graph =
        plan(
            session(new TpchFixture(4)),
            "select c_name from customer where " + condition,
            Parallelism.local(slots),
            RESULT);
    PlanNode root = graph.stages().get(0).fragment().root();
    assertThat(root instanceof PlanNode.Aggregate).isEqualTo(once);
  }

  @Test
  void makesOnceWhatIsReadTwice() {
    StageGraph graph =
        plan(
            "with r as (select l_suppkey as k, sum(l_tax) as s from lineitem group by l_suppkey)"
                + " select a.k, a.s, b.s from r a join r b on a.k = b.k + 1");
    assertThat(PlanText.stages(graph)).containsOnlyOnce("ParquetScan lineitem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%1$s union all %2$s", "%2$s union all %1$s"})
  void leavesRowsToWhatElseReadsThem(String union) {
    String groups = "(select l_partkey as k, sum(l_tax) as s from lineitem group by l_partkey)";
    String some =
        "select s from %s join part on k = p_partkey where p_brand = 'Brand#23'".formatted(groups);
    String all = "select s from %s".formatted(groups);
    StageGraph graph = plan(union.formatted(some, all));
    boolean filtered = graph.stages().stream().anyMatch(stage -> !stage.filters().isEmpty());
    long scans =
        PlanText.stages(graph).lines().filter(l -> l.contains("ParquetScan lineitem")).count();
    assertThat(scans).isEqualTo(filtered ? 2 : 1);
  }

  /** The orders that are joined are those whose keys the anti join's other side doesn't have. */
  @Test
  void learnsNothingFromTheSideThatAnAntiJoinDoesNotGive() {
    StageGraph graph =
        plan(
            session(new TpchFixture(100)),
            "select count(*) from lineitem join (select o_orderkey from orders where o_totalprice <"
                + " 300000 and not exists (select 1 from lineitem where l_orderkey = o_orderkey))"
                + " on l_partkey = o_orderkey",
            SLOTS,
            RESULT);
    assertThat(PlanText.stages(graph)).contains("HashJoin right anti", "l_partkey among the keys");
    for (Stage stage : graph.stages()) {
      for (ScanFilter filter : stage.filters()) {
        Stage publisher = graph.stage(filter.stage());
        assertThat(publisher.fragment().root().toString()).contains("table=orders");
      }
    }
  }

  /** To wait for all customers would leave out no order. */
  @Test
  void learnsNothingFromASideThatHasAllKeys() {
    StageGraph graph =
        plan(
            session(new TpchFixture(100)),
            "select count(*) from orders join customer on o_custkey = c_custkey",
            SLOTS,
            RESULT);
    assertThat(graph.stages()).hasSize(4).allMatch(stage -> stage.filters().isEmpty());
  }

  /** What was left out for keys that a rerun of the build side doesn't have again is lost. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select p_partkey as k from part | true",
        "select p_partkey as k from part group by 1 having max(p_name) <> 'a' | true",
        "select any_value(p_partkey) as k from part group by p_name | false",
        "select p_partkey as k from part group by 1 having min_by(p_name, p_size) <> 'a' | false",
        "select p_partkey as k from part group by 1 having size(collect_list(p_name)) > 0 | false",
        "select p_partkey as k from part qualify row_number() over (partition by p_name order by"
            + " p_size) < 9 | false",
        "select p_partkey as k from part where rand() < 0.9 | false",
        "select p_partkey as k from part where p_size > 5 * rand() | false",
        "select cast(p_partkey + 10 * rand() as bigint) as k from part | false",
      })
  void learnsOnlyFromRowsThatComeAgain(String build, boolean learns) {
    StageGraph graph =
        plan(
            session(new TpchFixture(100)),
            "select count(*) from lineitem join (%s) on l_partkey = k"
                .formatted(
                    build.replace("from part", "from (select * from part where p_size < 24)")),
            SLOTS,
            RESULT);
    assertThat(graph.stages().stream().anyMatch(stage -> !stage.filters().isEmpty()))
        .isEqualTo(learns);
  }

  @ParameterizedTest
  @CsvSource({"'repartition(5, l_partkey)', true", "repartition(5), false"})
  void leavesOutNoRowsWhoseNumberSaysWhereOthersGo(String hint, boolean learns) {
    StageGraph graph =
        plan(
            session(new TpchFixture(100)),
            ("select count(*) from (select /*+ %s */ * from lineitem) l join part on l_partkey ="
                    + " p_partkey where p_size < 24")
                .formatted(hint),
            SLOTS,
            RESULT);
    assertThat(graph.stages().stream().anyMatch(stage -> !stage.filters().isEmpty()))
        .isEqualTo(learns);
  }

  @Test
  void checksConditionsOnRepeatedColumnsBeforeAnUnnest() {
    StageGraph graph =
        plan(
            "select k, x from (select o_orderkey as k, o_custkey as c, split(o_comment, ' ') as a"
                + " from orders) s, unnest(s.a) as u(x) where k > 5 and x <> 'the'");
    assertThat(PlanText.stages(graph))
        .isEqualTo(
            """
            Stage 0: 8 tasks, to the result
              Project k, x = a4
                Filter where a4 <> 'the'
                  Generate split($1, ' ') as a4
                    Project k = o_orderkey, $1 = o_comment
                      ParquetScan orders [o_orderkey, o_comment] where o_orderkey > 5
            """);
  }

  private static final String COMMENT_WORDS =
      "select k, x from (select o_orderkey as k, %s as a from orders) s, unnest(s.a) as u(x)";

  @Test
  void makesNoArraysForTheirElements() {
    assertThat(PlanText.stages(plan(COMMENT_WORDS.formatted("split(o_comment, ' ')"))))
        .isEqualTo(
            """
            Stage 0: 8 tasks, to the result
              Project k, x = a3
                Generate split($1, ' ') as a3
                  Project k = o_orderkey, $1 = o_comment
                    ParquetScan orders [o_orderkey, o_comment]
            """);
    assertThat(
            PlanText.stages(
                plan(
                    COMMENT_WORDS.formatted(
                        "transform(filter(sequence(1, o_custkey), i -> i > o_orderkey), i -> i +"
                            + " 1)"))))
        .isEqualTo(
            """
            Stage 0: 8 tasks, to the result
              Project k, x = a3
                Project k, a3 = element + 1
                  Project k, element
                    Filter where element > k
                      Generate sequence(1, $1) as element
                        Project k = o_orderkey, $1 = o_custkey
                          ParquetScan orders [o_orderkey, o_custkey]
            """);
    assertThat(
            PlanText.stages(
                plan(
                    "select s.a, x from (select split(o_comment, ' ') as a from orders) s,"
                        + " unnest(s.a) as u(x)")))
        .contains("Unnest ");
  }

  @Test
  void samplesTheSameWayInEveryPlanOfAQueryWithASeed() {
    String sql = "select * from lineitem tablesample (10 percent) repeatable (7)";
    assertThat(plan(sql).stages().get(0).fragment())
        .isEqualTo(plan(sql).stages().get(0).fragment());
  }

  private static Stream<String> shapes() {
    return Stream.of(
        "select 1",
        "values (1, 'a'), (2, 'bcd'), (3, null)",
        "select x from (values (1, 'a'), (2, 'b')) as t(x, y) where x > 1",
        "select count(*) from lineitem",
        "select * from lineitem limit 5",
        "select l_orderkey from lineitem order by l_shipdate desc limit 5 offset 2",
        "select count(distinct l_suppkey), count(*), sum(l_quantity) from lineitem",
        "select l_returnflag, count(distinct l_suppkey) from lineitem group by 1 having count(*) >"
            + " 1",
        "select distinct l_shipmode from lineitem",
        "select l_orderkey from lineitem union all select o_orderkey from orders",
        "select n_nationkey from nation union all select 1.5",
        "select l_suppkey from lineitem where l_tax > 0 union select s_suppkey from supplier",
        "select n_name from nation intersect select r_name from region",
        "select o_custkey from orders except select c_custkey from customer",
        "select sum(x) from (select l_tax as x from lineitem union all select count(*) from"
            + " orders)",
        "select o_orderkey, c_name from orders right join customer on o_custkey = c_custkey",
        "select o_orderkey, c_name from orders full join customer on o_custkey = c_custkey",
        "select o_orderkey, c_name from customer left join orders on o_custkey = c_custkey and"
            + " o_totalprice > c_acctbal",
        "select n_name, o_orderkey from nation full join orders on n_nationkey < o_custkey",
        "select n_name, r_name from nation cross join region",
        "select c_custkey in (select o_custkey from orders) from customer",
        "select c_custkey from customer where c_custkey not in (select o_custkey from orders)",
        "select c_custkey, (select max(o_totalprice) from orders where o_custkey = c_custkey)"
            + " from customer",
        "select * from customer c where exists (select 1 from orders where o_custkey = c_custkey"
            + " and o_totalprice > c_acctbal)",
        "select * from orders where o_custkey + 1 = (select max(c_custkey) from customer)",
        "select * from lineitem join orders on l_linenumber = o_orderkey",
        "select * from lineitem join orders on l_quantity = o_orderkey",
        "select case when c_acctbal > 0 then 'a' when c_acctbal < 0 then 'bc' end,"
            + " coalesce(c_name, 'x'), nullif(c_nationkey, 3), cast(c_acctbal as int),"
            + " upper(c_name) || '!' from customer where c_name like 'a%'",
        "select l_quantity / l_linenumber, l_orderkey / l_linenumber, -l_tax, abs(l_linenumber),"
            + " l_orderkey % 7, l_tax * 2e0 from lineitem",
        "select * from nation where n_nationkey in (1, 2, 3) and not (n_name = 'x' or n_regionkey"
            + " between 2 and 4) or n_name in ('a', 'b', null)",
        "select o_orderdate + interval '1' day, o_orderdate - interval '2' month,"
            + " year(o_orderdate) from orders",
        "select count(n_name) filter (where n_regionkey = 1) from nation",
        "select n_regionkey, count(*) from nation group by rollup(n_regionkey)",
        "select * from nation where false",
        "select timestamp '2020-01-01 10:11:12.123456', date '2020-02-29', 'é漢', 1e3, null, true",
        "select k, x, n from (select l_orderkey as k, collect_list(l_suppkey) as a from lineitem"
            + " group by 1) s, unnest(s.a) with ordinality as u(x, n) where k > 5 and x > 7",
        "select k, count(*) from (select l_orderkey as k, collect_list(l_suppkey) as a from"
            + " lineitem group by 1) s left join unnest(a) as u(x) on true group by k",
        "select posexplode_outer(collect_list(l_suppkey)), l_orderkey from lineitem group by 2",
        "select l_orderkey, x from (select l_orderkey, collect_list(l_suppkey) as a from lineitem"
            + " group by 1) s lateral view outer explode(a) u as x lateral view explode(a) v",
        "select count(*) from lineitem tablesample (10 percent) join orders tablesample (5 rows) on"
            + " l_orderkey = o_orderkey where l_tax > 0",
        "select s.k, count(*) from (select l_orderkey as k from lineitem) s group by s.k");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void plansEveryShapeOfQuery(String sql) {
    for (double scale : new double[] {0.01, 1, 10}) {
      plan(session(new TpchFixture(scale)), sql, SLOTS, RESULT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select count(distinct l_tax) over (partition by l_orderkey) from lineitem",
        "select from_json(n_name, n_comment) from nation"
      })
  void namesWhatIsNotSupported(String sql) {
    assertThatThrownBy(() -> plan(sql))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
  }

  @Test
  void readsLittleDataInOneTask() {
    StageGraph graph = plan(session(new TpchFixture(0.01)), TpchQueries.text(3), SLOTS, RESULT);
    assertThat(graph.stages()).hasSize(1);
    assertThat(graph.numTasks()).isEqualTo(1);
  }

  @Test
  void sortsMuchByRanges() {
    StageGraph graph = plan("select l_orderkey from lineitem order by l_shipdate");
    assertThat(graph.stages()).hasSize(4);
    assertThat(graph.stage(2).fragment().sink()).isInstanceOf(Sink.RangeShuffleSink.class);
    assertThat(graph.resultStage().tasks().size()).isGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select /*+ repartition(5) */ l_orderkey from lineitem where l_tax > 0     | ",
        "select /*+ repartition(5) */ l_tax, sum(l_tax), avg(cast(l_tax as double)) "
            + "from lineitem group by l_tax                                        | 0 1",
        "select /*+ repartition(5) */ avg(cast(l_tax as double)) "
            + "from lineitem group by l_shipdate                                   | 0"
      })
  void spreadsRowsByTheirPlacesOnlyIfTheseAreSteady(String sql, String keys) {
    StageGraph graph = plan(sql);
    Stage spread = graph.stage(graph.resultStage().inputStages().get(0));
    List<Integer> expected =
        keys == null ? List.of() : Stream.of(keys.split(" ")).map(Integer::valueOf).toList();
    assertThat(spread.fragment().sink()).isEqualTo(new Sink.ShuffleSink(5, expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select n_name from nation order by n_name",
        "select l_orderkey from lineitem order by l_shipdate limit 10",
        "select count(*) from (select l_orderkey from lineitem order by l_shipdate limit 10)",
        "select l_returnflag, count(*) from lineitem group by l_returnflag order by 1"
      })
  void endsWhatOrdersLittleInOneTask(String sql) {
    assertThat(plan(sql).resultStage().tasks()).hasSize(1);
  }

  @Test
  void readsOnlyTheColumnsThatAreNeeded() {
    StageGraph graph = plan("select l_tax from (select * from lineitem where l_quantity > 3)");
    PlanNode.Project project = (PlanNode.Project) graph.stage(0).fragment().root();
    PlanNode.ParquetScan scan = (PlanNode.ParquetScan) project.input();
    assertThat(Piece.names(scan.schema())).containsExactly("l_quantity", "l_tax");
    assertThat(scan.predicate()).isNotNull();
  }

  @Test
  void leavesRowsThatAreHashedByAKeyWhereTheyAre() {
    StageGraph graph =
        plan(
            "select o_orderkey, count(*) from orders join lineitem on o_orderkey = l_orderkey"
                + " group by o_orderkey");
    assertThat(graph.stages()).hasSize(3);
  }

  @Test
  void windowsOfOnePartitioningShareExchangeAndSort() {
    StageGraph graph =
        plan(
            "select rank() over (partition by o_custkey order by o_orderdate),"
                + " count(*) over (partition by o_custkey),"
                + " lag(o_orderkey) over (partition by o_custkey order by o_orderdate, o_orderkey)"
                + " from orders");
    assertThat(graph.stages()).hasSize(2);
    String text = PlanText.stages(graph);
    assertThat(text.split("Window by", -1)).hasSize(4);
    assertThat(text.split("Sort ", -1)).hasSize(2);
  }

  @Test
  void sendsSplitsToTheHostsThatHaveThem() {
    StageGraph graph = plan(TpchQueries.text(6));
    Stage scan = graph.stage(0);
    assertThat(scan.tasks()).allMatch(task -> task.preferredHosts().equals(List.of("node1")));
    long splits = scan.tasks().stream().mapToLong(t -> t.splits().get(0).size()).sum();
    assertThat(splits).isGreaterThanOrEqualTo(scan.tasks().size());
  }

  @Test
  void writesWhereItIsTold() {
    Sink.FileSink sink =
        new Sink.FileSink(
            FileFormat.PARQUET,
            "/out/_staging",
            Map.of("compression", "zstd"),
            List.of(),
            1,
            1 << 20);
    StageGraph graph =
        plan(session(new TpchFixture(1)), "select l_tax as t from lineitem", SLOTS, sink);
    assertThat(graph.resultStage().fragment().sink()).isEqualTo(sink);
    assertThat(Piece.names(graph.resultStage().fragment().root().schema())).containsExactly("t");
    assertThatThrownBy(
            () ->
                plan(session(new TpchFixture(1)), "select l_tax, l_tax from lineitem", SLOTS, sink))
        .hasMessageContaining("two columns of the name l_tax");
  }

  @Test
  void numbersPartitionsByTheSlots() {
    String sql = "select l_orderkey, count(*) from lineitem group by l_orderkey";
    SqlSession session = session(new TpchFixture(100));
    assertThat(plan(session, sql, Parallelism.local(2), RESULT).resultStage().tasks()).hasSize(4);
    assertThat(plan(session, sql, Parallelism.local(16), RESULT).resultStage().tasks()).hasSize(32);
  }

  @Test
  void givesEqualStagesEqualFingerprints() {
    assertThat(fingerprints(new TpchFixture(1))).isEqualTo(fingerprints(new TpchFixture(1)));
    assertThat(new HashSet<>(fingerprints(new TpchFixture(1)))).hasSize(5);
  }

  @Test
  void givesAStageAnotherFingerprintWhenAFileChanges() {
    TpchFixture changed = new TpchFixture(1);
    changed.touch("customer");
    List<StageFingerprint> before = fingerprints(new TpchFixture(1));
    List<StageFingerprint> after = fingerprints(changed);
    // Every stage of Q3 stands on customer, directly or by its inputs.
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).isNotEqualTo(before.get(i));
    }
    TpchFixture other = new TpchFixture(1);
    other.touch("lineitem");
    assertThat(fingerprints(other).get(0)).isEqualTo(before.get(0));
    assertThat(fingerprints(other).get(4)).isNotEqualTo(before.get(4));
  }

  private static List<StageFingerprint> fingerprints(TpchFixture tpch) {
    return plan(session(tpch), TpchQueries.text(3), SLOTS, RESULT).stages().stream()
        .map(Stage::fingerprint)
        .toList();
  }

  @Test
  void warmsUp() {
    PlannerWarmUp.run();
  }
}
