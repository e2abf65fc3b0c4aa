package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Changes of a DataFrame's columns that are a SELECT of nearly all of them. Stateless. */
final class ColumnChanges {
  private ColumnChanges() {}

  private static Term kept(ScopeNames names, Scope.Entry entry, int place) {
    return new Term.Alias(names.term(place), List.of(entry.name()));
  }

  /**
   * A SELECT of columns, some of which are those of the input.
   *
   * @param places of the input's columns; -1 = another
   */
  private static Relation select(
      Algebra algebra, Relation input, List<Term> terms, List<Integer> places) {
    Relation selected = algebra.select(input, terms);
    List<Scope.Entry> entries = selected.scope().entries();
    if (entries.size() != terms.size()) {
      return selected; // a function has made several columns
    }
    List<Scope.Entry> known = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Scope.Entry entry = entries.get(i);
      int place = places.get(i);
      Scope.Entry before = place < 0 ? entry : input.scope().entries().get(place);
      known.add(new Scope.Entry(entry.name(), before.table(), before.origin()));
    }
    return selected.with(new Scope(known));
  }

  /** All columns, and others by their names. */
  static Relation with(Algebra algebra, Relation input, Map<String, Column> columns) {
    ScopeNames names = ScopeNames.of(input.scope());
    Map<String, Column> left = caseless(columns);
    Map<String, Column> all = caseless(columns);
    List<Term> terms = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<Scope.Entry> entries = input.scope().entries();
    for (int i = 0; i < entries.size(); i++) {
      Scope.Entry entry = entries.get(i);
      Column column = all.get(entry.name());
      left.remove(entry.name());
      terms.add(column == null ? kept(names, entry, i) : renamed(column.term(), entry.name()));
      places.add(column == null ? i : -1);
    }
    columns.forEach(
        (name, column) -> {
          if (left.remove(name) != null) {
            terms.add(renamed(column.term(), name));
            places.add(-1);
          }
        });
    return select(algebra, input, terms, places);
  }

  private static Term renamed(Term term, String name) {
    Term inner = term instanceof Term.Alias alias ? alias.term() : term;
    return new Term.Alias(inner, List.of(name));
  }

  private static <T> Map<String, T> caseless(Map<String, T> map) {
    Map<String, T> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    map.forEach(
        (name, value) -> {
          Required.of(name, "the name of a column");
          Required.of(value, "what column " + name + " is to be");
          if (caseless.put(name, value) != null) {
            throw semantic("the name " + name + " is given twice");
          }
        });
    return caseless;
  }

  /** Columns under other names, by the old ones. */
  static Relation renamed(Algebra algebra, Relation input, Map<String, String> renamed) {
    Map<String, String> caseless = caseless(renamed);
    return named(
        algebra,
        input,
        input.scope().names().stream().map(name -> caseless.getOrDefault(name, name)).toList());
  }

  /** All columns under these names. */
  static Relation named(Algebra algebra, Relation input, List<String> names) {
    List<Scope.Entry> entries = input.scope().entries();
    if (names.size() != entries.size()) {
      throw semantic(
          "toDF() needs a name for each of the %d columns, not %d names"
              .formatted(entries.size(), names.size()));
    }
    ScopeNames known = ScopeNames.of(input.scope());
    List<Term> terms = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      terms.add(new Term.Alias(known.term(i), List.of(names.get(i))));
      places.add(names.get(i).equals(entries.get(i).name()) ? i : -1);
    }
    return select(algebra, input, terms, places);
  }

  /** The columns without those of some names. */
  static Relation without(Algebra algebra, Relation input, Set<String> dropped) {
    Set<String> lower = new HashSet<>();
    dropped.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    List<String> names = input.scope().names();
    return keep(algebra, input, i -> !lower.contains(names.get(i).toLowerCase(Locale.ROOT)));
  }

  /** The columns without one; a term that is none of them leaves all. */
  static Relation without(Algebra algebra, Relation input, Term dropped) {
    OptionalInt place = ScopeNames.of(input.scope()).place(dropped);
    return place.isEmpty() ? input : keep(algebra, input, i -> i != place.getAsInt());
  }

  private static Relation keep(Algebra algebra, Relation input, IntPredicate keep) {
    ScopeNames names = ScopeNames.of(input.scope());
    List<Scope.Entry> entries = input.scope().entries();
    List<Term> terms = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (keep.test(i)) {
        terms.add(kept(names, entries.get(i), i));
        places.add(i);
      }
    }
    if (terms.isEmpty()) {
      throw semantic("drop() would leave no column of " + input.scope().names());
    }
    return terms.size() == entries.size() ? input : select(algebra, input, terms, places);
  }

  /** One row for each combination of the values of some columns. */
  static Relation distinctBy(Algebra algebra, Relation input, List<String> keys) {
    ScopeNames names = ScopeNames.of(input.scope());
    Set<Integer> keyPlaces = new HashSet<>();
    keys.forEach(key -> keyPlaces.add(input.scope().indexOf(key)));
    List<Scope.Entry> entries = input.scope().entries();
    if (keyPlaces.isEmpty() || keyPlaces.size() == entries.size()) {
      return algebra.distinct(input);
    }
    List<Term> keyTerms = new ArrayList<>();
    List<Term> others = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (keyPlaces.contains(i)) {
        order.add(keyTerms.size());
        keyTerms.add(names.term(i));
      } else {
        order.add(-1 - others.size());
        Term first = Column.call("first", new Column(names.term(i))).term();
        others.add(new Term.Alias(first, List.of("first#" + i)));
      }
    }
    Relation grouped = algebra.aggregate(input, Grouping.of(Grouping.Kind.PLAIN, keyTerms), others);
    ScopeNames ofGroups = ScopeNames.of(grouped.scope());
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      int place = order.get(i) >= 0 ? order.get(i) : keyTerms.size() - 1 - order.get(i);
      terms.add(new Term.Alias(ofGroups.term(place), List.of(entries.get(i).name())));
    }
    return input.with(
        algebra.select(grouped, terms).query(), new Derivation.Barrier(input, "dropDuplicates()"));
  }

  /** The rows of both, whose columns have the same names. */
  static Relation unionByName(Algebra algebra, Relation left, Relation right) {
    for (String name : right.scope().names()) {
      checkHas(left, name, "the left");
    }
    ScopeNames names = ScopeNames.of(right.scope());
    List<Term> terms = new ArrayList<>();
    for (String name : left.scope().names()) {
      checkHas(right, name, "the right");
      terms.add(new Term.Alias(names.term(right.scope().indexOf(name)), List.of(name)));
    }
    return algebra.combine(left, algebra.select(right, terms), "UNION ALL");
  }

  private static void checkHas(Relation side, String name, String which) {
    if (side.scope().entries().stream().noneMatch(entry -> entry.isCalled(name))) {
      throw semantic(
          "unionByName: %s DataFrame has no column %s; unionByName(other, true) makes it null there"
              .formatted(which, name));
    }
  }

  /** The rows of both, nulls where a side has no column of the name. */
  static Relation unionOfAll(Algebra algebra, Relation left, Relation right) {
    Relation all = extended(algebra, left, right);
    return unionByName(algebra, all, extended(algebra, right, all));
  }

  private static Relation extended(Algebra algebra, Relation input, Relation like) {
    Map<String, Column> missing = new java.util.LinkedHashMap<>();
    List<Scope.Entry> wanted = like.scope().entries();
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i).name();
      if (input.scope().entries().stream().noneMatch(entry -> entry.isCalled(name))) {
        missing.put(name, nothing(like.query().schema().type(i)));
      }
    }
    return missing.isEmpty() ? input : with(algebra, input, missing);
  }

  private static Column nothing(DataType type) {
    Column nothing = Functions.lit(null);
    return type.isNested() || type.equals(DataType.NULL) ? nothing : nothing.cast(type);
  }

  /**
   * A row for each of some columns.
   *
   * @param values none = all columns that aren't ids
   * @param outputs the names of the two columns for them
   */
  static Relation unpivot(
      Algebra algebra, Relation input, List<Term> ids, List<Term> values, List<String> outputs) {
    ScopeNames names = ScopeNames.of(input.scope());
    List<Term> unpivoted = values.isEmpty() ? others(input, names, ids) : values;
    if (unpivoted.isEmpty()) {
      throw semantic("unpivot() needs a column that isn't an id: " + input.scope().names());
    }
    Object[] all = unpivoted.stream().map(Column::new).toArray();
    Term common = new Term.Alias(Column.call("coalesce", all).term(), List.of(outputs.get(1)));
    DataType type = algebra.select(input, List.of(common)).query().schema().type(0);
    List<Object> rows = new ArrayList<>();
    for (Term value : unpivoted) {
      Column cast = type.isNested() ? new Column(value) : new Column(value).cast(type);
      String name = String.valueOf(value.columnName());
      rows.add(Column.call("named_struct", outputs.get(0), name, outputs.get(1), cast));
    }
    List<Term> terms = new ArrayList<>(ids);
    Term array = Column.call("array", rows.toArray()).term();
    terms.add(new Term.Alias(new Term.Generate("inline", array), outputs));
    return algebra.select(input, terms);
  }

  private static List<Term> others(Relation input, ScopeNames names, List<Term> ids) {
    Set<Integer> taken = new HashSet<>();
    ids.forEach(id -> names.place(id).ifPresent(taken::add));
    List<Term> others = new ArrayList<>();
    for (int i = 0; i < input.scope().entries().size(); i++) {
      if (!taken.contains(i)) {
        others.add(names.term(i));
      }
    }
    return others;
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
