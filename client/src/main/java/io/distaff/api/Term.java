package io.distaff.api;

import io.distaff.encoder.UserAggregate;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.UserRoutine;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.SqlFunctions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The syntax of an expression, as a program has put it together: what a {@link Column} holds. It
 * means what the same expression means in SQL, and is written out as SQL by a {@link TermWriter}
 * when a DataFrame is made of it. Closed family; immutable, compared by value.
 */
sealed interface Term {
  void write(TermWriter out);

  /**
   * What a column of a SELECT is called when it is this and isn't given a name; null = SQL says.
   */
  default String columnName() {
    return TermWriter.shown(this);
  }

  /** Whether it may be more than one column of a SELECT, or names itself. */
  default boolean isWide() {
    return columnName() == null;
  }

  /** A column by its name, whose first parts may be a table and whose last parts members. */
  record Name(List<String> parts) implements Term {
    @Override
    public void write(TermWriter out) {
      out.name(parts);
    }

    @Override
    public String columnName() {
      return parts.get(parts.size() - 1);
    }
  }

  /** A column of one DataFrame; of what is made of it, the column that was its. */
  record Bound(String frame, String name) implements Term {
    @Override
    public void write(TermWriter out) {
      out.bound(frame, name);
    }

    @Override
    public String columnName() {
      return name;
    }
  }

  /** All columns: of everything, or of what a name says. */
  record Star(List<String> of) implements Term {
    @Override
    public void write(TermWriter out) {
      if (!of.isEmpty()) {
        out.name(of).sql(".");
      }
      out.sql("*");
    }

    @Override
    public String columnName() {
      return null;
    }
  }

  /** All columns whose names match; where columns are selected. */
  record Matching(String regex, Pattern pattern) implements Term {
    /** Throws USAGE for what isn't a regular expression. */
    static Matching of(String regex) {
      boolean isQuoted = regex.length() > 1 && regex.startsWith("`") && regex.endsWith("`");
      String plain = isQuoted ? regex.substring(1, regex.length() - 1) : regex;
      try {
        return new Matching(plain, Pattern.compile(plain, Pattern.CASE_INSENSITIVE));
      } catch (PatternSyntaxException e) {
        throw new DistaffException(
            ErrorCode.USAGE, "colRegex(\"%s\"): %s".formatted(regex, e.getMessage()), e);
      }
    }

