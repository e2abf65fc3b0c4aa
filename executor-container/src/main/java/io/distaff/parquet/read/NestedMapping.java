package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the parts of a nested type in those of a file's column, so that only the leaves wanted are
 * read. Members are found by name, as columns are: first exactly, then without regard to case;
 * those that the file lacks are null, narrower ones are widened. A struct of which the file has no
 * member wanted still costs one leaf, whose levels tell where the struct itself is null.
 */
final class NestedMapping {
  private final String file;

  private NestedMapping(String file) {
    this.file = file;
  }

  static FileColumn map(String file, FileColumn column, DataType wanted) {
    return column.as(new NestedMapping(file).map(column.shape(), wanted, column.name()));
  }

  private ColumnShape map(ColumnShape shape, DataType wanted, String path) {
    if (shape instanceof ColumnShape.Missing) {
      return new ColumnShape.Missing(wanted);
    }
    if (shape instanceof ColumnShape.Leaf leaf) {
      return leaf(leaf.guide(), wanted);
    }
    if (shape instanceof ColumnShape.Struct struct && wanted instanceof StructType type) {
      return struct(struct, type, path);
    }
    if (shape instanceof ColumnShape.Repeated array
        && array.type().kind() == DataType.Kind.ARRAY
        && wanted instanceof ArrayType type) {
      return new ColumnShape.Repeated(
          wanted,
          array.definition(),
          array.repetition(),
          List.of(map(array.parts().get(0), type.element(), path + ".element")));
    }
    if (shape instanceof ColumnShape.Repeated map
        && map.type().kind() == DataType.Kind.MAP
        && wanted instanceof MapType type) {
      return new ColumnShape.Repeated(
          wanted,
          map.definition(),
          map.repetition(),
          List.of(
              map(map.parts().get(0), type.key(), path + ".key"),
              map(map.parts().get(1), type.value(), path + ".value")));
    }
    throw ColumnMapping.mismatch(file, path, shape.type(), wanted);
  }

  private ColumnShape leaf(FileColumn leaf, DataType wanted) {
    if (leaf.type().kind() == DataType.Kind.NULL) {
      return new ColumnShape.Leaf(leaf.as(wanted, Conversion.NONE));
    }
    if (!TypeWidening.isWideningInside(leaf.type(), wanted)) {
      throw ColumnMapping.mismatch(file, leaf.name(), leaf.type(), wanted);
    }
    return new ColumnShape.Leaf(leaf.as(wanted, ColumnMapping.conversion(leaf, wanted)));
  }

  private ColumnShape struct(ColumnShape.Struct struct, StructType wanted, String path) {
    List<ColumnShape> members = new ArrayList<>();
    for (StructType.Member member : wanted.members()) {
      int found = find(struct.type(), member.name(), path);
      members.add(
          found < 0
              ? new ColumnShape.Missing(member.type())
              : map(struct.members().get(found), member.type(), path + "." + member.name()));
    }
    return ColumnShape.Struct.of(wanted, struct.definition(), members, struct.guide());
  }

  private int find(StructType type, String name, String path) {
    int found = type.find(name);
    if (found == StructType.AMBIGUOUS) {
      throw new DistaffException(
          ErrorCode.SCHEMA_MISMATCH,
          "can't read " + file + ": its column " + path + " has several members named " + name);
    }
    return found;
  }
}
