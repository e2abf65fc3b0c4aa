package io.distaff.eval;

import static io.distaff.eval.Expressions.column;
import static io.distaff.eval.Expressions.function;
import static io.distaff.eval.Expressions.literal;

import io.distaff.KernelBenchmark;
import io.distaff.expression.Expression;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Functions of numbers. */
public class MathBenchmark extends KernelBenchmark {
  private static final DecimalType AMOUNT = DataType.decimal(15, 2);
  private static final Expression NUMBER = column(0, DataType.DOUBLE);
  private static final Expression WHOLE = column(2, DataType.BIGINT);

  @Param({"round", "roundDecimal", "sqrt", "power", "ln", "pmod", "format_number"})
  public String function;

  private VectorBatch batch;
  private Evaluator evaluator;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    batch =
        new VectorBatch(
            ROWS,
            columns.doubles(0),
            columns.longs(AMOUNT, 1_000_000, 0),
            columns.longs(DataType.BIGINT, 1_000_000, 0));
    evaluator = Expressions.evaluator(expression());
  }

  private Expression expression() {
    return switch (function) {
      case "round" -> function("round", NUMBER, literal(DataType.INT, 2L));
      case "roundDecimal" -> function("round", column(1, AMOUNT), literal(DataType.INT, 1L));
      case "sqrt" -> function("sqrt", NUMBER);
      case "power" -> function("power", NUMBER, NUMBER);
      case "ln" -> function("ln", NUMBER);
      case "pmod" -> function("pmod", WHOLE, literal(DataType.BIGINT, 7L));
      case "format_number" -> function("format_number", NUMBER, literal(DataType.INT, 2L));
      default -> throw new IllegalArgumentException(function);
    };
  }

  @Benchmark
  public ColumnVector evaluate() {
    return evaluator.evaluate(batch, null);
  }
}
