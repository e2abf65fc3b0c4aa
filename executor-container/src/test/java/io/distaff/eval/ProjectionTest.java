package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.column;
import static io.distaff.eval.EvalFixture.flat;
import static io.distaff.eval.EvalFixture.literal;
import static io.distaff.eval.EvalFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the compiler promises beyond right results: forms, sharing, dictionaries. */
class ProjectionTest {
  private static final DataType PRICE = DataType.decimal(15, 2);
  private static final Expression ONE = literal(DataType.decimal(1, 0), BigDecimal.ONE);
  private static final Expression DISCOUNTED =
      call(
          FunctionNames.MULTIPLY,
          DataType.decimal(31, 4),
          column(0, PRICE),
          call(FunctionNames.SUBTRACT, DataType.decimal(16, 2), ONE, column(1, PRICE)));
  private static final Expression CHARGE =
      call(
          FunctionNames.MULTIPLY,
          DataType.decimal(38, 6),
          DISCOUNTED,
          call(FunctionNames.ADD, DataType.decimal(16, 2), ONE, column(2, PRICE)));

  private static ColumnVector cents(Random random, int n, int least, int most) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      values.add(BigDecimal.valueOf(least + random.nextInt(most - least), 2));
    }
    return flat(PRICE, values, () -> BigDecimal.ZERO);
  }

  @Test
  void pricesDiscountsAndTaxesStayInLongs() {
    Random random = new Random(1);
    int n = 500;
    ColumnVector price = cents(random, n, 90_000, 10_500_000);
    int[] ids = random.ints(n, 0, 11).toArray();
    ColumnVector discount = new DictionaryVector(cents(random, 11, 0, 11), ids, null, n);
    VectorBatch batch = new VectorBatch(n, price, discount, cents(random, n, 0, 9));
    ColumnVector[] columns =
        ExpressionCompiler.compileAll(List.of(DISCOUNTED, CHARGE), ReservedArrays.uncounted())
            .evaluate(batch);
    assertThat(columns[0]).isInstanceOf(LongVector.class);
    assertThat(columns[1]).isInstanceOf(LongVector.class);
    for (int i = 0; i < n; i++) {
      Object[] row = EvalFixture.row(batch, i);
      assertThat(Vectors.value(columns[0], i))
          .isEqualTo(ExpressionOracle.evaluate(DISCOUNTED, row));
      assertThat(Vectors.value(columns[1], i)).isEqualTo(ExpressionOracle.evaluate(CHARGE, row));
    }
  }

  @Test
  void repeatedExpressionsAreComputedOncePerBatch() {
    Projection projection =
        ExpressionCompiler.compileAll(List.of(DISCOUNTED, DISCOUNTED), ReservedArrays.uncounted());
    Random random = new Random(2);
    for (int i = 0; i < 3; i++) {
      VectorBatch batch =
          new VectorBatch(
              10, cents(random, 10, 1, 100), cents(random, 10, 0, 9), cents(random, 10, 0, 9));
      ColumnVector[] columns = projection.evaluate(batch);
      assertThat(columns[0]).isSameAs(columns[1]);
      assertThat(Vectors.value(columns[0], 3))
          .isEqualTo(ExpressionOracle.evaluate(DISCOUNTED, EvalFixture.row(batch, 3)));
    }
  }

  @Test
  void functionsOfADictionaryGiveADictionaryForAsLongAsItStays() {
    Evaluator upper =
        ExpressionCompiler.compile(
            call("upper", DataType.STRING, column(0, DataType.STRING)), ReservedArrays.uncounted());
    ColumnVector entries = flat(DataType.STRING, List.of("a", "b"), () -> "");
    VectorBatch first =
        new VectorBatch(3, new DictionaryVector(entries, new int[] {0, 1, 0}, null, 3));
    VectorBatch second =
        new VectorBatch(2, new DictionaryVector(entries, new int[] {1, 1}, null, 2));
    DictionaryVector one = (DictionaryVector) upper.evaluate(first, null);
    DictionaryVector two = (DictionaryVector) upper.evaluate(second, null);
    assertThat(two.dictionary()).isSameAs(one.dictionary());
    assertThat(Vectors.value(two, 1)).isEqualTo("B");
  }

  @Test
  void aDictionaryIsComputedOnlyOnceAsManyRowsHaveCome() {
    Evaluator upper =
        ExpressionCompiler.compile(
            call("upper", DataType.STRING, column(0, DataType.STRING)), ReservedArrays.uncounted());
    ColumnVector entries = flat(DataType.STRING, List.of("a", "b", "c", "d"), () -> "");
    VectorBatch batch =
        new VectorBatch(2, new DictionaryVector(entries, new int[] {2, 3}, null, 2));
    assertThat(upper.evaluate(batch, null)).isNotInstanceOf(DictionaryVector.class);
    assertThat(upper.evaluate(batch, null)).isInstanceOf(DictionaryVector.class);
  }

  @Test
  void constantsAreFoldedAndTextsOfACaseAreADictionary() {
    Evaluator sum =
        ExpressionCompiler.compile(
            call(
                FunctionNames.ADD,
                DataType.INT,
                literal(DataType.INT, 1L),
                literal(DataType.INT, 2L)),
            ReservedArrays.uncounted());
    assertThat(sum.evaluate(new VectorBatch(4), null)).isInstanceOf(ConstantVector.class);
    Evaluator priority =
        ExpressionCompiler.compile(
            call(
                FunctionNames.CASE,
                DataType.STRING,
                call(FunctionNames.LESS, DataType.BOOLEAN, column(0, PRICE), column(1, PRICE)),
                text("low"),
                text("high")),
            ReservedArrays.uncounted());
    VectorBatch batch =
        new VectorBatch(5, cents(new Random(3), 5, 0, 50), cents(new Random(4), 5, 0, 50));
    assertThat(priority.evaluate(batch, null)).isInstanceOf(DictionaryVector.class);
  }
}
