package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.catalog.BlockHosts;
import io.distaff.catalog.SplitEnumerator;
import io.distaff.catalog.TpchFixture;
import io.distaff.config.ConfigOption;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.plan.Sink;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.SqlText;
import io.distaff.sql.TextScope;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

class SqlSessionTest {
  private static final ConfigOption<String> AT_LAUNCH =
      ConfigOption.text("distaff.test.launch", "x", "A test.", ConfigOption.Scope.LAUNCH);
  private static final String THRESHOLD = PlannerOptions.BROADCAST_THRESHOLD.key();

  private static final Parallelism SLOTS = Parallelism.local(2);

  private final TpchFixture tpch = new TpchFixture(0.01);
  private final SqlSession session =
      new SqlSession(
          tpch.catalog(),
          new SplitEnumerator(BlockHosts.none(), tpch),
          DistaffConfig.of(Map.of(THRESHOLD, "2m")),
          new OptionRegistry(List.of(PlannerOptions.ALL, List.of(AT_LAUNCH))));

  private List<List<String>> answer(String sql) {
    return ((Prepared.Answer) session.prepare(SqlText.of(sql), SLOTS)).rows();
  }

  private StageGraph plan(String sql) {
    StageGraph graph =
        ((Prepared.Query) session.prepare(SqlText.of(sql), SLOTS))
            .query()
            .plan(SLOTS, new Sink.ResultSink());
    PlanChecks.check(graph);
    return graph;
  }

  @Test
  void keepsViewsOfQueries() {
    answer("create temporary view v as select n_name, count(*) as c from nation group by n_name");
    answer("create temporary view w as select c from V where c > 1");
    assertThat(Piece.names(plan("select * from w").resultSchema())).containsExactly("c");
    assertThat(answer("show tables"))
        .contains(List.of("", "v", "view"), List.of("", "nation", "parquet"));
    assertThat(answer("describe v"))
        .containsExactly(
            Arrays.asList("n_name", "string", "no", null),
            Arrays.asList("c", "bigint", "no", null));
    answer("drop view v");
    assertThatThrownBy(() -> plan("select * from w")).hasMessageContaining("table V not found");
  }

  @Test
  void refusesViewsThatCannotBe() {
    answer("create temporary view v as select 1 as a");
    assertThatThrownBy(() -> answer("create temporary view v as select 2 as a"))
        .hasMessageContaining("exists already");
    assertThatThrownBy(() -> answer("create or replace temporary view v as select * from v"))
        .hasMessageContaining("refers to itself");
    assertThatThrownBy(() -> answer("create temporary view u as select 1 as a, 2 as A"))
        .hasMessageContaining("two columns of the name A");
    assertThatThrownBy(() -> answer("create temporary view u using parquet"))
        .hasMessageContaining("needs OPTIONS (path");
    assertThatThrownBy(() -> answer("drop view nope")).hasMessageContaining("nope not found");
    assertThat(answer("drop view if exists nope")).isEmpty();
  }

  @Test
  void looksAtFilesAgainForEachQuery() {
    answer("create temporary view files using parquet options (path '/tpch/nation')");
    StageGraph before = plan("select * from files");
    tpch.touch("nation");
    StageGraph after = plan("select * from files");
    assertThat(after.resultStage().fingerprint()).isNotEqualTo(before.resultStage().fingerprint());
  }

  @Test
  void changesSettings() {
    assertThat(answer("set " + THRESHOLD)).containsExactly(List.of(THRESHOLD, "2m"));
    answer("set " + THRESHOLD + " = 1m");
    assertThat(answer("set")).containsExactly(List.of(THRESHOLD, "1m"));
    assertThat(session.config().value(PlannerOptions.BROADCAST_THRESHOLD).bytes())
        .isEqualTo(1 << 20);
    answer("reset " + THRESHOLD);
    assertThat(answer("set " + THRESHOLD)).containsExactly(List.of(THRESHOLD, "2m"));
    answer("set distaff.sql.single-task.rows=3");
    answer("reset");
    assertThat(answer("set")).containsExactly(List.of(THRESHOLD, "2m"));
  }

