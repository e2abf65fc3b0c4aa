package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.ColumnNames;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** The names of one or two DataFrames' columns in a statement about these. Immutable. */
final class ScopeNames implements ColumnNames {
  private final List<Scope.Entry> entries = new ArrayList<>();

  /** What the statement calls the columns. */
  private final List<List<String>> targets = new ArrayList<>();

  /** The columns of one input. */
  static ScopeNames of(Scope scope) {
    ScopeNames names = new ScopeNames();
    scope.distinctNames().forEach(name -> names.targets.add(List.of(name)));
    names.entries.addAll(scope.entries());
    return names;
  }

  /** The columns of two inputs, which the statement calls by these names. */
  static ScopeNames of(Scope left, String leftTable, Scope right, String rightTable) {
    ScopeNames names = new ScopeNames();
    left.distinctNames().forEach(name -> names.targets.add(List.of(leftTable, name)));
    right.distinctNames().forEach(name -> names.targets.add(List.of(rightTable, name)));
    names.entries.addAll(left.entries());
    names.entries.addAll(right.entries());
    return names;
  }

  /** Whether a name, or the first parts of it, mean a column. */
  boolean has(List<String> parts) {
    return !find(parts).places().isEmpty();
  }

  /** The columns that a name, or the first parts of it, may mean. */
  List<Integer> places(List<String> parts) {
    return find(parts).places();
  }

  @Override
  public List<List<String>> meanings(List<String> parts) {
    Found found = known(parts);
    List<List<String>> meanings = new ArrayList<>();
    for (int place : found.places()) {
      List<String> meaning = new ArrayList<>(targets.get(place));
      meaning.addAll(parts.subList(found.numParts(), parts.size()));
      meanings.add(meaning);
    }
    return meanings;
  }

  /** The column that is all that a term names. */
  OptionalInt place(Term term) {
    List<String> parts =
        term instanceof Term.Name name
            ? name.parts()
            : term instanceof Term.Bound bound ? List.of(bound.frame(), bound.name()) : List.of();
    if (parts.isEmpty()) {
      return OptionalInt.empty();
    }
    Found found = known(parts);
    boolean isOne = found.places().size() == 1 && found.numParts() == parts.size();
    return isOne ? OptionalInt.of(found.places().get(0)) : OptionalInt.empty();
  }

  /** The columns that a star stands for; null when it isn't of a table. */
  List<Integer> places(Term.Star star) {
    if (star.of().isEmpty()) {
      return shown(entry -> true);
    }
    List<Integer> places =
        star.of().size() == 1
            ? shown(entry -> star.of().get(0).equalsIgnoreCase(entry.table()))
            : List.of();
    return places.isEmpty() ? null : places;
  }

  /** The columns whose names match; throws SEMANTIC_ERROR when there is none. */
  List<Integer> places(Term.Matching matching) {
    List<Integer> places = shown(entry -> matching.pattern().matcher(entry.name()).matches());
    if (places.isEmpty()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "colRegex(\"%s\") matches no column; there are %s"
              .formatted(matching.regex(), entries.stream().map(Scope.Entry::name).toList()));
    }
    return places;
  }

  Scope.Entry entry(int place) {
    return entries.get(place);
  }

  /** The name of a column in the statement. */
  Term term(int place) {
    return new Term.Name(targets.get(place));
  }

  /**
   * Columns that a name may mean.
   *
   * @param numParts of the name; the others are members
   */
  private record Found(List<Integer> places, int numParts) {}

  private Found find(List<String> parts) {
    if (parts.size() >= 2 && FrameIds.isFrame(parts.get(0))) {
      return new Found(bound(parts.get(0), parts.get(1)), 2);
    }
    if (parts.size() >= 2) {
      List<Integer> ofTable =
          places(e -> parts.get(0).equalsIgnoreCase(e.table()) && e.isCalled(parts.get(1)));
      if (!ofTable.isEmpty()) {
        return new Found(ofTable, 2);
      }
    }
    return new Found(places(entry -> entry.isCalled(parts.get(0))), 1);
  }

  /** Throws SEMANTIC_ERROR for a column of another DataFrame; only SQL can know other names. */
  private Found known(List<String> parts) {
    Found found = find(parts);
    if (found.places().isEmpty() && FrameIds.isFrame(parts.get(0))) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "column %s is of another DataFrame, which this one isn't made of, or was left out or replaced on the way; there are %s: col(\"%1$s\") means a column by its name alone"
              .formatted(parts.get(1), entries.stream().map(Scope.Entry::name).toList()));
    }
    return found;
  }

  /** Of columns that aren't left out or, if there are none, of those that are. */
  private List<Integer> places(Predicate<Scope.Entry> condition) {
    List<Integer> shown = shown(condition);
    return shown.isEmpty() ? matching(entry -> entry.isLeftOut() && condition.test(entry)) : shown;
  }

  private List<Integer> shown(Predicate<Scope.Entry> condition) {
    return matching(entry -> !entry.isLeftOut() && condition.test(entry));
  }

  private List<Integer> matching(Predicate<Scope.Entry> condition) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (condition.test(entries.get(i))) {
        places.add(i);
      }
    }
    return places;
  }

  /** Of columns that were one of that DataFrame, those that it was made to fewest changes ago. */
  private List<Integer> bound(String frame, String name) {
    List<Integer> nearest = new ArrayList<>();
    int least = Integer.MAX_VALUE;
    for (int place : places(entry -> entry.isCalled(name) && entry.distance(frame) >= 0)) {
      int distance = entries.get(place).distance(frame);
      if (distance <= least) {
        if (distance < least) {
          nearest.clear();
        }
        least = distance;
        nearest.add(place);
      }
    }
    return nearest;
  }
}
