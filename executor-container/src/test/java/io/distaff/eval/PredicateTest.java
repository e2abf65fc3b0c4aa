package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.column;
import static io.distaff.eval.EvalFixture.literal;
import static io.distaff.eval.EvalFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PredicateTest {
  private static final DataType BOOL = DataType.BOOLEAN;

  private static void check(Expression expression, Random random, DataType... types) {
    Predicate predicate =
        ExpressionCompiler.compilePredicate(expression, ReservedArrays.uncounted());
    List<Supplier<Object>> sources = new ArrayList<>();
    for (DataType type : types) {
      sources.add(EvalFixture.values(type, random));
    }
    for (EvalFixture.Shape shape : EvalFixture.Shape.values()) {
      for (EvalFixture.Selected selected : EvalFixture.Selected.values()) {
        int n = 1 + random.nextInt(300);
        ColumnVector[] columns = new ColumnVector[types.length];
        for (int i = 0; i < types.length; i++) {
          EvalFixture.Shape own =
              i == 0
                  ? shape
                  : EvalFixture.Shape.values()[random.nextInt(EvalFixture.Shape.values().length)];
          columns[i] = EvalFixture.vector(types[i], own, n, sources.get(i), random);
        }
        VectorBatch batch = new VectorBatch(n, columns);
        SelectionVector in = EvalFixture.selection(selected, n, random);
        for (int repetition = 0; repetition < 2; repetition++) {
          assertThat(rows(predicate.select(batch, in), n))
              .as("%s of %s %s", expression, shape, selected)
              .isEqualTo(expected(expression, batch, in));
        }
      }
    }
  }

  private static List<Integer> expected(
      Expression expression, VectorBatch batch, SelectionVector in) {
    List<Integer> rows = new ArrayList<>();
    for (int row : rows(in, batch.numRows())) {
      if (Boolean.TRUE.equals(ExpressionOracle.evaluate(expression, EvalFixture.row(batch, row)))) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<Integer> rows(SelectionVector selection, int n) {
    List<Integer> rows = new ArrayList<>();
    int count = selection == null ? n : selection.count();
    for (int i = 0; i < count; i++) {
      rows.add(EvalFixture.rowOf(selection, i));
    }
    return rows;
  }

  @Test
  void comparisonsAndTheirConjunctionsAgreeWithTheOracle() {
    Random random = new Random(1);
    List<DataType> types =
        List.of(
            DataType.BOOLEAN,
            DataType.TINYINT,
            DataType.INT,
            DataType.BIGINT,
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.decimal(12, 2),
            DataType.decimal(30, 4),
            DataType.DATE,
            DataType.TIMESTAMP,
            DataType.STRING,
            DataType.BINARY);
    List<String> operators =
        List.of(
            FunctionNames.EQUAL,
            FunctionNames.NOT_EQUAL,
            FunctionNames.LESS,
            FunctionNames.LESS_OR_EQUAL,
            FunctionNames.GREATER,
            FunctionNames.GREATER_OR_EQUAL);
    for (DataType type : types) {
      for (String first : operators) {
        for (String second : operators) {
          Expression left =
              call(first, BOOL, column(0, type), literal(type, EvalFixture.value(type, random)));
          Expression right =
              call(second, BOOL, literal(type, EvalFixture.value(type, random)), column(0, type));
          check(left, random, type);
          check(call(FunctionNames.AND, BOOL, left, right), random, type);
          Expression other = call(second, BOOL, column(0, type), column(1, type));
          check(call(FunctionNames.AND, BOOL, left, other, right), random, type, type);
        }
      }
    }
  }

  @Test
  void anyBooleanExpressionIsAPredicate() {
    Random random = new Random(2);
    DataType string = DataType.STRING;
    Expression x = column(0, string);
    Expression y = column(1, string);
    Expression flag = column(2, BOOL);
    Expression like = call(FunctionNames.LIKE, BOOL, x, text("%a%"));
    Expression in = call(FunctionNames.IN, BOOL, y, text("a"), text("abc"), text(""));
    Expression isNull = call(FunctionNames.IS_NULL, BOOL, x);
    for (Expression e :
        List.of(
            flag,
            like,
            isNull,
            call(FunctionNames.IS_NOT_NULL, BOOL, x),
            call(FunctionNames.NOT, BOOL, like),
            call(FunctionNames.OR, BOOL, like, in, flag),
            call(FunctionNames.OR, BOOL, isNull, like),
            call(FunctionNames.AND, BOOL, flag, call(FunctionNames.OR, BOOL, like, in)),
            call(FunctionNames.AND, BOOL, call(FunctionNames.AND, BOOL, like, in), flag),
            call(FunctionNames.IS_NOT_DISTINCT, BOOL, x, y),
            call(FunctionNames.EQUAL, BOOL, x, literal(string, null)),
            literal(BOOL, true),
            literal(BOOL, false),
            literal(BOOL, null))) {
      check(e, random, string, string, BOOL);
    }
  }

  @Test
  void constantsOutsideOfTheColumnsRangeSelectAllOrNothing() {
    Random random = new Random(3);
    DataType narrow = DataType.decimal(5, 2);
    DataType wide = DataType.decimal(38, 4);
    for (String constant :
        List.of("99999999999999999999999999.5555", "-99999999999999999999999999", "1.005", "0")) {
      for (String operator :
          List.of(
              FunctionNames.EQUAL,
              FunctionNames.NOT_EQUAL,
              FunctionNames.LESS,
              FunctionNames.GREATER_OR_EQUAL)) {
        Call comparison =
            call(
                operator,
                BOOL,
                column(0, narrow),
                literal(wide, new BigDecimal(constant).setScale(4)));
        check(comparison, random, narrow);
      }
    }
  }

  @Test
  void aSelectionThatLosesNothingIsReturnedItself() {
    Expression positive =
        call(FunctionNames.GREATER, BOOL, column(0, DataType.INT), literal(DataType.INT, 0L));
    Predicate predicate = ExpressionCompiler.compilePredicate(positive, ReservedArrays.uncounted());
    ColumnVector ints = EvalFixture.flat(DataType.INT, List.of(1L, 2L, 3L), () -> 0L);
    VectorBatch batch = new VectorBatch(3, ints);
    assertThat(predicate.select(batch, null)).isNull();
    SelectionVector in = new SelectionVector(new int[] {0, 2}, 2);
    assertThat(predicate.select(batch, in)).isSameAs(in);
  }
}
