package io.distaff.eval;

import io.distaff.KernelBenchmark;
import io.distaff.expression.FunctionNames;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Casts between numbers, and to and from text. */
public class CastBenchmark extends KernelBenchmark {
  /** What is cast, and the conversion. */
  public enum Conversion {
    INT_TO_BIGINT,
    BIGINT_TO_INT,
    BIGINT_TO_DOUBLE,
    DECIMAL_TO_WIDER_SCALE,
    DECIMAL_TO_NARROWER_SCALE,
    DECIMAL_TO_DOUBLE,
    DATE_TO_TIMESTAMP,
    BIGINT_TO_STRING,
    DECIMAL_TO_STRING,
    DATE_TO_STRING,
    STRING_TO_BIGINT,
    STRING_TO_DECIMAL,
    STRING_TO_DATE,
    STRING_TO_DOUBLE
  }

  private static final DecimalType MONEY = new DecimalType(15, 2);

  @Param public Conversion conversion;

  private VectorBatch batch;
  private Evaluator cast;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    ColumnVector column =
        switch (conversion) {
          case INT_TO_BIGINT -> columns.ints(DataType.INT, 1_000_000, 0);
          case BIGINT_TO_INT, BIGINT_TO_DOUBLE, BIGINT_TO_STRING ->
              columns.longs(DataType.BIGINT, 1_000_000, 0);
          case DECIMAL_TO_WIDER_SCALE,
              DECIMAL_TO_NARROWER_SCALE,
              DECIMAL_TO_DOUBLE,
              DECIMAL_TO_STRING ->
              columns.longs(MONEY, 10_000_000, 0);
          case DATE_TO_TIMESTAMP, DATE_TO_STRING -> columns.ints(DataType.DATE, 20_000, 0);
          case STRING_TO_BIGINT -> columns.words(0, "7", "4711", "-123456", "9876543210");
          case STRING_TO_DECIMAL -> columns.words(0, "7.00", "4711.5", "-123456.78", "0.99");
          case STRING_TO_DATE -> columns.words(0, "1995-03-15", "1998-12-01", "2024-02-29");
          case STRING_TO_DOUBLE -> columns.words(0, "7.0", "4711.25", "-1.2345e6", "0.99");
        };
    DataType to =
        switch (conversion) {
          case INT_TO_BIGINT, STRING_TO_BIGINT -> DataType.BIGINT;
          case BIGINT_TO_INT -> DataType.INT;
          case BIGINT_TO_DOUBLE, DECIMAL_TO_DOUBLE, STRING_TO_DOUBLE -> DataType.DOUBLE;
          case DECIMAL_TO_WIDER_SCALE -> new DecimalType(18, 4);
          case DECIMAL_TO_NARROWER_SCALE -> new DecimalType(12, 1);
          case STRING_TO_DECIMAL -> MONEY;
          case DATE_TO_TIMESTAMP -> DataType.TIMESTAMP;
          case STRING_TO_DATE -> DataType.DATE;
          case BIGINT_TO_STRING, DECIMAL_TO_STRING, DATE_TO_STRING -> DataType.STRING;
        };
    batch = new VectorBatch(ROWS, column);
    cast =
        Expressions.evaluator(
            Expressions.call(FunctionNames.CAST, to, Expressions.column(0, column.type())));
  }

  @Benchmark
  public ColumnVector cast() {
    return cast.evaluate(batch, null);
  }
}
