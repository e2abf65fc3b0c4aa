package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.StructVector;
import java.util.BitSet;
import java.util.List;

/** Objects with members of known names; members that an object lacks are null. */
final class StructColumn extends ColumnBuilder {
  /** Null for the rows of the table itself. */
  private final StructType type;

  private final ColumnBuilder[] members;
  private final NameTable table;
  private final BitSet mismatched = new BitSet();
  private final String[] names;

  /**
   * @param type null for the rows of the table itself
   * @param names of the members
   */
  StructColumn(
      StructType type, List<String> names, List<ColumnBuilder> members, ReservedArrays arrays) {
    super(arrays);
    this.type = type;
    this.names = names.toArray(String[]::new);
    this.table = new NameTable(names);
    this.members = members.toArray(ColumnBuilder[]::new);
  }

  /**
   * The member whose name is in these bytes, ready for the value of the row in progress: of a name
   * that comes twice, the last counts. Null when there is none.
   */
  ColumnBuilder member(byte[] data, int start, int length) {
    int number = table.find(data, start, length);
    if (number < 0) {
      return null;
    }
    ColumnBuilder member = members[number];
    if (member.rows > rows) {
      member.truncate(rows);
    }
    return member;
  }

  /** Ends a row whose values were added to the members. */
  void end() {
    endMembers();
    endRow(true);
  }

  private void endMembers() {
    table.restart();
    for (ColumnBuilder member : members) {
      if (member.rows == rows) {
        member.addNull();
      }
    }
  }

  @Override
  void addNull() {
    endMembers();
    endRow(false);
  }

  /** Adds null for a value that is no object. */
  void addMismatch() {
    mismatched.set(rows);
    addNull();
  }

  @Override
  void truncate(int newRows) {
    for (ColumnBuilder member : members) {
      // Even a member without more rows may have entries of a row in progress.
      member.truncate(Math.min(member.rows, newRows));
    }
    mismatched.clear(newRows, Math.max(newRows, mismatched.length()));
    rows = newRows;
  }

  ColumnVector[] finishMembers(byte[] text, BitSet failed) {
    ColumnVector[] vectors = new ColumnVector[members.length];
    for (int m = 0; m < members.length; m++) {
      vectors[m] = members[m].finish(text, failed);
    }
    return vectors;
  }

  @Override
  ColumnVector finish(byte[] text, BitSet failed) {
    failed.or(mismatched);
    return new StructVector(type, finishMembers(text, failed), validity(), rows);
  }

  @Override
  String failure(int row) {
    if (mismatched.get(row)) {
      return "the value can't be read as " + type.sqlName();
    }
    for (int m = 0; m < members.length; m++) {
      String failure = members[m].failure(row);
      if (failure != null) {
        return (type == null ? "column " : "member ") + names[m] + ": " + failure;
      }
    }
    return null;
  }
}
