package io.distaff.encoder;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which columns an object is made of: those with the names of its components, exact or else without
 * regard to case; what makes no row of its own is made of the only column. Stateless.
 */
public final class ColumnMatch {
  private ColumnMatch() {}

  /**
   * The positions of the columns for each of {@link ObjectShape#rowComponents}. Throws
   * SCHEMA_MISMATCH that names the column that is missing, meant by no single name, or of a type
   * that would lose values.
   */
  public static List<Integer> columns(ObjectShape shape, Schema schema) {
    List<Integer> columns;
    if (shape.object().row() != null) {
      int wanted = shape.rowComponents().size();
      if (wanted != schema.size()) {
        throw mismatch(
            "a Row has %d columns, and there are %d: select() those that are meant"
                .formatted(wanted, schema.size()));
      }
      columns = IntStream.range(0, schema.size()).boxed().toList();
    } else if (shape instanceof ObjectShape.Composite composite) {
      StructType row =
          new StructType(
              schema.fields().stream()
                  .map(f -> new StructType.Member(f.name(), f.type()))
                  .toList());
      columns = java.util.Arrays.stream(members(composite, row, "")).boxed().toList();
    } else if (schema.size() == 1) {
      columns = List.of(0);
    } else {
      throw mismatch(
          "%s is made of one column, and there are %d: select() the one that is meant"
              .formatted(shape.object(), schema.size()));
    }
    ObjectReader.ofRows(shape, schema.select(columns)); // says what can't be read
    return columns;
  }

  /**
   * The positions of the members for each component.
   *
   * @param column that holds the struct; empty for the row itself
   */
  static int[] members(ObjectShape.Composite shape, StructType struct, String column) {
    if (shape.object().row() != null) {
      return IntStream.range(0, struct.size()).toArray();
    }
    int[] members = new int[shape.components().size()];
    for (int c = 0; c < members.length; c++) {
      String name = shape.components().get(c).name();
      members[c] = struct.find(name);
      if (members[c] < 0) {
        List<String> names = struct.members().stream().map(StructType.Member::name).toList();
        String whole = column.isEmpty() ? name : column + "." + name;
        throw mismatch(
            members[c] == StructType.AMBIGUOUS
                ? "%s of %s: more than one column is called so: %s"
                    .formatted(whole, shape.object(), names)
                : "%s of %s: there is no such column%s"
                    .formatted(
                        whole,
                        shape.object(),
                        NearestName.of(name, names)
                            .map(nearest -> "; did you mean " + nearest + "?")
                            .orElse(", but " + String.join(", ", names))));
      }
    }
    return members;
  }

  private static DistaffException mismatch(String message) {
    return new DistaffException(ErrorCode.SCHEMA_MISMATCH, message);
  }
}
