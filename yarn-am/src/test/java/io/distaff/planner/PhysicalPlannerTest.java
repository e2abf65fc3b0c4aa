package io.distaff.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.catalog.*;
import io.distaff.config.*;
import io.distaff.sql.*;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhysicalPlannerTest {
  @ParameterizedTest
  @ValueSource(ints = {1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22})
  void plans(int number) {
    TpchFixture tpch = new TpchFixture(1);
    SqlSession session = new SqlSession(tpch.catalog(), new SplitEnumerator((f, s, l) -> List.of("node1"), tpch), DistaffConfig.empty(), new OptionRegistry(List.of(PlannerOptions.ALL)));
    Prepared p = session.prepare(SqlText.of("explain stages " + TpchFixture.query(number)), 4);
    System.out.println("Q" + number);
    ((Prepared.Answer) p).rows().forEach(r -> System.out.println("| " + r.get(0)));
  }
}
