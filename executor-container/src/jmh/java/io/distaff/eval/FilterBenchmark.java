package io.distaff.eval;

import static io.distaff.eval.Expressions.column;
import static io.distaff.eval.Expressions.condition;
import static io.distaff.eval.Expressions.literal;

import io.distaff.KernelBenchmark;
import io.distaff.expression.FunctionNames;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Predicates that narrow selections: columns against constants and against each other. */
public class FilterBenchmark extends KernelBenchmark {
  private static final int ENTRIES = 100;

  @Param({"1", "50", "99"})
  public int keptPercent;

  @Param({"flat", "nullable", "dictionary"})
  public String form;

  private VectorBatch batch;
  private Predicate range;
  private Predicate equality;
  private Predicate comparison;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    double nulls = form.equals("nullable") ? 0.1 : 0;
    String[] names = new String[ENTRIES];
    Arrays.setAll(names, i -> i < keptPercent ? "RAIL" : "SHIP");
    ColumnVector numbers;
    ColumnVector texts;
    if (form.equals("dictionary")) {
      long[] entries = new long[ENTRIES];
      Arrays.setAll(entries, i -> i);
      numbers =
          columns.dictionary(new LongVector(DataType.BIGINT, entries, null, ENTRIES), ENTRIES, 0);
      BytesVector two = new BenchmarkColumns(ENTRIES).words(0, names);
      texts = columns.dictionary(two, ENTRIES, 0);
    } else {
      numbers = columns.longs(DataType.BIGINT, ENTRIES, nulls);
      texts = columns.words(nulls, names);
    }
    ColumnVector others = columns.longs(DataType.BIGINT, ENTRIES, nulls);
    batch = new VectorBatch(ROWS, numbers, texts, others);
    range =
        Expressions.predicate(
            condition(
                FunctionNames.AND,
                condition(
                    FunctionNames.GREATER_OR_EQUAL,
                    column(0, DataType.BIGINT),
                    literal(DataType.BIGINT, 0L)),
                condition(
                    FunctionNames.LESS,
                    column(0, DataType.BIGINT),
                    literal(DataType.BIGINT, (long) keptPercent))));
    equality =
        Expressions.predicate(
            condition(
                FunctionNames.EQUAL, column(1, DataType.STRING), literal(DataType.STRING, "RAIL")));
    comparison =
        Expressions.predicate(
            condition(FunctionNames.LESS, column(0, DataType.BIGINT), column(2, DataType.BIGINT)));
  }

  @Benchmark
  public SelectionVector longRange() {
    return range.select(batch, null);
  }

  @Benchmark
  public SelectionVector textEquality() {
    return equality.select(batch, null);
  }

  /** Half of the rows pass, whatever the percentage. */
  @Benchmark
  public SelectionVector longColumns() {
    return comparison.select(batch, null);
  }
}
