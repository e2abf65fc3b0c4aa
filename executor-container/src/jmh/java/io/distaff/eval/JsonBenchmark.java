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
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Objects of three members, {@code {"k":1,"name":"...","tags":[1,2]}}. */
public class JsonBenchmark extends KernelBenchmark {
  private static final Expression TEXT = column(0, DataType.STRING);
  private static final Expression PARSED =
      function("from_json", TEXT, text("k bigint, name string, tags array<int>"));

  @Param({"get_json_object", "from_json", "to_json"})
  public String function;

  private VectorBatch batch;
  private Evaluator evaluator;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(7);
    String[] objects = new String[512];
    Arrays.setAll(
        objects,
        i ->
            "{\"k\":%d,\"name\":\"n%d\",\"tags\":[%d,%d]}"
                .formatted(random.nextInt(1000), i, random.nextInt(9), random.nextInt(9)));
    batch = new VectorBatch(ROWS, new BenchmarkColumns().words(0, objects));
    if (function.equals("to_json")) {
      batch = new VectorBatch(ROWS, Expressions.evaluator(PARSED).evaluate(batch, null));
    }
    evaluator = Expressions.evaluator(expression());
  }

  private Expression expression() {
    return switch (function) {
      case "get_json_object" -> function("get_json_object", TEXT, text("$.tags[1]"));
      case "from_json" -> PARSED;
      case "to_json" -> function("to_json", column(0, PARSED.type()));
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
