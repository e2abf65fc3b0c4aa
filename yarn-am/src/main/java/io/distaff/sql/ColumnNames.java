package io.distaff.sql;

import java.util.List;

/**
 * What names mean in a text over the results of other queries, where more is known of their columns
 * than SQL can say: what they were called before a join, and two columns of one name.
 */
@FunctionalInterface
public interface ColumnNames {
  /** Nothing more is known. */
  ColumnNames SQL = parts -> List.of();

  /**
   * The columns that a name may mean, each by a name that SQL understands.
   *
   * @param parts as they are written, from the outermost; the last ones may be members of structs
   * @return empty where SQL's own rules hold; more than one = the name is ambiguous
   */
  List<List<String>> meanings(List<String> parts);

  /** What is wrong with a name that several columns have. */
  static String ambiguous(String name, int numColumns) {
    return "column %1$s is ambiguous: %2$d columns have the name; left.col(\"%1$s\"), or x.%1$s after left.as(\"x\"), says which is meant"
        .formatted(name, numColumns);
  }
}
