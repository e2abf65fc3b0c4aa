package io.distaff.plan;

/**
 * One criterion of an order.
 *
 * @param column position in the input
 */
public record SortKey(int column, boolean descending, boolean nullsFirst) {}
