package io.distaff.eval;

import static io.distaff.eval.Expressions.call;
import static io.distaff.eval.Expressions.column;

import io.distaff.KernelBenchmark;
import io.distaff.expression.DecimalRules;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One operation of two columns; that of integers and decimals is exact. */
public class ArithmeticBenchmark extends KernelBenchmark {
  private static final DecimalType SHORT = new DecimalType(12, 2);
  private static final DecimalType WIDE = new DecimalType(30, 4);

  @Param({"0", "0.1"})
  public double nullShare;

  private VectorBatch batch;
  private Evaluator longSum;
  private Evaluator longProduct;
  private Evaluator doubleProduct;
  private Evaluator doubleQuotient;
  private Evaluator shortDecimalSum;
  private Evaluator shortDecimalProduct;
  private Evaluator shortDecimalQuotient;
  private Evaluator wideDecimalSum;
  private Evaluator wideDecimalProduct;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    batch =
        new VectorBatch(
            ROWS,
            columns.longs(DataType.BIGINT, 1L << 30, nullShare),
            columns.longs(DataType.BIGINT, 1L << 30, nullShare),
            columns.doubles(nullShare),
            columns.doubles(nullShare),
            columns.longs(SHORT, 10_000_000, nullShare),
            columns.longs(SHORT, 10_000_000, nullShare),
            columns.int128s(WIDE, nullShare),
            columns.int128s(WIDE, nullShare));
    longSum = evaluator(FunctionNames.ADD, DataType.BIGINT, 0);
    longProduct = evaluator(FunctionNames.MULTIPLY, DataType.BIGINT, 0);
    doubleProduct = evaluator(FunctionNames.MULTIPLY, DataType.DOUBLE, 2);
    doubleQuotient = evaluator(FunctionNames.DIVIDE, DataType.DOUBLE, 2);
    shortDecimalSum = Expressions.evaluator(Expressions.sum(FunctionNames.ADD, at(4), at(5)));
    shortDecimalProduct = Expressions.evaluator(Expressions.product(at(4), at(5)));
    shortDecimalQuotient =
        Expressions.evaluator(
            call(FunctionNames.DIVIDE, DecimalRules.quotient(SHORT, SHORT), at(4), at(5)));
    wideDecimalSum = Expressions.evaluator(Expressions.sum(FunctionNames.ADD, at(6), at(7)));
    wideDecimalProduct = Expressions.evaluator(Expressions.product(at(6), at(4)));
  }

  private Expression at(int index) {
    return column(index, batch.column(index).type());
  }

  private Evaluator evaluator(String function, DataType type, int first) {
    return Expressions.evaluator(call(function, type, at(first), at(first + 1)));
  }

  @Benchmark
  public ColumnVector longSum() {
    return longSum.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector longProduct() {
    return longProduct.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector doubleProduct() {
    return doubleProduct.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector doubleQuotient() {
    return doubleQuotient.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector shortDecimalSum() {
    return shortDecimalSum.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector shortDecimalProduct() {
    return shortDecimalProduct.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector shortDecimalQuotient() {
    return shortDecimalQuotient.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector wideDecimalSum() {
    return wideDecimalSum.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector wideDecimalProduct() {
    return wideDecimalProduct.evaluate(batch, null);
  }
}
