package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Forms;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;

/**
 * Casts among arrays, among maps and among structs: those of their parts. A part that can't be cast
 * fails on its own, so that under TRY_CAST an element becomes null, not the array.
 */
final class NestedConversions {
  private NestedConversions() {}

  /** The conversion; null when a part has none. */
  static Cast.Conversion of(
      DataType from, DataType to, boolean nullOnFailure, ReservedArrays arrays) {
    if (from instanceof ArrayType given && to instanceof ArrayType wanted) {
      Part element = Part.of(given.element(), wanted.element(), nullOnFailure, arrays);
      return element == null ? null : new OfArrays(wanted, element);
    }
    if (from instanceof MapType given && to instanceof MapType wanted) {
      Part key = Part.of(given.key(), wanted.key(), false, arrays); // a key is never null
      Part value = Part.of(given.value(), wanted.value(), nullOnFailure, arrays);
      return key == null || value == null ? null : new OfMaps(wanted, key, value);
    }
    if (from instanceof StructType given
        && to instanceof StructType wanted
        && given.size() == wanted.size()) {
      Part[] parts = new Part[given.size()];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = Part.of(given.member(i).type(), wanted.member(i).type(), nullOnFailure, arrays);
        if (parts[i] == null) {
          return null;
        }
      }
      return new OfStructs(wanted, parts);
    }
    return null;
  }

  /** The cast of elements, keys, values or a member. */
  private static final class Part {
    private final DataType to;
    private final Cast cast;
    private final Argument argument;

    private Part(DataType from, DataType to, Cast cast, ReservedArrays arrays) {
      this.to = to;
      this.cast = cast;
      this.argument = new Argument(from, arrays);
    }

    static Part of(DataType from, DataType to, boolean nullOnFailure, ReservedArrays arrays) {
      Cast cast =
          from.kind() == DataType.Kind.NULL ? null : Cast.of(from, to, nullOnFailure, arrays);
      return cast == null && from.kind() != DataType.Kind.NULL
          ? null
          : new Part(from, to, cast, arrays);
    }

    ColumnVector convert(ColumnVector values, RowSet rows) {
      if (cast == null || rows.count() == 0) {
        return ConstantVector.ofNull(to, values.length());
      }
      argument.load(values, Bounds.UNKNOWN, rows);
      if (argument.isNullConstant()) {
        return ConstantVector.ofNull(to, values.length());
      }
      long[] validity = argument.isConstant() ? null : argument.validity();
      return cast.apply(new Argument[] {argument}, rows, validity);
    }
  }

  /** The entries of rows that count, so that no other can fail. */
  private static RowSet entries(
      int[] starts, int[] lengths, int numEntries, RowSet rows, long[] validity) {
    long[] wanted = new long[Validity.words(numEntries)];
    int count = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        for (int entry = starts[row]; entry < starts[row] + lengths[row]; entry++) {
          if (!Validity.isValid(wanted, entry)) {
            Validity.setValid(wanted, entry);
            count++;
          }
        }
      }
    }
    int[] positions = new int[count];
    for (int entry = 0, next = 0; next < count; entry++) {
      if (Validity.isValid(wanted, entry)) {
        positions[next++] = entry;
      }
    }
    return new RowSet(positions, count, numEntries);
  }

  private record OfArrays(ArrayType to, Part element) implements Cast.Conversion {
    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      ArrayVector arrays = (ArrayVector) argument.flat(rows);
      int numElements = arrays.elements().length();
      RowSet entries = entries(arrays.starts(), arrays.lengths(), numElements, rows, validity);
      ColumnVector elements = element.convert(arrays.elements(), entries);
      return new ArrayVector(
          to, arrays.starts(), arrays.lengths(), elements, validity, rows.length());
    }
  }

  private record OfMaps(MapType to, Part key, Part value) implements Cast.Conversion {
    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      MapVector maps = (MapVector) argument.flat(rows);
      RowSet entries = entries(maps.starts(), maps.lengths(), maps.keys().length(), rows, validity);
      return new MapVector(
          to,
          maps.starts(),
          maps.lengths(),
          key.convert(maps.keys(), entries),
          value.convert(maps.values(), entries),
          validity,
          rows.length());
    }
  }

  private record OfStructs(StructType to, Part[] parts) implements Cast.Conversion {
    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      StructVector structs = (StructVector) argument.flat(rows);
      RowSet present = present(rows, validity);
      ColumnVector[] members = new ColumnVector[parts.length];
      for (int i = 0; i < members.length; i++) {
        members[i] = parts[i].convert(structs.member(i), present);
      }
      return new StructVector(to, members, Forms.validity(structs), rows.length());
    }

    private static RowSet present(RowSet rows, long[] validity) {
      int[] positions = new int[rows.count()];
      int count = 0;
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (validity == null || Validity.isValid(validity, row)) {
          positions[count++] = row;
        }
      }
      return new RowSet(positions, count, rows.length());
    }
  }
}
