package io.distaff.eval;

import static io.distaff.eval.Expressions.call;
import static io.distaff.eval.Expressions.column;
import static io.distaff.eval.Expressions.function;
import static io.distaff.eval.Expressions.literal;

import io.distaff.KernelBenchmark;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Lambda;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Functions of arrays of four numbers, and of maps made of them. */
public class CollectionBenchmark extends KernelBenchmark {
  private static final int LENGTH = 4;
  private static final ArrayType LIST = new ArrayType(DataType.BIGINT);
  private static final Expression ARRAY = column(0, LIST);

  @Param({
    "size",
    "item",
    "array_contains",
    "array_sort",
    "array_distinct",
    "transform",
    "filter",
    "map_from_arrays"
  })
  public String function;

  private VectorBatch batch;
  private Evaluator evaluator;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    LongVector elements = new BenchmarkColumns(LENGTH * ROWS).longs(DataType.BIGINT, 1_000, 0);
    int[] starts = new int[ROWS];
    int[] lengths = new int[ROWS];
    Arrays.setAll(starts, i -> LENGTH * i);
    Arrays.fill(lengths, LENGTH);
    batch =
        new VectorBatch(
            ROWS,
            new ArrayVector(LIST, starts, lengths, elements, null, ROWS),
            columns.ints(DataType.INT, LENGTH, 0));
    evaluator = Expressions.evaluator(expression());
  }

  private Expression expression() {
    return switch (function) {
      case "size" -> function("size", ARRAY);
      case "item" -> function("item", ARRAY, column(1, DataType.INT));
      case "array_contains" -> function("array_contains", ARRAY, literal(DataType.BIGINT, 7L));
      case "array_sort" -> function("array_sort", ARRAY);
      case "array_distinct" -> function("array_distinct", ARRAY);
      case "transform" -> function("transform", ARRAY, lambda(FunctionNames.ADD, DataType.BIGINT));
      case "filter" -> function("filter", ARRAY, lambda(FunctionNames.LESS, DataType.BOOLEAN));
      case "map_from_arrays" ->
          function(
              "map_from_arrays",
              function("array_distinct", ARRAY),
              function("array_distinct", ARRAY));
      default -> throw new IllegalArgumentException(function);
    };
  }

  /** {@code x -> x + 500}, or with another operator. */
  private static Lambda lambda(String operator, DataType type) {
    Expression body =
        call(operator, type, column(0, DataType.BIGINT), literal(DataType.BIGINT, 500L));
    return new Lambda(List.of(DataType.BIGINT), List.of(), body);
  }

  @Benchmark
  public ColumnVector evaluate() {
    return evaluator.evaluate(batch, null);
  }
}
