/**
 * The physical operators: {@link io.distaff.operator.Operator} is the contract; row-wise ones are
 * here, the blocking ones in the packages below.
 */
package io.distaff.operator;
