package io.distaff.api;

import io.distaff.catalog.TableHandle.LocalTable;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import io.distaff.row.RowValues;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.GrowableBytes;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of a program as a table, which travel to executors with the tasks. Stateless. */
final class LocalRows {
  private LocalRows() {}

  /** Throws SCHEMA_MISMATCH that names row and column where a value isn't of its type. */
  static LocalTable table(List<Row> rows, Schema schema) {
    List<byte[]> blocks = new ArrayList<>();
    BlockWriter writer = new BlockWriter();
    int hash = schema.hashCode();
    for (int from = 0; from < rows.size(); from += VectorBatch.TARGET_ROWS) {
      int to = Math.min(rows.size(), from + VectorBatch.TARGET_ROWS);
      ColumnVector[] columns = new ColumnVector[schema.size()];
      for (int c = 0; c < columns.length; c++) {
        columns[c] = column(rows, from, to, schema, c);
      }
      GrowableBytes out = new GrowableBytes(1 << 12);
      writer.write(new VectorBatch(to - from, columns), out);
      byte[] block = Arrays.copyOf(out.array(), out.size());
      blocks.add(block);
      hash = 31 * hash + Arrays.hashCode(block);
    }
    String name = "local#%08x of %d rows".formatted(hash, rows.size());
    return new LocalTable(name, schema, blocks, rows.size());
  }

  private static ColumnVector column(List<Row> rows, int from, int to, Schema schema, int column) {
    List<Object> values = new ArrayList<>();
    for (int r = from; r < to; r++) {
      Row row = rows.get(r);
      if (row.size() != schema.size()) {
        throw mismatch(r, "%d values for %d columns".formatted(row.size(), schema.size()), null);
      }
      Object value = row.get(column);
      if (value == null && !schema.field(column).nullable()) {
        throw mismatch(
            r, "column %s is null, and isn't to be".formatted(schema.field(column).name()), null);
      }
      try {
        values.add(RowValues.fromProgram(schema.type(column), value));
      } catch (IllegalArgumentException e) {
        throw mismatch(
            r, "column %s: %s".formatted(schema.field(column).name(), e.getMessage()), e);
      }
    }
    return Vectors.of(schema.type(column), values);
  }

  private static DistaffException mismatch(int row, String message, Throwable cause) {
    return new DistaffException(
        ErrorCode.SCHEMA_MISMATCH, "createDataFrame, row %d: %s".formatted(row, message), cause);
  }
}
