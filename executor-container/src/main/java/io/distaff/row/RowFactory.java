package io.distaff.row;

import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes rows of values whose columns are said elsewhere, such as by createDataFrame. Stateless. */
public final class RowFactory {
  private RowFactory() {}

  /**
   * A row of these values. Its columns are called {@code _1}, {@code _2} and so on, and have the
   * types that the values' classes stand for; a java.sql.Date or Timestamp becomes a LocalDate or
   * Instant. Throws IllegalArgumentException for a class that no type has.
   */
  public static Row create(Object... values) {
    Object[] known = Arrays.stream(values).map(RowValues::known).toArray();
    List<Field> fields = new ArrayList<>();
    for (Object value : known) {
      fields.add(new Field("_" + (fields.size() + 1), RowValues.typeOf(value), true));
    }
    return Row.of(new Schema(fields), known);
  }
}
