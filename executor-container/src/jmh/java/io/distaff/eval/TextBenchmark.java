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

/** LIKE and functions of text; of a dictionary they are computed once an entry. */
public class TextBenchmark extends KernelBenchmark {
  private static final Expression TEXT = column(0, DataType.STRING);

  @Param({"flat", "dictionary"})
  public String form;

  private VectorBatch batch;
  private Predicate likePrefix;
  private Predicate likeContains;
  private Predicate likeTwoParts;
  private Evaluator upper;
  private Evaluator substring;
  private Evaluator concat;
  private Evaluator length;
  private Evaluator trim;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    ColumnVector text =
        form.equals("flat")
            ? columns.comments(0)
            : columns.dictionary(new BenchmarkColumns(500).comments(0), 500, 0);
    batch = new VectorBatch(ROWS, text);
    likePrefix = like("special%");
    likeContains = like("%deposits%");
    likeTwoParts = like("%special%requests%");
    upper = Expressions.evaluator(call("upper", DataType.STRING, TEXT));
    substring =
        Expressions.evaluator(
            call(
                "substring",
                DataType.STRING,
                TEXT,
                literal(DataType.BIGINT, 3L),
                literal(DataType.BIGINT, 5L)));
    concat = Expressions.evaluator(call("concat", DataType.STRING, TEXT, TEXT));
    length = Expressions.evaluator(call("length", DataType.INT, TEXT));
    trim = Expressions.evaluator(call("trim", DataType.STRING, TEXT));
  }

  private static Predicate like(String pattern) {
    return Expressions.predicate(
        condition(FunctionNames.LIKE, TEXT, literal(DataType.STRING, pattern)));
  }

  @Benchmark
  public SelectionVector likePrefix() {
    return likePrefix.select(batch, null);
  }

  @Benchmark
  public SelectionVector likeContains() {
    return likeContains.select(batch, null);
  }

  @Benchmark
  public SelectionVector likeTwoParts() {
    return likeTwoParts.select(batch, null);
  }

  @Benchmark
  public ColumnVector upper() {
    return upper.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector substring() {
    return substring.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector concat() {
    return concat.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector length() {
    return length.evaluate(batch, null);
  }

  @Benchmark
  public ColumnVector trim() {
    return trim.evaluate(batch, null);
  }
}
