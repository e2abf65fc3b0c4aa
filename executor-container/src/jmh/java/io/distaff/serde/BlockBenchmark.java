package io.distaff.serde;

import io.distaff.KernelBenchmark;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Batches of one column to bytes, to blocks (with LZ4 and checksum), and back. */
public class BlockBenchmark extends KernelBenchmark {
  /** The column. */
  public enum Content {
    BIGINT,
    NULLABLE_BIGINT,
    DOUBLE,
    WIDE_DECIMAL,
    TEXT,
    TEXT_DICTIONARY
  }

  @Param public Content column;

  @Param({"1", "0.5"})
  public double selectedShare;

  private final BatchSerializer serializer = new BatchSerializer();
  private final BlockWriter writer = new BlockWriter(Compression.SPEED);
  private final GrowableBytes out = new GrowableBytes(1 << 20);
  private VectorBatch batch;
  private BlockReader reader;
  private byte[] block;

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    ColumnVector vector =
        switch (column) {
          case BIGINT -> columns.longs(DataType.BIGINT, 1_000_000, 0);
          case NULLABLE_BIGINT -> columns.longs(DataType.BIGINT, 1_000_000, 0.1);
          case DOUBLE -> columns.doubles(0);
          case WIDE_DECIMAL -> columns.int128s(new DecimalType(38, 2), 0);
          case TEXT -> columns.comments(0);
          case TEXT_DICTIONARY -> columns.dictionary(new BenchmarkColumns(200).comments(0), 200, 0);
        };
    SelectionVector selection = selectedShare == 1 ? null : columns.selection(selectedShare);
    batch = new VectorBatch(ROWS, selection, vector);
    reader = new BlockReader(new Schema(List.of(new Field("c", vector.type(), true))));
    writer.write(batch, out);
    block = out.toByteArray();
  }

  @Benchmark
  public int serialize() {
    out.clear();
    serializer.write(batch, out);
    return out.size();
  }

  @Benchmark
  public int writeBlock() {
    out.clear();
    return writer.write(batch, out);
  }

  @Benchmark
  public VectorBatch readBlock() {
    reader.reset(block, 0, block.length);
    return reader.next();
  }
}
