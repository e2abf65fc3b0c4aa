package io.distaff.types;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A value made of named members, any of which may be null. Names keep their case and belong to the
 * type: structs of other names are of another type.
 *
 * @param members at least one
 */
@JsonIgnoreProperties({"integral", "numeric", "nested", "kind"})
public record StructType(List<Member> members) implements DataType {
  /** Says that there is no member of a name. */
  public static final int MISSING = -1;

  /** Says that several members may be meant by a name. */
  public static final int AMBIGUOUS = -2;

  /** A named part of a struct. */
  public record Member(String name, DataType type) implements Serializable {
    public Member {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }
  }

  public StructType {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a struct has members");
    }
  }

  public int size() {
    return members.size();
  }

  public Member member(int index) {
    return members.get(index);
  }

  /** The types of the members, in order. */
  public List<DataType> types() {
    return members.stream().map(Member::type).toList();
  }

  /**
   * The position of a member by name, exact or else without regard to case; {@link #MISSING} or
   * {@link #AMBIGUOUS}.
   */
  public int find(String name) {
    int exact = MISSING;
    int folded = MISSING;
    for (int i = 0; i < members.size(); i++) {
      String other = members.get(i).name();
      if (other.equals(name)) {
        exact = exact == MISSING ? i : AMBIGUOUS;
      } else if (other.equalsIgnoreCase(name)) {
        folded = folded == MISSING ? i : AMBIGUOUS;
      }
    }
    return exact == MISSING ? folded : exact;
  }

  /** The position of the member of exactly this name, or -1. */
  public int indexOf(String name) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Kind kind() {
    return Kind.STRUCT;
  }

  @Override
  public boolean isIntegral() {
    return false;
  }

  @Override
  public boolean isNumeric() {
    return false;
  }

  @Override
  public boolean isNested() {
    return true;
  }

  @Override
  public String sqlName() {
    return members.stream()
        .map(member -> written(member.name()) + ":" + member.type().sqlName())
        .collect(Collectors.joining(",", "struct<", ">"));
  }

  /** In backquotes unless it is a plain word, so that {@link SchemaParser} reads it again. */
  private static String written(String name) {
    boolean isWord =
        !name.isEmpty()
            && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'));
    return isWord ? name : "`" + name.replace("`", "``") + "`";
  }

  @Override
  public String simpleString() {
    return sqlName();
  }

  @Override
  public String toString() {
    return sqlName();
  }
}
