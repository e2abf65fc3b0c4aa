package io.distaff.parquet.write;

import io.distaff.KernelBenchmark;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.TaskMemory;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectedRows;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What is done for a batch of a column that is written: PLAIN values, bounds, dictionary ids. */
public class ValueEncoderBenchmark extends KernelBenchmark {
  /** The column, all of whose values are different but for those of SAME_TEXT. */
  public enum Content {
    INT,
    BIGINT,
    DOUBLE,
    WIDE_DECIMAL,
    TEXT,
    SAME_TEXT
  }

  @Param public Content column;

  private final TaskMemory memory = new MemoryManager(1L << 30).startTask("write");
  private MemoryReservation reservation;
  private ValueEncoder encoder;
  private ColumnVector vector;
  private int[] positions;
  private final int[] ids = new int[ROWS];
  private PageBuffer page;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    DecimalType wide = new DecimalType(38, 2);
    reservation = memory.operator("writer").reservation(null);
    page = new PageBuffer(reservation);
    positions = new SelectedRows().first(ROWS);
    vector =
        switch (column) {
          case INT -> columns.ints(DataType.INT, 1 << 30, 0);
          case BIGINT -> columns.longs(DataType.BIGINT, 1L << 40, 0);
          case DOUBLE -> columns.doubles(0);
          case WIDE_DECIMAL -> columns.int128s(wide, 0);
          case TEXT -> columns.comments(0);
          case SAME_TEXT -> columns.words(0, "TRUCK", "RAIL", "SHIP", "MAIL", "FOB", "AIR");
        };
    encoder =
        switch (column) {
          case INT -> new IntEncoder(DataType.INT, reservation);
          case BIGINT -> new LongEncoder(DataType.BIGINT, reservation);
          case DOUBLE -> new DoubleEncoder(DataType.DOUBLE, reservation);
          case WIDE_DECIMAL -> new WideDecimalEncoder(wide, 16, reservation);
          case TEXT, SAME_TEXT -> new BytesEncoder(DataType.STRING, reservation);
        };
  }

  @TearDown
  public void close() {
    reservation.close();
    memory.close();
  }

  @Benchmark
  public int plain() {
    page.clear();
    encoder.writePlain(vector, positions, ROWS, page);
    return page.size();
  }

  @Benchmark
  public ValueRange range() {
    encoder.observe(vector, positions, ROWS);
    return encoder.takeRange();
  }

  /** All values are in the dictionary already. */
  @Benchmark
  public int[] dictionaryIds() {
    encoder.findIds(vector, positions, ROWS, ids, 0);
    return ids;
  }
}
