package io.distaff.expression;

import java.util.Set;

/**
 * Functions of the registry that give parts of nested values as they are, or ask for such parts:
 * what a call of them looks at can be told without evaluating it.
 */
public final class PartFunctions {
  /** A struct, and the name of a member, a literal; or an array of structs. */
  public static final String STRUCT_EXTRACT = "struct_extract";

  /** An array and an index, or a map and a key: one element or value, or null, or an error. */
  public static final Set<String> ELEMENT = Set.of("item", "get", "element_at", "try_element_at");

  /** An array and a lambda: true if the lambda is for an element. */
  public static final Set<String> ANY = Set.of("exists", "any_match");

  /** An array and a lambda: true if the lambda is for all elements. */
  public static final Set<String> ALL = Set.of("forall", "all_match");

  /** An array and a value: true if it is among the elements. */
  public static final Set<String> CONTAINS = Set.of("array_contains", "list_contains");

  /** A map and a value: true if it is among the keys. */
  public static final String MAP_CONTAINS_KEY = "map_contains_key";

  private PartFunctions() {}
}
