package io.distaff.expression;

import io.distaff.config.NearestName;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Functions by their names and aliases, regardless of case. Immutable. */
public final class FunctionRegistry {
  private final List<FunctionDefinition> all;
  private final Map<String, FunctionDefinition> byName;

  /** Throws IllegalArgumentException when two functions have one name. */
  public FunctionRegistry(Collection<FunctionDefinition> functions) {
    this.all = List.copyOf(functions);
    Map<String, FunctionDefinition> names = new TreeMap<>();
    for (FunctionDefinition function : all) {
      add(names, function.name(), function);
      function.aliases().forEach(alias -> add(names, alias, function));
    }
    this.byName = Collections.unmodifiableMap(names);
  }

  private static void add(
      Map<String, FunctionDefinition> names, String name, FunctionDefinition function) {
    if (names.put(name, function) != null) {
      throw new IllegalArgumentException("two functions are named " + name);
    }
  }

  /** The function of a name. */
  public Optional<FunctionDefinition> find(String name) {
    return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** All functions, in the order in which they were given. */
  public List<FunctionDefinition> all() {
    return all;
  }

  /** All names and aliases, in alphabetical order. */
  public Collection<String> names() {
    return byName.keySet();
  }

  /** The name that is nearest to a mistyped one. */
  public Optional<String> nearest(String name) {
    return NearestName.of(name, byName.keySet());
  }
}
