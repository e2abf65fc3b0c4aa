package io.distaff.api;

import io.distaff.planner.Parallelism;
import io.distaff.planner.Prepared;
import io.distaff.planner.SqlSession;
import io.distaff.sql.SqlText;

/**
 * The session's settings, as SET, SET key = value and RESET treat them: unknown keys and settings
 * that are read when the application starts are refused. Thread-safe.
 */
public final class RuntimeConfig {
  private final SqlSession session;

  RuntimeConfig(SqlSession session) {
    this.session = session;
  }

  /** The value in force, or the default; null when there is neither. */
  public String get(String key) {
    Prepared.Answer answer = (Prepared.Answer) run("SET " + quoted(key));
    return answer.rows().get(0).get(1);
  }

  /** Changes a setting for the queries that begin from now on. */
  public void set(String key, String value) {
    run("SET " + quoted(key) + " = '" + value.replace("'", "''") + "'");
  }

  /** Returns to what the session began with. */
  public void unset(String key) {
    run("RESET " + quoted(key));
  }

  private Prepared run(String sql) {
    return session.prepare(SqlText.of(sql), Parallelism.local(1));
  }

  private static String quoted(String key) {
    return '`' + key.replace("`", "``") + '`';
  }
}
