package io.distaff.eval;

import static io.distaff.eval.Expressions.call;
import static io.distaff.eval.Expressions.column;
import static io.distaff.eval.Expressions.condition;
import static io.distaff.eval.Expressions.literal;

import io.distaff.KernelBenchmark;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** CASE, COALESCE, IN and OR, of which a share of the rows takes the first way. */
public class ConditionalBenchmark extends KernelBenchmark {
  @Param({"10", "50"})
  public int firstPercent;

  private VectorBatch batch;
  private Evaluator numbersCase;
  private Evaluator constantsCase;
  private Evaluator coalesce;
  private Predicate in;
  private Predicate or;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    batch =
        new VectorBatch(
            ROWS,
            columns.longs(DataType.BIGINT, 100, 0),
            columns.longs(DataType.BIGINT, 1000, 1 - firstPercent / 100.0),
            columns.longs(DataType.BIGINT, 1000, 0));
    Expression first =
        condition(
            FunctionNames.LESS,
            column(0, DataType.BIGINT),
            literal(DataType.BIGINT, (long) firstPercent));
    Expression other = column(2, DataType.BIGINT);
    numbersCase =
        Expressions.evaluator(
            call(
                FunctionNames.CASE,
                DataType.BIGINT,
                first,
                call(FunctionNames.ADD, DataType.BIGINT, column(0, DataType.BIGINT), other),
                other));
    constantsCase =
        Expressions.evaluator(
            call(
                FunctionNames.CASE,
                DataType.STRING,
                first,
                literal(DataType.STRING, "low"),
                literal(DataType.STRING, "high")));
    coalesce =
        Expressions.evaluator(
            call(FunctionNames.COALESCE, DataType.BIGINT, column(1, DataType.BIGINT), other));
    Expression[] list = new Expression[1 + firstPercent];
    list[0] = column(0, DataType.BIGINT);
    for (int i = 1; i < list.length; i++) {
      list[i] = literal(DataType.BIGINT, 2L * i % 100 + (2 * i >= 100 ? 1 : 0));
    }
    in = Expressions.predicate(condition(FunctionNames.IN, list));
    or =
        Expressions.predicate(
            condition(
                FunctionNames.OR,
                first,
                condition(FunctionNames.GREATER, other, literal(DataType.BIGINT, 900L))));
  }

  @Benchmark
  public ColumnVector caseOfColumns() {
    return numbersCase.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector caseOfConstants() {
    return constantsCase.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector coalesce() {
    return coalesce.evaluate(batch, null);
  }

  @Benchmark
  public SelectionVector in() {
    return in.select(batch, null);
  }

  @Benchmark
  public SelectionVector or() {
    return or.select(batch, null);
  }
}
