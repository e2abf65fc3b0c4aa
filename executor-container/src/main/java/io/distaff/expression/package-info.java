/**
 * Scalar expressions as data: {@link io.distaff.expression.Expression}, its three forms, and the
 * {@link io.distaff.expression.FunctionNames} with what each function expects. Evaluation is the
 * matter of {@code io.distaff.eval}. Imports types. Immutable.
 */
package io.distaff.expression;
