package io.distaff.parquet.read;

import java.util.ArrayList;
import java.util.List;

/**
 * A column, or a part within it. Through lists and maps it leads to one of their elements, which
 * one isn't said: two paths to elements are of the same element only if their choice is the same.
 *
 * @param column of those wanted
 * @param parts from the column inwards: positions of members in structs; 0 in an array; 0 for a
 *     key, 1 for a value in a map
 * @param ofElements members that are to be taken of an array's elements, when one is chosen: {@code
 *     array.member} is the array of the members
 * @param choice 0 while no element is chosen
 * @param mayLack true where there may be no such element, so that the value is null
 */
record ColumnPath(
    int column, List<Integer> parts, List<Integer> ofElements, int choice, boolean mayLack) {
  ColumnPath {
    parts = List.copyOf(parts);
    ofElements = List.copyOf(ofElements);
  }

  static ColumnPath of(int column) {
    return new ColumnPath(column, List.of(), List.of(), 0, false);
  }

  /** A member of a struct. */
  ColumnPath member(int position) {
    return new ColumnPath(column, with(parts, position), ofElements, choice, mayLack);
  }

  /** The members of the structs in an array. */
  ColumnPath memberOfElements(int position) {
    return new ColumnPath(column, parts, with(ofElements, position), choice, mayLack);
  }

  /**
   * An element of an array, or a key or value of a map.
   *
   * @param part 1 for a map's value, else 0
   * @param newChoice another one than those of other paths
   */
  ColumnPath element(int part, int newChoice, boolean mayBeLacking) {
    List<Integer> inside = with(parts, part);
    inside.addAll(ofElements);
    return new ColumnPath(column, inside, List.of(), newChoice, mayLack || mayBeLacking);
  }

  private static List<Integer> with(List<Integer> list, int last) {
    List<Integer> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
