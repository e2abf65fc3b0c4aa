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

/** Functions of dates and timestamps, in UTC and in a time zone that has summer time. */
public class TimeBenchmark extends KernelBenchmark {
  private static final Expression TIME = column(0, DataType.TIMESTAMP);
  private static final Expression DAY = column(1, DataType.DATE);
  private static final Expression TEXT = column(2, DataType.STRING);

  @Param({
    "year",
    "date_trunc",
    "add_months",
    "date_format",
    "to_date",
    "wall_clock",
    "unix_timestamp"
  })
  public String function;

  private VectorBatch batch;
  private Evaluator evaluator;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    batch =
        new VectorBatch(
            ROWS,
            columns.longs(DataType.TIMESTAMP, 1_800_000_000_000_000L, 0),
            columns.ints(DataType.DATE, 20_000, 0),
            columns.words(0, "29.02.2024", "01.12.1999", "31.07.2011"));
    evaluator = Expressions.evaluator(expression());
  }

  private Expression expression() {
    return switch (function) {
      case "year" -> function("year", TIME);
      case "date_trunc" -> function("date_trunc", text("month"), TIME);
      case "add_months" -> function("add_months", DAY, literal(DataType.BIGINT, 1L));
      case "date_format" -> function("date_format", TIME, text("yyyy-MM-dd HH:mm"));
      case "to_date" -> function("to_date", TEXT, text("dd.MM.yyyy"));
      case "wall_clock" -> function("wall_clock", TIME, text("Europe/Berlin"));
      case "unix_timestamp" -> function("unix_timestamp", TIME);
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
