package io.distaff.sql;

import io.distaff.config.NearestName;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.util.List;
import java.util.Map;

/** Values in the place of {@code :name} in a text. Stateless. */
public final class NamedParameters {
  private NamedParameters() {}

  /**
   * The text with values in it; those that it doesn't name don't matter. Throws SEMANTIC_ERROR for
   * a name without a value.
   *
   * @param values as SQL has them, by name
   */
  public static String bind(String sql, Map<String, String> values) {
    SqlText text = SqlText.of(sql);
    List<Token> tokens = SqlScanner.tokens(sql);
    StringBuilder bound = new StringBuilder();
    int copied = 0;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token colon = tokens.get(i);
      Token name = tokens.get(i + 1);
      boolean isCast = i > 0 && tokens.get(i - 1).text().endsWith(":");
      if (!colon.isSymbol(":")
          || isCast
          || name.kind() != Kind.WORD
          || name.start() != colon.end()) {
        continue;
      }
      String value = values.get(name.text());
      if (value == null) {
        throw text.error(
            ErrorCode.SEMANTIC_ERROR,
            "there is no value for :"
                + name.text()
                + NearestName.of(name.text(), values.keySet())
                    .map(nearest -> "; did you mean :" + nearest + "?")
                    .orElse(""),
            colon.start());
      }
      bound.append(sql, copied, colon.start()).append(value);
      copied = name.end();
    }
    return bound.append(sql, copied, sql.length()).toString();
  }
}
