/**
 * The physical operators: {@link io.distaff.operator.Operator} is the contract; row-wise ones are
 * here, the blocking ones in the packages below. {@link io.distaff.operator.RowGather} repeats and
 * reorders rows for those that need it. {@link io.distaff.operator.RuntimeFilter} is how a join
 * tells the scan of its probe side which rows can match.
 */
package io.distaff.operator;
