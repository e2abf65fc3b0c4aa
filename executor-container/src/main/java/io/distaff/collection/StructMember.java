package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Forms;
import io.distaff.kernel.Gather;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * A member of a struct, or of each struct of an array: the member's own vector, with the nulls of
 * the struct added.
 */
public final class StructMember implements VectorFunction {
  /** Null for a struct. */
  private final ArrayType arrayType;

  private final int member;
  private final DataType memberType;
  private final Buffers buffers;
  private final Gather gather;

  /**
   * @param from a struct, or an array of structs
   */
  public StructMember(DataType from, String name, ReservedArrays arrays) {
    this(struct(from, name), position(from, name), from instanceof ArrayType, arrays);
  }

  StructMember(StructType struct, int member, ReservedArrays arrays) {
    this(struct, member, false, arrays);
  }

  private StructMember(StructType struct, int member, boolean ofArray, ReservedArrays arrays) {
    this.member = member;
    this.memberType = struct.member(member).type();
    this.arrayType = ofArray ? new ArrayType(memberType) : null;
    this.buffers = new Buffers(arrays);
    this.gather = new Gather(arrays);
  }

  /** The member's type; throws SEMANTIC_ERROR where there is no such member. */
  public static DataType resultType(DataType from, String name) {
    DataType type = struct(from, name).member(position(from, name)).type();
    return from instanceof ArrayType ? new ArrayType(type) : type;
  }

  private static StructType struct(DataType from, String name) {
    DataType inner = from instanceof ArrayType array ? array.element() : from;
    if (inner instanceof StructType struct) {
      return struct;
    }
    throw new DistaffException(
        ErrorCode.SEMANTIC_ERROR,
        "there is no member "
            + name
            + " in a value of type "
            + from.sqlName()
            + (from instanceof MapType ? ": ['" + name + "'] is the value of a key" : ""));
  }

  /** Names are compared exactly, then without regard to case. */
  private static int position(DataType from, String name) {
    StructType struct = struct(from, name);
    int found = struct.find(name);
    if (found == StructType.AMBIGUOUS) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR, name + " is ambiguous in " + struct.sqlName());
    }
    if (found == StructType.MISSING) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR, "there is no member " + name + " in " + struct.sqlName());
    }
    return found;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ColumnVector vector = arguments[0].vector();
    if (arrayType == null) {
      return of(vector);
    }
    ArrayVector array = (ArrayVector) arguments[0].flat(rows);
    ColumnVector elements = of(array.elements());
    return new ArrayVector(
        arrayType, array.starts(), array.lengths(), elements, validity, rows.length());
  }

  /** The member of structs in any form. */
  ColumnVector of(ColumnVector structs) {
    int n = structs.length();
    if (structs instanceof StructVector flat) {
      ColumnVector values = flat.member(member);
      boolean sameRows = values.length() == n;
      if (sameRows && flat.validity() == null) {
        return values;
      }
      if (sameRows && !(values instanceof DictionaryVector || values instanceof ConstantVector)) {
        long[] validity = Validity.and(flat.validity(), Forms.validity(values), n);
        return Forms.view(values, values.type(), validity);
      }
      return gather.gather(values, positions(null, flat.validity(), n), n);
    }
    if (structs instanceof DictionaryVector dictionary && dictionary.dictionary().length() > 0) {
      ColumnVector values = ((StructVector) dictionary.dictionary()).member(member);
      return gather.gather(values, positions(dictionary.ids(), dictionary.validity(), n), n);
    }
    if (structs instanceof ConstantVector constant && !constant.isNull()) {
      ColumnVector value = ((StructVector) constant.single()).member(member);
      int[] zeros = buffers.ints(n);
      Arrays.fill(zeros, 0, n, 0);
      return gather.gather(value, zeros, n);
    }
    return ConstantVector.ofNull(memberType, n);
  }

  private int[] positions(int[] ids, long[] validity, int n) {
    int[] positions = buffers.ints(n);
    for (int i = 0; i < n; i++) {
      boolean isValid = validity == null || Validity.isValid(validity, i);
      positions[i] = !isValid ? Gather.NULL : ids == null ? i : ids[i];
    }
    return positions;
  }
}
