package io.distaff.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/**
 * The names of a sub-query's columns where several have the same: Calcite gets a hidden name for
 * each of them, so that a star has them all, and whoever names one is told that it is ambiguous.
 * Compares names without regard to case. Immutable.
 */
final class DuplicateNames implements SqlNameMatcher {
  /** Stands between the name that columns share and the number of one. */
  private static final char MARK = '\u01D2';

  private static final SqlNameMatcher PLAIN = SqlNameMatchers.withCaseSensitive(false);

  /** A name that several columns of a table have. */
  static final class Ambiguous extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final int columns;

    Ambiguous(String name, int columns) {
      super("%s: %d columns".formatted(name, columns));
      this.name = name;
      this.columns = columns;
    }

    String name() {
      return name;
    }

    int columns() {
      return columns;
    }
  }

  /** The names with hidden ones in the place of those that are there more than once. */
  static List<String> hide(List<String> names) {
    Map<String, Integer> counts = new HashMap<>();
    names.forEach(name -> counts.merge(folded(name), 1, Integer::sum));
    List<String> unique = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String shown = shown(names.get(i));
      unique.add(counts.get(folded(shown)) > 1 ? shown + MARK + i : shown);
    }
    return unique;
  }

  private static String folded(String name) {
    return shown(name).toLowerCase(Locale.ROOT);
  }

  /** The name that the user knows. */
  static String shown(String name) {
    int mark = name.indexOf(MARK);
    return mark < 0 ? name : name.substring(0, mark);
  }

  private static boolean isHidden(String name) {
    return name.indexOf(MARK) >= 0;
  }

  /** Throws {@link Ambiguous}. */
  @Override
  public RelDataTypeField field(RelDataType rowType, String name) {
    RelDataTypeField found = PLAIN.field(rowType, name);
    if (found == null && rowType.isStruct() && frequency(rowType.getFieldNames(), name) > 1) {
      throw new Ambiguous(name, frequency(rowType.getFieldNames(), name));
    }
    return found;
  }

  @Override
  public int frequency(Iterable<String> names, String name) {
    int count = 0;
    for (String each : names) {
      count += matches(isHidden(name) ? each : shown(each), name) ? 1 : 0;
    }
    return count;
  }

  @Override
  public boolean isCaseSensitive() {
    return PLAIN.isCaseSensitive();
  }

  @Override
  public boolean matches(String string, String name) {
    return PLAIN.matches(string, name);
  }

  @Override
  public <K extends List<String>, V> V get(
      Map<K, V> map, List<String> prefixNames, List<String> names) {
    return PLAIN.get(map, prefixNames, names);
  }

  @Override
  public String bestString() {
    return PLAIN.bestString();
  }

  @Override
  public Set<String> createSet() {
    return PLAIN.createSet();
  }
}
