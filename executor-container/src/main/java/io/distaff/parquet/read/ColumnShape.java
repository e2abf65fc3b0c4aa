package io.distaff.parquet.read;

import io.distaff.expression.UsedParts;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the values of a nested column are made of the values and levels of leaves, as a tree.
 *
 * <p>A leaf has entries: one for each value, and one where a value lacks because something around
 * it is null or empty. An entry's definition level says how much of its path is there; its
 * repetition level says which list it continues, 0 = none, it begins a row.
 *
 * <pre>
 *   optional group a (LIST)       definition 1: a is there
 *     repeated group list         definition 2: a has an entry;  repetition 1: and this is a further one
 *       optional int32 element    definition 3: and it has a value
 *
 *   rows           [7, null]   null   []   [8]
 *   repetition     0  1        0      0    0
 *   definition     3  2        0      1    3
 * </pre>
 *
 * Immutable.
 */
sealed interface ColumnShape {
  DataType type();

  /**
   * The leaf whose levels tell where this part of the value is there. Every part has one, but
   * {@link Missing}.
   */
  FileColumn guide();

  /** Adds the leaves that have to be read. */
  void addLeaves(Set<FileColumn> leaves);

  /** A part, as {@link UsedParts} counts them; what has none, being null, has only such as are. */
  ColumnShape part(int part);

  /**
   * The same value with the parts that are used, the others missing, so that fewer leaves have to
   * be read.
   *
   * @param used null for nothing but what the levels tell
   */
  ColumnShape only(UsedParts used);

  default List<FileColumn> leaves() {
    Set<FileColumn> leaves = new LinkedHashSet<>();
    addLeaves(leaves);
    return List.copyOf(leaves);
  }

  /**
   * A value that a leaf holds itself.
   *
   * @param guide the leaf; with the conversion NONE only its levels are read, and the values are
   *     null
   */
  record Leaf(FileColumn guide) implements ColumnShape {
    @Override
    public DataType type() {
      return guide.type();
    }

    @Override
    public void addLeaves(Set<FileColumn> leaves) {
      leaves.add(guide);
    }

    @Override
    public ColumnShape part(int part) {
      return new Missing(DataType.NULL);
    }

    @Override
    public ColumnShape only(UsedParts used) {
      return this;
    }
  }

  /** A member that the file doesn't have, which is null. */
  record Missing(DataType type) implements ColumnShape {
    @Override
    public FileColumn guide() {
      throw new IllegalStateException("what is missing has no levels");
    }

    @Override
    public void addLeaves(Set<FileColumn> leaves) {}

    @Override
    public ColumnShape part(int part) {
      return new Missing(DataType.NULL);
    }

    @Override
    public ColumnShape only(UsedParts used) {
      return this;
    }
  }

  /**
   * An array or a map.
   *
   * @param definition from which level on it isn't null; from the next one on it isn't empty
   * @param repetition the level of every entry but its first
   * @param parts the elements, or keys and values
   */
  record Repeated(DataType type, int definition, int repetition, List<ColumnShape> parts)
      implements ColumnShape {
    public Repeated {
      parts = List.copyOf(parts);
    }

    @Override
    public FileColumn guide() {
      return parts.get(0).guide();
    }

    @Override
    public void addLeaves(Set<FileColumn> leaves) {
      parts.forEach(part -> part.addLeaves(leaves));
    }

    @Override
    public ColumnShape part(int part) {
      return parts.get(part);
    }

    @Override
    public ColumnShape only(UsedParts used) {
      if (used != null && used.isWhole()) {
        return this;
      }
      List<ColumnShape> left = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        UsedParts ofPart = used == null ? null : used.part(i);
        // The first one's levels tell where entries are.
        boolean missing = i > 0 && ofPart == null;
        left.add(missing ? new Missing(parts.get(i).type()) : parts.get(i).only(ofPart));
      }
      return new Repeated(type, definition, repetition, left);
    }
  }

  /**
   * A struct.
   *
   * @param definition from which level on it isn't null
   * @param guide a leaf of a member, or another one where all members are missing
   */
  record Struct(StructType type, int definition, List<ColumnShape> members, FileColumn guide)
      implements ColumnShape {
    public Struct {
      members = List.copyOf(members);
    }

    /**
     * @param anyLeaf of the struct in the file; read for its levels when all members are missing
     */
    static Struct of(
        StructType type, int definition, List<ColumnShape> members, FileColumn anyLeaf) {
      List<ColumnShape> present = new ArrayList<>(members);
      present.removeIf(Missing.class::isInstance);
      FileColumn guide =
          present.isEmpty() ? anyLeaf.as(DataType.NULL, Conversion.NONE) : present.get(0).guide();
      return new Struct(type, definition, members, guide);
    }

    @Override
    public void addLeaves(Set<FileColumn> leaves) {
      members.forEach(member -> member.addLeaves(leaves));
      leaves.add(guide);
    }

    @Override
    public ColumnShape part(int part) {
      return members.get(part);
    }

    @Override
    public ColumnShape only(UsedParts used) {
      if (used != null && used.isWhole()) {
        return this;
      }
      List<ColumnShape> left = new ArrayList<>();
      FileColumn first = null;
      for (int i = 0; i < members.size(); i++) {
        UsedParts ofMember = used == null ? null : used.part(i);
        ColumnShape member =
            ofMember == null ? new Missing(members.get(i).type()) : members.get(i).only(ofMember);
        left.add(member);
        if (first == null && !(member instanceof Missing)) {
          first = member.guide();
        }
      }
      return new Struct(type, definition, left, first == null ? guide : first);
    }
  }
}