    @Override
    public void write(TermWriter out) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "colRegex(\"" + regex + "\") may be several columns: it stands alone in select()");
    }

    @Override
    public String columnName() {
      return null;
    }
  }

  /** SQL that the program has written itself. */
  record Text(String sql) implements Term {
    private static final Pattern STAR = Pattern.compile("((\\w+|`[^`]+`)\\.)?\\*");

    static boolean isStar(String sql) {
      return STAR.matcher(sql).matches();
    }

    /** A star, if it is one; else itself. */
    Term starOrSelf() {
      return isStar(sql) ? ColumnName.parse(sql) : this;
    }

    @Override
    public void write(TermWriter out) {
      out.sql("(").sql(sql).sql(")");
    }

    @Override
    public String columnName() {
      return null;
    }
  }

  /**
   * A constant.
   *
   * @param shown as people read it
   */
  record Literal(String sql, String shown) implements Term {
    @Override
    public void write(TermWriter out) {
      out.literal(sql, shown);
    }
  }

  record Infix(Term left, String operator, Term right) implements Term {
    @Override
    public void write(TermWriter out) {
      out.sql("(").term(left).sql(" " + operator + " ").term(right).sql(")");
    }
  }

  /** An operator before its only operand. */
  record Prefix(String operator, Term operand) implements Term {
    @Override
    public void write(TermWriter out) {
      out.sql("(" + operator + " ").term(operand).sql(")");
    }
  }

  /** An operator behind its only operand. */
  record Suffix(Term operand, String operator) implements Term {
    @Override
    public void write(TermWriter out) {
      out.sql("(").term(operand).sql(" " + operator + ")");
    }
  }

  record Between(Term value, Term low, Term high) implements Term {
    @Override
    public void write(TermWriter out) {
      out.sql("(").term(value).sql(" BETWEEN ").term(low).sql(" AND ").term(high).sql(")");
    }
  }

  /** A call of a function by its name. */
  record Call(String function, Quantifier quantifier, List<Term> arguments) implements Term {
    /** Which rows an aggregate function takes. */
    enum Quantifier {
      ALL("("),
      DISTINCT("(DISTINCT ");

      private final String opening;

      Quantifier(String opening) {
        this.opening = opening;
      }

      /** What stands between the function's name and its arguments. */
      String opening() {
        return opening;
      }
    }

    @Override
    public void write(TermWriter out) {
      out.function(function).sql(quantifier.opening()).terms(arguments).sql(")");
      if (SqlFunctions.isAggregate(function)) {
        out.endAggregate();
      }
    }
  }

  /** A call of a function of the program's. */
  record UserCall(UserRoutine function, Call.Quantifier quantifier, List<Term> arguments)
      implements Term {
    @Override
    public void write(TermWriter out) {
      out.userFunction(function).sql(quantifier.opening()).terms(arguments).sql(")");
      if (function instanceof UserAggregate) {
        out.endAggregate();
      }
    }
  }

  /** A call that makes rows, whose columns SQL names. */
  record Generate(String function, Term argument) implements Term {
    @Override
    public void write(TermWriter out) {
      out.sql(function + "(").term(argument).sql(")");
    }

    @Override
    public String columnName() {
      return null;
    }
  }

  /** An expression whose aggregates are of those rows for which a condition is true. */
  record Filtered(Term value, Term condition) implements Term {
    @Override
    public void write(TermWriter out) {
      out.filtered(value, condition);
    }
  }

  /**
   * A cast.
   *
   * @param operator CAST or TRY_CAST
   */
  record Cast(String operator, Term value, String type) implements Term {
    @Override
    public void write(TermWriter out) {
      out.sql(operator + "(").term(value).sql(" AS " + type + ")");
    }

    /** A column that is cast keeps its name. */
    @Override
    public String columnName() {
      return value instanceof Name || value instanceof Bound
          ? value.columnName()
          : Term.super.columnName();
    }
  }

  /**
   * CASE.
   *
   * @param otherwise null = none
   */
  record Case(List<Branch> branches, Term otherwise) implements Term {
    record Branch(Term condition, Term value) {}

    @Override
    public void write(TermWriter out) {
      out.sql("CASE");
      for (Branch branch : branches) {
        out.sql(" WHEN ").term(branch.condition()).sql(" THEN ").term(branch.value());
      }
      if (otherwise != null) {
        out.sql(" ELSE ").term(otherwise);
      }
      out.sql(" END");
    }
  }

  /** An element of an array, or the value of a map's key. */
  record Item(Term collection, Term key) implements Term {
    @Override
    public void write(TermWriter out) {
      out.term(collection).sql("[").term(key).sql("]");
    }
  }

  /** A member of a struct. */
  record Member(Term struct, String name) implements Term {
    @Override
    public void write(TermWriter out) {
      out.member(struct, name);
    }
  }

  record In(Term value, List<Term> among) implements Term {
    @Override
    public void write(TermWriter out) {
      out.sql("(").term(value).sql(" IN (").terms(among).sql("))");
    }
  }

  /** Whether a value is one of those that a query of one column gives. */
  record InQuery(Term value, AnalyzedQuery query) implements Term {
    @Override
    public void write(TermWriter out) {
      out.sql("(").term(value).sql(" IN (SELECT * FROM ").query(query).sql("))");
    }
  }

  /** What a lambda is given; another one for each lambda. */
  final class Parameter implements Term {
    @Override
    public void write(TermWriter out) {
      out.parameter(this);
    }
  }

  record Lambda(List<Parameter> parameters, Term body) implements Term {
    @Override
    public void write(TermWriter out) {
      out.lambda(this);
    }
  }

  record Over(Term function, WindowSpec window) implements Term {
    @Override
    public void write(TermWriter out) {
      out.term(function).sql(" OVER (");
      window.write(out);
      out.sql(")");
    }
  }

  /** A key of an order, such as {@code x DESC NULLS LAST}. */
  record Sorted(Term key, String direction) implements Term {
    @Override
    public void write(TermWriter out) {
      out.term(key).sql(" " + direction);
    }
  }

  /** An expression with a name; with several, if it makes several columns. */
  record Alias(Term term, List<String> names) implements Term {
    @Override
    public void write(TermWriter out) {
      // Within an expression a name means nothing.
      out.term(term);
    }

    @Override
    public String columnName() {
      return names.get(0);
    }

    @Override
    public boolean isWide() {
      return term instanceof Generate;
    }
  }
}
