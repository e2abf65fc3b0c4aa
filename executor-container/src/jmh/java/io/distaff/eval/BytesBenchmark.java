package io.distaff.eval;

import static io.distaff.eval.Expressions.call;
import static io.distaff.eval.Expressions.column;
import static io.distaff.eval.Expressions.function;
import static io.distaff.eval.Expressions.literal;

import io.distaff.KernelBenchmark;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Hashes and encodings of text. */
public class BytesBenchmark extends KernelBenchmark {
  private static final Expression TEXT = column(0, DataType.STRING);
  private static final Expression BYTES = call(FunctionNames.CAST, DataType.BINARY, TEXT);

  @Param({"xxhash64", "hash", "crc32", "md5", "sha2", "base64", "hex"})
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
      case "xxhash64" -> function("xxhash64", TEXT);
      case "hash" -> function("hash", TEXT);
      case "crc32" -> function("crc32", BYTES);
      case "md5" -> function("md5", BYTES);
      case "sha2" -> function("sha2", BYTES, literal(DataType.INT, 256L));
      case "base64" -> function("base64", BYTES);
      case "hex" -> function("hex", BYTES);
      default -> throw new IllegalArgumentException(function);
    };
  }

  @Benchmark
  public ColumnVector evaluate() {
    return evaluator.evaluate(batch, null);
  }
}
