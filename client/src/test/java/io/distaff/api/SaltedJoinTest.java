package io.distaff.api;

import static io.distaff.api.Functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaltedJoinTest {
  private static Session session;

  /** Keys 0 to 9, nine tenths of the rows have key 0; some have none. */
  private static DataFrame large;

  /** Keys 0 to 4 and 20 to 24, key 1 twice. */
  private static DataFrame small;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    large =
        session
            .range(0, 5000, 1, 4)
            .selectExpr(
                "id",
                "CASE WHEN id % 10 < 9 THEN 0 WHEN id % 7 = 0 THEN NULL ELSE id % 9 + 1 END AS k",
                "'mine' AS salt");
    small =
        session.sql(
            "SELECT k, concat('v', CAST(k AS string)) AS Salt_ FROM VALUES (0), (1), (1), (2), (3),"
                + " (4), (20), (21), (22), (23), (24), (NULL) AS t(k)");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  /** With columns of its own name on both sides. */
  @ParameterizedTest
  @ValueSource(strings = {"inner", "left", "left_semi", "anti"})
  void givesWhatAJoinGives(String type) {
    DataFrame expected = large.join(small, List.of("k"), type);
    DataFrame salted = large.saltedJoin(small, List.of("k"), type, 8);
    assertThat(salted.columns()).isEqualTo(expected.columns());
    assertThat(salted.count()).isEqualTo(expected.count()).isPositive();
    assertThat(salted.exceptAll(expected).count()).isZero();
    assertThat(expected.exceptAll(salted).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"right", "full", "cross"})
  void refusesJoinsThatWouldRepeatRows(String type) {
    assertThatThrownBy(() -> large.saltedJoin(small, List.of("k"), type, 8))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("a " + type + " join")
        .hasMessageContaining("larger side on the left")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.USAGE);
  }

  @Test
  void refusesNoSalt() {
    assertThatThrownBy(() -> large.saltedJoin(small, "k", 0)).hasMessageContaining("not 0");
  }

  /** The mistake that the method is there to prevent: most pairs are lost, and that is told. */
  @Test
  void saltsOfBothSidesAreWarnedOf() {
    DataFrame left = large.withColumn("s", floor(rand(lit(1L)).multiply(10)));
    DataFrame right = small.withColumn("s", floor(rand(lit(2L)).multiply(10)));
    DataFrame lossy = left.join(right, new String[] {"k", "s"});
    assertThat(lossy.count()).isLessThan(large.join(small, "k").count() / 2);
    assertThat(lossy.explained("physical"))
        .contains(
            "Warning: a join compares floor(rand(1) * 10.0) of one side with floor(rand(2) * 10.0)"
                + " of");
    assertThat(large.saltedJoin(small, "k", 10).explained("physical")).doesNotContain("Warning");
    assertThat(left.join(small, "k").explained("stages")).doesNotContain("Warning");
  }

  @Test
  void hintsWithoutEffectAreToldOfWhatIsMadeOfTheQuery() {
    DataFrame hinted = session.sql("SELECT /*+ BROADCAST(nope) */ id AS k FROM range(3)");
    for (DataFrame made :
        List.of(hinted, hinted.filter("k > 1").limit(1), small.join(hinted, "k").repartition(2))) {
      assertThat(made.explained("physical")).contains("Warning: the hint BROADCAST has no effect");
    }
  }
}
