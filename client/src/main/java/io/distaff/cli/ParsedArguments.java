package io.distaff.cli;

import io.distaff.config.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;

/**
 * A command's arguments, split into options and the rest. Immutable.
 *
 * @param given options in the order they were given
 * @param rest the words that are no options, nor arguments of options
 */
record ParsedArguments(List<Given> given, List<String> rest) {
  ParsedArguments {
    given = List.copyOf(given);
    rest = List.copyOf(rest);
  }

  /**
   * An option that was given.
   *
   * @param value null for a flag
   */
  record Given(CommandOption option, String value) {}

  /** Where options may stand. */
  enum Words {
    /** Anywhere among the other words. */
    MIXED,
    /** Before the first word that is no option: what follows it belongs to the program. */
    OPTIONS_FIRST
  }

  /**
   * Parses all there is to parse: a mistake is noted, and what it concerns is left out. After
   * {@code --} nothing is an option any more.
   */
  static ParsedArguments parse(
      OptionTable table, Words order, List<String> words, Problems problems) {
    List<Given> given = new ArrayList<>();
    List<String> plain = new ArrayList<>();
    List<String> remaining = new ArrayList<>(words);
    while (true) {
      try {
        DefaultParser parser = DefaultParser.builder().setAllowPartialMatching(false).get();
        CommandLine line =
            parser.parse(table.toParserOptions(), remaining.toArray(new String[0]), true);
        List<String> rest = line.getArgList();
        int end = remaining.size() - rest.size();
        boolean separated = end > 0 && remaining.get(end - 1).equals("--");
        if (!rest.isEmpty() && !separated && looksLikeOption(rest.get(0))) {
          problems.add(unknown(rest.get(0), table));
          boolean withArgument = rest.size() > 1 && seemsToHave(rest.get(0), rest.get(1), table);
          remaining.remove(end);
          if (withArgument) {
            remaining.remove(end);
          }
          continue;
        }
        given.addAll(given(table, line));
        if (rest.isEmpty() || separated || order == Words.OPTIONS_FIRST) {
          plain.addAll(rest);
          return new ParsedArguments(given, plain);
        }
        plain.add(rest.get(0));
        remaining = new ArrayList<>(rest.subList(1, rest.size()));
      } catch (MissingArgumentException e) {
        String name = dashed(e.getOption());
        problems.add("option " + name + " needs an argument");
        remaining.remove(withoutArgument(name, remaining));
      } catch (ParseException e) {
        problems.add(e.getMessage());
        return new ParsedArguments(given, plain);
      }
    }
  }

  private static boolean looksLikeOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  /** Where the option stands that nothing, or another option, follows. */
  private static int withoutArgument(String name, List<String> words) {
    int last = words.lastIndexOf(name);
    for (int i = 0; i < last; i++) {
      if (words.get(i).equals(name) && looksLikeOption(words.get(i + 1))) {
        return i;
      }
    }
    return last;
  }

  private static String dashed(Option option) {
    return option.getLongOpt() == null ? "-" + option.getOpt() : "--" + option.getLongOpt();
  }

  /**
   * Whether the word after an unknown option is its argument; a guess, so that what follows is
   * still checked.
   */
  private static boolean seemsToHave(String unknown, String next, OptionTable table) {
    if (unknown.contains("=") || looksLikeOption(next) || next.endsWith(".jar")) {
      return false;
    }
    return NearestName.of(unknown, table.dashedNames())
        .flatMap(nearest -> table.find(nearest.replaceFirst("^-+", "")))
        .map(option -> option.argument() != null)
        .orElse(true);
  }

  private static String unknown(String word, OptionTable table) {
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return "unknown option "
        + name
        + NearestName.of(name, table.dashedNames())
            .map(nearest -> "; did you mean " + nearest + "?")
            .orElse("");
  }

  private static List<Given> given(OptionTable table, CommandLine line) {
    List<Given> given = new ArrayList<>();
    for (Option option : line.getOptions()) {
      String key = option.getLongOpt() == null ? option.getOpt() : option.getLongOpt();
      given.add(new Given(table.find(key).orElseThrow(), option.getValue()));
    }
    return given;
  }

  boolean has(String key) {
    return given.stream().anyMatch(each -> each.option().key().equals(key));
  }

  /** The option's argument; the last one when it was given more than once. */
  Optional<String> value(String key) {
    List<String> values = values(key);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** Every argument of an option that can be repeated. */
  List<String> values(String key) {
    return given.stream()
        .filter(each -> each.option().key().equals(key))
        .map(Given::value)
        .toList();
  }

  /** Every item of an option whose argument is a list separated by commas. */
  List<String> items(String key) {
    return values(key).stream()
        .flatMap(value -> java.util.Arrays.stream(value.split(",", -1)))
        .map(String::trim)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** A whole number of at least {@code smallest}; a problem when it is none. */
  int count(String key, int smallest, int otherwise, Problems problems) {
    Optional<String> text = value(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int count = Integer.parseInt(text.get());
      if (count >= smallest) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The same message as for a number that is too small.
    }
    problems.add(
        "--" + key + " '" + text.get() + "' is not a whole number of at least " + smallest);
    return otherwise;
  }

  /** Notes words that the command has no use for. */
  void refuseRest(Problems problems) {
    rest.forEach(word -> problems.add("unexpected argument '" + word + "'"));
  }
}