  @Test
  void refusesSettingsThatCannotBe() {
    assertThatThrownBy(() -> answer("set distaff.sql.brodcast.threshold=1"))
        .hasMessageContaining("did you mean " + THRESHOLD);
    assertThatThrownBy(() -> answer("set " + THRESHOLD + "=abc")).hasMessageContaining("abc");
    assertThatThrownBy(() -> answer("set distaff.test.launch=y"))
        .hasMessageContaining("when the application starts");
  }

  @Test
  void explains() {
    assertThat(answer("explain logical select n_name from nation where n_nationkey = 1 + 1"))
        .extracting(row -> row.get(0))
        .last()
        .isEqualTo("    Scan nation");
    assertThat(answer("explain optimized select n_name from nation where n_nationkey = 1 + 1"))
        .extracting(row -> row.get(0))
        .anyMatch(line -> line.contains("Filter =(n_nationkey, 2)  (about 1 rows)"));
    assertThat(answer("explain select n_name from nation where n_nationkey = 1 + 1"))
        .extracting(row -> row.get(0))
        .containsExactly(
            "to the result",
            "  Project n_name",
            "    ParquetScan nation [n_nationkey, n_name] where n_nationkey = 2");
    assertThat(answer("explain stages insert into directory '/x' select 1 as a"))
        .extracting(row -> row.get(0))
        .containsExactly("Stage 0: 1 task, to the result", "  Values 1 rows [a]");
  }

  @Test
  void preparesWrites() {
    Prepared.Write write =
        (Prepared.Write)
            session.prepare(
                SqlText.of(
                    "insert overwrite directory '/out' options ('compression' 'zstd')"
                        + " select n_name from nation"),
                SLOTS);
    assertThat(write.path()).isEqualTo("/out");
    assertThat(write.overwrite()).isTrue();
    assertThat(write.options()).containsExactly(Map.entry("compression", "zstd"));
    assertThat(write.query().schema().field(0).type()).isEqualTo(DataType.STRING);
  }

  @Test
  void plansAlgebraThatWasBuiltWithoutText() {
    RelBuilder builder = session.relBuilder();
    RelNode rel =
        builder
            .scan("nation")
            .filter(builder.equals(builder.field("n_regionkey"), builder.literal(2)))
            .project(builder.field("n_name"))
            .build();
    AnalyzedQuery query =
        new AnalyzedQuery(rel, Schema.of(new Field("name", DataType.STRING, false)));
    StageGraph graph = session.prepare(query).plan(SLOTS, new Sink.ResultSink());
    PlanChecks.check(graph);
    assertThat(Piece.names(graph.resultSchema())).containsExactly("name");
  }

  @Test
  void analysesTextOverAnAnalysedQuery() {
    AnalyzedQuery input =
        session.analyze(SqlText.of("select n_name as name, n_regionkey as region from nation"));
    AnalyzedQuery query =
        session.analyze(
            SqlText.of("select upper(name) as name from input where region = 2"),
            TextScope.of(Map.of("input", input)));
    StageGraph graph = session.prepare(query).plan(SLOTS, new Sink.ResultSink());
    PlanChecks.check(graph);
    assertThat(Piece.names(graph.resultSchema())).containsExactly("name");
    assertThatThrownBy(() -> session.analyze(SqlText.of("select * from input")))
        .hasMessageContaining("input not found");

    session.createOrReplaceView("v", query);
    assertThat(answer("show tables")).contains(List.of("", "v", "view"));
    assertThat(answer("describe v")).containsExactly(Arrays.asList("name", "string", "no", null));
    assertThat(Piece.names(plan("select * from v as a, v as b").resultSchema())).hasSize(2);
  }
}
