package io.distaff.format;

import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns under each other. The first {@value #SAMPLED_ROWS} rows are held back to find the widths;
 * after them rows are written as they come, and a longer value pushes the rest of its line to the
 * right.
 */
final class AlignedWriter implements ResultWriter {
  static final int SAMPLED_ROWS = 1000;

  /** What stands between the columns. */
  enum Style {
    TABLE("", ""),
    MARKDOWN("|", "|");

    private final String begin;
    private final String end;

    Style(String begin, String end) {
      this.begin = begin;
      this.end = end;
    }
  }

  private final Appendable out;
  private final Style style;
  private final int maxWidth;
  private final String[] names;
  private final boolean[] right;
  private final int[] widths;
  private final List<String[]> held = new ArrayList<>();
  private boolean headerWritten;

  /**
   * @param maxWidth of a value, in columns of a terminal; longer ones are cut
   */
  AlignedWriter(Schema schema, Appendable out, Style style, int maxWidth) {
    this.out = out;
    this.style = style;
    this.maxWidth = maxWidth;
    int columns = schema.size();
    this.names = new String[columns];
    this.right = new boolean[columns];
    this.widths = new int[columns];
    for (int i = 0; i < columns; i++) {
      DataType type = schema.type(i);
      names[i] = cell(schema.field(i).name());
      right[i] = type.isNumeric();
      widths[i] = Math.max(style == Style.MARKDOWN ? 3 : 1, DisplayWidth.of(names[i]));
    }
  }

  @Override
  public void write(VectorBatch batch) throws IOException {
    for (int i = 0; i < batch.numSelected(); i++) {
      int row = batch.selectedRow(i);
      String[] cells = new String[names.length];
      for (int column = 0; column < cells.length; column++) {
        cells[column] = cell(batch.column(column), row);
      }
      if (headerWritten) {
        line(cells);
        continue;
      }
      held.add(cells);
      if (held.size() == SAMPLED_ROWS) {
        release();
      }
    }
  }

  @Override
  public void finish() throws IOException {
    if (!headerWritten) {
      release();
    }
  }

  private void release() throws IOException {
    for (String[] cells : held) {
      for (int i = 0; i < cells.length; i++) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(cells[i]));
      }
    }
    line(names);
    rule();
    for (String[] cells : held) {
      line(cells);
    }
    held.clear();
    headerWritten = true;
  }

  private void rule() throws IOException {
    StringBuilder rule = new StringBuilder(style.begin);
    for (int i = 0; i < widths.length; i++) {
      rule.append(i == 0 ? "" : style == Style.TABLE ? "+" : "|").append("-".repeat(widths[i] + 1));
      rule.append(style == Style.MARKDOWN && right[i] ? ':' : '-');
    }
    out.append(rule).append(style.end).append('\n');
  }

  private void line(String[] cells) throws IOException {
    StringBuilder line = new StringBuilder(style.begin);
    for (int i = 0; i < cells.length; i++) {
      String padding = " ".repeat(Math.max(0, widths[i] - DisplayWidth.of(cells[i])));
      line.append(i == 0 ? " " : "| ");
      line.append(right[i] ? padding + cells[i] : cells[i] + padding).append(' ');
    }
    String text = line.append(style.end).toString();
    out.append(style == Style.TABLE ? text.stripTrailing() : text).append('\n');
  }

  private String cell(ColumnVector vector, int row) {
    if (maxWidth == ResultFormat.WHOLE) {
      String text = ValueText.of(vector, row);
      return text == null ? "NULL" : cell(text);
    }
    // One column more than is shown says that there is more, if all characters have a width.
    String text = ValueText.beginning(vector, row, maxWidth + 1);
    return DisplayWidth.shortened(text == null ? "NULL" : cell(text), maxWidth);
  }

  /** One line, whatever the value holds. */
  private String cell(String text) {
    String line = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    return style == Style.MARKDOWN ? line.replace("|", "\\|") : line;
  }
}
