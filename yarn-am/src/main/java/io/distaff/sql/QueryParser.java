package io.distaff.sql;

import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * Reads the text of a query with Calcite's babel grammar: names in backquotes, text in single or
 * double quotes. Stateless.
 */
final class QueryParser {
  private static final int LONGEST_IDENTIFIER = 4096;

  /** Lenient about syntax, but not about what a query means. */
  static final SqlConformance CONFORMANCE = new Conformance();

  private static final class Conformance extends SqlDelegatingConformance {
    Conformance() {
      super(SqlConformanceEnum.BABEL);
    }

    @Override
    public boolean isNonStrictGroupBy() {
      return false;
    }

    @Override
    public SelectAliasLookup isSelectAlias() {
      return SelectAliasLookup.UNSUPPORTED;
    }
  }

  private static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(SqlBabelParserImpl.FACTORY)
          .withQuoting(Quoting.BACK_TICK)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withIdentifierMaxLength(LONGEST_IDENTIFIER)
          .withConformance(CONFORMANCE);

  private QueryParser() {}

  /** A parser of text that Calcite can read. */
  static SqlParser parser(String text) {
    return SqlParser.create(text, CONFIG);
  }

  /** Throws SYNTAX_ERROR or LIMIT_EXCEEDED, with line, column and caret. */
  static SqlNode parse(SqlText sql) {
    SqlText readable =
        UnitFunctions.forCalcite(sql, DefaultDatabase.forCalcite(QuotedText.forCalcite(sql)));
    TypeSyntax types = TypeSyntax.of(sql, readable);
    MemberNames members = new MemberNames(sql, types.text());
    PatternLists patterns = new PatternLists(sql, members.text());
    GroupFrames frames = new GroupFrames(sql, patterns.text());
    OperatorSyntax operators = new OperatorSyntax(sql, frames.text());
    FromSyntax from = FromSyntax.of(sql, GeneratorSyntax.forCalcite(sql, operators.text()));
    try {
      SqlNode tree = parser(from.text().text()).parseQuery();
      from.addTo(tree);
      return DefaultDatabase.restore(
          frames.restore(
              patterns.restore(
                  members.restore(types.restore(operators.restore(QuotedText.restore(tree)))))));
    } catch (SqlParseException e) {
      throw new SyntaxErrors(sql).of(e);
    } catch (StackOverflowError e) {
      throw SyntaxErrors.tooDeep(e);
    }
  }
}
