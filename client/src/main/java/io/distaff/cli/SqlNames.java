package io.distaff.cli;

/** Names and texts as they are written in SQL. */
final class SqlNames {
  private SqlNames() {}

  static String identifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String text(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }
}
