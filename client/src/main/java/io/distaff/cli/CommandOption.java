package io.distaff.cli;

import io.distaff.config.ConfigOption;

/**
 * One option of a command: what {@code --help} says of it, and what it sets. Immutable.
 *
 * @param shortName a letter, or null
 * @param name the long name, without dashes; null when there is only a letter
 * @param argument the argument's name; null for a flag
 * @param setting what the argument is the value of; null when the command reads it itself
 */
record CommandOption(
    String shortName, String name, String argument, ConfigOption<?> setting, String doc) {

  static CommandOption flag(String name, String doc) {
    return new CommandOption(null, name, null, null, doc);
  }

  static CommandOption of(String name, String argument, String doc) {
    return new CommandOption(null, name, argument, null, doc);
  }

  /** An option with only a letter, such as {@code -e}. */
  static CommandOption letter(String shortName, String argument, String doc) {
    return new CommandOption(shortName, null, argument, null, doc);
  }

  /** A dedicated option of a setting; the setting says what it means. */
  static CommandOption of(String name, String argument, ConfigOption<?> setting) {
    return new CommandOption(null, name, argument, setting, setting.doc());
  }

  /** The name by which the parser knows it. */
  String key() {
    return name == null ? shortName : name;
  }

  /** As a user writes it: {@code --name}, {@code -e}. */
  String dashed() {
    return name == null ? "-" + shortName : "--" + name;
  }
}
