package io.distaff.planner;

import io.distaff.config.ConfigOption;
import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What SET and RESET change. Guarded by the session's lock. */
final class SessionSettings {
  private static final List<String> COLUMNS = List.of("key", "value");

  private final OptionRegistry options;
  private final DistaffConfig launchConfig;
  private DistaffConfig config;

  /**
   * @param config the settings that the session begins with, and to which RESET returns
   * @param options every option that SET may name
   */
  SessionSettings(DistaffConfig config, OptionRegistry options) {
    this.launchConfig = config;
    this.config = config;
    this.options = options;
  }

  /** The settings in force. */
  DistaffConfig config() {
    return config;
  }

  Prepared set(Statement.SetOption set) {
    options.check(Map.of(set.key(), set.value()));
    changeable(set.key());
    DistaffConfig changed = config.with(Map.of(set.key(), set.value()));
    SessionTime.zone(changed); // refuses what is no time zone
    config = changed;
    return row(set.key(), set.value());
  }

  Prepared show(Statement.ShowOptions show) {
    if (show.key().isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      config.settings().forEach((key, value) -> rows.add(List.of(key, value)));
      return Prepared.Answer.of(COLUMNS, rows);
    }
    ConfigOption<?> option = known(show.key().get());
    return row(option.key(), config.settings().getOrDefault(option.key(), option.defaultText()));
  }

  Prepared reset(Statement.ResetOptions reset) {
    Optional<String> only = reset.key();
    Map<String, String> settings = new TreeMap<>(config.settings());
    if (only.isPresent()) {
      String key = known(only.get()).key();
      changeable(key);
      settings.remove(key);
      Optional.ofNullable(launchConfig.settings().get(key)).ifPresent(v -> settings.put(key, v));
      config = DistaffConfig.of(settings);
    } else {
      config = launchConfig;
    }
    return Prepared.Answer.DONE;
  }

  private ConfigOption<?> known(String key) {
    Optional<ConfigOption<?>> option = options.find(key);
    if (option.isEmpty()) {
      options.check(Map.of(key, ""));
    }
    return option.orElseThrow();
  }

  private void changeable(String key) {
    if (known(key).scope() == ConfigOption.Scope.LAUNCH) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          key + " is read when the application starts: give it there, with --conf " + key + "=...");
    }
  }

  private static Prepared row(String key, String value) {
    return Prepared.Answer.of(COLUMNS, List.of(Arrays.asList(key, value)));
  }
}
