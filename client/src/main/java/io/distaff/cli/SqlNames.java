package io.distaff.cli;

import io.distaff.sql.TextEscapes;

/** Names and texts as they are written in SQL. */
final class SqlNames {
  private SqlNames() {}

  static String identifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String text(String value) {
    return TextEscapes.quoted(value);
  }
}
