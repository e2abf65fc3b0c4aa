package io.distaff.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.io.IOException;

/** One JSON object a line. */
final class JsonWriter implements ResultWriter {
  private final Appendable out;
  private final String[] names;

  JsonWriter(Schema schema, Appendable out) {
    this.out = out;
    this.names = schema.fields().stream().map(field -> quoted(field.name())).toArray(String[]::new);
  }

  @Override
  public void write(VectorBatch batch) throws IOException {
    for (int i = 0; i < batch.numSelected(); i++) {
      int row = batch.selectedRow(i);
      out.append('{');
      for (int column = 0; column < names.length; column++) {
        if (column > 0) {
          out.append(',');
        }
        out.append(names[column]).append(':').append(value(batch.column(column), row));
      }
      out.append("}\n");
    }
  }

  private static String value(ColumnVector vector, int row) {
    String text = ValueText.of(vector, row);
    if (text == null) {
      return "null";
    }
    DataType type = vector.type();
    boolean bare = type.isNumeric() || type.kind() == DataType.Kind.BOOLEAN;
    // NaN and the infinities are no JSON.
    boolean finite = !text.endsWith("N") && !text.endsWith("y");
    return bare && (finite || type.kind() == DataType.Kind.BOOLEAN) ? text : quoted(text);
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  @Override
  public void finish() {}
}
