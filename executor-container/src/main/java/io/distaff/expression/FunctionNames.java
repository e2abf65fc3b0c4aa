package io.distaff.expression;

/**
 * The operators and special forms that a {@link Call} may name beside the functions of the
 * registry. The planner inserts casts, so that the stated argument types hold.
 *
 * <p>Unless said otherwise a function of a null is null. Overflow, division by zero and failed
 * casts are errors (ANSI), except under TRY_CAST.
 */
public final class FunctionNames {
  // Arithmetic. Both arguments and the result of one numeric type, except decimals: any precisions
  // and scales, result type as given, rounded half up.
  public static final String ADD = "add";
  public static final String SUBTRACT = "subtract";
  public static final String MULTIPLY = "multiply";
  public static final String DIVIDE = "divide";
  public static final String MODULUS = "modulus";
  public static final String NEGATE = "negate";

  // Comparison: both arguments of one type (decimals of any precision and scale), result BOOLEAN.
  // Floating point: NaN equals NaN and is the largest.
  public static final String EQUAL = "equal";
  public static final String NOT_EQUAL = "not_equal";
  public static final String LESS = "less";
  public static final String LESS_OR_EQUAL = "less_or_equal";
  public static final String GREATER = "greater";
  public static final String GREATER_OR_EQUAL = "greater_or_equal";

  /** Null-safe equality, never null. */
  public static final String IS_NOT_DISTINCT = "is_not_distinct";

  // Logic: three-valued; AND and OR take two or more arguments, the later ones evaluated only for
  // rows that the earlier ones leave open.
  public static final String AND = "and";
  public static final String OR = "or";
  public static final String NOT = "not";

  /** Any type to BOOLEAN, never null. */
  public static final String IS_NULL = "is_null";

  public static final String IS_NOT_NULL = "is_not_null";

  /**
   * First argument a value, the others literals of the same type. Null when the value is null, or
   * isn't found and a literal is null.
   */
  public static final String IN = "in";

  /**
   * A value, and a BINARY literal: a split-block Bloom filter of hashes as {@code RowHash} makes
   * them. False only for values that aren't in the filter; what it is for others isn't said. For
   * runtime filters alone.
   */
  public static final String MAY_CONTAIN = "may_contain";

  /**
   * condition, value, condition, value, ..., otherwise. A value is evaluated only for the rows that
   * take it.
   */
  public static final String CASE = "case";

  /** The first argument that isn't null. */
  public static final String COALESCE = "coalesce";

  /** One argument, to the call's type. */
  public static final String CAST = "cast";

  /** As CAST, null where it would fail. */
  public static final String TRY_CAST = "try_cast";

  // The user's own code.
  /** A STRING literal, the name; a BINARY literal, the function; then its arguments. Sees nulls. */
  public static final String USER_FUNCTION = "user_function";

  /** Arguments of USER_FUNCTION before those that the program gives it. */
  public static final int USER_FUNCTION_CONSTANTS = 3;

  /** As USER_FUNCTION, called for every row. */
  public static final String USER_FUNCTION_OF_CHANCE = "user_function_of_chance";

  // Text.
  /** value, pattern, and optionally an escape. */
  public static final String LIKE = "like";

  private FunctionNames() {}
}
