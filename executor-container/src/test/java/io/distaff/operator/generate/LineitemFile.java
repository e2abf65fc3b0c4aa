package io.distaff.operator.generate;

import io.distaff.memory.MemoryManager;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.operator.OperatorContext;
import io.distaff.parquet.write.ParquetFileWriter;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.parquet.write.ParquetWriteOptions.Compression;
import io.distaff.plan.PlanNode;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rows of TPC-H's lineitem, as a batch and as a Parquet file. */
public final class LineitemFile {
  private static final String TABLE = "lineitem";

  private LineitemFile() {}

  /** Of all columns. */
  public static Schema schema() {
    return TpchTables.schema(TABLE);
  }

  /** Of some columns, in this order. */
  public static Schema schema(String... columns) {
    Schema all = schema();
    List<String> names = all.fields().stream().map(field -> field.name()).toList();
    return all.select(Arrays.stream(columns).map(names::indexOf).toList());
  }

  /** Writes rows; {@code numRows} is a multiple of the rows of a batch. */
  public static void write(Path file, Compression compression, int numRows) throws IOException {
    try (TaskMemory memory = new MemoryManager(1L << 30).startTask("lineitem")) {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              new BufferedOutputStream(Files.newOutputStream(file)),
              file.toString(),
              schema(),
              ParquetWriteOptions.of(Map.of("compression", compression.name())),
              memory.operator("writer"));
      try (TpchScanOperator rows = scan(memory, numRows)) {
        for (int left = numRows; left > 0; ) {
          VectorBatch batch = rows.next();
          writer.write(batch);
          left -= batch.numRows();
        }
      }
      writer.close();
    }
  }

  /** The table's first rows. */
  public static VectorBatch firstBatch() {
    try (TaskMemory memory = new MemoryManager(1L << 30).startTask("lineitem");
        TpchScanOperator rows = scan(memory, VectorBatch.TARGET_ROWS)) {
      return rows.next();
    }
  }

  private static TpchScanOperator scan(TaskMemory memory, int numRows) {
    // There are six million rows a unit of scale.
    double scaleFactor = Math.max(0.01, numRows / 5_000_000.0);
    return new TpchScanOperator(
        new PlanNode.TpchScan(0, TABLE, scaleFactor, schema()),
        TpchTables.splits(TABLE, scaleFactor, 1),
        new OperatorContext(memory.operator("scan"), null, new TaskMetrics()));
  }
}
