package io.distaff.config;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every option that a program knows; finds unknown and ill-formed settings, all of them at once.
 * Immutable.
 */
public final class OptionRegistry {
  private static final String LISTED = ": those there are begin with distaff., and SET lists them";

  private final TreeMap<String, ConfigOption<?>> options = new TreeMap<>();

  public OptionRegistry(Collection<? extends Collection<? extends ConfigOption<?>>> families) {
    for (Collection<? extends ConfigOption<?>> family : families) {
      for (ConfigOption<?> option : family) {
        if (options.put(option.key(), option) != null) {
          throw new IllegalArgumentException("declared twice: " + option.key());
        }
      }
    }
  }

  public Collection<ConfigOption<?>> all() {
    return java.util.Collections.unmodifiableCollection(options.values());
  }

  public Optional<ConfigOption<?>> find(String key) {
    return Optional.ofNullable(options.get(key));
  }

  /** What is wrong with these settings, a sentence each; empty when all is well. */
  public List<String> problems(Map<String, String> settings) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(settings)
        .forEach(
            (key, text) -> {
              ConfigOption<?> option = options.get(key);
              if (option == null) {
                problems.add(
                    "unknown configuration key "
                        + key
                        + nearest(key).map(k -> "; did you mean " + k + "?").orElse(LISTED));
                return;
              }
              try {
                option.parse(text);
              } catch (DistaffException e) {
                problems.add(e.getMessage());
              }
            });
    return problems;
  }

  /** Throws INVALID_CONFIGURATION with every problem, if there is one. */
  public void check(Map<String, String> settings) {
    List<String> problems = problems(settings);
    if (!problems.isEmpty()) {
      throw new DistaffException(ErrorCode.INVALID_CONFIGURATION, String.join("\n", problems));
    }
  }

  private Optional<String> nearest(String key) {
    return NearestName.of(key, options.keySet());
  }

  /** Options in the order of a reference page. */
  public List<ConfigOption<?>> sorted() {
    return options.values().stream().sorted(Comparator.comparing(ConfigOption::key)).toList();
  }
}
