package io.distaff.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.catalog.TpchFixture;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.SqlText;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  @ParameterizedTest
  @ValueSource(ints = {1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22})
  void optimizes(int number) {
    SqlAnalyzer analyzer = new SqlAnalyzer(new TpchFixture(1).catalog());
    AnalyzedQuery query = analyzer.analyze(SqlText.of(TpchFixture.query(number)));
    RelNode rel = new Optimizer().optimize(query.rel());
    System.out.println("Q" + number + "\n" + RelOptUtil.toString(rel));
    assertThat(rel).isNotNull();
  }
}
