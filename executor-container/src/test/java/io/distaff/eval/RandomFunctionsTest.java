package io.distaff.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomFunctionsTest {
  private static final int ROWS = 1000;

  private static Call call(String function, DataType type, long seed) {
    return new Call(function, type, Literal.of(DataType.BIGINT, seed));
  }

  /** Two batches of values in a partition. */
  private static List<Object> draw(Expression expression, int partition) {
    Evaluator evaluator =
        ExpressionCompiler.compile(
            RandomStreams.ofPartition(expression, partition), ReservedArrays.uncounted());
    List<Object> values = new ArrayList<>();
    for (int batch = 0; batch < 2; batch++) {
      ColumnVector result = evaluator.evaluate(new VectorBatch(ROWS), null);
      for (int row = 0; row < ROWS; row++) {
        values.add(Vectors.value(result, row));
      }
    }
    return values;
  }

  @Test
  void attemptsOfAPartitionDrawTheSameAndPartitionsDiffer() {
    for (String function : List.of("rand", "randn")) {
      Expression expression = call(function, DataType.DOUBLE, 42);
      assertThat(draw(expression, 3)).isEqualTo(draw(expression, 3));
      assertThat(draw(expression, 3)).doesNotContainAnyElementsOf(draw(expression, 4));
      assertThat(draw(expression, 3))
          .doesNotContainAnyElementsOf(draw(call(function, DataType.DOUBLE, 43), 3));
    }
  }

  @Test
  void rowsAreNumberedWithinTheirPartition() {
    Expression id = new Call("monotonically_increasing_id", DataType.BIGINT);
    List<Object> ids = draw(id, 3);
    assertThat(ids).startsWith(3L << 33, (3L << 33) + 1).endsWith((3L << 33) + 2 * ROWS - 1);
    assertThat(new HashSet<>(ids)).hasSize(2 * ROWS);
    assertThat(ids).isEqualTo(draw(id, 3));
    Expression partition = new Call("spark_partition_id", DataType.INT);
    assertThat(new HashSet<>(draw(partition, 3))).isEqualTo(Set.of(3L));
  }

  @Test
  void everyRowDrawsAgain() {
    List<Object> uuids = draw(call("uuid", DataType.STRING, 1), 0);
    assertThat(new HashSet<>(uuids)).hasSize(2 * ROWS);
    assertThat(uuids)
        .allSatisfy(
            uuid ->
                assertThat((String) uuid)
                    .matches(
                        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }

  @Test
  void arraysAreShuffledAgainForEveryRow() {
    Expression array =
        new Call(
            "sequence",
            new ArrayType(DataType.BIGINT),
            Literal.of(DataType.BIGINT, 1L),
            Literal.of(DataType.BIGINT, 4L));
    Expression shuffled =
        new Call("shuffle", array.type(), array, Literal.of(DataType.BIGINT, 42L));
    List<Object> drawn = draw(shuffled, 3);
    assertThat(new HashSet<>(drawn)).hasSize(24);
    assertThat(drawn).isEqualTo(draw(shuffled, 3)).isNotEqualTo(draw(shuffled, 4));
  }

  @Test
  void numbersAreSpreadAsTheyShould() {
    List<Object> uniform = draw(call("rand", DataType.DOUBLE, 5), 0);
    assertThat(uniform).allSatisfy(v -> assertThat((Double) v).isBetween(0.0, 1.0));
    assertThat(mean(uniform)).isCloseTo(0.5, within(0.03));
    List<Object> normal = draw(call("randn", DataType.DOUBLE, 5), 0);
    assertThat(mean(normal)).isCloseTo(0, within(0.1));
    assertThat(normal.stream().mapToDouble(v -> (Double) v * (Double) v).average().orElseThrow())
        .isCloseTo(1, within(0.1));
  }

  private static double mean(List<Object> values) {
    return values.stream().mapToDouble(v -> (Double) v).average().orElseThrow();
  }

  @Test
  void onlyCallsOfChanceWithoutAStreamGetOne() {
    Expression column = new InputRef(0, DataType.DOUBLE);
    Expression plain = new Call("sqrt", DataType.DOUBLE, column);
    assertThat(RandomStreams.ofPartition(plain, 1)).isSameAs(plain);
    Expression given =
        new Call(
            "rand", DataType.DOUBLE, Literal.of(DataType.BIGINT, 1L), Literal.of(DataType.INT, 9L));
    assertThat(RandomStreams.ofPartition(given, 1)).isSameAs(given);
    Expression within = new Call("add", DataType.DOUBLE, column, call("rand", DataType.DOUBLE, 1));
    assertThat(RandomStreams.ofPartition(within, 7)).hasToString("add($0, rand(1, 7))");
  }
}
