package io.distaff.api;

import io.distaff.row.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in partitions one behind the other in an order of keys. What keys there are is found by a
 * query over some of the rows; each row then gets the number of its partition by a binary search
 * among the bounds, which is a CASE within a CASE:
 *
 * <pre>
 *   bounds 10, 20, 30     CASE WHEN k &lt; 20 THEN CASE WHEN k &lt; 10 THEN 0 ELSE 1 END
 *                         ELSE CASE WHEN k &lt; 30 THEN 2 ELSE 3 END END
 * </pre>
 *
 * Stateless.
 */
final class RangePartitions {
  private static final String NUMBER = "#partition";
  private static final int ROWS_PER_PARTITION = 100;
  private static final long SEED = 1;

  private RangePartitions() {}

  /** A key, and how rows are ordered by it. */
  private record Key(Column column, Column order, boolean descending, boolean nullsFirst) {
    static Key of(Term term) {
      if (!(term instanceof Term.Sorted sorted)) {
        return new Key(new Column(term), new Column(term).asc(), false, true);
      }
      boolean descending = sorted.direction().startsWith("DESC");
      boolean nullsFirst =
          sorted.direction().endsWith("FIRST")
              || (!descending && !sorted.direction().endsWith("LAST"));
      return new Key(new Column(sorted.key()), new Column(term), descending, nullsFirst);
    }

    /** Whether a row comes before all that have a value; not true where that isn't known. */
    Column isBefore(Object value) {
      if (value == null) {
        return nullsFirst ? Functions.lit(false) : column.isNotNull();
      }
      Column before = descending ? column.gt(value) : column.lt(value);
      return nullsFirst ? column.isNull().or(before) : before;
    }
  }

  /** Runs a query to find the bounds. */
  static DataFrame of(DataFrame input, int partitions, List<Term> terms) {
    List<Key> keys = terms.stream().map(Key::of).toList();
    List<Row> bounds =
        bounds(sample(input, (long) partitions * ROWS_PER_PARTITION, keys), partitions);
    Column number = number(bounds, 0, bounds.size(), keys).cast("int").as(NUMBER);
    Relation numbered =
        input
            .session()
            .algebra()
            .select(input.relation(), List.of(new Term.Star(List.of()), number.term()));
    Relation moved = input.session().algebra().repartitionByNumber(numbered, partitions);
    return input.derived(moved).drop(NUMBER);
  }

  /** The keys of about so many rows, in order. */
  private static List<Row> sample(DataFrame input, long wanted, List<Key> keys) {
    Column[] columns = new Column[keys.size()];
    Column[] orders = new Column[keys.size()];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = keys.get(k).column().as("k" + k);
      orders[k] = keys.get(k).order();
    }
    long rows = input.count();
    double fraction = rows <= 2 * wanted ? 1 : 2.0 * wanted / rows;
    return input.sample(fraction, SEED).orderBy(orders).select(columns).collect();
  }

  /** The first keys of all partitions but the first. */
  private static List<Row> bounds(List<Row> ordered, int partitions) {
    List<Row> bounds = new ArrayList<>();
    for (int p = 1; p < partitions && !ordered.isEmpty(); p++) {
      Row bound = ordered.get((int) ((long) p * ordered.size() / partitions));
      if (bounds.isEmpty() || !bounds.get(bounds.size() - 1).equals(bound)) {
        bounds.add(bound);
      }
    }
    return bounds;
  }

  private static Column number(List<Row> bounds, int from, int to, List<Key> keys) {
    if (from == to) {
      return Functions.lit(from);
    }
    int middle = (from + to) >>> 1;
    return Functions.when(isBefore(bounds.get(middle), keys), number(bounds, from, middle, keys))
        .otherwise(number(bounds, middle + 1, to, keys));
  }

  private static Column isBefore(Row bound, List<Key> keys) {
    Column before = null;
    for (int k = keys.size() - 1; k >= 0; k--) {
      Key key = keys.get(k);
      Column here = key.isBefore(bound.get(k));
      before = before == null ? here : here.or(key.column().eqNullSafe(bound.get(k)).and(before));
    }
    return before;
  }
}
