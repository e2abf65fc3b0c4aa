package io.distaff.format;

import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.io.IOException;

/** CSV and TSV. */
final class DelimitedWriter implements ResultWriter {
  /** How values are kept apart. */
  enum Dialect {
    CSV(','),
    TSV('\t');

    private final char separator;

    Dialect(char separator) {
      this.separator = separator;
    }
  }

  private final Schema schema;
  private final Appendable out;
  private final Dialect dialect;
  private boolean headerWritten;

  DelimitedWriter(Schema schema, Appendable out, Dialect dialect) {
    this.schema = schema;
    this.out = out;
    this.dialect = dialect;
  }

  @Override
  public void write(VectorBatch batch) throws IOException {
    writeHeader();
    for (int i = 0; i < batch.numSelected(); i++) {
      int row = batch.selectedRow(i);
      for (int column = 0; column < batch.numColumns(); column++) {
        value(column, ValueText.of(batch.column(column), row));
      }
      out.append('\n');
    }
  }

  @Override
  public void finish() throws IOException {
    writeHeader();
  }

  private void writeHeader() throws IOException {
    if (headerWritten) {
      return;
    }
    headerWritten = true;
    int column = 0;
    for (Field field : schema.fields()) {
      value(column++, field.name());
    }
    out.append('\n');
  }

  private void value(int column, String text) throws IOException {
    if (column > 0) {
      out.append(dialect.separator);
    }
    switch (dialect) {
      case CSV -> out.append(text == null ? "" : quoted(text));
      case TSV -> out.append(text == null ? "\\N" : escaped(text));
    }
  }

  private static String quoted(String text) {
    boolean plain = !text.isEmpty();
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      plain = c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
