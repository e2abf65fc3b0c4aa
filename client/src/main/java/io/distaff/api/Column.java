package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * An expression over the columns of a DataFrame. It means what the same expression means in SQL:
 * three-valued logic, overflow and failed casts are errors, two integers divide to a DOUBLE. Names
 * are looked up, and types checked, when a DataFrame is made of it: {@code df.select(column)}.
 *
 * <p>Where a method takes an Object, that is another Column, or a value that becomes a constant
 * (see {@link Functions#lit}). Immutable; {@link #equals} compares expressions, {@link #equalTo}
 * makes one.
 */
public final class Column {
  private final Term term;

  Column(Term term) {
    this.term = term;
  }

  /** A column by its name, as {@link Functions#col} takes it. */
  public Column(String name) {
    this(ColumnName.parse(name));
  }

  Term term() {
    return term;
  }

  static List<Term> terms(Column... columns) {
    return Required.all(columns, "a column").stream().map(Column::term).toList();
  }

  static Column call(String function, Object... arguments) {
    List<Term> terms = Arrays.stream(arguments).map(Literals::of).toList();
    return new Column(new Term.Call(function, Term.Call.Quantifier.ALL, terms));
  }

  private Column infix(String operator, Object other) {
    return new Column(new Term.Infix(term, operator, Literals.of(other)));
  }

  private Column suffix(String operator) {
    return new Column(new Term.Suffix(term, operator));
  }

  // Arithmetic.

  public Column plus(Object other) {
    return infix("+", other);
  }

  public Column minus(Object other) {
    return infix("-", other);
  }

  public Column multiply(Object other) {
    return infix("*", other);
  }

  /** Of integers a DOUBLE; division by zero is an error. */
  public Column divide(Object other) {
    return infix("/", other);
  }

  /** The remainder, which has the sign of this. */
  public Column mod(Object other) {
    return infix("%", other);
  }

  public Column bitwiseAND(Object other) {
    return call("bitand", this, other);
  }

  public Column bitwiseOR(Object other) {
    return call("bitor", this, other);
  }

  public Column bitwiseXOR(Object other) {
    return call("bitxor", this, other);
  }

  // Comparison.

  /** Null if either is null. */
  public Column equalTo(Object other) {
    return infix("=", other);
  }

  public Column notEqual(Object other) {
    return infix("<>", other);
  }

  public Column gt(Object other) {
    return infix(">", other);
  }

  public Column geq(Object other) {
    return infix(">=", other);
  }

  public Column lt(Object other) {
    return infix("<", other);
  }

  public Column leq(Object other) {
    return infix("<=", other);
  }

  /** Equality in which null equals null; never null. */
  public Column eqNullSafe(Object other) {
    return infix("IS NOT DISTINCT FROM", other);
  }

  /** Both ends are included. */
  public Column between(Object low, Object high) {
    return new Column(new Term.Between(term, Literals.of(low), Literals.of(high)));
  }

  /** Whether it is one of these values or Columns; with no values false. */
  public Column isin(Object... values) {
    return isInCollection(Arrays.asList(Required.of(values, "the array")));
  }

  /** As {@link #isin(Object...)}. */
  public Column isInCollection(Iterable<?> values) {
    List<Term> among = new ArrayList<>();
    Required.of(values, "the collection").forEach(value -> among.add(Literals.of(value)));
    return among.isEmpty() ? Functions.lit(false) : new Column(new Term.In(term, among));
  }

  /** Whether it is one of the values of a DataFrame's only column. */
  public Column isin(Dataset<?> values) {
    if (values.schema().size() != 1) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "isin() takes a DataFrame of one column, not of %d: %s"
              .formatted(values.schema().size(), values.columnNames()));
    }
    return new Column(new Term.InQuery(term, values.relation().query()));
  }

  // Logic.

  public Column and(Column other) {
    return infix("AND", other);
  }

  public Column or(Column other) {
    return infix("OR", other);
  }

  public Column isNull() {
    return suffix("IS NULL");
  }

  public Column isNotNull() {
    return suffix("IS NOT NULL");
  }

  public Column isNaN() {
    return call("isnan", this);
  }

  /**
   * Another branch of {@link Functions#when}: the value where no condition before was true and this
   * one is. Throws USAGE behind anything else, and behind otherwise().
   */
  public Column when(Column condition, Object value) {
    Term.Case choice = choice("when");
    List<Term.Case.Branch> branches = new ArrayList<>(choice.branches());
    branches.add(new Term.Case.Branch(condition.term, Literals.of(value)));
    return new Column(new Term.Case(List.copyOf(branches), null));
  }

  /** The value where no condition is true; null unless set. */
  public Column otherwise(Object value) {
    return new Column(new Term.Case(choice("otherwise").branches(), Literals.of(value)));
  }

  private Term.Case choice(String method) {
    if (term instanceof Term.Case choice && choice.otherwise() == null) {
      return choice;
    }
    throw new DistaffException(
        ErrorCode.USAGE, method + "() goes behind when(...), and before otherwise(...)");
  }

  // Text.

  /** SQL's LIKE: % is any text, _ any character. */
  public Column like(String pattern) {
    return infix("LIKE", pattern);
  }

  /** As {@link #like}, the same in upper and lower case. */
  public Column ilike(String pattern) {
    return infix("ILIKE", pattern);
  }

  /** Whether a regular expression matches a part of it. */
  public Column rlike(String pattern) {
    return call("rlike", this, pattern);
  }

  public Column contains(Object part) {
    return call("contains", this, part);
  }

  public Column startsWith(Object start) {
    return call("startswith", this, start);
  }

  public Column endsWith(Object end) {
    return call("endswith", this, end);
  }

  /** A part of the text; positions count from 1. */
  public Column substr(Object start, Object length) {
    return call("substring", this, start, length);
  }

  // Types and parts.

  /** Fails where the value can't be had in the type. */
  public Column cast(DataType type) {
    return new Column(new Term.Cast("CAST", term, SqlTypes.name(type)));
  }

  /** As {@link #cast(DataType)}, the type as SQL names it: {@code "decimal(10,2)"}. */
  public Column cast(String type) {
    return new Column(new Term.Cast("CAST", term, type));
  }

  /** As {@link #cast(DataType)}, null where that fails. */
  public Column tryCast(DataType type) {
    return new Column(new Term.Cast("TRY_CAST", term, SqlTypes.name(type)));
  }

  /** As {@link #cast(String)}, null where that fails. */
  public Column tryCast(String type) {
    return new Column(new Term.Cast("TRY_CAST", term, type));
  }

  /**
   * An element of an array, from 0, or the value of a map's key; an index outside of the array is
   * an error, a key that isn't there gives null.
   */
  public Column getItem(Object key) {
    return new Column(new Term.Item(term, Literals.of(key)));
  }

  /** As {@link #getItem}. */
  public Column apply(Object key) {
    return getItem(key);
  }

  /** A member of a struct. */
  public Column getField(String name) {
    return new Column(new Term.Member(term, name));
  }

  /**
   * The struct with a member more, behind the others; one of the name is replaced in its place. A
   * name such as {@code "a.b"} is of a member of the member {@code a}, which must be a struct.
   *
   * @param name a part with a point in it stands in backquotes
   * @param value a Column or a constant
   */
  public Column withField(String name, Object value) {
    return changed(
        memberPath("withField", name), (struct, last) -> call("with_field", struct, last, value));
  }

  /**
   * The struct without members, whose names are as {@link #withField} has them; the last part of a
   * name may be of no member. Throws SEMANTIC_ERROR, when a DataFrame is made of it, where no
   * member is left.
   */
  public Column dropFields(String... names) {
    if (names.length == 0) {
      throw new DistaffException(ErrorCode.USAGE, "dropFields() needs a name");
    }
    Column changed = this;
    for (String name : names) {
      changed =
          changed.changed(
              memberPath("dropFields", name), (struct, last) -> call("drop_fields", struct, last));
    }
    return changed;
  }

  /** The struct with something else in the place of the struct that a path's last part is of. */
  private Column changed(List<String> path, BiFunction<Column, String, Column> change) {
    String first = path.get(0);
    return path.size() == 1
        ? change.apply(this, first)
        : call(
            "with_field",
            this,
            first,
            getField(first).changed(path.subList(1, path.size()), change));
  }

  private static List<String> memberPath(String method, String name) {
    if (ColumnName.parse(name) instanceof Term.Name parsed) {
      return parsed.parts();
    }
    throw new DistaffException(
        ErrorCode.USAGE, "%s(\"%s\"): a star isn't a member".formatted(method, name));
  }

  /** What a function makes of it, so that steps can stand in a chain. */
  public Column transform(UnaryOperator<Column> step) {
    return step.apply(this);
  }

  // Names, orders, windows.

  public Column as(String name) {
    return as(new String[] {name});
  }

  /** Names for all columns that a function such as {@link Functions#posexplode} makes. */
  public Column as(String... names) {
    if (names.length == 0) {
      throw new DistaffException(ErrorCode.USAGE, "as() needs a name");
    }
    Term unnamed = term instanceof Term.Alias alias ? alias.term() : term;
    List<String> given = Required.all(names, "a name");
    if (given.contains("")) {
      throw new DistaffException(ErrorCode.USAGE, "as(\"\"): a name has at least one character");
    }
    return new Column(new Term.Alias(unnamed, given));
  }

  /** As {@link #as(String)}. */
  public Column alias(String name) {
    return as(name);
  }

  /** As {@link #as(String)}. */
  public Column name(String name) {
    return as(name);
  }

  private Column sorted(String direction) {
    return new Column(new Term.Sorted(term, direction));
  }

  /** Ascending, nulls first. */
  public Column asc() {
    return sorted("ASC");
  }

  public Column asc_nulls_first() {
    return sorted("ASC NULLS FIRST");
  }

  public Column asc_nulls_last() {
    return sorted("ASC NULLS LAST");
  }

  /** Descending, nulls last. */
  public Column desc() {
    return sorted("DESC");
  }

  public Column desc_nulls_first() {
    return sorted("DESC NULLS FIRST");
  }

  public Column desc_nulls_last() {
    return sorted("DESC NULLS LAST");
  }

  /** A window function, or an aggregate of the rows of a window around each row. */
  public Column over(WindowSpec window) {
    Required.of(window, "the window");
    if (term instanceof Term.Name || term instanceof Term.Bound || term instanceof Term.Literal) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "over() goes behind a function, such as sum(...) or row_number(), and %s is none"
              .formatted(this));
    }
    return new Column(new Term.Over(term, window));
  }

  /** As {@link #over(WindowSpec)}, of all rows. */
  public Column over() {
    return over(WindowSpec.ALL_ROWS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Column column && term.equals(column.term);
  }

  @Override
  public int hashCode() {
    return term.hashCode();
  }

  /** The expression as SQL has it, names without quotes. */
  @Override
  public String toString() {
    return TermWriter.shown(term);
  }
}
