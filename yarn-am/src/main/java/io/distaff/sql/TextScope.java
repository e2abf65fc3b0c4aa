package io.distaff.sql;

import io.distaff.function.UserRoutine;
import java.util.List;
import java.util.Map;

/**
 * What a text may name beside what the session knows.
 *
 * @param queries by the names that stand for them; they hide views of the same name
 * @param columns what names of the queries' columns mean
 * @param functions by their unique names
 */
public record TextScope(
    Map<String, AnalyzedQuery> queries, ColumnNames columns, List<UserRoutine> functions) {
  /** Nothing more. */
  public static final TextScope SESSION = of(Map.of());

  public TextScope {
    queries = Map.copyOf(queries);
    functions = List.copyOf(functions);
  }

  /** The results of other queries. */
  public static TextScope of(Map<String, AnalyzedQuery> queries) {
    return new TextScope(queries, ColumnNames.SQL, List.of());
  }
}
