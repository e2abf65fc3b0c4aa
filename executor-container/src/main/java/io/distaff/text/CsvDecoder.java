package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.text.record.CsvTokenizer;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Makes rows of CSV: fields by position, left where they lie. */
final class CsvDecoder implements RecordDecoder {
  private final CsvTokenizer tokenizer;

  /** Null where no text is null. */
  private final byte[] nullText;

  private final int[] columns;
  private final LeafColumn[] leaves;
  private final String[] names;
  private final int fileColumns;
  private int rows;

  /**
   * @param columns positions in the file's schema of those to decode
   */
  CsvDecoder(
      TextReadOptions options, Schema fileSchema, List<Integer> columns, ReservedArrays arrays) {
    this.tokenizer = new CsvTokenizer(options.dialect());
    this.nullText = options.dialect().nullBytes();
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    this.fileColumns = fileSchema.size();
    List<Field> fields = fileSchema.select(columns).fields();
    this.leaves =
        fields.stream()
            .map(f -> new LeafColumn(f.type(), options.formats(), arrays))
            .toArray(LeafColumn[]::new);
    this.names = fields.stream().map(Field::name).toArray(String[]::new);
  }

  @Override
  public void begin() {
    rows = 0;
    truncate();
  }

  @Override
  public String add(byte[] data, int start, int end) {
    return add(null, Utf8.isValid(data, start, end), data, start, end);
  }

  @Override
  public String addLarge(StoredRecord record, byte[] data, int start, int end) {
    return add(record, record.isUtf8(), data, start, end);
  }

  /**
   * @param large null when the record isn't
   */
  private String add(StoredRecord large, boolean isUtf8, byte[] data, int start, int end) {
    String problem = isUtf8 ? tokenizer.tokenize(data, start, end) : "the record isn't UTF-8";
    if (problem != null) {
      for (LeafColumn leaf : leaves) {
        leaf.addNull();
      }
    } else {
      addFields(large, data);
      if (tokenizer.count() != fileColumns) {
        problem = "the record has %d fields, not %d".formatted(tokenizer.count(), fileColumns);
      }
    }
    rows++;
    return problem;
  }

  private void addFields(StoredRecord large, byte[] data) {
    for (int i = 0; i < leaves.length; i++) {
      int field = columns[i];
      if (field >= tokenizer.count()) {
        leaves[i].addNull();
        continue;
      }
      int start = tokenizer.start(field);
      int length = tokenizer.length(field);
      int text = large == null ? -1 : large.text(start);
      if (text >= 0) {
        start = large.textStart(text);
        length = large.textLength(text);
      }
      if (!tokenizer.isQuoted(field) && isNull(data, start, length, leaves[i])) {
        leaves[i].addNull();
      } else {
        leaves[i].add(start, length);
      }
    }
  }

  private boolean isNull(byte[] data, int start, int length, LeafColumn leaf) {
    boolean isNullText =
        nullText != null
            && length == nullText.length
            && Arrays.equals(data, start, start + length, nullText, 0, length);
    return isNullText || (length == 0 && !leaf.isText());
  }

  @Override
  public void removeLast() {
    rows--;
    truncate();
  }

  private void truncate() {
    for (LeafColumn leaf : leaves) {
      leaf.truncate(rows);
    }
  }

  @Override
  public ColumnVector[] finish(byte[] data, BitSet failed) {
    ColumnVector[] vectors = new ColumnVector[leaves.length];
    for (int i = 0; i < leaves.length; i++) {
      vectors[i] = leaves[i].finish(data, failed);
    }
    return vectors;
  }

  @Override
  public String failure(int row) {
    for (int i = 0; i < leaves.length; i++) {
      String failure = leaves[i].failure(row);
      if (failure != null) {
        return "column " + names[i] + ": " + failure;
      }
    }
    return null;
  }
}
