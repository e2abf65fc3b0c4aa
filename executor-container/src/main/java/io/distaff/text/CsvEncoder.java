package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.text.record.CsvDialect;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes rows as CSV that reads back as the same: fields are quoted where they contain what means
 * something, are empty, or would be taken for null.
 */
final class CsvEncoder implements RowEncoder {
  private static final byte[] NOTHING = {};

  private final CsvDialect dialect;
  private final boolean quoteAll;
  private final byte[] nullText;
  private final byte[] delimiter;
  private final byte[] emptyText;
  private final byte[] lineEnd;
  private final ScalarText[] columns;
  private final byte[][] names;
  private boolean largeNeedsQuotes;

  CsvEncoder(TextWriteOptions options, Schema schema, ReservedArrays arrays, LargeValues large) {
    this.dialect = options.dialect();
    this.quoteAll = options.quoteAll();
    this.nullText = dialect.nullText() == null ? NOTHING : dialect.nullBytes();
    this.delimiter = dialect.delimiterBytes();
    this.emptyText = options.emptyValue().getBytes(StandardCharsets.UTF_8);
    this.lineEnd = options.lineEnd().getBytes(StandardCharsets.UTF_8);
    this.columns =
        schema.fields().stream()
            .map(f -> new ScalarText(f.type(), options.formats(), arrays, large))
            .toArray(ScalarText[]::new);
    this.names =
        schema.fields().stream()
            .map(f -> f.name().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  /** Whether CSV has a place for values of this type. */
  static boolean takes(DataType type) {
    return !type.isNested() && type.kind() != DataType.Kind.BINARY;
  }

  @Override
  public void begin(OutputBuffer out) throws IOException {
    if (dialect.header()) {
      for (int i = 0; i < names.length; i++) {
        separate(i, out);
        put(names[i], 0, names[i].length, out);
      }
      out.put(lineEnd);
    }
  }

  @Override
  public void write(VectorBatch batch, OutputBuffer out) throws IOException {
    for (int i = 0; i < columns.length; i++) {
      columns[i].set(batch.column(i), batch.selection());
    }
    int[] selected = batch.selection() == null ? null : batch.selection().rows();
    int count = batch.numSelected();
    for (int n = 0; n < count; n++) {
      int row = selected == null ? n : selected[n];
      for (int i = 0; i < columns.length; i++) {
        separate(i, out);
        ScalarText column = columns[i];
        if (column.isNull(row)) {
          out.put(nullText);
        } else if (column.isLarge(row)) {
          putLarge(column, row, out);
        } else {
          put(column.data(), column.start(row), column.length(row), out);
        }
      }
      out.put(lineEnd);
    }
  }

  private void separate(int column, OutputBuffer out) throws IOException {
    if (column > 0) {
      out.put(delimiter);
    }
  }

  private void put(byte[] data, int start, int length, OutputBuffer out) throws IOException {
    if (length == 0) {
      out.put(emptyText);
      return;
    }
    if (dialect.quote() == CsvDialect.NONE || !needsQuotes(data, start, length)) {
      out.put(data, start, length);
      return;
    }
    out.put(dialect.quote());
    escape(data, start, length, out);
    out.put(dialect.quote());
  }

  private void escape(byte[] data, int start, int length, OutputBuffer out) throws IOException {
    for (int i = start; i < start + length; i++) {
      if (data[i] == dialect.quote() || data[i] == dialect.escape()) {
        out.put(dialect.escape());
      }
      out.put(data[i]);
    }
  }

  /** As {@link #put}, but reads the text twice. */
  private void putLarge(ScalarText column, int row, OutputBuffer out) throws IOException {
    if (dialect.quote() == CsvDialect.NONE || !needsQuotes(column, row)) {
      column.readLarge(row, out::put);
      return;
    }
    out.put(dialect.quote());
    column.readLarge(row, (data, start, length) -> escape(data, start, length, out));
    out.put(dialect.quote());
  }

  /**
   * Whether large text needs quotes, or, if it is as long as what stands for null, may need them.
   */
  private boolean needsQuotes(ScalarText column, int row) throws IOException {
    if (quoteAll) {
      return true;
    }
    largeNeedsQuotes = column.largeBytes(row) == nullText.length;
    column.readLarge(
        row,
        (data, start, length) ->
            largeNeedsQuotes |= dialect.hasSpecial(data, start, start + length));
    return largeNeedsQuotes;
  }

  private boolean needsQuotes(byte[] data, int start, int length) {
    if (quoteAll) {
      return true;
    }
    int end = start + length;
    return dialect.hasSpecial(data, start, end)
        || (length == nullText.length && Arrays.equals(data, start, end, nullText, 0, length));
  }
}
