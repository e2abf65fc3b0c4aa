package io.distaff.parquet.write;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import io.distaff.vector.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;

/**
 * Takes a nested column apart: part by part, from the outside in, each a loop over the entries of
 * the part around it. Arrays are lists of three levels, maps groups of {@code key_value}:
 *
 * <pre>
 * optional group a (LIST) { repeated group list { optional ... element } }
 * optional group m (MAP) { repeated group key_value { required ... key; optional ... value } }
 * </pre>
 *
 * <p>Whatever is inside may be null, but for keys. Some rows are taken at a time, so that what they
 * unfold to stays small. Confined to the task's thread.
 */
final class NestedColumnWriter implements ColumnWriter {
  /** Groups within each other; readers have limits too. */
  private static final int MAX_DEPTH = 64;

  private static final int SLICE_ROWS = 512;

  private final Field field;
  private final String path;
  private final MemoryReservation memory;
  private final Function<ParquetColumn, ColumnChunkWriter> newChunk;
  private final List<ColumnChunkWriter> chunks = new ArrayList<>();
  private final Part root;

  /** Whether the row that is taken has large values. */
  private boolean isLarge;

  /**
   * @param newChunk makes the writer of a leaf
   * @param path of the file, for messages
   */
  NestedColumnWriter(
      Field field,
      MemoryReservation memory,
      Function<ParquetColumn, ColumnChunkWriter> newChunk,
      String path) {
    this.field = field;
    this.path = path;
    this.memory = memory;
    this.newChunk = newChunk;
    this.root = part(field.type(), new Place(List.of(field.name()), 0, 0, field.nullable()));
  }

  /** The leaves of a type. */
  static int numLeaves(DataType type) {
    if (type instanceof ArrayType array) {
      return numLeaves(array.element());
    }
    if (type instanceof MapType map) {
      return numLeaves(map.key()) + numLeaves(map.value());
    }
    return type instanceof StructType struct
        ? struct.types().stream().mapToInt(NestedColumnWriter::numLeaves).sum()
        : 1;
  }

  @Override
  public List<ColumnChunkWriter> chunks() {
    return chunks;
  }

  @Override
  public void addSchema(List<SchemaElement> elements) {
    root.addSchema(elements);
  }

  @Override
  public void write(ColumnVector vector, SelectionVector selection, int count) throws IOException {
    for (int from = 0; from < count; from += SLICE_ROWS) {
      root.entries.setRows(selection, from, Math.min(SLICE_ROWS, count - from));
      root.write(vector);
    }
  }

  @Override
  public void writeLarge(ColumnVector vector, int row) throws IOException {
    isLarge = true;
    write(vector, new SelectionVector(new int[] {row}, 1), 1);
    isLarge = false;
  }

  /**
   * Where a part is in the schema.
   *
   * @param repetition levels around it
   * @param definition levels around it
   */
  private record Place(List<String> path, int repetition, int definition, boolean isOptional) {
    String name() {
      return path.get(path.size() - 1);
    }

    int ownDefinition() {
      return definition + (isOptional ? 1 : 0);
    }

    Place member(String name) {
      return new Place(with(name), repetition, ownDefinition(), true);
    }

    Place inRepeated(String group, String name, boolean optional) {
      List<String> inner = new ArrayList<>(with(group));
      inner.add(name);
      return new Place(inner, repetition + 1, ownDefinition() + 1, optional);
    }

