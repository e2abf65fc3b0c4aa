package io.distaff.api;

import io.distaff.config.ConfigOption;
import io.distaff.config.OptionRegistry;
import io.distaff.planner.Parallelism;
import io.distaff.planner.Prepared;
import io.distaff.planner.SqlSession;
import io.distaff.sql.SqlText;
import io.distaff.sql.TextEscapes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The session's settings, as SET, SET key = value and RESET treat them: unknown keys and settings
 * that are read when the application starts are refused. Thread-safe.
 */
public final class RuntimeConfig {
  private final SqlSession session;
  private final OptionRegistry options;

  RuntimeConfig(SqlSession session, OptionRegistry options) {
    this.session = session;
    this.options = options;
  }

  /** The value in force, or the default; null when there is neither. */
  public String get(String key) {
    Prepared.Answer answer = (Prepared.Answer) run("SET " + quoted(key));
    return answer.rows().get(0).get(1);
  }

  /** As {@link #get(String)}, with another value in the place of null. */
  public String get(String key, String otherwise) {
    String value = get(key);
    return value == null ? otherwise : value;
  }

  /** The value in force, or the default; empty when there is neither. */
  public Optional<String> getOption(String key) {
    return Optional.ofNullable(get(key));
  }

  /** Whether there is a value, as {@link #get} has it. Throws as it does for an unknown key. */
  public boolean contains(String key) {
    return get(key) != null;
  }

  /** The settings that were given, and no defaults; by key. */
  public Map<String, String> getAll() {
    return new TreeMap<>(session.config().settings());
  }

  /** Whether {@link #set} can change it. Throws INVALID_CONFIGURATION for an unknown key. */
  public boolean isModifiable(String key) {
    get(key);
    return options.find(key).orElseThrow().scope() != ConfigOption.Scope.LAUNCH;
  }

  /**
   * Changes a setting for the queries that begin from now on. Throws INVALID_CONFIGURATION for an
   * unknown key, and with the flag that works for one that is read at launch.
   */
  public void set(String key, String value) {
    Optional<ConfigOption<?>> option = options.find(Required.of(key, "the key"));
    Required.of(value, "the value of " + key);
    if (option.isPresent() && option.get().scope() == ConfigOption.Scope.LAUNCH) {
      throw LaunchFlags.tooLate(key, value);
    }
    run("SET " + quoted(key) + " = " + TextEscapes.quoted(value));
  }

  /** As {@link #set(String, String)}. */
  public void set(String key, long value) {
    set(key, Long.toString(value));
  }

  /** As {@link #set(String, String)}. */
  public void set(String key, boolean value) {
    set(key, Boolean.toString(value));
  }

  /** Returns to what the session began with. */
  public void unset(String key) {
    run("RESET " + quoted(key));
  }

  private Prepared run(String sql) {
    return session.prepare(SqlText.of(sql), Parallelism.local(1));
  }

  private static String quoted(String key) {
    return '`' + Required.of(key, "the key").replace("`", "``") + '`';
  }
}
