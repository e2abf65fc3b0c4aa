package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.StructVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * WITH_FIELD and DROP_FIELDS: the members of a struct, as they are, with another or without some;
 * null where the struct is.
 */
public final class ChangedStruct implements VectorFunction {
  /** The argument that holds a member that isn't the struct's. */
  private static final int VALUE = 2;

  /**
   * What members a struct has then.
   *
   * @param sources of each member of the type its position in the struct, or {@link #NEW}
   */
  public record Change(StructType type, List<Integer> sources) {
    /** Of a member that comes from the call's last argument. */
    private static final int NEW = -1;

    public Change {
      sources = List.copyOf(sources);
    }

    /**
     * A member in the place of another, or behind all.
     *
     * @param replaced {@link StructType#MISSING} = behind all
     */
    public static Change with(StructType struct, int replaced, String name, DataType value) {
      List<StructType.Member> members = new ArrayList<>(struct.members());
      List<Integer> sources = positions(struct);
      if (replaced == StructType.MISSING) {
        members.add(new StructType.Member(name, value));
        sources.add(NEW);
      } else {
        members.set(replaced, new StructType.Member(name, value));
        sources.set(replaced, NEW);
      }
      return new Change(new StructType(members), sources);
    }

    /**
     * No members at some positions.
     *
     * @param dropped not all of them
     */
    public static Change without(StructType struct, Set<Integer> dropped) {
      List<Integer> sources = positions(struct);
      sources.removeAll(dropped);
      return new Change(new StructType(sources.stream().map(struct::member).toList()), sources);
    }

    private static List<Integer> positions(StructType struct) {
      List<Integer> positions = new ArrayList<>();
      for (int m = 0; m < struct.size(); m++) {
        positions.add(m);
      }
      return positions;
    }
  }

  private final Change change;

  public ChangedStruct(Change change) {
    this.change = change;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    StructVector struct = (StructVector) arguments[0].flat(rows);
    ColumnVector[] members = new ColumnVector[change.sources().size()];
    for (int m = 0; m < members.length; m++) {
      int source = change.sources().get(m);
      members[m] = source == Change.NEW ? arguments[VALUE].vector() : struct.member(source);
    }
    return new StructVector(change.type(), members, struct.validity(), rows.length());
  }
}
