package io.distaff.plan;

/**
 * A column that unnesting adds to its input's.
 *
 * @param collection which of the node's collections it is of; -1 for {@link Part#ORDINALITY}
 * @param member of the struct that an element is, for {@link Part#MEMBER}; else -1
 */
public record UnnestColumn(Part part, int collection, int member) {
  /** What of an entry it gives. */
  public enum Part {
    /** The element of an array. */
    ELEMENT,
    /** A member of the element of an array of structs; null when the struct is. */
    MEMBER,
    /** The key of a map's entry. */
    KEY,
    /** The value of a map's entry. */
    VALUE,
    /** The entry's number, from 1; an INT. */
    ORDINALITY
  }

  /** A column of a collection's entries: of arrays the elements, of maps keys or values. */
  public static UnnestColumn of(Part part, int collection) {
    return new UnnestColumn(part, collection, -1);
  }

  /** A member of the structs that a collection's elements are. */
  public static UnnestColumn member(int collection, int member) {
    return new UnnestColumn(Part.MEMBER, collection, member);
  }

  /** The number of the entry. */
  public static UnnestColumn ordinality() {
    return new UnnestColumn(Part.ORDINALITY, -1, -1);
  }
}
