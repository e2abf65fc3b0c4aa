package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.ColumnNames;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the columns of a DataFrame may be called: by their names; behind the name of a table or an
 * alias that they come from, also after a join; and as columns of the DataFrames that this one was
 * made of. Immutable.
 */
record Scope(List<Entry> entries) {
  /**
   * A column.
   *
   * @param table the alias that it may be called with; null = none
   * @param origin the DataFrames that it was a column of; null = none
   * @param isLeftOut it is there for a filter or an order only, behind all others; its name means
   *     it where it means none of them, and no star has it
   */
  record Entry(String name, String table, Origin origin, boolean isLeftOut) {
    Entry(String name, String table, Origin origin) {
      this(name, table, origin, false);
    }

    Entry leftOut() {
      return new Entry(name, table, origin, true);
    }

    boolean isCalled(String other) {
      return name.equalsIgnoreCase(other);
    }

    /** How many DataFrames ago it was a column of this one; -1 = never. */
    int distance(String frame) {
      int distance = 0;
      for (Origin o = origin; o != null; o = o.before()) {
        if (o.frame().equals(frame)) {
          return distance;
        }
        distance++;
      }
      return -1;
    }
  }

  /** A DataFrame, and those before it. */
  record Origin(String frame, Origin before) {}

  Scope {
    entries = List.copyOf(entries);
  }

  /** Columns that come from nowhere. */
  static Scope of(Schema schema) {
    return new Scope(
        schema.fields().stream().map(field -> new Entry(field.name(), null, null)).toList());
  }

  /** The columns under the name of a table. */
  Scope as(String table) {
    return new Scope(entries.stream().map(e -> new Entry(e.name(), table, e.origin())).toList());
  }

  /** The columns as those of another DataFrame. */
  Scope in(String frame) {
    return new Scope(
        entries.stream()
            .map(e -> new Entry(e.name(), e.table(), new Origin(frame, e.origin())))
            .toList());
  }

  /** These columns, then the other's. */
  Scope concat(Scope other) {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(other.entries);
    return new Scope(all);
  }

  List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  /** The table that all columns are of; null if there is none. */
  String table() {
    List<String> tables =
        entries.stream()
            .filter(e -> !e.isLeftOut())
            .map(e -> String.valueOf(e.table()))
            .distinct()
            .toList();
    return tables.size() == 1 ? entries.get(0).table() : null;
  }

  /** Names by which SQL can tell the columns apart: their own, numbered where two are the same. */
  List<String> distinctNames() {
    Map<String, Integer> count = new HashMap<>();
    for (Entry entry : entries) {
      if (!entry.isLeftOut()) {
        count.merge(entry.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      }
    }
    List<String> distinct = new ArrayList<>();
    for (Entry entry : entries) {
      boolean isOne = !entry.isLeftOut() && count.get(entry.name().toLowerCase(Locale.ROOT)) == 1;
      distinct.add(isOne ? entry.name() : entry.name() + "#" + (distinct.size() + 1));
    }
    return distinct;
  }

  /** The columns' types under other names. */
  static Schema named(List<String> names, Schema types) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(new Field(names.get(i), types.type(i), types.field(i).nullable()));
    }
    return new Schema(fields);
  }

  /** The place of the only column of a name; throws SEMANTIC_ERROR for none or several. */
  int indexOf(String name) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).isCalled(name)) {
        found.add(i);
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new DistaffException(
        ErrorCode.SEMANTIC_ERROR,
        found.isEmpty()
            ? UnknownColumn.message(name, names())
            : ColumnNames.ambiguous(name, found.size()));
  }
}
