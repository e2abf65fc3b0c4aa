package io.distaff.parquet.write;

import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.format.SchemaElement;

/** Takes the vectors of one top-level column. */
interface ColumnWriter {
  /** Appends the selected rows. */
  void write(ColumnVector vector, SelectionVector selection, int count) throws IOException;

  /**
   * Takes a row that is alone in its row group, of which values are large: they are written from
   * where they are kept, when the row group ends. The vector must stay as it is until then.
   */
  void writeLarge(ColumnVector vector, int row) throws IOException;

  /** What it writes to, in the order of the schema; one, if the column is flat. */
  List<ColumnChunkWriter> chunks();

  /** Adds the column to a footer's schema, depth first. */
  void addSchema(List<SchemaElement> elements);
}
