package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.column;
import static io.distaff.eval.EvalFixture.flat;
import static io.distaff.eval.EvalFixture.literal;
import static io.distaff.eval.EvalFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** When evaluation fails, when it must not, and what it says. */
class EvaluationErrorsTest {
  private static final DataType BIGINT = DataType.BIGINT;
  private static final Expression QUOTIENT =
      call(FunctionNames.DIVIDE, BIGINT, literal(BIGINT, 10L), column(0, BIGINT));

  private static VectorBatch longs(Long... values) {
    return new VectorBatch(values.length, flat(BIGINT, Arrays.asList(values), () -> 0L));
  }

  private static List<Object> values(Expression expression, VectorBatch batch) {
    ColumnVector result =
        ExpressionCompiler.compile(expression, ReservedArrays.uncounted()).evaluate(batch, null);
    Object[] values = new Object[batch.numRows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Vectors.value(result, i);
    }
    return Arrays.asList(values);
  }

  private static void assertFails(ErrorCode code, String message, ThrowingCallable callable) {
    assertThatThrownBy(callable)
        .isInstanceOfSatisfying(DistaffException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void messagesNameOperationValuesAndType() {
    Expression sum = call(FunctionNames.ADD, BIGINT, column(0, BIGINT), literal(BIGINT, 1L));
    assertFails(
        ErrorCode.NUMERIC_OVERFLOW,
        "9223372036854775807 + 1 is out of the range of bigint",
        () -> values(sum, longs(1L, Long.MAX_VALUE)));
    assertFails(ErrorCode.DIVISION_BY_ZERO, "10 / 0", () -> values(QUOTIENT, longs(1L, 0L)));
    DataType decimal = DataType.decimal(38, 0);
    Expression product =
        call(FunctionNames.MULTIPLY, decimal, column(0, decimal), column(0, decimal));
    VectorBatch wide =
        new VectorBatch(1, flat(decimal, List.of(new BigDecimal("1e20")), () -> BigDecimal.ZERO));
    assertFails(
        ErrorCode.NUMERIC_OVERFLOW,
        "100000000000000000000 * 100000000000000000000 is out of the range of decimal(38,0)",
        () -> values(product, wide));
    Expression cast = call(FunctionNames.CAST, DataType.TINYINT, column(0, BIGINT));
    assertFails(
        ErrorCode.NUMERIC_OVERFLOW,
        "bigint 300 is out of the range of tinyint",
        () -> values(cast, longs(300L)));
  }

  @Test
  void rowsThatAreNullOrNotSelectedNeverFail() {
    assertThat(values(QUOTIENT, longs(5L, null, 2L))).containsExactly(2L, null, 5L);
    ColumnVector result =
        ExpressionCompiler.compile(QUOTIENT, ReservedArrays.uncounted())
            .evaluate(longs(5L, 0L, 2L), new SelectionVector(new int[] {0, 2}, 2));
    assertThat(Vectors.value(result, 2)).isEqualTo(5L);
  }

  @Test
  void branchesNotTakenNeverFail() {
    DataType bool = DataType.BOOLEAN;
    Expression isZero = call(FunctionNames.EQUAL, bool, column(0, BIGINT), literal(BIGINT, 0L));
    Expression notZero = call(FunctionNames.NOT, bool, isZero);
    Expression large = call(FunctionNames.GREATER, bool, QUOTIENT, literal(BIGINT, 4L));
    VectorBatch batch = longs(1L, 0L, 5L, null);
    assertThat(
            values(call(FunctionNames.CASE, BIGINT, isZero, literal(BIGINT, -1L), QUOTIENT), batch))
        .containsExactly(10L, -1L, 2L, null);
    assertThat(values(call(FunctionNames.AND, bool, notZero, large), batch))
        .containsExactly(true, false, false, null);
    assertThat(values(call(FunctionNames.OR, bool, isZero, large), batch))
        .containsExactly(true, true, false, null);
    Expression first =
        call(FunctionNames.CASE, BIGINT, isZero, literal(BIGINT, 7L), literal(BIGINT, null));
    assertThat(values(call(FunctionNames.COALESCE, BIGINT, first, QUOTIENT), batch))
        .containsExactly(10L, 7L, 2L, null);
    Predicate predicate =
        ExpressionCompiler.compilePredicate(
            call(FunctionNames.AND, bool, notZero, large), ReservedArrays.uncounted());
    assertThat(predicate.select(batch, null).count()).isEqualTo(1);
  }

  @Test
  void constantsThatFailDoSoOnlyWhenARowGetsThere() {
    Expression failing =
        call(FunctionNames.DIVIDE, BIGINT, literal(BIGINT, 1L), literal(BIGINT, 0L));
    Expression isZero =
        call(FunctionNames.EQUAL, DataType.BOOLEAN, column(0, BIGINT), literal(BIGINT, 0L));
    Expression guarded = call(FunctionNames.CASE, BIGINT, isZero, failing, literal(BIGINT, 3L));
    assertThat(values(guarded, longs(1L, 2L))).containsExactly(3L, 3L);
    assertFails(ErrorCode.DIVISION_BY_ZERO, "1 / 0", () -> values(guarded, longs(1L, 0L)));
    assertFails(ErrorCode.DIVISION_BY_ZERO, "1 / 0", () -> values(failing, longs(1L)));
  }

  @Test
  void dictionaryEntriesWithoutARowNeverFail() {
    ColumnVector entries = flat(BIGINT, List.of(0L, 5L), () -> 0L);
    DictionaryVector column = new DictionaryVector(entries, new int[] {1, 1, 1}, null, 3);
    assertThat(values(QUOTIENT, new VectorBatch(3, column))).containsExactly(2L, 2L, 2L);
    DictionaryVector failing = new DictionaryVector(entries, new int[] {1, 0, 1}, null, 3);
    assertFails(
        ErrorCode.DIVISION_BY_ZERO, "10 / 0", () -> values(QUOTIENT, new VectorBatch(3, failing)));
  }

  private static Expression string(String name, Expression... arguments) {
    return call(name, DataType.STRING, arguments);
  }

  private static void assertTooLong(String message, Expression call) {
    assertFails(ErrorCode.LIMIT_EXCEEDED, message, () -> values(call, longs(3_000_000_000L)));
  }

  @Test
  void textsThatNoTextCanBeAsLongAsFailBeforeTheyAreMade() {
    Expression times = column(0, BIGINT);
    assertTooLong(
        "repeat: the text would have 6000000000 bytes, and no text has more than 2147483583",
        string("repeat", text("ab"), times));
    assertTooLong("space: the text would have 3000000000 bytes", string("space", times));
    assertTooLong("lpad: the text would have 3000000000 bytes", string("lpad", text("x"), times));
    assertTooLong(
        "rpad: the text would have 5999999999 bytes",
        string("rpad", text("x"), times, text("\u00e4")));
    assertTooLong(
        "9223372036854775807000 bytes",
        string("repeat", text("x".repeat(1000)), literal(BIGINT, Long.MAX_VALUE)));
    assertThat(values(string("repeat", text(""), times), longs(3_000_000_000L)))
        .containsExactly("");
    assertThat(values(string("rpad", text("x"), times, text("")), longs(3_000_000_000L)))
        .containsExactly("x");
  }

  @Test
  void widthsOfAFormatAreCountedBeforeTheyAreFilled() {
    Expression padded = string("format_string", text("%2000000000d"), literal(BIGINT, 1L));
    assertFails(
        ErrorCode.LIMIT_EXCEEDED,
        "takes more than " + (64 << 20) + " bytes",
        () ->
            ExpressionCompiler.compile(padded, ReservedArrays.upTo(64 << 20))
                .evaluate(longs(1L), null));
  }

  @Test
  void whatIsRepeatedInBlocksIsWholeAtTheirEnds() {
    for (long times : new long[] {-1, 0, 1, 2730, 2731, 2732, 5461, 100_000}) {
      assertThat(values(string("repeat", text("abc"), column(0, BIGINT)), longs(times)))
          .containsExactly("abc".repeat((int) Math.max(0, times)));
    }
  }

  @Test
  void unknownFunctionsAndTypesAreNamedAtCompileTime() {
    assertFails(
        ErrorCode.NOT_SUPPORTED,
        "soundex(bigint) -> string",
        () ->
            ExpressionCompiler.compile(
                call("soundex", DataType.STRING, column(0, BIGINT)), ReservedArrays.uncounted()));
    assertFails(
        ErrorCode.NOT_SUPPORTED,
        "add(bigint, int) -> bigint",
        () ->
            ExpressionCompiler.compile(
                call(FunctionNames.ADD, BIGINT, column(0, BIGINT), column(1, DataType.INT)),
                ReservedArrays.uncounted()));
    Call cast = call(FunctionNames.CAST, DataType.DATE, column(0, BIGINT));
    assertFails(
        ErrorCode.NOT_SUPPORTED,
        "cast(bigint) -> date",
        () -> ExpressionCompiler.compile(cast, ReservedArrays.uncounted()));
  }
}
