package io.distaff.expression;

/**
 * An example of a function, which a test runs.
 *
 * @param sql an expression without columns
 * @param result as it is printed; NULL for null
 */
public record FunctionExample(String sql, String result) {}
