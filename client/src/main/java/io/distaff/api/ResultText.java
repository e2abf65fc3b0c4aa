package io.distaff.api;

import io.distaff.driver.StatementExecution;
import io.distaff.format.ResultFormat;
import io.distaff.format.ResultWriter;
import io.distaff.operator.RowRange;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Results as people read them. Stateless. */
final class ResultText {
  private ResultText() {}

  /** A line for each column. */
  static String schema(Schema schema) {
    StringBuilder text = new StringBuilder("root\n");
    for (Field field : schema.fields()) {
      text.append(
          " |-- %s: %s (nullable = %b)%n"
              .formatted(field.name(), field.type().sqlName(), field.nullable()));
    }
    return text.toString();
  }

  /**
   * The first rows as a table, and below it whether there are more.
   *
   * @param maxCharacters of a value; 0 = all are whole
   */
  static String table(StatementExecution execution, int rows, int maxCharacters) {
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
}
