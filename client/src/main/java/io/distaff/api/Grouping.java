package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;

/**
 * Which groups are made of keys. Immutable.
 *
 * @param sets of SETS, of the keys; else empty
 */
record Grouping(Kind kind, List<Term> keys, List<List<Term>> sets) {
  enum Kind {
    /** One for all keys together. */
    PLAIN("", ""),
    /** Of all keys, of all but the last, and so on, down to one of all rows. */
    ROLLUP("ROLLUP(", ")"),
    /** Of every set of keys. */
    CUBE("CUBE(", ")"),
    /** Of these sets of keys. */
    SETS("GROUPING SETS(", ")");

    private final String before;
    private final String after;

    Kind(String before, String after) {
      this.before = before;
      this.after = after;
    }
  }

  Grouping {
    keys = List.copyOf(keys);
    sets = sets.stream().map(List::copyOf).toList();
  }

  /** Of all kinds but SETS. */
  static Grouping of(Kind kind, List<Term> keys) {
    return new Grouping(kind, keys, List.of());
  }

  /**
   * Throws SEMANTIC_ERROR for no sets, for what is in a set and no key, and for a key that is in no
   * set.
   */
  static Grouping sets(List<List<Term>> sets, List<Term> keys) {
    if (sets.isEmpty()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "groupingSets() needs at least one set; an empty one is of all");
    }
    List<Term> used = sets.stream().flatMap(List::stream).distinct().toList();
    check(used, keys, "is in a set, and none of the columns: add it to them");
    check(keys, used, "is in none of the sets: leave it out, or add it to one");
    return new Grouping(Kind.SETS, keys, sets);
  }

  private static void check(List<Term> terms, List<Term> allowed, String otherwise) {
    for (Term term : terms) {
      if (!allowed.contains(term)) {
        throw new DistaffException(
            ErrorCode.SEMANTIC_ERROR,
            "groupingSets(): %s %s".formatted(TermWriter.shown(term), otherwise));
      }
    }
  }

  /** The clause of a SELECT; nothing where all rows are one group. */
  void write(StatementWriter statement) {
    if (keys.isEmpty() && sets.isEmpty()) {
      return;
    }
    statement.line("GROUP BY " + kind.before);
    if (kind != Kind.SETS) {
      statement.terms(keys);
    }
    for (int s = 0; s < sets.size(); s++) {
      statement.line(s == 0 ? "(" : "), (").terms(sets.get(s));
    }
    statement.line((sets.isEmpty() ? "" : ")") + kind.after);
  }
}
