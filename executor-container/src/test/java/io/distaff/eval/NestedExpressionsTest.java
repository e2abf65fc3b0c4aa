package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.RandomBatches;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Expressions that work for every type do so for arrays, maps and structs of any form. */
class NestedExpressionsTest {
  private static final int ROUNDS = 12;

  private static void check(
      DataType type, Expression expression, Function<List<Object>, Object> oracle) {
    List<DataType> types = List.of(type, type, DataType.BOOLEAN);
    for (int seed = 0; seed < ROUNDS; seed++) {
      Projection projection =
          ExpressionCompiler.compileAll(List.of(expression), ReservedArrays.uncounted());
      RandomBatches batches = new RandomBatches(seed).numDistinct(6).nullRate(0.2);
      for (int b = 0; b < 3; b++) {
        VectorBatch batch = batches.batch(types, 150);
        VectorBatch result = batch.withColumns(projection.evaluate(batch));
        List<Object> expected = new ArrayList<>();
        for (List<Object> row : RandomBatches.rows(batch)) {
          expected.add(oracle.apply(row));
        }
        assertThat(RandomBatches.rows(result).stream().map(row -> row.get(0)))
            .as("%s, seed %s", type, seed)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void comparisonsTreatNullsInsideAsValues() {
    for (DataType type : RandomBatches.NESTED_TYPES) {
      if (type instanceof MapType) {
        continue;
      }
      Expression a = column(0, type);
      Expression b = column(1, type);
      check(
          type,
          call(FunctionNames.EQUAL, DataType.BOOLEAN, a, b),
          row -> strict(row, () -> row.get(0).equals(row.get(1))));
      check(
          type,
          call(FunctionNames.NOT_EQUAL, DataType.BOOLEAN, a, b),
          row -> strict(row, () -> !row.get(0).equals(row.get(1))));
      check(
          type,
          call(FunctionNames.LESS_OR_EQUAL, DataType.BOOLEAN, a, b),
          row -> strict(row, () -> RandomBatches.compare(type, row.get(0), row.get(1)) <= 0));
      check(
          type,
          call(FunctionNames.GREATER, DataType.BOOLEAN, a, b),
          row -> strict(row, () -> RandomBatches.compare(type, row.get(0), row.get(1)) > 0));
      check(
          type,
          call(FunctionNames.IS_NOT_DISTINCT, DataType.BOOLEAN, a, b),
          row -> Objects.equals(row.get(0), row.get(1)));
    }
  }

  private static Object strict(List<Object> row, java.util.function.BooleanSupplier comparison) {
    return row.subList(0, 2).contains(null) ? null : comparison.getAsBoolean();
  }

  @Test
  void valuesAreChosen() {
    for (DataType type : RandomBatches.NESTED_TYPES) {
      Expression a = column(0, type);
      Expression b = column(1, type);
      Expression condition = column(2, DataType.BOOLEAN);
      check(
          type,
          call(FunctionNames.CASE, type, condition, a, b),
          row -> Boolean.TRUE.equals(row.get(2)) ? row.get(0) : row.get(1));
      check(
          type,
          call(FunctionNames.CASE, type, condition, a, new Literal(type, null)),
          row -> Boolean.TRUE.equals(row.get(2)) ? row.get(0) : null);
      check(
          type,
          call(FunctionNames.COALESCE, type, a, b),
          row -> row.get(0) == null ? row.get(1) : row.get(0));
      check(type, call(FunctionNames.IS_NULL, DataType.BOOLEAN, a), row -> row.get(0) == null);
    }
  }
}