    private List<String> with(String name) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      return longer;
    }
  }

  private Part part(DataType type, Place place) {
    if (place.path().size() > MAX_DEPTH) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "column "
              + field.name()
              + " can't be written to "
              + path
              + ": its type is nested deeper than "
              + MAX_DEPTH
              + " levels of a Parquet schema");
    }
    if (type instanceof ArrayType array) {
      return new ArrayPart(array, place);
    }
    if (type instanceof MapType map) {
      return new MapPart(map, place);
    }
    return type instanceof StructType struct
        ? new StructPart(struct, place)
        : new LeafPart(type, place);
  }

  private static SchemaElement group(String name, FieldRepetitionType repetition, int children) {
    return new SchemaElement(name).setRepetition_type(repetition).setNum_children(children);
  }

  private abstract class Part {
    final DataType type;
    final Place place;
    final Entries entries = new Entries(memory);

    Part(DataType type, Place place) {
      this.type = type;
      this.place = place;
    }

    /** Writes the values at the positions of the entries, which it may change. */
    abstract void write(ColumnVector vector) throws IOException;

    abstract void addSchema(List<SchemaElement> elements);

    final FieldRepetitionType repetitionType() {
      return place.isOptional() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED;
    }

    /**
     * Finds the values behind dictionaries and constants; entries that have none lose their
     * position, the others go up a definition level.
     *
     * @return what the positions refer to
     */
    final ColumnVector resolve(ColumnVector vector) {
      if (vector instanceof DictionaryVector dictionary) {
        findValues(dictionary.validity());
        int[] positions = entries.positions();
        int[] ids = dictionary.ids();
        for (int i = 0; i < entries.count(); i++) {
          positions[i] = positions[i] < 0 ? -1 : ids[positions[i]];
        }
        return dictionary.dictionary();
      }
      if (vector instanceof ConstantVector constant) {
        findConstant(constant);
        return constant.isNull() ? Vectors.nullOf(type) : constant.single();
      }
      findValues(ColumnChunkWriter.validity(vector));
      return vector;
    }

    final void findConstant(ConstantVector constant) {
      int[] positions = entries.positions();
      if (!constant.isNull()) {
        findValues(null);
        for (int i = 0; i < entries.count(); i++) {
          positions[i] = Math.min(positions[i], 0);
        }
        return;
      }
      for (int i = 0; i < entries.count(); i++) {
        requireNullable(positions[i] >= 0);
      }
      Arrays.fill(positions, 0, entries.count(), -1);
    }

    final void findValues(long[] validity) {
      int[] positions = entries.positions();
      int[] definition = entries.definition();
      int more = place.isOptional() ? 1 : 0;
      boolean anyNull = false;
      for (int i = 0; i < entries.count(); i++) {
        int position = positions[i];
        if (position >= 0) {
          boolean valid = validity == null || Validity.isValid(validity, position);
          anyNull |= !valid;
          positions[i] = valid ? position : -1;
          definition[i] += valid ? more : 0;
        }
      }
      requireNullable(anyNull);
    }

    private void requireNullable(boolean anyNull) {
      if (anyNull && !place.isOptional()) {
        throw new DistaffException(
            ErrorCode.SCHEMA_MISMATCH,
            place.path().size() == 1
                ? "column " + field + " of " + path + " takes no nulls, but a row has one"
                : "column " + field + " of " + path + " has a map with a key that is null");
      }
    }
  }

  private final class LeafPart extends Part {
    private final ParquetColumn column;
    private final ColumnChunkWriter chunk;

    LeafPart(DataType type, Place place) {
      super(type, place);
      boolean optional = place.isOptional() || type.kind() == DataType.Kind.NULL;
      this.column =
          ParquetColumn.of(new Field(String.join(".", place.path()), type, optional))
              .at(place.path(), place.repetition(), place.definition() + (optional ? 1 : 0));
      this.chunk = newChunk.apply(column);
      chunks.add(chunk);
    }

    @Override
    void write(ColumnVector vector) throws IOException {
      // The chunk has its own way with dictionaries.
      if (vector instanceof ConstantVector constant) {
        findConstant(constant);
      } else {
        findValues(ColumnChunkWriter.validity(vector));
      }
      if (isLarge) {
        chunk.writeLarge(vector, entries);
      } else {
        chunk.write(vector, entries);
      }
    }

    @Override
    void addSchema(List<SchemaElement> elements) {
      chunk.addSchema(elements);
    }
  }

  private final class StructPart extends Part {
    private final List<Part> members = new ArrayList<>();

    StructPart(StructType type, Place place) {
      super(type, place);
      for (StructType.Member member : type.members()) {
        members.add(part(member.type(), place.member(member.name())));
      }
    }

    @Override
    void write(ColumnVector vector) throws IOException {
      StructVector structs = (StructVector) resolve(vector);
      for (int i = 0; i < members.size(); i++) {
        members.get(i).entries.copy(entries);
        members.get(i).write(structs.member(i));
      }
    }

    @Override
    void addSchema(List<SchemaElement> elements) {
      elements.add(group(place.name(), repetitionType(), members.size()));
      members.forEach(member -> member.addSchema(elements));
    }
  }

  private final class ArrayPart extends Part {
    private final Part element;

    ArrayPart(ArrayType type, Place place) {
      super(type, place);
      this.element = part(type.element(), place.inRepeated("list", "element", true));
    }

    @Override
    void write(ColumnVector vector) throws IOException {
      ArrayVector arrays = (ArrayVector) resolve(vector);
      element.entries.expand(entries, arrays.starts(), arrays.lengths(), place.repetition() + 1);
      element.write(arrays.elements());
    }

    @Override
    void addSchema(List<SchemaElement> elements) {
      elements.add(
          group(place.name(), repetitionType(), 1)
              .setConverted_type(ConvertedType.LIST)
              .setLogicalType(LogicalType.LIST(new ListType())));
      elements.add(group("list", FieldRepetitionType.REPEATED, 1));
      element.addSchema(elements);
    }
  }

  private final class MapPart extends Part {
    private final Part key;
    private final Part value;

    MapPart(MapType type, Place place) {
      super(type, place);
      this.key = part(type.key(), place.inRepeated("key_value", "key", false));
      this.value = part(type.value(), place.inRepeated("key_value", "value", true));
    }

    @Override
    void write(ColumnVector vector) throws IOException {
      MapVector maps = (MapVector) resolve(vector);
      key.entries.expand(entries, maps.starts(), maps.lengths(), place.repetition() + 1);
      value.entries.copy(key.entries);
      key.write(maps.keys());
      value.write(maps.values());
    }

    @Override
    void addSchema(List<SchemaElement> elements) {
      elements.add(
          group(place.name(), repetitionType(), 1)
              .setConverted_type(ConvertedType.MAP)
              .setLogicalType(LogicalType.MAP(new org.apache.parquet.format.MapType())));
      elements.add(group("key_value", FieldRepetitionType.REPEATED, 2));
      key.addSchema(elements);
      value.addSchema(elements);
    }
  }
}
