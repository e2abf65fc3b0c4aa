package io.distaff.api;

import io.distaff.catalog.TableHandle.LocalTable;
import io.distaff.encoder.ObjectShape;
import io.distaff.encoder.ObjectWriter;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.row.Row;
import io.distaff.row.RowValues;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.Compression;
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
    Blocks blocks = new Blocks(schema);
    for (int from = 0; from < rows.size(); from += VectorBatch.TARGET_ROWS) {
      int to = Math.min(rows.size(), from + VectorBatch.TARGET_ROWS);
      ColumnVector[] columns = new ColumnVector[schema.size()];
      for (int c = 0; c < columns.length; c++) {
        columns[c] = column(rows, from, to, schema, c);
      }
      blocks.add(new VectorBatch(to - from, columns));
    }
    return blocks.table();
  }

  /** Objects as rows. Throws SCHEMA_MISMATCH that names the row where one isn't of the shape. */
  static LocalTable table(List<?> objects, ObjectShape shape) {
    Blocks blocks = new Blocks(shape.schema());
    ObjectWriter writer = ObjectWriter.ofRows(shape, ReservedArrays.uncounted());
    for (Object object : objects) {
      writer.add(object);
      if (writer.rows() == VectorBatch.TARGET_ROWS) {
        blocks.add(writer.batch());
        writer.clear();
      }
    }
    if (writer.rows() > 0) {
      blocks.add(writer.batch());
    }
    return blocks.table();
  }

  /** Batches as bytes. Confined to one thread. */
  private static final class Blocks {
    private final Schema schema;
    private final List<byte[]> blocks = new ArrayList<>();
    private final BlockWriter writer = new BlockWriter(Compression.SPACE);
    private int hash;
    private long rows;

    Blocks(Schema schema) {
      this.schema = schema;
      this.hash = schema.hashCode();
    }

    void add(VectorBatch batch) {
      GrowableBytes out = new GrowableBytes(1 << 12);
      writer.write(batch, out);
      byte[] block = Arrays.copyOf(out.array(), out.size());
      blocks.add(block);
      hash = 31 * hash + Arrays.hashCode(block);
      rows += batch.numSelected();
    }

    LocalTable table() {
      String name = "local#%08x of %d rows".formatted(hash, rows);
      return new LocalTable(name, schema, blocks, rows);
    }
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

  /**
   * @param row from 0; messages count from 1
   */
  private static DistaffException mismatch(int row, String message, Throwable cause) {
    return new DistaffException(
        ErrorCode.SCHEMA_MISMATCH,
        "createDataFrame, row %d: %s".formatted(row + 1, message),
        cause);
  }
}
