package io.distaff.catalog;

import io.distaff.expression.Literal;
import io.distaff.storage.FileInfo;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A column with the path of the file that a row is in, for queries that ask for it: a value that is
 * the same for all rows of a file, as those that directories give, which it stands beside.
 */
final class FileNameColumn {
  /** No name that files have for a column: it would need quotes. */
  private static final Field FIELD = new Field("input_file_name()", DataType.STRING, false);

  private FileNameColumn() {}

  /** A table's columns behind this one. */
  static Schema before(Schema table) {
    List<Field> fields = new ArrayList<>(List.of(FIELD));
    fields.addAll(table.fields());
    return new Schema(fields);
  }

  /** What directories give to the rows of a file, and its path. */
  static Map<String, Literal> with(Map<String, Literal> partition, FileInfo file) {
    Map<String, Literal> values = new HashMap<>(partition);
    values.put(FIELD.name(), new Literal(DataType.STRING, file.path()));
    return values;
  }
}
