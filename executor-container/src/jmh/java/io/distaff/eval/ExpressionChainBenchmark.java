package io.distaff.eval;

import static io.distaff.eval.Expressions.column;
import static io.distaff.eval.Expressions.literal;

import io.distaff.KernelBenchmark;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.math.BigDecimal;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The expressions of TPC-H's first query: p * (1 - d) and p * (1 - d) * (1 + t). */
public class ExpressionChainBenchmark extends KernelBenchmark {
  private static final DecimalType MONEY = new DecimalType(15, 2);

  @Param({"double", "decimal"})
  public String type;

  @Param({"1", "0.5"})
  public double selectedShare;

  private VectorBatch batch;
  private Projection price;
  private Projection both;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    boolean decimal = type.equals("decimal");
    DataType columnType = decimal ? MONEY : DataType.DOUBLE;
    Expression one =
        decimal ? literal(MONEY, new BigDecimal("1.00")) : literal(DataType.DOUBLE, 1.0);
    SelectionVector selection = selectedShare == 1 ? null : columns.selection(selectedShare);
    batch =
        decimal
            ? new VectorBatch(
                ROWS,
                selection,
                columns.longs(MONEY, 10_000_000, 0),
                columns.longs(MONEY, 11, 0),
                columns.longs(MONEY, 9, 0))
            : new VectorBatch(
                ROWS, selection, columns.doubles(0), columns.doubles(0), columns.doubles(0));
    Expression discounted =
        Expressions.product(
            column(0, columnType),
            Expressions.sum(FunctionNames.SUBTRACT, one, column(1, columnType)));
    Expression charged =
        Expressions.product(
            discounted, Expressions.sum(FunctionNames.ADD, one, column(2, columnType)));
    price = ExpressionCompiler.compileAll(List.of(charged), ReservedArrays.uncounted());
    both = ExpressionCompiler.compileAll(List.of(discounted, charged), ReservedArrays.uncounted());
  }

  @Benchmark
  public ColumnVector[] charge() {
    return price.evaluate(batch);
  }

  /** The first is part of the second, and computed once. */
  @Benchmark
  public ColumnVector[] discountedPriceAndCharge() {
    return both.evaluate(batch);
  }
}
