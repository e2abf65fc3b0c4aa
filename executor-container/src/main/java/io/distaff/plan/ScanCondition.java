package io.distaff.plan;

import io.distaff.expression.Expression;

/**
 * What is known of the rows that are wanted of a scan when its stage begins, beside the predicate
 * in its plan: rows for which it isn't true can be left out, and need not be.
 *
 * @param scan its number in the fragment
 * @param condition over the columns of the scan
 */
public record ScanCondition(int scan, Expression condition) {}
