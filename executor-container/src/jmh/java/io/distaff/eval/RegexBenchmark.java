package io.distaff.eval;

import static io.distaff.eval.Expressions.column;
import static io.distaff.eval.Expressions.function;
import static io.distaff.eval.Expressions.literal;

import io.distaff.KernelBenchmark;
import io.distaff.expression.Expression;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Regular expressions, and what takes texts apart. */
public class RegexBenchmark extends KernelBenchmark {
  private static final Expression TEXT = column(0, DataType.STRING);

  @Param({"rlike", "regexp_extract", "regexp_replace", "split", "split_part", "replace"})
  public String function;

  private VectorBatch batch;
  private Evaluator evaluator;

  @Setup
  public void prepare() {
    batch = new VectorBatch(ROWS, new BenchmarkColumns().comments(0));
    evaluator = Expressions.evaluator(expression());
  }

  private Expression expression() {
    return switch (function) {
      case "rlike" -> function("rlike", TEXT, text("final .*quick"));
      case "regexp_extract" ->
          function("regexp_extract", TEXT, text("([a-z]+)s "), literal(DataType.INT, 1L));
      case "regexp_replace" -> function("regexp_replace", TEXT, text("[aeiou]+"), text("-"));
      case "split" -> function("split", TEXT, text(" "));
      case "split_part" -> function("split_part", TEXT, text(" "), literal(DataType.INT, 2L));
      case "replace" -> function("replace", TEXT, text("ly"), text("-"));
      default -> throw new IllegalArgumentException(function);
    };
  }

  private static Expression text(String value) {
    return literal(DataType.STRING, value);
  }

  @Benchmark
  public ColumnVector evaluate() {
    return evaluator.evaluate(batch, null);
  }
}
