package io.distaff.sql;

import io.distaff.sql.SqlScanner.Kind;
import io.distaff.sql.SqlScanner.Token;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * The letters behind a number that say its type, which Calcite's grammar doesn't have: {@code 1L},
 * {@code 2S}, {@code 3Y}, {@code 1.5D}, {@code 1.5F}, {@code 1e3BD}. They are blanked, so that
 * every position stays, and {@link #restore} gives the number that ends before them its type. For
 * one text, confined to one thread.
 */
final class NumberSuffixes {
  private static final Pattern SUFFIXED =
      Pattern.compile("(\\d+(?:E\\d+)?)(BD|[LSYDF])", Pattern.CASE_INSENSITIVE);

  private final SqlText sql;
  private final StringBuilder text;

  /** By the offset of the number's last digit, in upper case. */
  private final Map<Integer, String> suffixes = new HashMap<>();

  /**
   * @param readable as Calcite is to read it otherwise: of the same length
   */
  NumberSuffixes(SqlText sql, SqlText readable) {
    this.sql = sql;
    this.text = new StringBuilder(readable.text());
    for (Token token : sql.tokens()) {
      Matcher matcher = SUFFIXED.matcher(token.text());
      if (token.kind() == Kind.WORD && matcher.matches()) {
        int end = token.start() + matcher.end(1);
        suffixes.put(end - 1, matcher.group(2).toUpperCase(Locale.ROOT));
        SqlText.blank(text, end, token.end());
      }
    }
  }

  /** The text that Calcite can read. */
  SqlText text() {
    return sql.rewritten(text.toString());
  }

  /** The tree with numbers of the types that the user has written. */
  SqlNode restore(SqlNode tree) {
    return suffixes.isEmpty()
        ? tree
        : tree.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlLiteral literal) {
                SqlParserPos position = literal.getParserPosition();
                String suffix =
                    literal instanceof SqlNumericLiteral && position.getLineNum() > 0
                        ? suffixes.get(
                            sql.offset(position.getEndLineNum(), position.getEndColumnNum()))
                        : null;
                return suffix == null ? literal : typed(literal, suffix);
              }
            });
  }

  private static SqlNode typed(SqlLiteral literal, String suffix) {
    SqlParserPos position = literal.getParserPosition();
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    return switch (suffix) {
      case "D" -> SqlLiteral.createApproxNumeric(value + "E0", position);
      case "F" -> cast(literal, SqlTypeName.REAL);
      case "L" -> cast(literal, SqlTypeName.BIGINT);
      case "S" -> cast(literal, SqlTypeName.SMALLINT);
      case "Y" -> cast(literal, SqlTypeName.TINYINT);
      default -> decimal(value, position);
    };
  }

  private static SqlNode decimal(BigDecimal value, SqlParserPos position) {
    BigDecimal exact = value.scale() < 0 ? value.setScale(0) : value;
    SqlNode number = SqlLiteral.createExactNumeric(exact.toPlainString(), position);
    if (exact.scale() > 0) {
      return number;
    }
    return EngineCast.to(
        number, new SqlBasicTypeNameSpec(SqlTypeName.DECIMAL, exact.precision(), 0, position));
  }

  private static SqlNode cast(SqlNode number, SqlTypeName type) {
    return EngineCast.to(number, new SqlBasicTypeNameSpec(type, number.getParserPosition()));
  }
}
