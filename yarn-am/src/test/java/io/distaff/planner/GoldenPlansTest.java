package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.catalog.SplitEnumerator;
import io.distaff.catalog.TpchFixture;
import io.distaff.catalog.TpchQueries;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.plan.Sink;
import io.distaff.sql.SqlText;
import io.distaff.sql.Statement.ExplainMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The plans of small queries over TPC-H's tables of scale 1 and those of a calendar, on two
 * executors of two slots, and the optimised algebra of TPC-H's own queries. A file has a title and
 * the query's text for each, and below them what is planned. Run with {@code
 * -Ddistaff.plans.regenerate=true} to write the plans anew.
 */
class GoldenPlansTest {
  private static final Parallelism SLOTS = new Parallelism(2, 2);

  private final TpchFixture tpch = new TpchFixture(1).withCalendar();
  private final SqlSession session =
      new SqlSession(
          tpch.catalog(),
          new SplitEnumerator(tpch.hosts("node1"), tpch),
          DistaffConfig.empty(),
          new OptionRegistry(List.of(PlannerOptions.ALL)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filters",
        "orders",
        "joins",
        "groups",
        "subqueries",
        "shared",
        "partitions",
        "tpch"
      })
  void plansAsTheFileSays(String name) throws IOException {
    String file = "/io/distaff/planner/" + name + ".plans.txt";
    String golden;
    try (InputStream in = getClass().getResourceAsStream(file)) {
      golden = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (String entry : golden.split("(?m)^== ", -1)) {
      String[] lines = entry.split("\n", 3);
      if (lines.length == 3) {
        text.append(planned(lines[0], lines[1]));
      }
    }
    if (Boolean.getBoolean("distaff.plans.regenerate")) {
      Files.writeString(Path.of("src/test/resources" + file), text);
      return;
    }
    assertThat(text).hasToString(golden);
  }

  /**
   * @param sql empty for a query of TPC-H, whose stages have files of their own
   */
  private String planned(String title, String sql) {
    String entry = "== %s\n%s\n\n".formatted(title, sql);
    if (sql.isEmpty()) {
      String text = TpchQueries.text(Integer.parseInt(title.substring(1)));
      return entry + query(text).explain(ExplainMode.OPTIMIZED, SLOTS) + "\n";
    }
    StageGraph graph = query(sql).plan(SLOTS, new Sink.ResultSink());
    PlanChecks.check(graph);
    String optimized = query(sql).explain(ExplainMode.OPTIMIZED, SLOTS);
    return entry + optimized + "\n" + PlanText.stages(graph) + "\n";
  }

  private PlannableQuery query(String sql) {
    return ((Prepared.Query) session.prepare(SqlText.of(sql), SLOTS)).query();
  }
}
