package io.distaff.scalar;

import io.distaff.kernel.BytesBuilder;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * Structs in the making, a batch at a time: of each row the members' texts, in any order, which are
 * cast all at once as TRY_CAST does. A member that isn't given is null. Confined to a task's
 * thread.
 */
final class TextStructs {
  private final StructType type;
  private final ReservedArrays arrays;
  private final TextsToCast[] members;
  private final long[][] validities;
  private int row;

  TextStructs(StructType type, ReservedArrays arrays) {
    this.type = type;
    this.arrays = arrays;
    this.members =
        type.types().stream()
            .map(member -> new TextsToCast(member, arrays))
            .toArray(TextsToCast[]::new);
    this.validities = new long[members.length][0];
  }

  /** Begins a batch of so many rows, at the first. */
  void begin(int rows) {
    row = 0;
    for (int m = 0; m < members.length; m++) {
      members[m].truncate(0);
      validities[m] = arrays.grownLongs(validities[m], Validity.words(rows));
      Arrays.fill(validities[m], 0L);
    }
  }

  int numMembers() {
    return members.length;
  }

  /** Goes on to a later row. */
  void moveTo(int next) {
    for (TextsToCast member : members) {
      for (int ended = row; ended < next; ended++) {
        member.endRow();
      }
    }
    row = next;
  }

  /** What a member's text is appended to, which makes it not null. */
  BytesBuilder text(int member) {
    Validity.setValid(validities[member], row);
    return members[member].text();
  }

  boolean has(int member) {
    return Validity.isValid(validities[member], row);
  }

  /** Makes all members of the row null. */
  void clear() {
    for (int m = 0; m < members.length; m++) {
      members[m].text().discard();
      Validity.setNull(validities[m], row);
    }
  }

  /**
   * The structs, valid until the next batch begins.
   *
   * @param validity of the structs
   * @param rows as they were begun
   */
  StructVector finish(long[] validity, int rows) {
    moveTo(rows);
    ColumnVector[] columns = new ColumnVector[members.length];
    for (int m = 0; m < columns.length; m++) {
      columns[m] = members[m].finish(rows, validities[m]);
    }
    return new StructVector(type, columns, validity, rows);
  }
}
