package io.distaff.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** SQL as both engines spell it, as a tree that can be made smaller. Immutable. */
sealed interface Sql {
  /** What this engine is asked. */
  String ours();

  /** What DuckDB is asked. */
  String duckDb();

  /** The same with one thing left out or put more simply, in every way there is. */
  Stream<Sql> smaller();

  /** Text that both understand. */
  static Sql of(String text) {
    return of(text, text);
  }

  /** One text for each. */
  static Sql of(String ours, String duckDb) {
    return new Template(ours, duckDb, List.of(), List.of());
  }

  /** A text with {@code $0} to {@code $9} where the arguments belong. */
  static Sql of(String template, Sql... arguments) {
    return new Template(template, template, List.of(arguments), List.of());
  }

  /**
   * A text with arguments.
   *
   * @param instead what could stand here as well
   */
  record Template(String ourText, String duckDbText, List<Sql> arguments, List<Sql> instead)
      implements Sql {
    @Override
    public String ours() {
      return filled(ourText, arguments.stream().map(Sql::ours).toList());
    }

    @Override
    public String duckDb() {
      return filled(duckDbText, arguments.stream().map(Sql::duckDb).toList());
    }

    private static String filled(String template, List<String> arguments) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < template.length(); i++) {
        if (template.charAt(i) == '$') {
          i++;
          text.append(arguments.get(template.charAt(i) - '0'));
        } else {
          text.append(template.charAt(i));
        }
      }
      return text.toString();
    }

    @Override
    public Stream<Sql> smaller() {
      Stream<Sql> within =
          smallerOnes(arguments)
              .map(smaller -> new Template(ourText, duckDbText, smaller, instead));
      return Stream.concat(instead.stream(), within);
    }
  }

  /**
   * Any number of things with something before, between and behind them; nothing at all where there
   * are none.
   *
   * @param least how many must be left
   */
  record Items(String before, String separator, String behind, int least, List<Sql> items)
      implements Sql {
    @Override
    public String ours() {
      return joined(items.stream().map(Sql::ours));
    }

    @Override
    public String duckDb() {
      return joined(items.stream().map(Sql::duckDb));
    }

    private String joined(Stream<String> texts) {
      return items.isEmpty() ? "" : texts.collect(Collectors.joining(separator, before, behind));
    }

    @Override
    public Stream<Sql> smaller() {
      Stream<List<Sql>> fewer =
          items.size() <= least
              ? Stream.of()
              : IntStream.range(0, items.size()).mapToObj(i -> without(items, i));
      return Stream.concat(fewer, smallerOnes(items))
          .map(some -> new Items(before, separator, behind, least, some));
    }

    private static List<Sql> without(List<Sql> items, int index) {
      List<Sql> others = new ArrayList<>(items);
      others.remove(index);
      return others;
    }
  }

  /** The same list with one of its members made smaller. */
  private static Stream<List<Sql>> smallerOnes(List<Sql> members) {
    return IntStream.range(0, members.size())
        .boxed()
        .flatMap(
            i ->
                members
                    .get(i)
                    .smaller()
                    .map(
                        smaller -> {
                          List<Sql> changed = new ArrayList<>(members);
                          changed.set(i, smaller);
                          return changed;
                        }));
  }
}
