package io.distaff.config;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Settings by key; what isn't set has its option's default. Immutable; ordered by key. */
public final class DistaffConfig {
  private final NavigableMap<String, String> settings;

  private DistaffConfig(NavigableMap<String, String> settings) {
    this.settings = settings;
  }

  public static DistaffConfig of(Map<String, String> settings) {
    return new DistaffConfig(new TreeMap<>(settings));
  }

  public static DistaffConfig empty() {
    return of(Map.of());
  }

  /**
   * The option's value; throws INVALID_CONFIGURATION when the text doesn't parse, or is absent and
   * there is no default.
   */
  public <T> T value(ConfigOption<T> option) {
    return optional(option)
        .orElseThrow(
            () ->
                new DistaffException(
                    ErrorCode.INVALID_CONFIGURATION,
                    option.key()
                        + " is not set and has no default: set it with --conf "
                        + option.key()
                        + "=..."));
  }

  /** As {@link #value}, empty when the option is absent and has no default. */
  public <T> Optional<T> optional(ConfigOption<T> option) {
    String text = settings.getOrDefault(option.key(), option.defaultText());
    return Optional.ofNullable(text).map(option::parse);
  }

  public boolean isSet(ConfigOption<?> option) {
    return settings.containsKey(option.key());
  }

  public <T> DistaffConfig with(ConfigOption<T> option, String text) {
    return with(Map.of(option.key(), text));
  }

  /** This configuration with more settings, which win over those here. */
  public DistaffConfig with(Map<String, String> more) {
    TreeMap<String, String> all = new TreeMap<>(settings);
    all.putAll(more);
    return new DistaffConfig(all);
  }

  /** What was set explicitly. */
  public Map<String, String> settings() {
    return java.util.Collections.unmodifiableMap(settings);
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
