package io.distaff.api;

import io.distaff.driver.DecodedStatement;
import io.distaff.format.ResultFormat;
import io.distaff.format.ResultWriter;
import io.distaff.operator.RowRange;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Results as people read them. Stateless. */
final class ResultText {
  /**
   * Of a value that is shown whole: in its cell, its line, the table as it grows and at the end.
   */
  private static final int SHOWN_COPIES = 6;

  private ResultText() {}

  /**
   * The first rows as a table, and below it whether there are more. Throws RESULT_TOO_LARGE where
   * they don't go into the driver's heap.
   *
   * @param maxCharacters of a value; 0 = all are whole
   */
  static String table(DecodedStatement execution, int rows, int maxCharacters) {
    int maxWidth = maxCharacters > 0 ? maxCharacters : ResultFormat.WHOLE;
    StringBuilder text = new StringBuilder();
    RowRange shown = new RowRange(rows, 0);
    long found = 0;
    try {
      ResultWriter table = ResultFormat.shortenedTable(execution.schema(), text, maxWidth);
      for (VectorBatch batch = execution.next(); batch != null; batch = execution.next()) {
        found += batch.numSelected();
        VectorBatch head = shown.apply(batch);
        if (head != null) {
          ensureRoom(execution, head, maxWidth);
          table.write(head);
        }
      }
      table.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("no text in memory fails", e);
    }
    String count = Math.min(rows, found) + (Math.min(rows, found) == 1 ? " row" : " rows");
    return text + (found > rows ? "(first " + count + " of more)" : "(" + count + ")");
  }

  /** Of values that are cut only nested ones become text as a whole. */
  private static void ensureRoom(DecodedStatement execution, VectorBatch rows, int maxWidth) {
    boolean areWhole = maxWidth == ResultFormat.WHOLE;
    boolean areNested = execution.schema().fields().stream().anyMatch(f -> f.type().isNested());
    RowSize size = new RowSize();
    for (int i = 0; i < rows.numSelected() && (areWhole || areNested); i++) {
      size.set(rows, rows.selectedRow(i));
      long textBytes = SHOWN_COPIES * size.bytes();
      execution.guard().ensureRoom(execution.underWayBytes() + textBytes);
      if (areWhole) {
        execution.guard().add(textBytes);
      }
    }
  }
}
