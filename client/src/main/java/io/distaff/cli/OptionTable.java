package io.distaff.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of a command, in the order of its help. The parser and the help are made of it. */
record OptionTable(List<CommandOption> options) {
  private static final int DOC_COLUMN = 32;
  private static final int LINE_WIDTH = 100;

  static final CommandOption HELP =
      new CommandOption("h", "help", null, null, "Shows this and ends.");

  OptionTable {
    options = List.copyOf(options);
  }

  static OptionTable of(CommandOption... options) {
    return new OptionTable(List.of(options));
  }

  /** These options, then the other's. */
  OptionTable plus(OptionTable other) {
    List<CommandOption> all = new ArrayList<>(options);
    all.addAll(other.options);
    return new OptionTable(all);
  }

  Optional<CommandOption> find(String key) {
    return options.stream().filter(option -> option.key().equals(key)).findFirst();
  }

  List<String> dashedNames() {
    return options.stream().map(CommandOption::dashed).toList();
  }

  /** For the parser. */
  Options toParserOptions() {
    Options parserOptions = new Options();
    for (CommandOption option : options) {
      parserOptions.addOption(
          new Option(option.shortName(), option.name(), option.argument() != null, option.doc()));
    }
    return parserOptions;
  }

  /** A line or more an option. */
  String help() {
    StringBuilder help = new StringBuilder();
    for (CommandOption option : options) {
      StringBuilder line = new StringBuilder("  ");
      if (option.shortName() != null && option.name() != null) {
        line.append('-').append(option.shortName()).append(", ");
      }
      line.append(option.dashed());
      if (option.argument() != null) {
        line.append(' ').append(option.argument());
      }
      if (line.length() >= DOC_COLUMN - 1) {
        help.append(line).append('\n');
        line.setLength(0);
      }
      appendDoc(help, line, doc(option));
    }
    return help.toString();
  }

  private static String doc(CommandOption option) {
    if (option.setting() == null) {
      return option.doc();
    }
    String byDefault =
        option.setting().defaultText() == null || option.setting().defaultText().isEmpty()
            ? ""
            : "; default " + option.setting().defaultText();
    return option.doc() + " (" + option.setting().key() + byDefault + ")";
  }

  private static void appendDoc(StringBuilder help, StringBuilder line, String doc) {
    line.append(" ".repeat(DOC_COLUMN - line.length()));
    int wordsInLine = 0;
    for (String word : doc.split(" ", -1)) {
      if (wordsInLine > 0 && line.length() + 1 + word.length() > LINE_WIDTH) {
        help.append(line).append('\n');
        line.setLength(0);
        line.append(" ".repeat(DOC_COLUMN));
        wordsInLine = 0;
      }
      line.append(wordsInLine == 0 ? "" : " ").append(word);
      wordsInLine++;
    }
    help.append(line).append('\n');
  }
}
