package io.distaff.sql;

import java.util.Locale;
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

  /** How Calcite's message begins where a word in capitals is one of the standard's keywords. */
  private static final String VAGUE = "Incorrect syntax near the keyword";

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
      return SelectAliasLookup.LEFT_TO_RIGHT;
    }

    @Override
    public boolean allowExplicitRowValueConstructor() {
      return true;
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

  /** Reads text that Calcite can read. */
  static SqlNode expression(String text) throws SqlParseException {
    return read(text, SqlParser::parseExpression);
  }

  /** Reads text that Calcite can read. */
  static SqlNode query(String text) throws SqlParseException {
    return read(text, SqlParser::parseQuery);
  }

  private interface Reading {
    SqlNode of(SqlParser parser) throws SqlParseException;
  }

  private static SqlNode read(String text, Reading reading) throws SqlParseException {
    try {
      return reading.of(SqlParser.create(text, CONFIG));
    } catch (SqlParseException e) {
      String lower = text.toLowerCase(Locale.ROOT);
      boolean isVague = String.valueOf(e.getMessage()).startsWith(VAGUE);
      if (isVague && !lower.equals(text) && lower.length() == text.length()) {
        // Of keywords in lower case it says exactly what doesn't fit.
        read(lower, reading);
      }
      throw e;
    }
  }

  /** Throws SYNTAX_ERROR, NOT_SUPPORTED or LIMIT_EXCEEDED, with line, column and caret. */
  static SqlNode parse(SqlText sql) {
    QuotedText quoted = new QuotedText(sql);
    NumberSuffixes suffixes = new NumberSuffixes(sql, quoted.text());
    SqlText readable = UnitFunctions.forCalcite(sql, DefaultDatabase.forCalcite(suffixes.text()));
    TypeSyntax types = TypeSyntax.of(sql, readable);
    IntervalSyntax intervals = new IntervalSyntax(sql, types.text());
    TimestampSyntax timestamps = new TimestampSyntax(sql, intervals.text());
    ReservedNames names = new ReservedNames(sql, timestamps.text());
    MemberNames members = new MemberNames(sql, names.text());
    PatternLists patterns = new PatternLists(sql, members.text());
    RowCounts counts = new RowCounts(sql, patterns.text());
    GroupFrames frames = new GroupFrames(sql, counts.text());
    OperatorSyntax operators = new OperatorSyntax(sql, frames.text());
    FromSyntax from = FromSyntax.of(sql, GeneratorSyntax.forCalcite(sql, operators.text()));
    SelectSyntax select = new SelectSyntax(sql, from.text());
    try {
      SqlNode tree = counts.restore(select.addTo(query(select.text().text())));
      from.addTo(tree);
      tree = operators.restore(quoted.restore(names.restore(tree)));
      tree = members.restore(types.restore(suffixes.restore(intervals.restore(tree))));
      tree = timestamps.restore(tree);
      new Refusals(sql).check(tree);
      return DefaultDatabase.restore(frames.restore(patterns.restore(tree)));
    } catch (SqlParseException e) {
      throw new SyntaxErrors(sql).of(e);
    } catch (StackOverflowError e) {
      throw SyntaxErrors.tooDeep(e);
    }
  }
}
